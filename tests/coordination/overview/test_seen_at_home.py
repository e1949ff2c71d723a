"""Jana reads on her own page who read what about her family, and no line that is not for her."""

from __future__ import annotations

from coordination.seats.models import Involvement, Seat, involvement_member
from foundation import audit
from foundation.database import db, transaction
from tests.browsing import Browser
from tests.conftest import House
from tests.doors import at_seat, give_doors
from tests.world import Case, build


def looked(house: House, case: Case, who: str, resource: str) -> None:
    with house.app.app_context():
        audit.look(house.ids.agencies["podlesi"], f"worker:{house.worker(who)}", f"case:{case.case_id}", resource)


def at_home(house: House, case: Case, whose: str = "jana") -> Browser:
    phone = at_seat(house, case.seats[whose])
    phone.client.set_cookie("lang", "en")
    phone.open("/appointment/seen")
    return phone


def test_a_mother_reads_who_read_the_plan_her_words_and_data(house: House) -> None:
    case = build(house, "open", "PS-AAAA")
    give_doors(house, case)
    assert "Nobody yet." in at_home(house, case).page.text
    looked(house, case, "ivana", "plan_goals_all_tasks")
    looked(house, case, "ivana", "others_standpoints")
    looked(house, case, "lenka", "brief_goal_areas_members")
    text = at_home(house, case).page.text
    for told in ("Ivana Součková", "your words", "Lenka Horáková", "your data"):
        assert told in text, told


def test_protected_parts_and_other_readers_of_the_family_make_no_line(house: House) -> None:
    case = build(house, "open", "PS-AAAA")
    give_doors(house, case)
    for resource in ("protected_address_contact", "compartments_can_talks_health", "notifier", "grounds_and_consents",
                     "exclusion_and_reason", "step_aside_refusal_reasons", "cooperation_agreement"):  # fmt: skip
        looked(house, case, "lenka", resource)
    with house.app.app_context():
        father = f"seat:{case.seats['roman']}"
        audit.look(house.ids.agencies["podlesi"], father, f"case:{case.case_id}", "own_summary")
    assert "Nobody yet." in at_home(house, case).page.text


def test_a_service_of_the_father_alone_is_told_to_him_and_not_to_her(house: House) -> None:
    case = build(house, "open", "PS-AAAA")
    give_doors(house, case)
    with house.app.app_context(), transaction() as session:
        involvement = session.get_one(Involvement, session.get_one(Seat, case.seats["alena"]).involvement_id)
        session.execute(
            involvement_member.insert().values(involvement_id=involvement.id, person_id=case.people["roman"])
        )
    looked(house, case, "alena", "family_has_a_case")
    with house.app.app_context():
        name = db.session.get_one(Seat, case.seats["alena"]).name.split()[-1]
    assert name not in at_home(house, case).page.text
    assert name in at_home(house, case, "roman").page.text
