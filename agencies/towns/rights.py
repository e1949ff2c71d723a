"""Who may read and change what a town decides for itself."""

from foundation.access import Right, resource

resource(
    "town_settings_wordings",
    {
        "coordinator": Right("R"),
        "head": Right("RW"),
        "administrator": Right("RW"),
    },
)
