"""How long a closed case is kept: whole years that begin with the January after its closing."""

from datetime import date

LONGEST = 150


def years_of(written: str) -> int | None:
    """The years that a town has written; None while it has written none, or something else than a number of years."""
    plain = written.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(LONGEST))):
        return None
    years = int(plain)
    return years if 1 <= years <= LONGEST else None


def kept_until(closed_on: date, years: int) -> date:
    """The last day on which a case must be kept, always the end of a year."""
    return date(closed_on.year + years, 12, 31)


def over_if_closed_before(today: date, years: int) -> date:
    """The day before which a case must have been closed for its time to be over today."""
    return date(max(today.year - years, 1), 1, 1)
