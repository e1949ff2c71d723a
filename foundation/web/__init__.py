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
from foundation.web.forms import Form, ReadForm
from foundation.web.pages import install, limiter, notice
from foundation.web.shell import Standing, footer, introduce, navigation

__all__ = [
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
    "footer",
    "install",
    "introduce",
    "limiter",
    "navigation",
    "notice",
]
