"""The deeds of the letter of the day: written once each working day, switched off and on, an absence."""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from agencies.directory.models import Agency
from coordination.reminders import documents_of_digest, rules, rules_of_digest
from coordination.reminders.actions import remind_of_meetings
from coordination.reminders.digests import Digest, DigestChoice, DigestItem, DigestRound, digest_to, is_written
from coordination.reminders.waiting import lines_by_address
from foundation import audit, clock, outbox, working_days
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import refuse_if


@outbox.every_minute
def write_digests() -> None:
    """Write the letters of today once their hour has come; several postmen may do it at once.

    After the single reminders of the same minute, so that a letter never says again what one of them says.
    """
    today = clock.today()
    if clock.now() < clock.instant(today, rules.AT) or not working_days.is_working(today) or is_written(today):
        return
    remind_of_meetings()
    for address, lines in lines_by_address().items():
        if any(line.news for line in lines):
            _write(address, today)
    try:
        with transaction() as session:
            if not is_written(today):
                session.add(DigestRound(on_day=today, done_at=clock.now()))
    except IntegrityError:
        return  # another postman of the same minute has just noted the round


def _write(address: str, today: date) -> None:
    """Write to one address what waits there now; of two postmen the second finds it done."""
    with transaction() as session:
        lines = lines_by_address().get(address, [])
        if not lines or not any(line.news for line in lines):
            return
        session.get_one(Agency, lines[0].owed.town_id, with_for_update={"key_share": True})
        if digest_to(address, today) is not None:
            return
        digest = Digest(recipient=address, on_day=today)
        session.add(digest)
        session.flush()
        digest.letter_id = documents_of_digest.write(lines, address, digest.id).id
        for position, line in enumerate(lines, start=1):
            owed = line.owed
            session.add(
                DigestItem(
                    digest_id=digest.id, position=position, errand=owed.errand, rung=line.rung, subject=owed.subject,
                    deadline=owed.deadline,
                )
            )  # fmt: skip
            if line.rung != rules_of_digest.Rung.WORKER:
                about = f"{'task' if owed.number else 'invitation'}:{owed.subject}"
                audit.record(owed.town_id, "house", "silence told on", about, rung=line.rung, errand=owed.errand)


def choose(worker_id: UUID, *, wanted: bool, away_until: date | None, by: Actor) -> None:
    """Keep whether a worker wants the letter of the day, and until when they are away."""
    with transaction() as session:
        refuse_if(rules_of_digest.against_absence(away_until, clock.today()))
        now = clock.now()
        choice = session.get(DigestChoice, worker_id) or DigestChoice(worker_id=worker_id)
        choice.off_since = None if wanted else choice.off_since or now
        choice.away_until, choice.changed_at = away_until, now
        session.add(choice)
        until = away_until.isoformat() if away_until else None
        audit.record(None, by.key, "letter of the day chosen", f"worker:{worker_id}", wanted=wanted, away_until=until)
