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
    Topic.ABOUT: _l("What I want to talk about"),
    Topic.CONDITION: _l("What I need"),
}
"""The same topics when somebody of the family speaks; they offer nothing and stand in line with the others."""
ALOUD = (Topic.ABOUT, Topic.FACTS, Topic.CONCERN, Topic.STRENGTHS, Topic.CONDITION)
"""In which order the words of the family are read at the table."""
OPEN_TO: dict[str, LazyString] = {
    OpenTo.TABLE: _l("everybody at the table"),
    OpenTo.NAMED: _l("only those whom I tick"),
    OpenTo.OFFICE: _l("only the coordinator, the facilitator and the minute taker"),
}
VOICE_OPEN_TO: dict[str, LazyString] = {OpenTo.ALONE: _l("only the coordinator"), **OPEN_TO}
"""The same for words of the family, who may say them to her alone."""
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
