"""Write down what the school asks of a child, and hand the sheet over (S2-48, S2-49)."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordination.cases.models import Person
from coordination.plans import documents_of_requirements as documents
from coordination.plans import models_of_requirements as models
from coordination.plans.actions.papers import Paper, ground_of
from coordination.plans.models_of_requirements import PAPER, Requirement, RequirementSheet
from coordination.plans.rules_of_requirements import RequirementText, missing_in, not_to_print
from coordination.seats.models import Disclosure, Seat, facts_at_case
from coordination.seats.rules import FAMILY, HowHanded, Role
from foundation import audit, clock
from foundation.access import Actor, Facts, decide
from foundation.database import ChangedMeanwhile, together, transaction
from foundation.reasons import Reason, Refused, reason, refuse_if


@dataclass(frozen=True)
class SheetDraft:
    """Whom the sheet is for, who asks, when it was agreed, and what follows when something does not work out."""

    person_id: UUID | None
    seat_id: UUID | None
    agreed_on: date | None
    steps: str = ""


@dataclass(frozen=True)
class RequirementDraft:
    """One requirement as it is written."""

    text: str
    why: str = ""
    until_on: date | None = None
    sign: str = ""
    judge_id: UUID | None = None
    consequence: str = ""
    help: str = ""


def begin_sheet(case_id: UUID, text: SheetDraft, *, actor: Actor) -> UUID:
    """Begin the sheet of a child. Raises Refused."""
    try:
        with transaction() as session:
            facts = _allowed(case_id, actor)
            _refuse_incomplete(session, case_id, text)
            if any(one.person_id == text.person_id for one in models.newest_sheets(case_id)):
                raise Refused([_begun_already()])
            assert text.person_id is not None
            sheet = RequirementSheet(id=uuid4(), case_id=case_id, person_id=text.person_id, number=1)
            sheet.begun_at = clock.now()
            _fill(sheet, text)
            session.add(sheet)
            session.flush()
            audit.record(facts.town_id, actor.key, "requirements begun", f"requirements:{sheet.id}", case=str(case_id))
            return sheet.id
    except IntegrityError as error:
        raise Refused([_begun_already()]) from error


def write_sheet(requirement_sheet_id: UUID, text: SheetDraft, *, version: int, actor: Actor) -> None:
    """Write the sheet's own part anew. Raises ChangedMeanwhile when it has a later version, Refused."""
    with together() as session:
        sheet, facts = _open_sheet(session, requirement_sheet_id, actor)
        if sheet.version != version:
            raise ChangedMeanwhile
        _refuse_incomplete(session, sheet.case_id, text)
        if text.person_id != sheet.person_id:
            raise Refused([reason("A sheet belongs to one child. Begin another one.", field="person")])
        _fill(sheet, text)
        session.flush()
        audit.record(facts.town_id, actor.key, "requirements written", f"requirements:{sheet.id}")


def write_requirement(
    requirement_sheet_id: UUID, text: RequirementDraft, *, requirement_id: UUID | None = None,
    version: int | None = None, actor: Actor,
) -> UUID:  # fmt: skip
    """Add a requirement or write it anew. Raises ChangedMeanwhile when it has a later version, Refused."""
    with together() as session:
        sheet, facts = _open_sheet(session, requirement_sheet_id, actor)
        judge = _seat(session, sheet.case_id, text.judge_id)
        refuse_if(missing_in(plain_of(text, has_judge=judge is not None)))
        found = _requirement_in(sheet, requirement_id, version) if requirement_id else None
        if found is None:
            last = max((one.position for one in sheet.requirements), default=0)
            found = Requirement(id=uuid4(), sheet_id=sheet.id, position=last + 1)
            session.add(found)
        assert judge is not None
        found.text, found.why, found.until_on, found.sign = text.text, text.why, text.until_on, text.sign
        found.judge_id, found.consequence, found.help = judge.id, text.consequence, text.help
        session.flush()
        audit.record(facts.town_id, actor.key, "requirement written", f"requirements:{sheet.id}", one=str(found.id))
        return found.id


def remove_requirement(requirement_id: UUID, *, actor: Actor) -> None:
    """Take a requirement off the sheet. Raises Refused."""
    with transaction() as session:
        known = session.get(Requirement, requirement_id)
        if known is None:
            raise Refused([_is_locked()])
        sheet, facts = _open_sheet(session, known.sheet_id, actor)
        sheet.requirements.remove(_requirement_in(sheet, requirement_id, None))
        session.flush()
        audit.record(facts.town_id, actor.key, "requirement removed", f"requirements:{sheet.id}")


