"""Links: a token opens one errand of one person until it ends, and a dead one says the same to everybody."""

import re
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from foundation import clock, links, outbox
from foundation.database import db, transaction
from foundation.links import Letterhead, Link
from foundation.outbox import Letter

KLARA = "klara.novotna@skola.example"
TOWN = uuid4()
finished: set[UUID] = set()
links.purpose("tests.links.errand", "web.language", lambda link: link.subject not in finished)
links.purpose("tests.links.other", "web.language", lambda link: True)


@pytest.fixture(autouse=True)
def letterhead(monkeypatch):
    monkeypatch.setattr(links, "_letterhead", [lambda link: Letterhead("Podlesí", "469 000 204")])


def issued(
    subject: UUID, holder: UUID, *, days: float = 20, to: str | None = KLARA, purpose: str = "tests.links.errand"
) -> str:
    with transaction():
        until = clock.now() + timedelta(days=days)
        return links.issue(purpose, subject=subject, holder=holder, until=until, to=to, town_id=TOWN)


def known_links() -> list[Link]:
    db.session.rollback()
    return list(db.session.scalars(select(Link)))


@pytest.mark.usefixtures("post_room")
class TestErrand:
    def test_a_token_opens_its_errand_again_and_again(self):
        subject, holder = uuid4(), uuid4()
        token = issued(subject, holder)
        for _ in range(3):
            link = links.resolve(token)
            assert link is not None
            assert (link.purpose, link.subject, link.holder) == ("tests.links.errand", subject, holder)

    def test_the_token_is_long_random_and_kept_nowhere(self):
        tokens = {issued(uuid4(), uuid4()) for _ in range(20)}
        assert len(tokens) == 20
        assert min(len(token) for token in tokens) >= 43
        stored = repr([tuple(map(str, row)) for row in db.session.execute(text("SELECT * FROM link_token"))])
        addresses = [bytes(row[0]) for row in db.session.execute(text("SELECT address FROM link"))]
        assert not any(token in stored for token in tokens)
        assert not any(b"klara" in address for address in addresses)

    def test_each_letter_carries_its_own_token_to_the_same_errand(self):
        subject, holder = uuid4(), uuid4()
        first, second = issued(subject, holder), issued(subject, holder)
        assert first != second
        assert len(known_links()) == 1
        assert links.resolve(first).id == links.resolve(second).id

    def test_a_printed_token_can_be_typed_and_lasts_as_long_as_its_paper(self):
        subject, holder, tokens = uuid4(), uuid4(), []
        until = clock.now() + timedelta(days=200)
        for _ in range(2):
            with transaction():
                tokens.append(
                    links.issue_printed(
                        "tests.links.errand", subject=subject, holder=holder, until=until, town_id=TOWN
                    )
                )  # fmt: skip
        assert all(len(token) == 12 and set(token) <= set(links.PRINTED_SIGNS) for token in tokens)
        assert len(links.PRINTED_SIGNS) == 32  # twelve signs of five bits each
        found = [links.resolve(links.as_typed(f" {links.in_groups(token).lower()} ")) for token in tokens]
        assert found[0] is not None
        assert found[0] is found[1]
        assert found[0].expires_at == until
        assert links.living("tests.links.errand", subject, holder) is found[0]
        with transaction():
            links.revoke("tests.links.errand", subject, holder)
        assert not any(links.resolve(token) for token in tokens)
        assert links.living("tests.links.errand", subject, holder) is None

    def test_an_errand_ends_when_it_was_said_and_after_sixty_days_at_most(self):
        short, long = issued(uuid4(), uuid4(), days=3), issued(uuid4(), uuid4(), days=400)
        now = clock.now()
        for days, opened in ((2.9, (True, True)), (3, (False, True)), (59.9, (False, True)), (60, (False, False))):
            with clock.standing_at(now + timedelta(days=days)):
                assert tuple(links.resolve(token) is not None for token in (short, long)) == opened

    def test_a_finished_errand_opens_no_more(self):
        subject = uuid4()
        token = issued(subject, uuid4())
        finished.add(subject)
        assert links.resolve(token) is None

    @pytest.mark.parametrize("token", ["", "x", "../etc", "ž" * 50, "\ud800", "a" * 100_000])
    def test_an_invented_token_opens_nothing(self, token):
        assert links.resolve(token) is None

    def test_revoking_an_errand_kills_every_token_of_it_and_no_other(self):
        subject, holder = uuid4(), uuid4()
        mine = [issued(subject, holder), issued(subject, holder)]
        other, elsewhere = issued(subject, uuid4()), issued(subject, holder, purpose="tests.links.other")
        with transaction():
            links.revoke("tests.links.errand", subject, holder)
        assert [links.resolve(token) for token in mine] == [None, None]
        assert links.resolve(other) is not None
        assert links.resolve(elsewhere) is not None

    def test_revoking_a_holder_kills_all_their_tokens(self):
        holder = uuid4()
        mine = [issued(uuid4(), holder), issued(uuid4(), holder, purpose="tests.links.other")]
        other = issued(uuid4(), uuid4())
        with transaction():
            links.revoke_all(holder)
        assert [links.resolve(token) for token in mine] == [None, None]
        assert links.resolve(other) is not None

    def test_a_new_errand_after_a_revoked_or_expired_one_does_not_revive_old_tokens(self):
        subject, holder = uuid4(), uuid4()
        revoked = issued(subject, holder, days=3)
        with transaction():
            links.revoke("tests.links.errand", subject, holder)
        expired = issued(subject, holder, days=3)
        with clock.standing_at(clock.now() + timedelta(days=4)):
            fresh = issued(subject, holder)
            assert [links.resolve(token) is not None for token in (revoked, expired, fresh)] == [False, False, True]

    def test_two_who_issue_at_once_issue_for_the_same_errand(self, post_room):
        subject, holder, tokens = uuid4(), uuid4(), []

        def work() -> None:
            with post_room.app_context():
                tokens.append(issued(subject, holder))

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(known_links()) == 1
        assert all(links.resolve(token) is not None for token in tokens)
        assert len(tokens) == 6

    def test_an_unknown_purpose_is_refused(self):
        with pytest.raises(KeyError):
            issued(uuid4(), uuid4(), purpose="tests.unknown")


