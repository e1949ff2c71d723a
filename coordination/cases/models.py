"""A family's case and the people in it."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from agencies.staff.models import Worker
from coordination.cases.rules import (
    CHILDREN,
    MAY_CONSENT,
    PARENTS,
    Area,
    HowGiven,
    Kinship,
    PersonKind,
    SafeContact,
)
from coordination.seats.models import (
    CaseFrame,
    Consent,
    Exclusion,
    Involvement,
    LegalTitle,
    Seat,
    facts_at_case,
    still_posted,
)  # fmt: skip
from coordination.seats.rules import Relation, Role
from foundation import clock
from foundation.access import Actor, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.town_settings import define

define(
    "legal_titles",
    _l("Legal titles"),
    hint=_l("One on a line, as they are offered when a coordinator states why an agency may know."),
    longest=4000,
)

KINSHIP_NAMES: dict[str, LazyString] = {
    Kinship.MOTHER: _l("mother"),
    Kinship.FATHER: _l("father"),
    Kinship.DAUGHTER: _l("daughter"),
    Kinship.SON: _l("son"),
    Kinship.GRANDMOTHER: _l("grandmother"),
    Kinship.GRANDFATHER: _l("grandfather"),
    Kinship.STEPPARENT: _l("stepparent"),
    Kinship.FOSTER_PARENT: _l("foster parent"),
    Kinship.SIBLING: _l("sibling"),
    Kinship.RELATIVE: _l("relative"),
    Kinship.CLOSE_PERSON: _l("close person"),
    Kinship.OUTSIDER: _l("not of the family"),
}
AREA_NAMES: dict[str, LazyString] = {
    Area.FINANCE: _l("money and debts"),
    Area.MAINTENANCE: _l("maintenance payments"),
    Area.SCHOOL: _l("school"),
    Area.PARENTING: _l("parenting"),
    Area.HOUSING: _l("housing"),
    Area.HEALTH: _l("health"),
    Area.BEHAVIOUR: _l("the child's behaviour"),
    Area.RELATIONSHIPS: _l("relations in the family"),
    Area.SAFETY: _l("safety"),
    Area.ADDICTION: _l("addiction"),
    Area.WORK: _l("work"),
    Area.LEISURE: _l("leisure"),
}
CONTACT_NAMES: dict[str, LazyString] = {
    SafeContact.NONE: _l("none, only in person"),
    SafeContact.PHONE: _l("by phone"),
    SafeContact.PAPER: _l("on paper"),
    SafeContact.EMAIL: _l("by e-mail"),
}
PERSON_KIND_NAMES: dict[str, LazyString] = {
    PersonKind.FAMILY: _l("family"),
    PersonKind.SUPPORT_PERSON: _l("support person"),
    PersonKind.INTERPRETER: _l("interpreter"),
    PersonKind.MINOR_REPRESENTATIVE: _l("representative of the child"),
    PersonKind.PROXY: _l("attorney or proxy of a parent"),
}
RELATION_NAMES: dict[str, LazyString] = {
    Relation.SERVES: _l("works with the family"),
    Relation.MAY_SERVE: _l("could work with the family"),
}
HOW_GIVEN_NAMES: dict[str, LazyString] = {
    HowGiven.WRITTEN: _l("in writing, signed"),
    HowGiven.SAID: _l("said in person"),
    HowGiven.BY_PHONE: _l("said by phone"),
}
"""Code words as people read them."""


def words_of(names: dict[str, LazyString], codes: Collection[str]) -> str:
    """Code words as one line in the language of the page; an unknown one stands as it is."""
    return ", ".join(str(names.get(code, code)) for code in codes)


_UNMISTAKABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class FamilyCase(Base):
    """What the office knows of a family and wants for it. Several people edit it, so it carries a version."""

    __tablename__ = "family_case"
    id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), primary_key=True)
    office_reference: Mapped[str] = mapped_column(Encrypted("family_case.office_reference"))
    nickname: Mapped[str] = mapped_column(Encrypted("family_case.nickname"))
    situation: Mapped[str] = mapped_column(Encrypted("family_case.situation"))
    need_of_help: Mapped[str] = mapped_column(Encrypted("family_case.need_of_help"))
    parents_view: Mapped[str] = mapped_column(Encrypted("family_case.parents_view"))
    goal: Mapped[str] = mapped_column(Encrypted("family_case.goal"))
    """The current goal; set by convening and by approving a plan."""
    areas: Mapped[tuple[str, ...]]
    version: Mapped[int] = mapped_column()
    frame: Mapped[CaseFrame] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def code(self) -> str:
        """The outward code, the only name of the case that leaves the house."""
        return self.frame.code


class Person(Base):
    """A private person of the case: a member of the family, or somebody who comes to the table for one of them."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("safe_contact IN ('none', 'phone', 'paper', 'email')", name="safe_contact"),
        CheckConstraint("(kind = 'family') = (kinship <> 'outsider')", name="outsider"),
        CheckConstraint("kind = 'family' OR NOT in_household", name="household"),
        CheckConstraint("kind <> 'family' OR accompanies_id IS NULL", name="accompanies"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    kind: Mapped[PersonKind] = mapped_column(String(24), default=PersonKind.FAMILY)
    name: Mapped[str] = mapped_column(Encrypted("person.name"))
    kinship: Mapped[Kinship] = mapped_column(String(16))
    in_household: Mapped[bool]
    born_on: Mapped[str | None] = mapped_column(Encrypted("person.born_on"))
    """ISO date, locked like a name."""
    safe_contact: Mapped[SafeContact] = mapped_column(String(8), default=SafeContact.NONE)
    phone: Mapped[str | None] = mapped_column(Encrypted("person.phone"))
    email: Mapped[str | None] = mapped_column(Encrypted("person.email"))
    position: Mapped[int]
    """The order in which the family is named."""
    accompanies_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """The member for whom somebody who is not of the family comes."""
    tongue: Mapped[str | None] = mapped_column(Encrypted("person.tongue"))
    """Of a member: the language into which they need interpreting. Of an interpreter: the one they interpret."""

    @property
    def kinship_name(self) -> str:
        """What the person is to the family, as people read it."""
        return str(KINSHIP_NAMES[self.kinship])

    @property
    def kind_name(self) -> str:
        """As what somebody belongs to the case who comes for one of the family."""
        return str(PERSON_KIND_NAMES[self.kind])

    @property
    def contact_name(self) -> str:
        """The safe contact as people read it."""
        return str(CONTACT_NAMES[self.safe_contact])

    @property
    def safe_mail(self) -> str | None:
        """The address to which a letter does no harm; None: to none. Nobody reads the address of a person otherwise."""
        return (self.email or None) if self.safe_contact == SafeContact.EMAIL else None

    @property
    def safe_phone(self) -> str:
        """The number on which a call does no harm; empty: none, only in person or on paper."""
        return (self.phone or "") if self.safe_contact == SafeContact.PHONE else ""

    @property
    def may_consent(self) -> bool:
        """Whether this person's consent lets an agency know."""
        return self.kinship in MAY_CONSENT

    @property
    def birthday(self) -> date | None:
        """The day of birth, if it is known."""
        return date.fromisoformat(self.born_on) if self.born_on else None

    @property
    def age(self) -> int | None:
        """Years of age today, if the day of birth is known."""
        return age_on(self.birthday, clock.today()) if self.birthday else None

    @property
    def is_parent(self) -> bool:
        return self.kinship in PARENTS

    @property
    def is_child(self) -> bool:
        return self.kinship in CHILDREN

    @property
    def seat_role(self) -> Role:
        """As what this person sits at the table."""
        return Role.CHILD if self.is_child else Role.PARENT


def new_code() -> str:
    """A random outward code that no case has yet; signs that are easily mistaken for one another are left out."""
    while True:
        code = "PS-" + "".join(secrets.choice(_UNMISTAKABLE) for _ in range(4))
        if db.session.scalar(select(CaseFrame.id).where(CaseFrame.code == code)) is None:
            return code


def cases_of(actor: Actor) -> Sequence[FamilyCase]:
    """The cases that a coordinator coordinates, newest first; without erased ones and those closed to her."""
    now = clock.now()
    mine = (
        select(FamilyCase)
        .join(FamilyCase.frame)
        .join(Seat, Seat.case_id == FamilyCase.id)
        .outerjoin(Exclusion, (Exclusion.case_id == FamilyCase.id) & (Exclusion.worker_id == Seat.worker_id))
        .where(Seat.worker_id == actor.worker_id, Seat.role == Role.COORDINATOR, Exclusion.id.is_(None))
        .where(still_posted())
        .where(Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now), CaseFrame.erased_at.is_(None))
        .order_by(CaseFrame.drafted_at.desc())
    )
    return db.session.scalars(mine).unique().all()


