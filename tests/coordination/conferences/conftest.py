"""The first meeting of the example: a case of Lenka's, its family, and the people whom she wants at the table."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, time
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

import pytest
from flask import has_app_context

from coordination.cases import actions as cases
from coordination.cases.actions import Brief, Member, Opener
from coordination.cases.rules import Kinship, SafeContact
from coordination.conferences import actions
from coordination.conferences.actions import Asked, When
from coordination.conferences.models import Conference, Invitation, conference_of
from coordination.conferences.rules import HowTold
from coordination.seats.models import CaseFrame, Involvement, Pledge, Seat
from coordination.seats.rules import Role
from foundation import clock, wordings
from foundation.database import db, transaction
from foundation.signatures import Method, Signature, fingerprint
from tests.cast import AGENCIES, BY_KEY, TITLE
from tests.conftest import House

GOAL = "Gábina dokončí 8. třídu bez neomluvených hodin."
WITHOUT_FAMILY = "První sladění služeb, matka souhlasila."
TABLE = ("ivana", "tomas", "alena", "martina", "petr", "tereza")
ROLES = {"petr": Role.FACILITATOR, "tereza": Role.MINUTE_TAKER}
FAMILY_WORDS = ("Vlčk", "Gábin", "Gabriel", "Jana", "Roman", "Matěj")
"""What must never stand in a letter, a calendar or before the pledge."""


Told = TypeVar("Told", bound=Callable[..., Any])


def indoors(told: Told) -> Told:
    """Let a part of the story play inside the house, whether somebody is there already or not."""

    @wraps(told)
    def inside(story: "Story", *args: Any, **kwargs: Any) -> Any:
        with story.inside():
            return told(story, *args, **kwargs)

    return inside  # type: ignore[return-value]


@dataclass
class Story:
    """Lenka's case and what happens to it."""

    house: House
    case_id: UUID
    code: str
    mother: UUID
    father: UUID
    gabina: UUID
    conference_id: UUID | None = None

    def inside(self) -> AbstractContextManager[object]:
        """The house for whoever asks its database; browsers must stay outside of it."""
        return nullcontext() if has_app_context() else self.house.app.app_context()

    @property
    def lenka(self) -> str:
        return self.key("lenka")

    def key(self, player: str) -> str:
        """How the log book names a person of the cast."""
        return f"worker:{self.house.worker(player)}"

    def asked(self, player: str, **changes: object) -> Asked:
        """A row of the list of people."""
        someone = BY_KEY[player]
        row = {
            "worker_id": self.house.worker(player), "person_id": None,
            "agency_id": self.house.ids.agencies[someone.agency],
            "role": ROLES.get(player, Role.AGENCY_WORKER), "name": someone.name, "function": someone.function,
            "agency_name": AGENCIES[someone.agency][0], "chosen": True, "outward_reasons": ("expertise",),
            "inward_reason": "Zná docházku a požadavky školy.",
        }  # fmt: skip
        return Asked(**(row | changes))  # type: ignore[arg-type]

    def agency(self, key: str, function: str = "třídní učitel") -> Asked:
        """An agency on the list that says later whom it sends."""
        name = AGENCIES[key][0]
        return Asked(
            worker_id=None, person_id=None, agency_id=self.house.ids.agencies[key], role=Role.AGENCY_WORKER, name=name,
            function=function, agency_name=name, chosen=True, outward_reasons=("knows",),
            inward_reason="Zná třídu, do které Gábina chodí.",
        )  # fmt: skip

    def relative(self, person_id: UUID, told: HowTold = HowTold.IN_PERSON) -> Asked:
        """A member of the family on the list."""
        return Asked(
            worker_id=None, person_id=person_id, agency_id=None, role=Role.PARENT, name="Jana Vlčková", function="",
            agency_name="", chosen=True, how_told=told,
        )  # fmt: skip

    @indoors
    def prepared(self, *people: Asked, players: tuple[str, ...] = TABLE) -> UUID:
        """A draft that lacks nothing: Tuesday 3 March 2026, 13:00 to 14:45."""
        self.conference_id = actions.begin(self.case_id, by=self.lenka)
        rows = [*map(self.asked, players), *people]
        actions.set_goal(
            self.conference_id, goal=GOAL, is_realistic=True, because="Škola i matka chtějí.", by=self.lenka
        )
        because = "" if any(row.is_family for row in rows) else WITHOUT_FAMILY
        actions.list_people(self.conference_id, rows, without_family_because=because, by=self.lenka)
        actions.set_time(self.conference_id, when(), by=self.lenka)
        return self.conference_id

    @indoors
    def convened(self, *people: Asked, players: tuple[str, ...] = TABLE) -> UUID:
        """The same, convened."""
        conference_id = self.prepared(*people, players=players)
        actions.convene(conference_id, despite="Spěchá to.", by=self.lenka)
        return conference_id

    @indoors
    def informed(self) -> None:
        """The mother was told of the meeting, on a visit."""
        assert self.conference_id is not None
        told = actions.Told(
            (self.mother,), clock.today(), HowTold.IN_PERSON, "Bc. Lenka Horáková", "Proč a kdo se sejde."
        )
        actions.inform(self.conference_id, told, by=self.lenka)

    @indoors
    def conference(self) -> Conference:
        assert self.conference_id is not None
        db.session.rollback()
        found = conference_of(self.conference_id)
        assert found is not None
        return found

    @indoors
    def invitation(self, player: str) -> Invitation:
        worker_id = self.house.worker(player)
        return next(each for each in self.conference().invitations if each.worker_id == worker_id)

    @indoors
    def of_agency(self, key: str) -> Invitation:
        """The invitation of an agency, whoever it has named by now."""
        agency_id = self.house.ids.agencies[key]
        return next(each for each in self.conference().invitations if each.agency_id == agency_id and each.position)

    @indoors
    def seat(self, player: str) -> Seat:
        seat = self.invitation(player).seat
        assert seat is not None
        return seat

    @indoors
    def pledge(self, player: str) -> None:
        """Let somebody's signature stand in the book, as if signed at the table."""
        seat, wording, someone = self.seat(player), wordings.current("pledges.professional", None), BY_KEY[player]
        with transaction() as session:
            signature = Signature(
                town_id=seat.town_id, about=f"case:{self.case_id}", signer_key=self.key(player), name=someone.name,
                function=someone.function, agency="", wording_id=wording.id, text=wording.text,
                text_sha256=fingerprint(wording.text), method=Method.AT_TABLE, factors=("seen",), witness=self.lenka,
                at=clock.now(),
            )  # fmt: skip
            session.add(signature)
            session.flush()
            session.add(
                Pledge(
                    case_id=self.case_id,
                    seat_id=seat.id,
                    wording_id=wording.id,
                    signature_id=signature.id,
                    signed_at=clock.now(),
                )  # fmt: skip
            )

    @indoors
    def ground(self, player: str) -> None:
        """Record the law by which somebody's agency may know about Gábina."""
        agency_id = self.house.ids.agencies[BY_KEY[player].agency]
        involvement = db.session.query(Involvement).filter_by(case_id=self.case_id, agency_id=agency_id).one()
        cases.record_legal_title(
            involvement.id, citation=TITLE, why="Bez školy to nejde.", concerned={self.gabina}, areas=("school",),
            until=date(2026, 12, 31), by=self.lenka,
        )  # fmt: skip


