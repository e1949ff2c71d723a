"""The first meeting is convened, answered, and everybody pledges (23 to 25 February)."""

from datetime import time
from uuid import UUID

from coordination.conferences import actions as conferences
from coordination.conferences.actions import When
from coordination.conferences.rules import Answer, MeetingKind
from coordination.demonstration.asking import PLACE, asked, invitations, name_of, relative
from coordination.demonstration.people import BY_KEY
from coordination.demonstration.town import Town as Town
from coordination.pledges import actions as pledges
from coordination.pledges.models import offered_text
from coordination.pledges.models import seat as seat_by_id
from coordination.seats.models import open_seats
from coordination.seats.rules import Role
from foundation.access import Door
from foundation.signatures.examination import examined


def convene_first(town: Town, case_id: UUID, family: dict[str, UUID]) -> UUID:
    """The first meeting is convened for 3 March."""
    by = town.key("lenka")
    meeting = conferences.begin(case_id, by=by)
    conferences.set_goal(
        meeting,
        goal="Gábina dokončí 8. třídu bez neomluvených hodin a rodina bude mít stabilní příjem včetně výživného.",
        is_realistic=True,
        because="Matka pomoc chce, škola to ještě zkusí a dvě služby mají volné místo.",
        by=by,
    )
    worker = Role.AGENCY_WORKER
    people = [
        asked(town, "ivana", worker, "knows", "Zná docházku Gábiny i Matěje a mluví s učiteli."),
        asked(town, "tomas", worker, "knows", "Je třídní učitel Gábiny."),
        asked(town, "alena", worker, "service", "Může nabídnout ambulantní program."),
        asked(town, "martina", worker, "service", "Může do rodiny docházet dvakrát týdně."),
        asked(town, "tereza", Role.MINUTE_TAKER, "leads", "Napíše zápis.", ""),
        asked(town, "petr", Role.FACILITATOR, "leads", "Povede setkání.", ""),
        relative(family["jana"], "Jana Vlčková", Role.PARENT, only_informed=True),
        relative(family["gabina"], "Gabriela Vlčková", Role.CHILD, only_informed=True),
    ]
    why = "První sladění služeb. Matka souhlasila a řekla, co má zaznít."
    conferences.list_people(meeting, people, kind=MeetingKind.WORKING, without_family_because=why, by=by)
    when = When(town.day(3, 3), time(13), time(14, 45), PLACE, False, town.day(27, 2))
    conferences.set_time(meeting, when, by=by)
    conferences.convene(meeting, by=by, despite="Škola i Kompas mohou jen tento týden a souhlasily.")
    return meeting


def answer_and_pledge(town: Town, case_id: UUID, meeting: UUID) -> None:
    """Everybody answers and signs, each on their own way."""
    asked = {name: row.id for name, row in invitations(meeting).items()}
    seats = {seat.name: seat.id for seat in open_seats(case_id)}
    for key in ("ivana", "tomas", "alena", "martina", "tereza", "petr"):
        conferences.answer(asked[name_of(key)], answer=Answer.ACCEPTED, note="", by=town.key(key))
    for key in ("lenka", "ivana", "tomas", "alena", "martina", "tereza", "petr"):
        _SIGNS.get(key, _pledge)(town, seats[name_of(key)], key)
        conferences.take_part(seats[name_of(key)], by=town.key(key))


def _pledge(town: Town, seat_id: UUID, key: str) -> None:
    held = seat_by_id(seat_id)
    signer = pledges.Signer(held.name, held.function, held.agency_name)
    seen = offered_text(held).sha256
    office = BY_KEY[key].body == "podlesi"
    pledges.sign(seat_id, signer, seen_sha256=seen, door=Door.ACCOUNT2 if office else Door.CODE, by=town.key(key))


def _pledge_at_table(town: Town, seat_id: UUID, _key: str) -> None:
    """On the coordinator's device, before her."""
    held = seat_by_id(seat_id)
    signer = pledges.Signer(held.name, held.function, held.agency_name)
    pledges.sign_at_table(
        seat_id, signer, seen_sha256=offered_text(held).sha256, witness_id=town.workers["lenka"]
    )  # fmt: skip


def _pledge_on_paper(town: Town, seat_id: UUID, _key: str) -> None:
    """The coordinator hands the sheet in, the minute taker compares it with the original."""
    held, sheet = seat_by_id(seat_id), pledges.pen_sheet(seat_id)
    filed = pledges.Filed(
        name=held.name,
        function=held.function,
        agency=held.agency_name,
        signed_on=town.day(25, 2),
        original="sp. zn. Om 14/2026, list 7",
        wording_id=offered_text(held).wording.id,
        confirmer_id=town.workers["tereza"],
    )
    kept = pledges.file_sheet(seat_id, filed, examined(sheet.content, "file"), by=town.key("lenka"))
    pledges.confirm(kept, by=town.key("tereza"))


_SIGNS = {"tomas": _pledge_at_table, "petr": _pledge_on_paper}
"""Who signs otherwise than by account or mailed link."""
