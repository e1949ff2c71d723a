"""The counter in front of every feature: forms that lose nothing, pages that say no calmly, one shell around them."""

from foundation.web.fields import (
    Choice,
    Choices,
    Count,
    DayField,
    Dropdown,
    MailAddress,
    PaperScan,
    Phone,
    Secret,
    TextBlock,
    TextLine,
    Tick,
    TimeField,
)
from foundation.web.files import attachment, takes_files
from foundation.web.forms import CheckedForm, Form, ReadForm
from foundation.web.pages import install, limiter, notice, refusals_look
from foundation.web.shell import Standing, aim, footer, introduce, navigation
from foundation.web.together import TogetherForm, saved

__all__ = [
    "CheckedForm",
    "Choice",
    "Choices",
    "Count",
    "DayField",
    "Dropdown",
    "Form",
    "MailAddress",
    "PaperScan",
    "Phone",
    "ReadForm",
    "Secret",
    "Standing",
    "TextBlock",
    "TextLine",
    "Tick",
    "TimeField",
    "TogetherForm",
    "aim",
    "attachment",
    "footer",
    "install",
    "introduce",
    "limiter",
    "navigation",
    "notice",
    "refusals_look",
    "saved",
    "takes_files",
]
