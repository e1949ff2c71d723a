"""What stands in somebody's invitation on paper: the meeting's facts, the coordinator's words, nothing of others."""

import re
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases.models import Person
from coordination.conferences import documents, rules_of_paper
from coordination.conferences.documents_of_naming import whom_to_ask
from coordination.conferences.models import Conference, Invitation, replaced_at
from coordination.conferences.paper_trail import LetterWords, printed_when
from coordination.conferences.papers import AgencyLetter, ChildLetter, Comes, Meets, PaperLetter, ParentLetter, Sender
from coordination.conferences.rules import answer_day
from coordination.conferences.rules_of_paper import LetterKind
from coordination.conferences.suggestions import as_the_family_reads_it
from coordination.conferences.words import OUTWARD
from coordination.seats.models import coordinator_of
from coordination.seats.rules import Role
from foundation import clock, town_settings
from foundation.database import db
from foundation.reasons import Reason

HELPLINE = "linka pro děti"
town_settings.define(
    HELPLINE,
    _l("Helpline for children"),
    hint=_l("Its name and number. It stands in letters to children, without it none can be printed."),
    needed=True,
)
_BEFORE_NAME = re.compile(r"^(?:[^\s.]{1,8}\.\s+|et\s+)+")
_GIVES_STANDPOINT = frozenset({Role.AGENCY_WORKER, Role.MINOR_REPRESENTATIVE})


@dataclass(frozen=True)
class Composed:
    """A letter as it would be printed now, and everything that it lacks."""

    kind: LetterKind
    letter: PaperLetter
    missing: tuple[Reason, ...]


def compose(conference: Conference, invitation: Invitation, words: LetterWords | None) -> Composed:
    """The letter to one invited person, from what is known now; `conference` comes with all its invitations."""
    kind = kind_of_letter(invitation)
    sender, meets = _sender(conference, kind), _meets(conference, invitation, words)
    helpline = town_settings.get(conference.town_id, HELPLINE)
    comes = _comes(conference, invitation, words)
    missing = rules_of_paper.missing_words(
        kind,
        about=words.about if words else "",
        comes=comes,
        guide=words.guide if words else "",
        signal=words.signal if words else "",
        helpline=helpline,
    )
    greeting = words.greeting if words else ""
    letter: PaperLetter
    if kind is LetterKind.AGENCY:
        letter = _to_agency(conference, invitation, words, sender, meets)
    elif kind is LetterKind.PARENT:
        letter = ParentLetter(sender, meets, greeting, words.about if words else "", comes)
    else:
        letter = ChildLetter(
            sender=sender,
            meets=meets,
            greeting=greeting,
            familiar=words is not None and words.familiar,
            comes=comes,
            guide=words.guide if words else "",
            guide_phone=words.guide_phone if words else "",
            signal=words.signal if words else "",
            helpline=helpline,
        )
    return Composed(kind, letter, missing)


def kind_of_letter(invitation: Invitation) -> LetterKind:
    return rules_of_paper.kind_of(invitation.role, family=invitation.is_family)


def _sender(conference: Conference, kind: LetterKind) -> Sender:
    town = db.session.get_one(Agency, conference.town_id)
    convenor = coordinator_of(conference.case_id)
    worker = db.session.get(Worker, convenor.worker_id) if convenor.worker_id else None
    return Sender(
        town=f"Město {town.signs_as}",
        address=", ".join(filter(None, (town.name, town.address))),
        name=convenor.name if kind is LetterKind.AGENCY else without_titles(convenor.name),
        function=convenor.function,
        phone=documents.letterhead(conference.case_id).phone,
        mail=town.contact_email or (worker.email if worker else None) or "",
        on=clock.today(),
    )


def _meets(conference: Conference, invitation: Invitation, words: LetterWords | None) -> Meets:
    starts, ends, place = printed_when(invitation, conference)
    assert starts is not None
    assert ends is not None
    return Meets(clock.in_prague(starts), clock.in_prague(ends), place, words.access if words else "")


def _to_agency(
    conference: Conference, invitation: Invitation, words: LetterWords | None, sender: Sender, meets: Meets
) -> AgencyLetter:
    """Only neutral things: the outward sentences, the fixed task, the public place."""
    head = documents.letterhead(conference.case_id)
    language = words.language if words else "cs"
    agency = db.session.get(Agency, invitation.agency_id) if invitation.agency_id else None
    worker = db.session.get(Worker, invitation.worker_id) if invitation.worker_id else None
    unnamed = invitation.awaits_person
    with force_locale(language):
        reasons = [str(OUTWARD[code]) for code in invitation.outward_reasons if code in OUTWARD]
    meets_on = conference.day
    assert meets_on is not None
    return AgencyLetter(
        sender=sender,
        meets=meets,
        language=language,
        case_code=head.case_code,
        document_number=words.document_number if words else "",
        agency=invitation.agency_name,
        name=whom_to_ask(conference, invitation).name if unnamed else invitation.name,
        function="" if unnamed else invitation.function,
        address=(agency.address if agency else None) or "",
        greeting=words.greeting if words else "",
        reasons=reasons,
        answer_by=answer_day(conference.answer_by, meets_on=meets_on, today=clock.today()),
        led_by=_led_by(conference, invitation),
        gives_standpoint=invitation.role in _GIVES_STANDPOINT,
        own_mailbox=worker is not None and worker.email is not None and not worker.mailbox_shared,
        wanted=invitation.function if unnamed else "",
    )