def case(case_id: UUID) -> FamilyCase:
    """One case, for a page whose door is open already."""
    return db.session.get_one(FamilyCase, case_id, options=[joinedload(FamilyCase.frame)])


def members(case_id: UUID) -> Sequence[Person]:
    """The family in the order in which it is named."""
    of_family = (Person.case_id == case_id, Person.kind == PersonKind.FAMILY)
    return db.session.scalars(select(Person).where(*of_family).order_by(Person.position)).all()


def companions(case_id: UUID) -> Sequence[Person]:
    """The private persons who come to the table for one of the family, in the order in which they were named."""
    not_family = (Person.case_id == case_id, Person.kind != PersonKind.FAMILY)
    return db.session.scalars(select(Person).where(*not_family).order_by(Person.position)).all()


def person(person_id: UUID) -> Person | None:
    """One member of a family."""
    return db.session.get(Person, person_id)


def involvements(case_id: UUID) -> Sequence[Involvement]:
    """The agencies at a case, the longest there first."""
    return db.session.scalars(
        select(Involvement).where(Involvement.case_id == case_id).order_by(Involvement.since, Involvement.id)
    ).all()


def consents(case_id: UUID) -> Sequence[Consent]:
    """Every consent of a case, withdrawn ones too."""
    return db.session.scalars(select(Consent).where(Consent.case_id == case_id).order_by(Consent.since)).all()


