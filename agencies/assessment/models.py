"""Tables and questions of the assessment: what it said, when it is due."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from agencies.assessment.rules import PROFESSIONAL, Anchor, due_on, warned_on
from agencies.circles.models import Circle
from agencies.intake.models import Contact, Intake
from agencies.staff.rules import Profession
from foundation import clock, town_settings
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

ANCHOR, COUNTED = "service_assessment_anchor", "service_professional"
town_settings.define(
    ANCHOR,
    _l("The week of the assessment runs from"),
    choices=((Anchor.INTAKE, _l("the intake held")), (Anchor.CONTACT, _l("the first contact"))),
    default=Anchor.INTAKE,
    of="service",
)
town_settings.define(
    COUNTED,
    _l("Does a social-services worker assess, too?"),
    hint=_l("Social workers, psychologists, counsellors, therapists and mediators always do."),
    choices=(("no", _l("no")), ("yes", _l("yes"))),
    default="no",
    of="service",
)


class Assessment(Base):
    """What two professionals found; who they were stays with it."""

    __tablename__ = "initial_assessment"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), unique=True)
    outlook: Mapped[str] = mapped_column(Encrypted("initial_assessment.outlook"))
    needs_others: Mapped[bool]
    """Several workers have to cooperate: the key worker leads the case (S1-22)."""
    done_at: Mapped[datetime]
    due_on: Mapped[date | None]
    """The last day then, for the annual report."""
    assessors: Mapped[str] = mapped_column(Encrypted("initial_assessment.assessors"))
    """Their names as they were, joined."""


def assessment_of(circle_id: UUID) -> Assessment | None:
    """What the assessment of a file said; None before it."""
    return db.session.scalars(select(Assessment).where(Assessment.circle_id == circle_id)).first()


def anchor_of(agency_id: UUID) -> Anchor:
    """From which day a service counts the week."""
    return Anchor(town_settings.get(agency_id, ANCHOR))


def professional_at(agency_id: UUID) -> frozenset[Profession]:
    """Which professions a service counts as professional (S1-18)."""
    also = town_settings.get(agency_id, COUNTED) == "yes"
    return PROFESSIONAL | {Profession.SOCIAL_SERVICES_WORKER} if also else PROFESSIONAL


class Clock:
    """When the assessment of one file is due, and how many days are left."""

    def __init__(self, anchor: Anchor, contact_on: date, intake_on: date | None) -> None:
        self.anchor, self.contact_on, self.intake_on = anchor, contact_on, intake_on
        self.due_on = due_on(anchor, contact_on=contact_on, intake_on=intake_on)
        self.warned_on = warned_on(anchor, contact_on=contact_on, intake_on=intake_on)

    @property
    def left(self) -> int | None:
        """Days left; 0 on the last day, below nothing once it is late; None while the week has not begun."""
        return (self.due_on - clock.today()).days if self.due_on is not None else None

    @property
    def warns(self) -> bool:
        """Whether the other anchor's week is over while this one's is not."""
        late = self.left is not None and self.left < 0
        return self.warned_on is not None and clock.today() > self.warned_on and not late

    @property
    def since(self) -> date | None:
        """The day from which the week runs."""
        return self.intake_on if self.anchor is Anchor.INTAKE else self.contact_on


def clocks_of(circles: Collection[Circle]) -> dict[UUID, Clock]:
    """The clock of each file, asked at once however many they are."""
    if not circles:
        return {}
    ids = [circle.id for circle in circles]
    contacts = dict(
        db.session.execute(select(Contact.circle_id, Contact.came_at).where(Contact.circle_id.in_(ids))).all()
    )
    held = select(Intake.circle_id, Intake.held_at).where(Intake.circle_id.in_(ids), Intake.held_at.is_not(None))
    intakes = dict(db.session.execute(held.order_by(Intake.held_at)).all())
    anchors = {agency_id: anchor_of(agency_id) for agency_id in {circle.agency_id for circle in circles}}
    return {
        circle.id: Clock(
            anchors[circle.agency_id], _day(contacts.get(circle.id)) or _day(circle.opened_at) or clock.today(),
            _day(intakes.get(circle.id)),
        )
        for circle in circles
    }  # fmt: skip


def _day(instant: datetime | None) -> date | None:
    return clock.in_prague(instant).date() if instant is not None else None
