"""The words of the table as people read them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from coordination.standpoints.rules import OfferState, OpenTo, Topic, View

TOPICS: dict[str, LazyString] = {
    Topic.FACTS: _l("What we know"),
    Topic.CONCERN: _l("What worries us"),
    Topic.STRENGTHS: _l("What works"),
    Topic.OFFER: _l("What we can offer"),
    Topic.CONDITION: _l("Under what condition"),
}
VOICE: dict[str, LazyString] = {
    Topic.FACTS: _l("How I see it"),
    Topic.CONCERN: _l("What worries me"),
    Topic.STRENGTHS: _l("What works"),
    Topic.CONDITION: _l("What I need"),
}
"""The same topics when somebody of the family speaks; they offer nothing."""
OPEN_TO: dict[str, LazyString] = {
    OpenTo.TABLE: _l("everybody at the table"),
    OpenTo.NAMED: _l("only those whom I tick"),
    OpenTo.OFFICE: _l("only the coordinator, the facilitator and the minute taker"),
}
OFFER_STATES: dict[str, LazyString] = {
    OfferState.DRAFT: _l("half written"),
    OfferState.OFFERED: _l("waits for acceptance"),
    OfferState.ACCEPTED: _l("accepted offer"),
    OfferState.WITHDRAWN: _l("taken back"),
}
VIEWS: dict[str, LazyString] = {
    View.FOR: _l("I am for it"),
    View.UNDER_CONDITION: _l("under a condition"),
    View.AGAINST: _l("I am against it"),
    View.CANNOT_SAY: _l("I cannot say"),
}
