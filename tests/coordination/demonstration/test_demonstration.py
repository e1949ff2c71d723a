"""The demonstration: an invented town in a marked file of its own, open to this machine, and never in a real one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app import create_app
from coordination.cases.models import Person
from coordination.demonstration import actions, commands, models
from coordination.demonstration import views as counter
from coordination.demonstration.commands import UnsafeDemonstration, serve
from coordination.demonstration.models import LINK_HOLDS, NotADemonstration, entry_link, mailbox, use_up, worker_behind
from coordination.demonstration.opening import CODE
from coordination.demonstration.people import COLLEAGUES
from coordination.seats.models import CaseFrame
from foundation import audit, clock
from foundation.database import Base, db, transaction
from foundation.settings import for_demonstration
from tests.browsing import Browser
from tests.conftest import House, settings_for

TUESDAY = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@contextmanager
def building(folder: Path) -> Iterator[Flask]:
    """A demonstration with its tables in an empty folder."""
    app = create_app(for_demonstration(5000, folder))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demonstration as it is on a Tuesday."""
    folder = tmp_path_factory.mktemp("demonstration")
    with clock.standing_at(TUESDAY), building(folder) as app, app.app_context():
        actions.seed(app)
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    return folder


@pytest.fixture
def demo(seeded: Path, tmp_path: Path, hand) -> Iterator[Flask]:
    """A demonstration of one's own on that Tuesday."""
    hand.at(TUESDAY)
    folder = tmp_path / "instance"
    shutil.copytree(seeded, folder)
    app = create_app(for_demonstration(5000, folder))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Flask]:
    """An empty demonstration, the application at work."""
    with building(tmp_path / "instance") as app, app.app_context():
        yield app


class TestSeeding:
    @pytest.mark.parametrize(
        "instant",
        [
            datetime(2026, 11, 23, 5, 30, tzinfo=UTC),  # Monday morning, the day after a Sunday
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # Sunday, in the hour that comes twice
            datetime(2027, 3, 26, 22, 59, tzinfo=UTC),  # Good Friday, the last minute of the day in Prague
        ],
    )
    def test_an_empty_file_has_a_case_that_has_just_happened(self, bare: Flask, hand, instant: datetime):
        hand.at(instant)
        actions.seed(bare)
        frame = db.session.scalars(select(CaseFrame)).one()
        assert (frame.code, frame.state) == (CODE, "open")
        assert audit.verify() == []
        assert timedelta(0) < clock.now() - frame.drafted_at < timedelta(days=90)
        newest = db.session.scalar(select(func.max(audit.AuditEntry.at)))
        assert newest is not None
        assert newest <= clock.now()
        assert all(letter.at <= clock.now() for letter in mailbox())
        weekdays = {clock.in_prague(at).weekday() for at in db.session.scalars(select(audit.AuditEntry.at))}
        assert not weekdays & {5, 6}  # whoever did the deeds works on weekdays

    def test_a_filled_one_stays_as_it_is(self, demo: Flask):
        with demo.app_context():
            before = audit.check_code(db.session.scalars(select(CaseFrame.town_id)).one())
            actions.seed(demo)
            assert audit.check_code(db.session.scalars(select(CaseFrame.town_id)).one()) == before

    def test_nobody_in_it_has_a_real_address(self, demo: Flask):
        with demo.app_context():
            assert all(one.email is None or one.email.endswith(".example") for one in COLLEAGUES)
            assert all(letter.recipient.endswith(".example") for letter in mailbox(2000))

    def test_a_database_in_which_a_town_lives_is_refused(self, house: House):
        with house.app.app_context():
            tables = set(db.session.scalars(text("SELECT name FROM sqlite_master")))
            people = db.session.scalar(select(func.count(Person.id)))
            with pytest.raises(NotADemonstration):
                actions.seed(house.app)
            with pytest.raises(NotADemonstration):
                models.mark()
            assert not models.is_marked()
            assert db.session.scalar(select(func.count(Person.id))) == people
            assert set(db.session.scalars(text("SELECT name FROM sqlite_master"))) == tables

    def test_the_mark_is_for_good(self, bare: Flask):
        models.mark()
        assert models.is_marked()
        for change in ("DELETE FROM demo_mark", "UPDATE demo_mark SET made_at = '2020-01-01'"):
            with pytest.raises(DBAPIError, match="stays one"), transaction() as session:
                session.execute(text(change))
        models.mark()
        assert db.session.execute(text("SELECT count(*) FROM demo_mark")).scalar() == 1


