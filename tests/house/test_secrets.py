"""Nothing that a family says stands readable in the file of the database, nor in the log beside it."""

from pathlib import Path

from pyotp import random_base32
from sqlalchemy import LargeBinary, inspect, select

from agencies.accounts.models import Account
from coordination.cases.models import Person
from coordination.conferences.models import Conference
from coordination.seats.models import Seat
from coordination.standpoints.models import Standpoint
from coordination.tasks.models import TaskStep
from foundation import clock, outbox
from foundation.database import Base, db, transaction
from foundation.encryption import Encrypted, EncryptedJson
from foundation.outbox import Letter, Neutral
from tests.conftest import House
from tests.world import FAMILY_WORDS, build

SECOND_FACTOR = random_base32()
MORE = {
    "the place of a meeting": "Kanárkova 3, u babičky",
    "an address": "utocny.kanarek@rodina.example",
    "a phone": "777 123 987",
    "a birthday": "2012-11-30",
    "who a word was said to": "babičce Kanárkové",
    "the body of a letter": "469000999",
    "what somebody wants spoken about": "Kanárek-dluhy",
    "whom somebody wants there": "Kanárek-babička",
    "the secret of a second factor": SECOND_FACTOR,
}


def bytes_on_disk(house: House) -> bytes:
    """The file and its write-ahead log."""
    file = Path(house.app.extensions["settings"].database_url.removeprefix("sqlite:///"))
    return b"".join(path.read_bytes() for path in (file, file.with_name(file.name + "-wal")) if path.exists())


def fill(house: House) -> None:
    """A whole case, an account, a letter that waits, and whatever else a family's case can say."""
    case = build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        jana = session.get_one(Person, case.people["jana"])
        jana.phone, jana.email, jana.born_on = MORE["a phone"], MORE["an address"], MORE["a birthday"]
        session.get_one(Conference, case.conference_id).place = MORE["the place of a meeting"]
        step = session.scalars(select(TaskStep).where(TaskStep.task_id == case.tasks["jana"])).one()
        step.by_name, step.said_to = "Jana Vlčková", MORE["who a word was said to"]
        session.add(
            Account(
                worker_id=house.worker("lenka"),
                password_hash="x",
                totp_secret=SECOND_FACTOR,
                totp_last_step=0,
                set_up_at=clock.now(),
                changed_at=clock.now(),
            )
        )
        session.add(
            Standpoint(
                case_id=case.case_id, conference_id=case.conference_id, person_id=jana.id, open_to="alone",
                about=MORE["what somebody wants spoken about"], wanted=MORE["whom somebody wants there"],
                begun_at=clock.now(), given_at=clock.now(), changed_at=clock.now(), changed_by="house",
            )
        )  # fmt: skip
        outbox.file(
            "tasks.withdrawn", town_id=house.ids.agencies["podlesi"], to=MORE["an address"], language="cs",
            neutral=Neutral(town="Podlesí", phone=MORE["the body of a letter"], number=3, case_code="PS-7F3K"),
            about=case.tasks["ivana"],
        )  # fmt: skip


def test_no_word_of_a_family_stands_readable(house: House):
    fill(house)
    stored = bytes_on_disk(house)
    assert b"PS-7F3K" in stored  # the bytes are really those of this case
    canaries = [*FAMILY_WORDS, "Vlček", "docházku", "Slibuji", *MORE.values()]
    kept_apart = {"Slibuji"}  # the wording itself is public, and is loaded as it is
    readable = [word for word in canaries if word not in kept_apart and word.encode() in stored]
    assert not readable


def test_the_house_itself_reads_them_all(house: House):
    """The other half: the words are there, behind the key."""
    fill(house)
    with house.app.app_context():
        names = db.session.scalars(select(Seat.name)).all()
        assert "Jana Vlčková" in names
        assert MORE["the place of a meeting"] in db.session.scalars(select(Conference.place)).all()
        assert any(MORE["the body of a letter"] in (body or "") for body in db.session.scalars(select(Letter.body)))
        assert MORE["whom somebody wants there"] in db.session.scalars(select(Standpoint.wanted)).all()
        assert SECOND_FACTOR in db.session.scalars(select(Account.totp_secret)).all()


def test_each_locked_column_names_its_own_place():
    """A value moved to another column must not open there, so no two columns may share a place."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Encrypted | EncryptedJson):
                assert column.type.place == f"{table.name}.{column.name}"


def test_locked_columns_are_bytes_in_the_database(house: House):
    with house.app.app_context():
        inspector = inspect(db.engine)
        for table in Base.metadata.sorted_tables:
            kinds = {column["name"]: column["type"] for column in inspector.get_columns(table.name)}
            for column in table.columns:
                if isinstance(column.type, Encrypted | EncryptedJson):
                    assert isinstance(kinds[column.name], LargeBinary), f"{table.name}.{column.name}"
