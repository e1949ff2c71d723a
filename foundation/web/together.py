"""A form about something that several people write: of two who save, the second sees both texts and chooses."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from wtforms import HiddenField

from foundation.database import ChangedMeanwhile
from foundation.language import day
from foundation.reasons import Refused
from foundation.web.fields import DayField
from foundation.web.forms import Form

_UNSEEN = ("version", "once", "csrf_token")


class TogetherForm(Form):
    """A form that remembers which version of the thing lay before the writer."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version that lay before the writer; 0 when there was nothing yet."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def said(self) -> dict[str, str]:
        """Each field as a reader sees it."""
        return {name: _words_in(field) for name, field in self._fields.items() if name not in _UNSEEN}


def _words_in(field: Any) -> str:
    if isinstance(field, DayField):
        return day(field.data) if field.data else ""
    if not hasattr(field, "choices"):
        return str(field.data or "")
    chosen = {str(value) for value in (field.data if isinstance(field.data, list) else [field.data])}
    offered = [(one.value, one.label) if hasattr(one, "value") else one[:2] for one in field.choices]
    return ", ".join(str(label) for value, label in offered if value and str(value) in chosen)


def saved(
    form: TogetherForm, deed: Callable[[], object], saved_last: Callable[[], TogetherForm]
) -> dict[str, str] | None:
    """None once the deed is done; otherwise what somebody else saved meanwhile, by the name of the field.

    Then both texts stand under each other, the own one still in its field, and the next press saves what the fields
    hold: nothing is lost.
    """
    if not form.submitted():
        return {}
    try:
        deed()
    except Refused as refused:
        form.refuse(refused.reasons)
        return {}
    except ChangedMeanwhile:
        theirs, mine = saved_last(), form.said()
        form.version.data = theirs.version.data
        form.reasons_above.append(
            gettext(
                "This has been saved elsewhere meanwhile. Both texts are below, choose what holds; nothing is lost."
            )
        )
        return {name: words for name, words in theirs.said().items() if words != mine[name]}
    return None
