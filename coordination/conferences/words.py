"""What people read for the codes of a conference: roles, reasons, answers, ways of telling, attendance."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from coordination.conferences.rules import Answer, Attendance, ConferenceState, HowTold
from coordination.seats.rules import Role

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
