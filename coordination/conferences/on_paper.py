"""How each invitation on paper stands, as the page of the meeting shows it; four queries for any number of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from agencies.staff.models import Worker
from coordination.cases.models import Person
from coordination.conferences.composing import is_still_asked
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.paper_trail import OnPaper, TalkBeforeLetter, on_paper, talks_before
from coordination.conferences.rules import Answer, ConferenceState, HowTold
from coordination.seats.rules import HowHanded, Role
from foundation import clock, language
from foundation.database import db


@dataclass(frozen=True)
class PaperShown:
    """What the page says about one person's paper; empty words say nothing."""

    state: str
    outdated: bool
    """The paper in their hands names another time or place."""
    due: bool
    """A paper is the way to this person, and none that holds has reached them."""
    possible: bool
    """An invitation can still be printed."""
    talk: str
    asks_talk: bool
    """A letter to this member of the family was chosen, and nobody has noted whether people talked."""

    @property
    def asks(self) -> bool:
        """Whether something is left for the coordinator to do."""
        return self.due or self.asks_talk


def papers_shown(conference: Conference) -> dict[UUID, PaperShown]:
    """Everybody invited, by invitation."""
    trails, talks = on_paper(conference.id), talks_before(conference.id)
    mailboxes = _own_mailboxes(conference)
    begins = conference.starts_at
    coming = begins is not None and clock.now() < begins
    open_still = conference.state is ConferenceState.CONVENED and coming
    return {
        each.id: _shown(each, conference, trails.get(each.id), _talk(each, talks), mailboxes, open_still=open_still)
        for each in conference.invitations
    }


def _talk(invitation: Invitation, talks: Mapping[UUID, TalkBeforeLetter]) -> TalkBeforeLetter | None:
    return talks.get(invitation.person_id) if invitation.person_id else None


def _shown(
    invitation: Invitation, conference: Conference, trail: OnPaper | None, talk: TalkBeforeLetter | None,
    mailboxes: frozenset[UUID], *, open_still: bool,
) -> PaperShown:  # fmt: skip
    handed = trail.handed if trail else None
    outdated = handed is not None and handed.says_otherwise(invitation, conference)
    here = open_still and is_still_asked(invitation) and invitation.role != Role.COORDINATOR
    private = invitation.person_id is not None
    only_paper = _only_paper(invitation, mailboxes)
    waits = invitation.answer == Answer.NO_REPLY and only_paper and handed is None
    misled = outdated and (only_paper or private)
    return PaperShown(
        state=state_word(trail),
        outdated=outdated and open_still,
        due=here and (waits or misled),
        possible=here,
        talk=talk_word(talk),
        asks_talk=here and talk is None and asks_first(invitation),
    )


def _only_paper(invitation: Invitation, mailboxes: frozenset[UUID]) -> bool:
    """Whether no letter by mail reaches whoever is asked."""
    if invitation.awaits_person:
        return invitation.how_told != HowTold.EMAIL
    private = invitation.person_id is not None
    return invitation.how_told == HowTold.PAPER if private else invitation.worker_id not in mailboxes


def asks_first(invitation: Invitation) -> bool:
    """Whether a letter was chosen for a member of the family, so that talking comes first (S2-10)."""
    return invitation.is_family and invitation.how_told in (HowTold.EMAIL, HowTold.PAPER)


@dataclass(frozen=True)
class TalkShown:
    """The question about one member of the family to whom a letter was chosen."""

    invitation: Invitation
    phone: str
    answered: str


def talks_shown(conference: Conference) -> list[TalkShown]:
    """Everybody of the family to whom a letter was chosen, with the phone number and what was answered."""
    asked = [each for each in conference.invitations if each.chosen and asks_first(each)]
    talks = talks_before(conference.id)
    numbers = select(Person.id, Person.phone).where(Person.id.in_([each.person_id for each in asked]))
    phones: dict[UUID | None, str | None] = dict(db.session.execute(numbers).all())
    return [TalkShown(each, phones.get(each.person_id) or "", talk_word(_talk(each, talks))) for each in asked]


def _own_mailboxes(conference: Conference) -> frozenset[UUID]:
    """The invited workers who read a mailbox of their own."""
    ids = [each.worker_id for each in conference.invitations if each.worker_id]
    own = select(Worker.id).where(Worker.id.in_(ids), Worker.email.is_not(None), Worker.mailbox_shared.is_(False))
    return frozenset(db.session.scalars(own))


def state_word(trail: OnPaper | None) -> str:
    """How somebody's invitation on paper stands, in a few words."""
    if trail is None:
        return ""
    handed = trail.handed
    if handed is None or handed.handed_on is None or handed.handed_how is None:
        return str(_("invitation printed, not handed over yet"))
    day = language.day_of_month(handed.handed_on)
    words = {
        HowHanded.HANDED: _("invitation handed over on paper %(day)s", day=day),
        HowHanded.POSTED: _("invitation sent by post %(day)s", day=day),
        HowHanded.DATA_BOX: _("invitation sent by data box %(day)s", day=day),
    }
    return str(words[HowHanded(handed.handed_how)])


def talk_word(talk: TalkBeforeLetter | None) -> str:
    """What was answered to „Mluvili jste spolu?“."""
    if talk is None:
        return ""
    if talk.talked_on is not None:
        return str(_("You talked with each other on %(day)s.", day=language.day(talk.talked_on)))
    return str(_("You have not talked yet: %(why)s", why=talk.why_not))