def renewals() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).where(Letter.kind == "links.renewed")))


def token_in(letter: Letter) -> str:
    found = re.search(r"/o/([\w-]+)", letter.body or "")
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("post_room")
class TestRenewal:
    def test_an_expired_link_is_renewed_at_the_known_address_and_stays_dead_itself(self, mail_system):
        old = issued(uuid4(), uuid4(), days=3)
        with clock.standing_at(clock.now() + timedelta(days=5)):
            links.mail_new(old)
            (letter,) = renewals()
            new = token_in(letter)
            assert letter.recipient == KLARA
            assert links.resolve(old) is None
            assert links.resolve(new) is not None
            outbox.deliver_due(mail_system.sender())
        assert str(mail_system.letters[0]["Subject"]) == "Nový odkaz"
        assert "469" in mail_system.letters[0].get_content()

    def test_a_second_asking_within_ten_minutes_sends_nothing_more(self):
        old = issued(uuid4(), uuid4(), days=3)
        now = clock.now() + timedelta(days=5)
        for minutes, letters in ((0, 1), (1, 1), (9, 1), (11, 2)):
            with clock.standing_at(now + timedelta(minutes=minutes)):
                links.mail_new(old)
                assert len(renewals()) == letters

    def test_a_token_from_before_a_changed_address_brings_a_letter_to_the_new_one_only(self):
        subject, holder = uuid4(), uuid4()
        old = issued(subject, holder, to="old@skola.example")
        with transaction():
            links.revoke_all(holder)
        issued(subject, holder, to="new@skola.example")
        links.mail_new(old)
        assert [letter.recipient for letter in renewals()] == ["new@skola.example"]

    @pytest.mark.parametrize("why", ["unknown", "revoked", "finished", "no address", "no town"])
    def test_nothing_is_mailed_where_nothing_may_be(self, why, monkeypatch):
        subject, holder = uuid4(), uuid4()
        token = issued(subject, holder, days=3, to=None if why == "no address" else KLARA)
        if why == "unknown":
            token = "x" * 43
        elif why == "revoked":
            with transaction():
                links.revoke("tests.links.errand", subject, holder)
        elif why == "finished":
            finished.add(subject)
        elif why == "no town":
            monkeypatch.setattr(links, "_letterhead", [lambda link: None])
        with clock.standing_at(clock.now() + timedelta(days=5)):
            links.mail_new(token)
        assert renewals() == []

    def test_a_renewal_is_not_sent_when_the_errand_has_ended_meanwhile(self, mail_system):
        subject, holder = uuid4(), uuid4()
        links.mail_new(issued(subject, holder))
        with transaction():
            links.revoke("tests.links.errand", subject, holder)
        outbox.deliver_due(mail_system.sender())
        assert mail_system.taken == []
        assert renewals()[0].closed_why == "the errand has ended"


