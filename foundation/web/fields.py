"""The fields of forms: they read what people type, refuse in whole sentences and give back what was typed."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from typing import Any, TypeAlias

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from foundation import clock, language

Text: TypeAlias = Any
"""A sentence, said at once or in the language of the page later (lazy_gettext, which carries no types)."""
Options = Iterable[SelectChoice | tuple[str, Any]] | Callable[[], Iterable[SelectChoice | tuple[str, Any]]]

# Controls, lone surrogates and the signs that turn the direction of the text: none can be read, all can deceive.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str) -> str:
    """`text` as it is stored: composed letters (NFC), ordinary line ends, no blanks around."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Missing:
    """Refuses an empty field with the sentence that says what to write."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence

    def __call__(self, _form: object, field: Field) -> None:
        empty = field.data is None or field.data is False or field.data in ("", [])
        if empty and not field.errors:
            raise StopValidation(str(self.sentence))


def _validators(missing: Text | None, validators: Sequence[Any]) -> list[Any]:
    return [*([Missing(missing)] if missing is not None else []), *validators]


class _Typed(StringField):
    """What all typed fields share: `missing` is the sentence for an empty field, `optional` shows "(optional)"."""

    def __init__(
        self,
        label: Text | None = None,
        max: int = 200,  # noqa: A002  (the word for it)
        *,
        missing: Text | None = None,
        optional: bool = False,
        hint: Text = "",
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, _validators(missing, validators), description=hint, **kwargs)
        self.max = max
        self.flags.optional = optional

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = self.tidied(cleaned(str(valuelist[0])))
        elif self.data is None:
            self.data = ""

    def tidied(self, text: str) -> str:
        """What one kind of field does with the text besides."""
        return " ".join(text.split())

    def pre_validate(self, _form: object) -> None:
        text = self.data or ""
        if _UNREADABLE.search(text):
            raise StopValidation(
                gettext("This text holds signs that nobody can read. Delete them, the rest is still here.")
            )
        if len(text) > self.max:
            raise StopValidation(
                gettext(
                    "The text has %(count)s characters, %(limit)s fit. Shorten it, all of it is still here.",
                    count=len(text),
                    limit=self.max,
                )
            )

    def _value(self) -> str:
        return _UNREADABLE.sub("", str(self.data or ""))


class TextLine(_Typed):
    """One line of text, at most `max` characters."""


class TextBlock(_Typed, TextAreaField):
    """Several lines of text, at most `max` characters."""

    def __init__(self, label: Text | None = None, max: int = 4000, *, rows: int = 4, **kwargs: Any) -> None:  # noqa: A002
        super().__init__(label, max, **kwargs)
        self.rows = rows

    def tidied(self, text: str) -> str:
        return text


class MailAddress(_Typed):
    """One mail address; nothing is asked of the network."""

    def __init__(self, label: Text | None = None, **kwargs: Any) -> None:
        super().__init__(label, 254, **{"render_kw": {"type": "email", "autocomplete": "email"}, **kwargs})

    def pre_validate(self, _form: object) -> None:
        super().pre_validate(_form)
        if not self.data:
            return
        try:
            self.data = validate_email(
                self.data, check_deliverability=False, test_environment=True, allow_smtputf8=False
            ).normalized
        except EmailNotValidError as error:
            raise StopValidation(gettext("This is not a mail address. Write it like name@place.example.")) from error


class Phone(_Typed):
    """One phone number, kept in groups of three as people read it."""

    def __init__(self, label: Text | None = None, **kwargs: Any) -> None:
        super().__init__(label, 40, **{"render_kw": {"type": "tel", "autocomplete": "tel"}, **kwargs})

    def tidied(self, text: str) -> str:
        digits = re.sub(r"[\s\-/().]", "", text)
        match = re.fullmatch(r"(\+\d{1,3}?)?(\d{3})(\d{3})(\d{3})", digits)
        return " ".join(part for part in match.groups() if part) if match else " ".join(text.split())

    def pre_validate(self, _form: object) -> None:
        super().pre_validate(_form)
        if self.data and not re.fullmatch(r"\+?\d[\d ]{2,}\d", self.data):
            raise StopValidation(
                gettext("This is not a phone number. Write nine digits, or begin with + and the country.")
            )


class Secret(PasswordField):
    """A password: never shown again, never tidied, at most 200 characters."""

    def __init__(
        self,
        label: Text | None = None,
        *,
        missing: Text | None = None,
        hint: Text = "",
        autocomplete: str = "current-password",
        **kwargs: Any,
    ) -> None:
        keywords = {"render_kw": {"autocomplete": autocomplete}, **kwargs}
        super().__init__(label, _validators(missing, ()), description=hint, **keywords)

    def pre_validate(self, _form: object) -> None:
        if len(self.data or "") > 200:
            raise StopValidation(gettext("The password is too long, 200 characters fit."))


class _Understood(StringField):
    """A typed field whose `data` is the value meant; what was typed comes back as it was."""

    size = 16
    data: Any

    def __init__(
        self,
        label: Text | None = None,
        *,
        missing: Text | None = None,
        optional: bool = False,
        hint: Text = "",
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, _validators(missing, validators), description=hint, **kwargs)
        self.flags.optional = optional

    def understand(self, text: str) -> Any:
        """The value meant by `text`, None when it cannot be told."""
        raise NotImplementedError

    def written(self) -> str:
        """The value as this house writes it."""
        raise NotImplementedError

    def not_understood(self) -> str:
        """The sentence for a text that says no such value."""
        raise NotImplementedError

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        typed = cleaned(str(valuelist[0]))
        self.data = self.understand(typed) if 0 < len(typed) <= 200 else None
        if typed and self.data is None:
            raise ValueError(self.not_understood())

    def pre_validate(self, _form: object) -> None:
        if self.process_errors:
            raise StopValidation  # one sentence is enough

    def _value(self) -> str:
        if self.raw_data:
            return _UNREADABLE.sub("", str(self.raw_data[0]))
        return self.written() if self.data is not None else ""


FIRST_DAY = date(1900, 1, 1)
YEARS_AHEAD = 30


class DayField(_Understood):
    """A day as people say it; `data` is a date, from the year 1900 to thirty years from now."""

    def understand(self, text: str) -> date | None:
        return language.parse_day(text, clock.today())

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        last = date(clock.today().year + YEARS_AHEAD, 12, 31)
        if self.data is not None and not FIRST_DAY <= self.data <= last:
            self.data = None
            limits = {"first": language.day(FIRST_DAY), "last": language.day(last)}
            raise ValueError(gettext("A day from %(first)s to %(last)s can be entered. Check the year.", **limits))

    def written(self) -> str:
        return language.day(self.data)

    def not_understood(self) -> str:
        return str(gettext("This day cannot be understood. Write it like 5. 3. 2026, “by Friday” or “in 14 days”."))


class TimeField(_Understood):
    """A time of day as people say it; `data` is a time on a clock in Prague."""

    size = 6

    def understand(self, text: str) -> time | None:
        return language.parse_time(text)

    def written(self) -> str:
        return language.wall_time(self.data)

    def not_understood(self) -> str:
        return str(gettext("This time cannot be understood. Write it like 9:00."))


class Count(_Understood):
    """A whole number from `least` to `most`; `data` is an int."""

    size = 6

    def __init__(self, label: Text | None = None, *, least: int = 0, most: int = 9999, **kwargs: Any) -> None:
        super().__init__(label, **{"render_kw": {"inputmode": "numeric"}, **kwargs})
        self.least, self.most = least, most

    def understand(self, text: str) -> int | None:
        match = re.fullmatch(r"\d{1,9}", "".join(text.split()))
        number = int(match[0]) if match and match[0].isascii() else None
        return number if number is not None and self.least <= number <= self.most else None

    def written(self) -> str:
        return str(self.data)

    def not_understood(self) -> str:
        return str(gettext("Write a whole number from %(least)s to %(most)s.", least=self.least, most=self.most))


def _offered(options: Options) -> Any:
    """Pairs of value and words as the choices that the fields want."""
    if callable(options):
        return options
    return [option if isinstance(option, SelectChoice) else SelectChoice(*option) for option in options]


_NOT_OFFERED = _l("Choose one of the offered answers.")


class _Offered(SelectField):
    def __init__(
        self,
        label: Text | None = None,
        choices: Options = (),
        *,
        missing: Text | None = _NOT_OFFERED,
        optional: bool = False,
        hint: Text = "",
        hints: dict[str, Text] | None = None,
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        checks = _validators(None if optional else missing, validators)
        super().__init__(label, checks, choices=_offered(choices), description=hint, **kwargs)
        self.flags.optional = optional
        self.hints = hints or {}

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data == "":
            self.data = None

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise StopValidation(str(_NOT_OFFERED)) from error


class Choice(_Offered, RadioField):
    """One answer of a few, all in sight; `choices` are SelectChoice(value, label), `hints` a line under an answer."""

    validate_choice = True


class Dropdown(_Offered):
    """One answer of many, in a list that opens."""


class Choices(SelectMultipleField):
    """Any number of answers, all in sight; `data` is a list of values."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: Text | None = None,
        choices: Options = (),
        *,
        missing: Text | None = None,
        optional: bool = False,
        hint: Text = "",
        hints: dict[str, Text] | None = None,
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        checks = _validators(missing, validators)
        super().__init__(label, checks, choices=_offered(choices), description=hint, **kwargs)
        self.flags.optional = optional
        self.hints = hints or {}

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise StopValidation(gettext("Choose only from the offered answers.")) from error


class Tick(BooleanField):
    """One box; `missing` is the sentence for a box that must be ticked."""

    def __init__(
        self, label: Text | None = None, *, missing: Text | None = None, hint: Text = "", **kwargs: Any
    ) -> None:
        super().__init__(label, _validators(missing, ()), description=hint, **kwargs)


class PaperScan(FileField):  # type: ignore[misc]  # the package carries no types
    """A scan or photo of a paper; what is inside is judged by whoever stores it."""

    def __init__(
        self,
        label: Text | None = None,
        *,
        missing: Text | None = None,
        optional: bool = False,
        hint: Text = "",
        **kwargs: Any,
    ) -> None:
        keywords = {"render_kw": {"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}, **kwargs}
        super().__init__(label, _validators(missing, ()), description=hint, **keywords)
        self.flags.optional = optional
