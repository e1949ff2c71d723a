"""Where the pages of the table are announced, who may open them, and the fields that they share."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response

from coordination.cases.models import AREA_NAMES, Person, members
from coordination.cases.models import case as case_of
from coordination.cases.pages import options
from coordination.conferences.models import Conference, conference_of, facts_of_conference, own_invitation
from coordination.seats.models import Seat, open_seats
from coordination.seats.rules import Role
from coordination.standpoints.actions import Meant
from coordination.standpoints.models import OTHERS, OWN, TABLE, ForWhom, Standpoint, may_read
from coordination.standpoints.needs import Offer
from coordination.standpoints.rules import OpenTo
from coordination.standpoints.words import OPEN_TO
from coordination.tasks.actions import Said
from coordination.tasks.models import to_change
from coordination.tasks.pages import WHERE_NAMES
from coordination.tasks.rules import SaidWhere
from foundation import access, clock
from foundation.access import Actor, Audience, Facts
from foundation.web import Choice, Choices, DayField, TextLine, TogetherForm

pages = Blueprint("standpoints", __name__)

Answer = str | Response | tuple[str, int]

WRITERS = (Role.COORDINATOR, Role.MINUTE_TAKER)
SPEAKERS = (Role.AGENCY_WORKER, Role.MINOR_REPRESENTATIVE)
"""Who writes an own standpoint on the own page; the office writes its own where it writes everybody's."""

Part = Callable[[Offer], Markup]
_beside_offer: list[Part] = []


def show_beside_offer(part: Part) -> Part:
    """Let a feature above this one show its part to the coordinator beside an accepted offer."""
    _beside_offer.append(part)
    return part


def parts_beside(offer: Offer) -> list[Markup]:
    """What other features show beside an accepted offer."""
    return [part(offer) for part in _beside_offer]


# --- who may open what -----------------------------------------------------------------------------------------------


def only(facts: Facts | None, roles: Sequence[str]) -> Facts | None:
    """The same facts for some roles, nothing for everybody else."""
    return facts if facts is not None and facts.role in roles else None


@partial(to_change, OWN)
def for_speakers(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """For the own page of a worker who is invited to the meeting."""
    facts = only(facts_of_conference(actor, conference_id), SPEAKERS)
    invited = facts is not None and actor.worker_id and own_invitation(conference_id, actor.worker_id)
    return facts if invited else None


@partial(to_change, OWN)
def for_recorders(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """For those who write down what others say."""
    return only(facts_of_conference(actor, conference_id), WRITERS)


@partial(to_change, TABLE)
def for_writers(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """For those who write what concerns the whole table."""
    return only(facts_of_conference(actor, conference_id), WRITERS)


# --- what the pages share --------------------------------------------------------------------------------------------


def conference_with(conference_id: UUID) -> Conference:
    return conference_of(conference_id) or abort(404)


def to_table(conference_id: UUID) -> Response:
    return redirect(url_for("standpoints.at_table", conference_id=conference_id), 303)


def to_canvas(conference_id: UUID) -> Response:
    return redirect(url_for("standpoints.canvas", conference_id=conference_id), 303)


def page(template: str, conference: Conference, **values: Any) -> str:
    """One page of the table, with the case whose meeting it is."""
    case, role = case_of(conference.case_id), access.facts().role
    return render_template(
        f"coordination/standpoints/{template}.html", conference=conference, case=case,
        coordinates=role == Role.COORDINATOR, writes=role in WRITERS and access.may(TABLE, "W"), may=access.may,
        where_names=WHERE_NAMES,
        **values,
    )  # fmt: skip


def readable_family(case_id: UUID) -> list[Person]:
    """The members of the family of whom the visitor may know."""
    family = members(case_id)
    return [one for one in family if access.may("brief_goal_areas_members", "R", Audience(members=frozenset({one.id})))]


def speakers_at(case_id: UUID) -> list[Seat]:
    """Who speaks at the table for an organisation or a child: of private people beside the family not all may know."""
    return [seat for seat in open_seats(case_id) if seat.role in SPEAKERS and seat.person_id is None]


class MeantForm(TogetherForm):
    """A form of words that are for somebody."""

    concerns = Choices(
        _l("Whom of the family it concerns"), optional=True,
        hint=_l("Only those who may learn of these people read it. Tick nobody when it concerns no one in particular."),
    )  # fmt: skip
    areas = Choices(
        _l("Of what it speaks"), options(AREA_NAMES), optional=True,
        hint=_l("Only those who may learn of these things read it. Tick nothing when everybody may."),
    )  # fmt: skip
    open_to = Choice(
        _l("Who at the table may read it"), [(str(code), word) for code, word in OPEN_TO.items()], default=OpenTo.TABLE
    )
    readers = Choices(_l("Those I tick"), optional=True)

    def offer_people(self, case_id: UUID, *, besides: UUID | None = None) -> None:
        """Fill in of whom one can speak and to whom."""
        self.concerns.choices = [(str(one.id), one.name) for one in readable_family(case_id)]
        self.readers.choices = [(str(seat.id), named(seat)) for seat in speakers_at(case_id) if seat.id != besides]

    @property
    def meant(self) -> Meant:
        """The choice as the deed takes it."""
        return Meant(
            concerns=ids(self.concerns.data), areas=tuple(self.areas.data or ()), open_to=OpenTo(self.open_to.data),
            readers=ids(self.readers.data),
        )  # fmt: skip


def meant_of(thing: ForWhom) -> dict[str, Any]:
    """For whom a thing is, as a form takes it."""
    return {
        "concerns": list(thing.concerns), "areas": list(thing.areas), "open_to": str(thing.open_to),
        "readers": list(thing.readers),
    }  # fmt: skip


class SaidFields:
    """Where, when and to whom something was said; a form of somebody else's words mixes it in."""

    said_where = Choice(
        _l("Where was it said?"), [(one.value, name) for one, name in WHERE_NAMES.items()],
        missing=_l("Choose where it was said."),
    )  # fmt: skip
    said_on = DayField(_l("When?"), default=clock.today)
    said_to = TextLine(_l("To whom?"), 120)

    @property
    def circumstances(self) -> Said:
        """The circumstances of the word."""
        return Said(SaidWhere(self.said_where.data), self.said_on.data, self.said_to.data or "")


def may_write_down(held: Standpoint | None) -> bool:
    """Whether the visitor may write for one of the family, who has said this: not over words kept from the visitor."""
    return held is None or may_read(access.facts(), OTHERS, held, clock.now())


def own_name() -> str:
    return str(getattr(access.actor(), "name", ""))


def named(seat: Seat) -> str:
    return f"{seat.name}, {seat.agency_name}" if seat.agency_name else seat.name


def ids(chosen: Iterable[str] | None) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in chosen or ())