def legal_titles(case_id: UUID) -> Sequence[LegalTitle]:
    """Every legal title of a case, ended ones too."""
    return db.session.scalars(select(LegalTitle).where(LegalTitle.case_id == case_id).order_by(LegalTitle.since)).all()


def age_on(born_on: date, day: date) -> int:
    """Years of age on `day`."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


ALL_AREAS = tuple(area.value for area in Area)


def towns_where(actor: Actor, role: str) -> tuple[UUID, ...]:
    """The towns in which the actor holds an office today."""
    return tuple(sorted(town_id for held, town_id in actor.offices if held == role))


def facts_of_list(actor: Actor) -> Facts:
    """What `actor` is towards the list of cases: whoever coordinates sees their own, a head the codes of the town."""
    for role in (Role.COORDINATOR, "head"):
        for town_id in towns_where(actor, role):
            return Facts(role=role, door=actor.door, about="cases", town_id=town_id)
    return Facts(role=None, door=actor.door, about="cases")


def facts_of_opening(actor: Actor) -> Facts:
    """What `actor` is towards a case that does not exist yet: only who holds a coordinator's post opens one (S2-18)."""
    for town_id in towns_where(actor, Role.COORDINATOR):
        return Facts(role=Role.COORDINATOR, door=actor.door, about="cases", town_id=town_id)
    return Facts(role=None, door=actor.door, about="cases")


def facts_of_writing(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is towards a form that only the coordinator fills, and nobody once the case is closed."""
    facts = facts_at_case(actor, case_id)
    if facts is None or (facts.role == Role.COORDINATOR and facts.state != "closed"):
        return facts
    return replace(facts, role=None)


def facts_of_grounds(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is towards all consents of a case: its coordinator, or the head; a seat reads its own elsewhere."""
    facts = facts_at_case(actor, case_id)
    return facts if facts is None or facts.role in (Role.COORDINATOR, "head") else replace(facts, role=None)


def facts_of_companion(actor: Actor, companion_id: UUID) -> Facts | None:
    """As `facts_of_writing`, for a page about somebody who comes for one of the family."""
    known = person(companion_id)
    return facts_of_writing(actor, known.case_id) if known and known.kind != PersonKind.FAMILY else None


def facts_of_person(actor: Actor, person_id: UUID) -> Facts | None:
    """As `facts_of_writing`, for a page about one member of a family."""
    member = person(person_id)
    return facts_of_writing(actor, member.case_id) if member and member.kind == PersonKind.FAMILY else None


def facts_of_recording(actor: Actor, involvement_id: UUID) -> Facts | None:
    """As `facts_of_writing`, for a page about one involvement."""
    found = involvement(involvement_id)
    return facts_of_writing(actor, found.case_id) if found else None


def facts_of_involvement(actor: Actor, involvement_id: UUID) -> Facts | None:
    """What `actor` is towards one involvement: its coordinator, the head, or a worker whose seat rests on it."""
    found = involvement(involvement_id)
    facts = facts_at_case(actor, found.case_id) if found else None
    if facts is None or facts.role == Role.COORDINATOR or facts.seat_id is None:
        return facts
    own = db.session.scalar(select(Seat.involvement_id).where(Seat.id == facts.seat_id)) == involvement_id
    return facts if own else replace(facts, role=None)


def facts_of_consent(actor: Actor, consent_id: UUID) -> Facts | None:
    """As `facts_of_writing`, for a page about one consent."""
    found = db.session.get(Consent, consent_id)
    return facts_of_writing(actor, found.case_id) if found else None


def facts_of_legal_title(actor: Actor, title_id: UUID) -> Facts | None:
    """As `facts_of_writing`, for a page about one legal title."""
    found = db.session.get(LegalTitle, title_id)
    return facts_of_writing(actor, found.case_id) if found else None


def involvement(involvement_id: UUID) -> Involvement | None:
    """One agency at one case."""
    return db.session.get(Involvement, involvement_id)


@dataclass(frozen=True)
class ExcludedWorker:
    """A worker who must never see a case, with the reason, for its coordinator alone."""

    name: str
    reason: str
    since: date


def excluded_workers(case_id: UUID) -> Sequence[ExcludedWorker]:
    """Who is shut out of a case."""
    rows = db.session.execute(
        select(Worker.name, Exclusion.reason, Exclusion.since)
        .join(Worker, Exclusion.worker_id == Worker.id)
        .where(Exclusion.case_id == case_id)
        .order_by(Exclusion.since)
    )
    return [ExcludedWorker(name, why, clock.in_prague(since).date()) for name, why, since in rows]
