"""The words of a plan for its pages, in the language of the reader."""

from flask_babel import lazy_gettext as _l

from coordination.plans.rules import Change
from coordination.plans.rules_of_conditions import Kind, Verdict
from coordination.tasks.rules import Schedule

SCHEDULE_NAMES = {
    Schedule.ONCE: _l("Once, by a date"),
    Schedule.WEEK: _l("Every week"),
    Schedule.FORTNIGHT: _l("Every fortnight"),
    Schedule.MONTH: _l("Every month"),
}
CHANGE_NAMES = {
    Change.NEW: _l("new task"),
    Change.TEXT: _l("other words"),
    Change.CRITERION: _l("other sign"),
    Change.PERSON: _l("other person"),
    Change.DATE: _l("other date"),
    Change.HELPERS: _l("other helpers"),
    Change.ORDER: _l("waits for another task"),
    Change.ABSENCES: _l("other number of allowed absences"),
}
KIND_NAMES = {
    Kind.NUMBER: _l("By a number that somebody counts"),
    Kind.TASK: _l("By a task that goes well"),
    Kind.JUDGED: _l("By a sign that somebody judges"),
}
VERDICT_NAMES = {Verdict.HOLDS: _l("It is kept"), Verdict.BREACHED: _l("It is broken")}
FIELD_NAMES = {
    "text": _l("wording"),
    "sign": _l("sign"),
    "person": _l("who answers for it"),
    "date": _l("date"),
    "schedule": _l("how often"),
    "helpers": _l("who helps"),
    "order": _l("which task comes first"),
    "absences": _l("allowed absences"),
    "watcher": _l("who watches it"),
    "help": _l("what helps"),
    "steps": _l("what follows"),
    "most": _l("how many at most"),
    "judge": _l("who judges"),
    "if_not": _l("what if a task does not work out"),
}
