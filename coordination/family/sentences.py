"""The fixed sentences that the family reads on its page and on its papers, in the language of the page or paper."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from coordination.family.rules import HowGiven, Reply, Wish
from coordination.family.rules_of_requests import About, CallTime, Outcome
from coordination.polls.rules import Suits

REPLIES: Mapping[Reply, LazyString] = {
    Reply.UNDERSTAND: _l("I understand"),
    Reply.DISAGREE: _l("I disagree with something"),
    Reply.HELP: _l("I need help"),
    Reply.AGREE: _l("I agree"),
    Reply.OTHER: _l("I want it differently"),
    Reply.DONE: _l("It is done"),
}
SAID: Mapping[Reply, LazyString] = {
    Reply.UNDERSTAND: _l("understands the plan"),
    Reply.DISAGREE: _l("disagrees with something"),
    Reply.HELP: _l("needs help"),
    Reply.AGREE: _l("agrees to the task"),
    Reply.OTHER: _l("wants the task differently"),
    Reply.DONE: _l("says that it is done"),
}
"""The same as the coordinator reads them."""
WISHES: Mapping[Wish, LazyString] = {
    Wish.DAY: _l("Another day"),
    Wish.WAY: _l("Another way"),
    Wish.PERSON: _l("Somebody else"),
}
COMING: Mapping[str, LazyString] = {
    "accepted": _l("I will come"),
    "declined": _l("I will not come"),
    "other": _l("I want another day"),
}
SUITS: Mapping[Suits, LazyString] = {
    Suits.YES: _l("It suits me"),
    Suits.IF_NEED_BE: _l("Only if there is no other way"),
    Suits.NO: _l("It does not suit me"),
}
ABOUTS: Mapping[About, LazyString] = {
    About.CALL: _l("Call me"),
    About.DAY: _l("Another day of the meeting"),
    About.INTERPRETER: _l("A free interpreter"),
    About.CORRECTION: _l("Something here is wrong"),
    About.COPY: _l("A copy of what you have about us"),
    About.COMPLAINT: _l("I want to complain"),
    About.NO_AGREEMENT: _l("I do not want this agreement"),
    About.ASK_AGREEMENT: _l("I want to ask first"),
}
ASKED: Mapping[About, LazyString] = {
    About.CALL: _l("asks for a call"),
    About.DAY: _l("asks for another day of the meeting"),
    About.INTERPRETER: _l("asks for an interpreter"),
    About.CORRECTION: _l("asks for a correction"),
    About.COPY: _l("asks for a copy of what the office has about them"),
    About.COMPLAINT: _l("complains"),
    About.NO_AGREEMENT: _l("does not want the agreement on cooperation"),
    About.ASK_AGREEMENT: _l("wants to ask before signing the agreement"),
}
"""The same as the coordinator reads them."""
CALL_TIMES: Mapping[CallTime, LazyString] = {
    CallTime.MORNING: _l("In the morning"),
    CallTime.AFTERNOON: _l("In the afternoon"),
    CallTime.EVENING: _l("In the evening"),
    CallTime.ANY: _l("At any time"),
}
OUTCOMES: Mapping[Outcome, LazyString] = {
    Outcome.DONE: _l("done"),
    Outcome.NOT_POSSIBLE: _l("not possible"),
}
STATES: Mapping[str, LazyString] = {
    "done": _l("done already"),
    "running": _l("under way already"),
    "not_yet": _l("not yet"),
}
DOORS: Mapping[str, LazyString] = {
    "none": _l("no number yet"),
    "open": _l("the page opens"),
    "paused": _l("paused: thirty wrong numbers"),
    "ended": _l("the page has ended"),
    "unprinted": _l("waits for its paper: print it, its address stands there"),
}
HOW_GIVEN: Mapping[HowGiven, LazyString] = {
    HowGiven.AT_TABLE: _l("chosen by themselves at the table"),
    HowGiven.IN_PERSON: _l("told in person"),
    HowGiven.BY_PHONE: _l("told by phone, on the number we know"),
}
TROUBLE = _l("If something does not work out, call us. We will agree what next. A date can move.")
TROUBLE_ON_PAPER = _l("Call us. We will agree what next. A date can move.")
DISAGREE = _l("Tell us, at any time, even after signing. We will change the plan together.")
SIGNING = _l("Signing means you understand the plan. You may sign and disagree.")


def about_data(name: str) -> str:
    """Who sees the plan, what the family may do about it, and who will advise them."""
    said = _(
        "Only the people from the table see the plan. They have promised to keep silent. You may read the file, "
        "ask for a correction and complain. %(name)s will advise you.",
        name="%(name)s",
    )
    return named(said, name)


def named(said: str, name: object) -> str:
    """A sentence with a name in the place of `%(name)s`; a name that is marked as Czech stays marked."""
    return (Markup.escape(said) if isinstance(name, Markup) else str(said)) % {"name": name}