def rewrite_sheet(requirement_sheet_id: UUID, *, actor: Actor) -> UUID:
    """Begin the next version of a sheet that has been handed over. Raises Refused."""
    with transaction() as session:
        sheet, facts = _sheet(session, requirement_sheet_id, actor)
        last = session.scalar(
            select(func.max(RequirementSheet.number)).where(
                RequirementSheet.case_id == sheet.case_id, RequirementSheet.person_id == sheet.person_id
            )
        )
        if sheet.locked_at is None or last != sheet.number:
            raise Refused([reason("A version of this sheet is being written already. Go on with it.")])
        copy = RequirementSheet(
            id=uuid4(), case_id=sheet.case_id, person_id=sheet.person_id, seat_id=sheet.seat_id,
            number=sheet.number + 1, agreed_on=clock.today(), steps=sheet.steps, begun_at=clock.now(),
        )  # fmt: skip
        session.add(copy)
        session.flush()
        for one in sheet.requirements:
            session.add(
                Requirement(
                    sheet_id=copy.id, position=one.position, text=one.text, why=one.why, until_on=one.until_on,
                    sign=one.sign, judge_id=one.judge_id, consequence=one.consequence, help=one.help,
                )
            )  # fmt: skip
        session.flush()
        audit.record(facts.town_id, actor.key, "requirements begun", f"requirements:{copy.id}", version=copy.number)
        return copy.id


def hand_over_sheet(
    requirement_sheet_id: UUID, *, seat_id: UUID | None, how: HowHanded, language: str = "cs", actor: Actor
) -> Paper:
    """Print the copy of somebody and note how it reached them; from then on this version is locked. Raises Refused."""
    with transaction() as session:
        sheet, facts = _sheet(session, requirement_sheet_id, actor)
        refuse_if(not_to_print(len(sheet.requirements)))
        seat = _seat(session, sheet.case_id, seat_id)
        if seat is None or not may_get(sheet, seat):
            raise Refused([reason("Choose who gets the copy.", field="seat_id")])
        content = documents.requirements_paper(documents.copy_for(sheet, seat, language))
        sha256 = hashlib.sha256(content).hexdigest()
        sheet.locked_at = sheet.locked_at or clock.now()
        session.add(
            Disclosure(
                case_id=sheet.case_id, seat_id=seat.id, paper=PAPER, version=sheet.number, how=how,
                ground="family" if seat.role in FAMILY else ground_of(seat), sha256=sha256, at=clock.now(),
                by=actor.key,
            )
        )  # fmt: skip
        line = {"version": sheet.number, "seat": str(seat.id), "sha256": sha256, "how": how.value}
        audit.record(facts.town_id, actor.key, "requirements handed over", f"requirements:{sheet.id}", **line)
        return Paper(content, f"pozadavky-v{sheet.number}.pdf")


def may_get(sheet: RequirementSheet, seat: Seat) -> bool:
    """The child, a parent, and who asks."""
    own = seat.role == Role.CHILD and seat.person_id == sheet.person_id
    return own or seat.role == Role.PARENT or seat.id == sheet.seat_id


def plain_of(text: RequirementDraft, *, has_judge: bool) -> RequirementText:
    """The draft as the rules take it."""
    return RequirementText(text.text, text.why, text.until_on, text.sign, has_judge, text.consequence, text.help)


def _allowed(case_id: UUID, actor: Actor) -> Facts:
    facts = facts_at_case(actor, case_id)
    if facts is None or not decide(facts, "requirements_sheet", "W", clock.now()).allowed:
        raise Refused([reason("You can no longer change this sheet. Nothing was saved, call the coordinator.")])
    return facts


def _sheet(session: Session, requirement_sheet_id: UUID, actor: Actor) -> tuple[RequirementSheet, Facts]:
    session.get(RequirementSheet, requirement_sheet_id, with_for_update=True)
    sheet = models.sheet(requirement_sheet_id)
    if sheet is None:
        raise Refused([reason("This sheet does not exist.")])
    return sheet, _allowed(sheet.case_id, actor)


def _open_sheet(session: Session, requirement_sheet_id: UUID, actor: Actor) -> tuple[RequirementSheet, Facts]:
    sheet, facts = _sheet(session, requirement_sheet_id, actor)
    if sheet.locked_at is not None:
        raise Refused([_is_locked()])
    return sheet, facts


def _is_locked() -> Reason:
    return reason("This version has been handed over and cannot change. Begin a new version.")


def _begun_already() -> Reason:
    return reason("This child has a sheet already. Go on with it.", field="person")


def _seat(session: Session, case_id: UUID, seat_id: UUID | None) -> Seat | None:
    found = session.get(Seat, seat_id) if seat_id else None
    return found if found is not None and found.case_id == case_id and found.is_open(clock.now()) else None


def _refuse_incomplete(session: Session, case_id: UUID, text: SheetDraft) -> None:
    child = session.get(Person, text.person_id) if text.person_id else None
    seat = _seat(session, case_id, text.seat_id)
    wrong = []
    if child is None or child.case_id != case_id:
        wrong.append(reason("Choose for whom the requirements are.", field="person"))
    if seat is None or seat.role in FAMILY:
        wrong.append(reason("Choose who asks and signs for the school.", field="seat_id"))
    if text.agreed_on is None:
        wrong.append(reason("Enter the day on which it was agreed.", field="agreed_on"))
    refuse_if(wrong)


def _fill(sheet: RequirementSheet, text: SheetDraft) -> None:
    assert text.seat_id is not None
    assert text.agreed_on is not None
    sheet.seat_id, sheet.agreed_on, sheet.steps = text.seat_id, text.agreed_on, text.steps


def _requirement_in(sheet: RequirementSheet, requirement_id: UUID, version: int | None) -> Requirement:
    found = next((one for one in sheet.requirements if one.id == requirement_id), None)
    if found is None:
        raise Refused([_is_locked()])
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found
