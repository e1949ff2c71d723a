"""Who reads the numbers of a town: whoever holds an office there, with a second factor; no number is about a family."""

from foundation.access import Right, resource

resource(
    "town_statistics",
    {"coordinator": Right("R"), "head": Right("R"), "administrator": Right("R")},
)
