"""The fields of a form that ask when and where a meeting is, as preparing it and moving it ask alike."""

from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _l

from coordination.conferences.actions import When
from foundation import clock
from foundation.web import Choice, DayField, Form, TextLine, Tick, TimeField

_TWICE = [("first", _l("the first one, in summer time")), ("second", _l("the second one, in winter time"))]


class WhenAndWhereForm(Form):
    """When and where; which of two equal times of the October night is meant is asked only then."""

    meets_on = DayField(_l("Day"), hint=_l("For example 3. 3. 2026, “in 14 days” or “next Tuesday”."))
    wall_from = TimeField(_l("From"))
    wall_to = TimeField(_l("To"))
    second_from = Choice(_l("This start comes twice that night. Which one?"), _TWICE, missing=None)
    second_to = Choice(_l("This end comes twice that night. Which one?"), _TWICE, missing=None)
    place = TextLine(_l("Place"), 200, hint=_l("Address, room, and whether one can get in without stairs."))
    place_is_sensitive = Tick(
        _l("Keep the place out of letters and calendars"), hint=_l("For a shelter or a consulting room.")
    )
    answer_by = DayField(
        _l("Answer by"), optional=True,
        hint=_l("When left empty, three days before the meeting, on a weekend the Friday before."),
    )  # fmt: skip

    def when(self) -> When:
        """As typed, for the deed."""
        second = {"first": False, "second": True}
        return When(
            meets_on=self.meets_on.data,
            wall_from=self.wall_from.data,
            wall_to=self.ends(),
            place=self.place.data or "",
            place_is_sensitive=self.place_is_sensitive.data,
            answer_by=self.answer_by.data,
            second_from=second.get(self.second_from.data or ""),
            second_to=second.get(self.second_to.data or ""),
        )

    def ends(self) -> time | None:
        """When it is over, as a clock in Prague shows it."""
        typed: time | None = self.wall_to.data
        return typed


USUAL_LENGTH = timedelta(hours=2)


def usual_end(starts: time | None) -> time | None:
    """Two hours after a start; None where that is another day."""
    if starts is None:
        return None
    ends = datetime.combine(clock.today(), starts) + USUAL_LENGTH
    return ends.time() if ends.date() == clock.today() else None


def which_of_two(instant: datetime | None) -> str | None:
    """Which of two equal times of a clock an instant is; None on every other night."""
    if instant is None:
        return None
    shown = clock.in_prague(instant)
    if shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset():
        return None
    return "second" if shown.fold else "first"
