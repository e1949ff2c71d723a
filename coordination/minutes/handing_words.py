"""What people read for the forms of minutes and for whom a part of them is."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from coordination.minutes.rules import CopyForm, ForWhom, Heading, MinutesState

HEADINGS: dict[str, LazyString] = {Heading.RECORD: _l("Minutes (zápis)"), Heading.PROTOCOL: _l("Protocol (protokol)")}
FORMS: dict[str, LazyString] = {
    CopyForm.WHOLE: _l("all of it that they may read"),
    CopyForm.EXTRACT: _l("an extract: who met, what for, what was agreed"),
    CopyForm.NOTHING: _l("nothing"),
}
FOR_WHOM: dict[str, LazyString] = {
    ForWhom.EVERYBODY: _l("everybody who gets the minutes"),
    ForWhom.WORKERS: _l("workers only, not the family"),
    ForWhom.OFFICE: _l("only who coordinates, leads and records"),
}
STATES: dict[str, LazyString] = {
    MinutesState.DRAFT: _l("being written"),
    MinutesState.OPEN: _l("open for comments"),
    MinutesState.COMMENTED: _l("waits for approval"),
    MinutesState.APPROVED: _l("minutes approved"),
}