class TestEntrance:
    @pytest.fixture
    def first(self, demo: Flask) -> Browser:
        browser = Browser(demo.test_client())
        browser.open("/demo")
        return browser

    def test_everybody_has_a_way_in(self, first: Browser):
        assert first.page.status == 200
        assert all(one.name in first.page.text for one in COLLEAGUES)

    def test_a_link_lets_in_once(self, demo: Flask, first: Browser):
        link = first.page.link("Bc. Lenka Horáková")
        first.open(link)
        assert "Bc. Lenka Horáková" in first.page.heading
        first.press("Vstoupit")
        assert first.page.status == 200
        assert "Co dnes hoří" in first.page.text
        again = Browser(demo.test_client())
        assert again.open(link).address.endswith("/demo")
        assert not again.page.has_button("Vstoupit")

    def test_who_runs_an_organisation_comes_by_the_door_that_opens_its_directory(self, demo: Flask, first: Browser):
        first.open(first.page.link("Mgr. Jiří Kadlec"))
        first.press("Vstoupit")
        assert first.open("/agencies").status == 200
        assert first.follow("ZŠ Na Kopci").has_link("Upravit záznam")

    def test_looking_at_a_link_does_not_use_it_up(self, demo: Flask, first: Browser):
        link = first.page.link("Bc. Lenka Horáková")
        for _ in range(2):
            assert Browser(demo.test_client()).open(link).has_button("Vstoupit")

    def test_two_who_press_at_once_come_in_once(self, demo: Flask):
        with demo.app_context():
            link = entry_link(uuid4(), "nonce")
            assert [use_up(link), use_up(link)] == [True, False]
            assert worker_behind(link) is None

    def test_a_link_grows_old(self, demo: Flask, hand):
        worker = uuid4()
        with demo.app_context():
            link = entry_link(worker, "nonce")
            hand.forward(LINK_HOLDS)
            assert worker_behind(link) == worker
            hand.forward(timedelta(seconds=1))
            assert worker_behind(link) is None

    @pytest.mark.parametrize("link", ["rubbish", "WyJhIl0.rubbish", ".", "%00"])
    def test_a_link_that_is_not_ours_leads_to_the_first_page(self, demo: Flask, link: str):
        browser = Browser(demo.test_client())
        browser.open(f"/demo/enter/{link}")
        assert browser.page.address.endswith("/demo")

    def test_a_link_of_another_demonstration_opens_nothing(self, demo: Flask, tmp_path: Path):
        with building(tmp_path / "other") as other, other.app_context():
            foreign = entry_link(uuid4(), "nonce")
        with demo.app_context():
            assert worker_behind(foreign) is None


class TestMailbox:
    def test_shows_every_letter_and_its_links(self, demo: Flask):
        browser = Browser(demo.test_client())
        browser.open("/demo/mail")
        assert browser.page.status == 200
        with demo.app_context():
            letters = mailbox()
            assert len(letters) > 10
            invitation = next(letter for letter in letters if "/o/" in letter.words)
        browser.open(f"/demo/mail/{invitation.id}")
        assert browser.page.soup.find("a", href=lambda address: address and "/o/" in address)

    def test_no_letter_names_the_family(self, demo: Flask):
        with demo.app_context():
            names = {part for name in db.session.scalars(select(Person.name)) for part in name.split()}
            assert {"Vlčková", "Gabriela"} <= names
            for letter in mailbox(2000):
                said = f"{letter.message}{letter.words}{letter.subject}"
                assert not [name for name in names if name in said], letter.subject

    def test_a_letter_that_does_not_exist_is_nothing(self, demo: Flask):
        assert demo.test_client().get(f"/demo/mail/{uuid4()}").status_code == 404