def everything_about_links() -> list[str]:
    return [repr(row) for row in db.session.execute(text("SELECT * FROM link, link_token")).mappings()]


def in_house(house, purpose: str = "tests.links.errand", **changes) -> str:
    with house.app.app_context():
        return issued(uuid4(), uuid4(), purpose=purpose, **changes)


def only_button(page) -> str:
    return " ".join(page.soup.select_one("main form button").get_text().split())


class TestPages:
    def test_a_living_link_leads_on_and_changes_nothing(self, house):
        token = in_house(house)
        with house.app.app_context():
            before = everything_about_links()
        for _ in range(3):
            page = house.stranger().open(f"/o/{token}", follow=False)
            assert (page.status, page.headers["Location"]) == (303, f"/language?token={token}")
            assert page.headers["Cache-Control"] == "no-store"
            assert page.headers["Referrer-Policy"] == "no-referrer"
        with house.app.app_context():
            assert everything_about_links() == before

    def test_every_dead_link_says_the_same(self, house):
        expired, revoked, unknown = in_house(house, days=-1), in_house(house), "x" * 43
        with house.app.app_context():
            holder = links.resolve(revoked).holder
            with transaction():
                links.revoke_all(holder)
        pages = []
        for token in (expired, revoked, unknown):
            page = house.stranger().open(f"/o/{token}")
            assert page.status == 410
            varying = r'(?<=name="csrf_token" value=")[^"]+|(?<=name="once" value=")[^"]+|' + token
            pages.append(re.sub(varying, "", page.whole))
        assert pages[0] == pages[1] == pages[2]

    def test_asking_for_a_new_link_answers_the_same_to_everybody(self, house):
        expired, unknown = in_house(house, days=-1), "x" * 43
        answers = []
        for token in (expired, unknown, expired):
            browser = house.stranger()
            page = browser.open(f"/o/{token}")
            page = browser.press(only_button(page))
            assert page.status == 410
            answers.append(page.notice)
        assert answers[0] == answers[1] == answers[2] != ""
        with house.app.app_context():
            assert [letter.recipient for letter in renewals()] == [KLARA]

    def test_sending_the_same_form_twice_tells_nothing_either(self, house):
        for token in (in_house(house, days=-1), "x" * 43):
            browser = house.stranger()
            browser.open(f"/o/{token}")
            address, fields = browser.filled(only_button(browser.page))
            notices = {browser.post(address, dict(fields)).notice for _ in range(2)}
            assert len(notices) == 1

    def test_a_living_link_is_not_renewed(self, house):
        token = in_house(house)
        dead = in_house(house, days=-1)
        browser = house.stranger()
        browser.open(f"/o/{dead}")
        _, fields = browser.filled(only_button(browser.page))
        browser.post(f"/o/{token}", dict(fields), follow=False)
        with house.app.app_context():
            assert renewals() == []

    def test_the_log_does_not_name_the_token(self, house, caplog):
        token = in_house(house, days=-1)
        house.stranger().open(f"/o/{token}")
        assert token not in caplog.text
