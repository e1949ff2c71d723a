"""The form: done once however often it is sent, and refused with every reason at its place."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import g, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, HiddenField

from foundation.database import done_once
from foundation.reasons import Reason, Refused
from foundation.signatures import fingerprint


class Form(FlaskForm):  # type: ignore[misc]  # the package carries no types
    """A form of a page; it works without scripts and keeps everything typed when it is shown again."""

    once = HiddenField()
    """The same filled form sent again has no second effect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons_above: list[str] = []
        self._summed_up = False
        if not self.once.data or len(self.once.data) > 64:
            self.once.data = secrets.token_urlsafe(18)

    def for_one_button(self) -> str:
        """What makes the deed of one button single; that of the next button, though it shares the form, is another."""
        return secrets.token_urlsafe(18)

    def submitted(self) -> bool:
        """Whether a valid form has just been sent; the next `transaction()` is then tied to it."""
        if not self.validate_on_submit():
            return False
        done_once(self.once.data)
        return True

    def did(self, deed: Callable[[], object]) -> bool:
        """Whether the form was sent and its deed is done; why it was refused stands on the form."""
        if not self.submitted():
            return False
        try:
            deed()
        except Refused as refused:
            self.refuse(refused.reasons)
            return False
        return True

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """As in the package, and the page learns that something is wrong with what was sent."""
        valid = bool(super().validate_on_submit(extra_validators))
        g.mistaken = self.is_submitted() and not valid
        return valid

    def refuse(self, reasons: Iterable[Reason]) -> None:
        """Show each reason at the field it is about, and those about none above the form."""
        g.mistaken = True
        by_name = {name: field for field in _every_field(self) for name in (field.short_name, field.name)}
        for reason in reasons:
            sentence = gettext(reason.sentence, **reason.values)
            field = by_name.get(reason.field or "")
            if field is None:
                self.reasons_above.append(sentence)
            else:
                field.errors = [*field.errors, sentence]

    def summary(self) -> list[tuple[str | None, str]]:
        """The mistakes for the top of the page, the first time it is asked; a page says them once."""
        first, self._summed_up = not self._summed_up, True
        return self.mistakes if first else []

    @property
    def mistakes(self) -> list[tuple[str | None, str]]:
        """Every sentence of refusal in the order of the page, with the id of the element that it is about."""
        about_fields = [
            (_first_element(field), str(error)) for field in _every_field(self) for error in _own_errors(field)
        ]
        return [*((None, sentence) for sentence in self.reasons_above), *about_fields]


class ReadForm(Form):
    """A form by which somebody agrees to what lies before them: it carries the fingerprint of that."""

    read = HiddenField()

    @property
    def seen(self) -> str:
        """The fingerprint of what lay before the person; empty when the form carries none."""
        return self.read.data or ""

    def lays_before(self, fingerprint: str) -> None:
        """Carry the fingerprint of what the page shows now, unless the form carries one already."""
        self.read.data = self.read.data or fingerprint


class CheckedForm(Form):
    """A form whose first sending shows what it would do, and whose second, of the same, does it.

    The page writes `form.read` and names its button of the second sending `save`.
    """

    read = HiddenField()
    """The fingerprint of what lay before whoever presses the button."""

    def has_read(self, meaning: str) -> bool:
        """Whether exactly this lay before whoever saves; otherwise it is shown now."""
        read = fingerprint(meaning)
        agreed = self.read.data == read and "save" in request.form
        self.read.data = read
        return agreed


def _every_field(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        if isinstance(field, FieldList):
            yield from _every_field(field.entries)
        elif isinstance(field, FormField):
            yield from _every_field(field.form)


def _own_errors(field: Field) -> list[str]:
    """The errors of this field alone; those of a field inside it are told by that one."""
    errors = () if isinstance(field.errors, dict) else field.errors or ()
    return [error for error in errors if not isinstance(error, (dict, list, tuple)) and error]


def _first_element(field: Field) -> str:
    """The id of the first thing that can take the focus."""
    if field.type in ("Choice", "Choices"):
        return f"{field.id}-0"
    return field.id
