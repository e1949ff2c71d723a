"""Whom a draft is to invite: the list of people, as what each comes, and what each is to bring."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.cases.models import Person
from coordination.conferences import rules_of_naming
from coordination.conferences.actions.preparing import draft_to_write
from coordination.conferences.invitees import Asked, harm_of, is_unsafe
from coordination.conferences.models import Invitation, excluded_workers
from coordination.conferences.paper_trail import forget_letters
from coordination.conferences.rules import MeetingKind
from foundation import audit
from foundation.database import transaction
from foundation.reasons import Reason, reason, refuse_if


def list_people(
    conference_id: UUID, asked: Sequence[Asked], *, by: str, kind: MeetingKind = MeetingKind.WITH_FAMILY,
    without_family_because: str = "",
) -> None:  # fmt: skip
    """Keep the list of people of a draft; Refused for people who must not be on it, nothing typed is lost."""
    with transaction() as session:
        draft = draft_to_write(session, conference_id, by)
        refuse_if(_forbidden(session, draft.case_id, asked))
        draft.kind, draft.without_family_because = kind, without_family_because or None
        former = {each.invitee: each for each in draft.invitations}
        kept = [each for each in asked if each.says_something]
        for gone in set(former) - {each.invitee for each in kept}:
            forget_letters(session, former[gone].id)
            session.delete(former[gone])
        for position, each in enumerate(kept, start=1):
            row = former.get(each.invitee) or Invitation(conference_id=conference_id)
            row.position = position
            for name, value in vars(each).items():
                setattr(row, name, value)
            session.add(row)
        about = f"conference:{conference_id}"
        people = [key_of(each) for each in kept if each.chosen]
        audit.record(draft.town_id, by, "people listed", about, people=people, kind=str(kind))


def key_of(each: Asked | Invitation) -> str:
    if each.worker_id is None and each.person_id is None:
        return f"agency:{each.agency_id}"
    return f"worker:{each.worker_id}" if each.worker_id else f"person:{each.person_id}"


def _forbidden(session: Session, case_id: UUID, asked: Iterable[Asked]) -> list[Reason]:
    """Why somebody must not be on the list; each reason names its row as `rows-<index>-chosen`."""
    excluded, wrong, seen = excluded_workers(case_id), [], set()
    people = {person.id: person for person in session.scalars(select(Person).where(Person.case_id == case_id))}
    for index, each in enumerate(asked):
        field = f"rows-{index}-chosen"
        if not each.chosen:
            continue
        if each.worker_id in excluded:
            wrong.append(reason("%(name)s cannot work on this case. Choose somebody else.", field, name=each.name))
        if each.invitee in seen:
            wrong.append(reason("%(name)s is on the list twice. Keep one of the two.", field, name=each.name))
        comes = each.informed_only_because is None
        person = people.get(each.person_id) if each.person_id else None
        if comes and each.person_id and is_unsafe(person, each.how_told):
            wrong.append(harm_of(each.name, person, f"rows-{index}-how_told"))
        if each.awaits_person:
            names = [word for person in people.values() for word in person.name.split()]
            wrong += rules_of_naming.against_wanted(each.function, f"rows-{index}-wanted", family=names)
        seen.add(each.invitee)
    return wrong


def set_preparation(conference_id: UUID, prepare: Mapping[UUID, str], *, by: str) -> None:
    """Write down what each invited person is to bring, by invitation; people not named keep what they have."""
    with transaction() as session:
        draft = draft_to_write(session, conference_id, by)
        for each in draft.invitations:
            each.to_prepare = prepare.get(each.id, each.to_prepare)
        audit.record(draft.town_id, by, "preparation written", f"conference:{conference_id}")