def _led_by(conference: Conference, invitation: Invitation) -> str:
    leading = [each for each in conference.invitations if is_still_here(each) and _leads(each)]
    if invitation in leading:
        return "you"
    return "facilitator" if any(each.role != Role.COORDINATOR for each in leading) else "convenor"


def _leads(invitation: Invitation) -> bool:
    return Role.FACILITATOR in (invitation.role, invitation.also)


def is_still_here(invitation: Invitation) -> bool:
    """Whether somebody is asked to come and still sits at the table."""
    seated = invitation.seat is not None and invitation.seat.is_open(clock.now())
    return seated and invitation.comes and invitation.stands and not invitation.awaits_person


def is_still_asked(invitation: Invitation) -> bool:
    """Whether an invitation on paper makes sense: for whoever is still here, and for an agency that names somebody."""
    return is_still_here(invitation) or (invitation.awaits_person and invitation.stands and invitation.chosen)


# --- who comes -------------------------------------------------------------------------------------------------------

LONGEST_WHY = 100


@dataclass(frozen=True)
class MayBeNamed:
    """Somebody whom a family letter could name, with the words for it; `named` as the coordinator decided."""

    invitation: Invitation
    name: str
    about: str
    why: str
    named: bool
    new: bool
    """Invited since the words were written; nobody has decided yet."""


def may_be_named(conference: Conference, invitation: Invitation, words: LetterWords | None) -> list[MayBeNamed]:
    """Everybody else who comes while this person is there; whoever is asked to another part alone is not spoken of.

    Workers are named unless the coordinator leaves them out. Of the family nobody is named unless she says so: whether
    one parent may know of the other is for her to judge.
    """
    written = {str(key): (str(why), bool(named)) for key, why, named in (words.comes if words else ())}
    rows, replaced = [], replaced_at(conference)
    for each in conference.invitations:
        there = is_still_here(each) and each.id not in replaced and _meet(conference, each, invitation)
        if each.id == invitation.id or not there:
            continue
        why, named = written.get(str(each.id), (_usual_why(conference, each), each.person_id is None))
        new = words is not None and str(each.id) not in written
        rows.append(MayBeNamed(each, without_titles(each.name), _about(each), why, named, new))
    return rows


def _meet(conference: Conference, one: Invitation, other: Invitation) -> bool:
    """Whether two people are at the meeting at the same time."""
    (begins, ends, _place), (starts, finishes, _same) = printed_when(one, conference), printed_when(other, conference)
    return begins is None or ends is None or starts is None or finishes is None or (begins < finishes and starts < ends)


def _comes(conference: Conference, invitation: Invitation, words: LetterWords | None) -> tuple[Comes, ...]:
    """Those whom the coordinator has written down; nobody before that."""
    if words is None:
        return ()
    rows = may_be_named(conference, invitation, words)
    return tuple(Comes(each.name, each.why) for each in rows if each.named and not each.new)


def without_titles(name: str) -> str:
    """`Kateřina Novotná` of `Mgr. et Mgr. Kateřina Novotná, Ph.D.`: a family letter needs no titles."""
    return _BEFORE_NAME.sub("", name.partition(",")[0]).strip() or name


def _about(invitation: Invitation) -> str:
    return ", ".join(filter(None, (invitation.function, invitation.agency_name)))


def _usual_why(conference: Conference, invitation: Invitation) -> str:
    """The inward reason, which is written for the family's eyes too; shortened to what a line of the letter holds."""
    if invitation.person_id is not None:
        return ""
    home = "z úřadu" if invitation.agency_id == conference.town_id else f"z organizace {invitation.agency_name}"
    does = {Role.COORDINATOR: "schůzku svolává", Role.FACILITATOR: "schůzku vede", Role.MINUTE_TAKER: "píše zápis"}
    why = does.get(Role(invitation.role)) or as_the_family_reads_it(invitation.inward_reason.strip().rstrip("."))
    whole = f"{home}: {why}" if why else home
    return whole if len(whole) <= LONGEST_WHY else (why or home)[:LONGEST_WHY].rstrip()


def person_of(invitation: Invitation) -> Person | None:
    """The private person who is invited, if it is one."""
    return db.session.get(Person, invitation.person_id) if invitation.person_id else None