def when(**changes: object) -> When:
    """Tuesday 3 March 2026, 13:00 to 14:45, in the office."""
    values = {
        "meets_on": date(2026, 3, 3), "wall_from": time(13), "wall_to": time(14, 45),
        "place": "MěÚ Podlesí, zasedačka 204", "place_is_sensitive": False, "answer_by": date(2026, 2, 27),
    }  # fmt: skip
    return When(**(values | changes))  # type: ignore[arg-type]


def brief(**changes: object) -> Brief:
    values = {
        "office_reference": "Om 14/2026", "nickname": "Gábina", "situation": "Matka je na všechno sama.",
        "need_of_help": "Docházku a peníze rodina sama nezvládne.", "parents_view": "", "goal": GOAL,
        "areas": ("school",),
    }  # fmt: skip
    return Brief(**(values | changes))  # type: ignore[arg-type]


def opened(house: House) -> Story:
    """Lenka's case, just opened, with the mother, the father and Gábina."""
    with house.app.app_context():
        opener = Opener(
            f"worker:{house.worker('lenka')}", house.worker("lenka"), BY_KEY["lenka"].name, BY_KEY["lenka"].function,
            house.ids.agencies["podlesi"], AGENCIES["podlesi"][0],
        )  # fmt: skip
        case_id = cases.open_case(opener, brief())
        frame = db.session.get_one(CaseFrame, case_id)
        by = opener.key
        people = {
            "mother": Member(
                "Jana Vlčková", Kinship.MOTHER, True, date(1987, 5, 1), SafeContact.EMAIL, "", "jana@doma.example"
            ),
            "father": Member("Roman Vlček", Kinship.FATHER, False, None, SafeContact.NONE, "", ""),
            "gabina": Member("Gabriela Vlčková", Kinship.DAUGHTER, True, date(2011, 9, 2), SafeContact.NONE, "", ""),
        }  # fmt: skip
        ids = {name: cases.add_member(case_id, member, by=by) for name, member in people.items()}
        return Story(house, case_id, frame.code, **ids)


@pytest.fixture
def story(house: House) -> Story:
    return opened(house)
