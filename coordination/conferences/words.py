"""What people read for the codes of a conference: roles, reasons, answers, ways of telling, attendance."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from coordination.conferences.rules import Answer, Attendance, ConferenceState, HowTold, MeetingKind
from coordination.conferences.rules_of_caution import CONVENES, LEADS, WRITES
from coordination.conferences.rules_of_convening import OtherTool, Unsuited
from coordination.seats.rules import HowHanded, Role

MEETING_KINDS: dict[str, LazyString] = {
    MeetingKind.WITH_FAMILY: _l("with the family"),
    MeetingKind.LED_BY_CHILD: _l("led by the child"),
    MeetingKind.WORKING: _l("working meeting, this time without the family"),
}
UNSUITED: dict[str, tuple[LazyString, LazyString]] = {
    Unsuited.NOBODY_SPOKE: (_l("Nobody has talked with the family yet"), _l("Instead: talk with it first.")),
    Unsuited.ONE_AGENCY: (_l("One organisation can manage it alone"), _l("Instead: agree directly with that one.")),
    Unsuited.ALREADY_DECIDED: (
        _l("The decision has been taken, or the meeting would only blame somebody"),
        _l("Instead: tell the decision personally and explain it."),
    ),
    Unsuited.ACUTE_DANGER: (
        _l("Somebody is in acute danger"),
        _l("Instead: act at once, by the procedure for an endangered child."),
    ),
    Unsuited.VIOLENCE: (
        _l("There is violence at home, one table would harm somebody"),
        _l("Instead: speak with each alone, or invite them apart."),
    ),
    Unsuited.PARENTS_IN_CONFLICT: (
        _l("The parents are in an acute conflict"),
        _l("Instead: wait, offer mediation, or invite them apart."),
    ),
    Unsuited.FAMILY_DECIDES: (
        _l("The family can and wants to decide by itself"),
        _l("Instead: a family group conference."),
    ),
}
"""What speaks for another tool, and which."""
TOOLS: dict[str, LazyString] = {
    OtherTool.TALK: _l("a talk with the family"),
    OtherTool.ONE_AGENCY: _l("an agreement with one organisation"),
    OtherTool.EXPLAIN: _l("telling the decision personally"),
    OtherTool.PROTECT: _l("the procedure for an endangered child"),
    OtherTool.APART: _l("talks with each one alone"),
    OtherTool.MEDIATION: _l("mediation"),
    OtherTool.FAMILY_CONFERENCE: _l("a family group conference"),
    OtherTool.OTHER: _l("something else"),
}
"""What is done instead of a meeting."""
DUTIES: dict[str, LazyString] = {
    CONVENES: _l("convenes the meeting"),
    LEADS: _l("leads the meeting"),
    WRITES: _l("takes the minutes"),
}
STATES: dict[str, LazyString] = {
    ConferenceState.DRAFT: _l("preparing"),
    ConferenceState.CONVENED: _l("has been convened"),
    ConferenceState.HELD: _l("has been held"),
    ConferenceState.CANCELLED: _l("has been called off"),
}
ROLES: dict[str, LazyString] = {
    Role.COORDINATOR: _l("coordinator"),
    Role.AGENCY_WORKER: _l("takes part"),
    Role.MINUTE_TAKER: _l("takes the minutes"),
    Role.FACILITATOR: _l("leads the meeting"),
    Role.INTERPRETER: _l("interprets"),
    Role.SUPPORT_PERSON: _l("accompanies somebody"),
    Role.MINOR_REPRESENTATIVE: _l("represents the child"),
    Role.PARENT: _l("family"),
    Role.CHILD: _l("family"),
}
FOR_WORKERS = (
    Role.AGENCY_WORKER,
    Role.FACILITATOR,
    Role.MINUTE_TAKER,
    Role.MINOR_REPRESENTATIVE,
    Role.INTERPRETER,
    Role.SUPPORT_PERSON,
)
"""As what somebody from an organisation can be invited."""
OUTWARD: dict[str, LazyString] = {
    "knows": _l("You know the situation from your work and can offer help."),
    "expertise": _l("We need your professional view."),
    "service": _l("We are looking for a service that you offer."),
    "align": _l("We want to align the work of several organisations."),
    "standpoint": _l("We ask you for a standpoint."),
    "task": _l("You have a task from the last meeting."),
    "evaluate": _l("Together we evaluate what was agreed."),
    "contact": _l("You are in touch with somebody whom we want to help."),
    "leads": _l("You will lead the meeting or take its minutes."),
    "interprets": _l("You will interpret."),
    "wished": _l("Somebody whom the meeting concerns wishes you to come."),
}
"""The fixed sentences that stand on paper and on the page before the pledge."""
ANSWERS: dict[str, LazyString] = {
    Answer.ACCEPTED: _l("coming"),
    Answer.SUBSTITUTE: _l("a substitute comes"),
    Answer.WRITTEN_ONLY: _l("sends a standpoint"),
    Answer.DECLINED: _l("not coming"),
}
OWN_ANSWERS: dict[str, LazyString] = {
    Answer.ACCEPTED: _l("I will come"),
    Answer.SUBSTITUTE: _l("I will send a substitute"),
    Answer.WRITTEN_ONLY: _l("I will send a written standpoint"),
    Answer.DECLINED: _l("I cannot come"),
}
"""The same as the invited person says it."""
TOLD: dict[str, LazyString] = {
    HowTold.IN_PERSON: _l("in person"),
    HowTold.PAPER: _l("on paper"),
    HowTold.PHONE: _l("by phone"),
    HowTold.EMAIL: _l("by mail"),
    HowTold.DATA_BOX: _l("by data box"),
}
FOR_FAMILY = (HowTold.IN_PERSON, HowTold.PAPER, HowTold.PHONE, HowTold.EMAIL)
HANDED: dict[str, LazyString] = {
    HowHanded.HANDED: _l("handed over in person"),
    HowHanded.POSTED: _l("sent by post"),
    HowHanded.DATA_BOX: _l("sent by data box"),
}
"""How a printed invitation reached somebody."""
LETTER_LANGUAGES: dict[str, LazyString] = {"cs": _l("Czech"), "en": _l("English")}
ATTENDANCE: dict[str, LazyString] = {
    Attendance.PRESENT: _l("present"),
    Attendance.LATE: _l("came later"),
    Attendance.LEFT_EARLY: _l("left earlier"),
    Attendance.EXCUSED: _l("excused"),
    Attendance.ABSENT: _l("absent"),
    Attendance.INFORMED_ONLY: _l("informed only"),
}
WHY_UNDELIVERED: dict[str, LazyString] = {
    "no_such_address": _l("no such address"),
    "mailbox_full": _l("mailbox full"),
    "refused": _l("refused by the mail server"),
    "silent": _l("mail server silent"),
}