class TestInATown:
    ADDRESSES = ("/demo", "/demo/mail", "/demo/enter/x", f"/demo/mail/{uuid4()}")

    def test_there_are_no_such_pages(self, house: House):
        nothing = house.app.test_client().get("/nothing/at/all")
        for address in self.ADDRESSES:
            answer = house.app.test_client().get(address)
            assert (answer.status_code, answer.data) == (404, nothing.data)

    def test_nor_when_the_settings_were_wrong(self, furnished, tmp_path: Path):
        """A town's database opened as a demonstration by mistake: the pages are registered, and are not there."""
        path = tmp_path / "town.db"
        shutil.copy(furnished[0], path)
        app = create_app(settings_for(f"sqlite:///{path}", demonstration=True))
        assert "demonstration.first" in app.view_functions
        nothing = app.test_client().get("/nothing/at/all")
        for address in self.ADDRESSES:
            answer = app.test_client().get(address)
            assert (answer.status_code, answer.data) == (404, nothing.data)
            assert app.test_client().post(address).status_code in (400, 404, 405)
        with app.app_context():
            db.engine.dispose()

    def test_a_demonstration_table_in_a_town_without_its_mark_opens_nothing(self, bare: Flask):
        models._own.create_all(db.engine)
        assert not models.is_marked()
        assert bare.test_client().get("/demo").status_code == 404


class TestServing:
    @pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "spolecne.podlesi.example", ""])
    def test_answers_this_machine_alone(self, bare: Flask, host: str, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(commands, "prepare", never)
        with pytest.raises(UnsafeDemonstration):
            serve(bare, 0, host)

    def test_sends_no_mail(self, bare: Flask, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(commands, "prepare", never)
        real = replace(bare.extensions["settings"], smtp_url="smtp://posta:heslo@mail.podlesi.example")
        monkeypatch.setitem(bare.extensions, "settings", real)
        with pytest.raises(UnsafeDemonstration) as said:
            serve(bare, 0)
        assert "heslo" not in str(said.value)

    def test_serves_no_town(self, house: House, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(commands, "prepare", never)
        with pytest.raises(UnsafeDemonstration):
            serve(house.app, 0)

    def test_prepares_an_empty_folder_by_the_same_migrations_as_a_town(self, tmp_path: Path, hand):
        hand.at(TUESDAY)
        app = create_app(for_demonstration(5000, tmp_path / "new"))
        commands.prepare(app)
        with app.app_context():
            assert models.is_marked()
            assert db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
            assert audit.verify() == []
            db.session.remove()
            db.engine.dispose()


def never(_app: Flask) -> None:
    raise AssertionError("nothing may be touched before the settings are looked at")


def test_each_letter_address_is_a_link_and_nothing_else():
    words = counter._linked("Odpovězte: http://127.0.0.1:5000/o/abc. <b>ne</b> javascript:alert(1)")
    assert str(words) == (
        'Odpovězte: <a href="http://127.0.0.1:5000/o/abc">http://127.0.0.1:5000/o/abc</a>. &lt;b&gt;ne&lt;/b&gt; '
        "javascript:alert(1)"
    )


def test_the_days_of_the_story_keep_their_weekday():
    moved = timedelta(weeks=(date(2026, 11, 24) - actions.LAST_SAMPLE_DAY) // timedelta(weeks=1))
    for day in (date(2026, 3, 3), date(2026, 2, 20), actions.LAST_SAMPLE_DAY):
        assert (day + moved).weekday() == day.weekday()
    assert actions.LAST_SAMPLE_DAY + moved <= date(2026, 11, 24)
