"""Stories of the individual plan: a need is found, the plan is made, changed, evaluated and ended, and printed."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from agencies.circles import actions as circles
from agencies.circles.models import Circle
from agencies.circles.rules import Part, State
from agencies.individual_plans.models import need_of, plans_of, written_plan
from agencies.individual_plans.rules import Result, Verdict
from foundation import clock
from foundation.database import transaction
from foundation.language import day
from tests.browsing import Browser, Page, Typed, squeezed
from tests.conftest import House
from tests.hearing import faults_of
from tests.service import Family, kratochvilovi, open_service

WHY = "Hádky trvají roky, šest návštěv na ně nestačí."
WISH = "Chceme se domluvit sami, bez soudu."
ALONE = "the client manages alone, without help from outside"
EASIER = "relief: it is easier to live with"


@pytest.fixture
def family(house: House) -> Family:
    open_service(house)
    return kratochvilovi(house, State.CLIENT)


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def file_of(family: Family) -> str:
    return f"/service/files/{family.circle_id}"


def in_days(count: int) -> str:
    return day(clock.today() + timedelta(days=count), "cs")


def whole() -> dict[str, Typed]:
    """A plan of one goal with one step, as somebody types it."""
    return {
        "situation": "Rodiče se hádají při každém předání.", "wish_1": WISH, "aim_1": ALONE,
        "sign_1": "Dvě předání po sobě bez hádky.", "what_1_1": "Sejít se nad kalendářem péče.",
        "who_1_1": "Zuzana a Pavel", "until_1_1": in_days(14), "review_on": in_days(60),
    }  # fmt: skip


def needed(house: House, family: Family) -> tuple[Browser, Page]:
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("A longer cooperation is needed")
    return hana, hana.press("Save the need", why=WHY)


def planned(house: House, family: Family) -> tuple[Browser, Page]:
    hana, _page = needed(house, family)
    return hana, hana.press("Save the plan", **whole())


def evaluated(house: House, family: Family, then: str = "the plan goes on") -> tuple[Browser, Page]:
    hana, _page = planned(house, family)
    hana.follow("Evaluate the goals")
    return hana, hana.press(
        "Save the evaluation", verdict_1="reached in part", note_1="Jedno předání bylo klidné.", then=then,
        next_on=in_days(90),
    )  # fmt: skip


@pytest.mark.rule("S1-44")
def test_a_need_without_a_plan_is_a_task_until_the_plan_is_made(house: House, family: Family) -> None:
    hana, page = needed(house, family)
    assert "until then it stands on the board as a task" in page.notice
    for key in ("blazkova", "sevcik"):
        page = english(house, key).open("/service")
        assert "Individual plans that wait for you" in page.text
        assert "the plan is still to be made" in page.text
    hana.open("/service")
    hana.follow("Make the plan")
    page = hana.press("Save the plan", **whole())
    assert WISH in page.text
    assert WHY in page.text
    assert "Individual plans that wait for you" not in hana.open("/service").text
    with house.app.app_context():
        plan = written_plan(family.circle_id)
        assert plan is not None
        assert plan.need == need_of(family.circle_id)


@pytest.mark.rule("S1-44")
def test_nobody_but_a_worker_in_direct_care_finds_the_need_and_no_plan_comes_before_it(
    house: House, family: Family
) -> None:
    for somebody in ("nikola", "kral", "burda", "ticha", "dolezalova", "lenka"):
        assert house.signed_in(somebody).open(f"{file_of(family)}/need").status == 404
        assert house.signed_in(somebody).open(f"{file_of(family)}/plan").status == 404
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/plan")
    page = hana.press("Save the plan", **whole())
    assert page.mistakes == ["Write down first what needs a longer cooperation."]
    assert WISH in page.whole
    hana.open(f"{file_of(family)}/need")
    page = hana.press("Save the need")
    assert page.mistakes == ["Write what needs a longer cooperation."]
    with house.app.app_context():
        assert need_of(family.circle_id) is None
        assert not plans_of(family.circle_id)


def test_before_the_consent_there_is_no_plan(house: House) -> None:
    open_service(house)
    applicant = kratochvilovi(house, State.PROCESS_OPENED)
    hana = english(house, "blazkova")
    assert not hana.open(file_of(applicant)).has_link("A longer cooperation is needed")
    hana.open(f"{file_of(applicant)}/need")
    page = hana.press("Save the need", why=WHY)
    assert page.mistakes == ["Only a client has an individual plan. The informed consent comes first."]


@pytest.mark.rule("S1-44")
def test_a_need_is_taken_back_with_a_reason_and_no_task_is_left(house: House, family: Family) -> None:
    hana, _page = needed(house, family)
    hana.open(file_of(family))
    hana.follow("No plan is needed")
    page = hana.press("No plan is needed")
    assert page.mistakes == ["Write why no plan is needed after all."]
    page = hana.press("No plan is needed", because="Rodiče se mezitím dohodli.")
    assert page.has_link("A longer cooperation is needed")
    assert "Individual plans that wait for you" not in hana.open("/service").text
    _hana, page = planned(house, family)
    hana.open(f"{file_of(family)}/need/over")
    page = hana.press("No plan is needed", because="Omyl.")
    assert page.mistakes == ["A plan answers this need already. End the plan instead."]


@pytest.mark.rule("S1-45")
def test_a_plan_leads_to_relief_and_independence(house: House, family: Family) -> None:
    hana, _page = needed(house, family)
    page = hana.press(
        "Save the plan", **whole(), wish_2="Chci klidněji spát.", aim_2=EASIER, sign_2="Tři noci v klidu.",
        what_2_1="Večer bez telefonu.", who_2_1="Zuzana Kratochvílová", until_2_1=in_days(30),
    )  # fmt: skip
    assert f"What it leads to: {ALONE}" in page.text
    assert f"What it leads to: {EASIER}" in page.text
    assert "Sejít se nad kalendářem péče." in page.text
    assert "Zuzana a Pavel" in page.text


@pytest.mark.rule("S1-45")
def test_a_plan_without_a_goal_towards_independence_is_refused(house: House, family: Family) -> None:
    hana, _page = needed(house, family)
    page = hana.press("Save the plan", **whole() | {"aim_1": EASIER})
    assert page.mistakes == [
        "A plan leads to independence from outside help. Write at least one goal that the client will reach alone, and"
        " say so of it."
    ]
    assert WISH in page.whole
    with house.app.app_context():
        assert written_plan(family.circle_id) is None


def test_all_that_a_plan_lacks_is_said_at_once(house: House, family: Family) -> None:
    hana, _page = needed(house, family)
    page = hana.press("Save the plan", wish_2="Chci klidněji spát.", what_2_1="Večer bez telefonu.")
    assert page.mistakes == [
        "Write what is hard for the client now.",
        "Say of goal 2 what it leads to.",
        "Write how you will know that goal 2 is reached.",
        "Write of each step what is done, who does it and until when (goal 2, step 1).",
        "Write the day on which you go through the plan together.",
    ]
    assert "Večer bez telefonu." in page.whole


def test_a_changed_plan_keeps_the_former_version(house: House, family: Family) -> None:
    hana, _page = planned(house, family)
    hana.follow("Change the plan")
    page = hana.press("Save the plan", wish_1="Chceme střídavou péči bez hádek.")
    assert page.mistakes == ["Write in a sentence what made the plan change."]
    page = hana.press("Save the plan", because="Rodiče se domluvili na střídání.")
    assert "Chceme střídavou péči bez hádek." in page.text
    assert "Version 1 of the plan" in page.text
    assert WISH in page.text
    assert "Rodiče se domluvili na střídání." in page.text
    with house.app.app_context():
        plan = written_plan(family.circle_id)
        assert plan is not None
        assert [one.number for one in plan.versions] == [2, 1]


def test_two_who_change_a_plan_at_once_overwrite_nothing(house: House, family: Family) -> None:
    hana, _page = planned(house, family)
    hana.follow("Change the plan")
    ondrej = english(house, "sevcik")
    ondrej.open(f"{file_of(family)}/plan")
    ondrej.press("Save the plan", wish_1="Chceme mediaci.", because="Po rozhovoru s otcem.")
    page = hana.press("Save the plan", wish_1="Chceme klid.", because="Po výstupech.")
    assert page.mistakes == ["Somebody else has just changed the plan. Read it, then write yours."]
    assert "Chceme mediaci." in page.text
    assert "Chceme klid." in page.whole
    page = hana.press("Save the plan")
    assert "Chceme klid." in page.text
    assert "Version 2 of the plan" in page.text


def test_two_who_make_a_plan_at_once_make_one(house: House, family: Family) -> None:
    hana, _page = needed(house, family)
    ondrej = english(house, "sevcik")
    ondrej.open(f"{file_of(family)}/plan")
    ondrej.press("Save the plan", **whole())
    page = hana.press("Save the plan", **whole() | {"wish_1": "Chceme klid."})
    assert page.mistakes == ["Somebody else has just changed the plan. Read it, then write yours."]
    with house.app.app_context():
        assert len(plans_of(family.circle_id)) == 1


def test_the_review_is_due_on_the_board_and_says_how_each_goal_stands(house: House, family: Family) -> None:
    hana, page = planned(house, family)
    with house.app.app_context(), transaction():
        plan = written_plan(family.circle_id)
        assert plan is not None
        plan.review_on = clock.today()
    page = hana.open("/service")
    assert "to be evaluated since" in page.text
    assert "to be evaluated since" not in english(house, "burda").open("/service").text
    hana.follow("Evaluate")
    page = hana.press("Save the evaluation", verdict_1="not reached", then="the plan goes on")
    assert page.mistakes == [
        "Write of goal 1 in a sentence how it stands.",
        "Write the day on which you go through the plan together.",
    ]
    page = hana.press("Save the evaluation", note_1="Hádají se dál.", next_on=in_days(30))
    assert "Hádají se dál." in page.text
    assert "to be evaluated since" not in hana.open("/service").text
    with house.app.app_context():
        plan = written_plan(family.circle_id)
        assert plan is not None
        assert plan.review_on == clock.today() + timedelta(days=30)
        ((_goal, verdict, _note),) = plan.reviews[0].outcomes
        assert verdict is Verdict.NOT_MET


def test_what_changed_meanwhile_is_not_evaluated_unseen(house: House, family: Family) -> None:
    hana, _page = planned(house, family)
    hana.follow("Evaluate the goals")
    ondrej = english(house, "sevcik")
    ondrej.open(f"{file_of(family)}/plan")
    ondrej.press("Save the plan", wish_1="Chceme mediaci.", because="Po rozhovoru s otcem.")
    page = hana.press(
        "Save the evaluation", verdict_1="goal reached", then="the plan goes on", next_on=in_days(30)
    )  # fmt: skip
    assert page.mistakes == ["Somebody else has just changed the plan. Read it, then write yours."]
    assert "Chceme mediaci." in page.text
    page = hana.press("Save the evaluation")
    assert page.mistakes == ["Say of goal 1 how far it is reached."]


def test_a_plan_ends_with_its_result_and_the_file_after_it(house: House, family: Family) -> None:
    hana, _page = planned(house, family)
    hana.open(f"{file_of(family)}/end")
    page = hana.press("End the file", outcome="cooperation ended")
    assert "The individual plan still runs." in " ".join(page.mistakes)
    hana.open(file_of(family))
    hana.follow("Open the plan")
    hana.follow("End the plan")
    page = hana.press("End the plan", result="another service goes on", note="Pokračuje středisko.")
    assert page.mistakes == ["Evaluate the goals first. Only a plan that was broken off ends without it."]
    hana.follow("Back")
    hana.follow("Evaluate the goals")
    page = hana.press("Save the evaluation", verdict_1="goal reached", then="the plan ends")
    assert page.heading == "End the individual plan"
    assert "evaluated, its result is still to be written" in hana.open("/service").text
    hana.follow("End the plan")
    page = hana.press("End the plan", result="the client manages without help from outside", note="Zvládají to sami.")
    assert "Zvládají to sami." in page.text
    assert not page.has_link("Change the plan")
    page = hana.open(file_of(family))
    assert page.has_link("A longer cooperation is needed again")
    with house.app.app_context():
        assert written_plan(family.circle_id) is None
        assert need_of(family.circle_id) is None
        (plan,) = plans_of(family.circle_id)
        assert plan.result == Result.INDEPENDENT
    hana.open(f"{file_of(family)}/end")
    page = hana.press("End the file", outcome="cooperation ended")
    assert "still runs" not in page.text


def test_an_ended_plan_is_neither_evaluated_nor_ended_again(house: House, family: Family) -> None:
    hana, _page = planned(house, family)
    here = hana.page.address
    ondrej = english(house, "sevcik")
    ondrej.open(f"{here}/evaluation")
    hana.follow("End the plan")
    hana.press("End the plan", result="broken off, the client no longer comes", note="Od března nechodí.")
    page = ondrej.press("Save the evaluation", verdict_1="goal reached", then="the plan ends")
    assert page.mistakes == ["This plan has ended."]
    ondrej.open(f"{here}/end")
    page = ondrej.press("End the plan", result="another service goes on", note="Jinak.")
    assert page.mistakes == ["This plan has ended."]


@pytest.mark.rule("S1-53")
def test_the_plan_lies_locked_and_only_people_of_the_file_read_it(house: House, family: Family) -> None:
    hana, page = planned(house, family)
    here = page.address
    with house.app.app_context(), transaction() as session:
        assert WISH.encode() not in bytes(session.scalar(text("SELECT wanted FROM individual_plan_version")))
        circles.put_into_team(
            session, session.get_one(Circle, family.circle_id), house.worker("ticha"), Part.THERAPIST
        )  # fmt: skip
    zora = house.signed_in("ticha")
    assert zora.open(here).status == 200
    hana.open(f"{file_of(family)}/kept-out")
    hana.press("Keep out", worker="Mgr. Zora Tichá, rodinná terapeutka", kind="the client does not wish it")
    for browser in (zora, *(house.signed_in(key) for key in ("kral", "burda", "nikola", "lenka", "martina"))):
        for way in ("", "/evaluation", "/end", "/plan.pdf"):
            assert browser.open(here + way).status == 404
    assert "Individual plans" not in english(house, "ticha").open("/service").text


def test_the_longest_words_stand_whole_on_paper(house: House, family: Family) -> None:
    hana, _page = needed(house, family)
    wish, note = "Chceme se domluvit sami. " * 12, "Jedno předání bylo klidné. " * 18
    hana.press("Save the plan", **whole() | {"wish_1": wish})
    hana.follow("Evaluate the goals")
    page = hana.press(
        "Save the evaluation", verdict_1="reached in part", note_1=note, then="the plan goes on", next_on=in_days(90)
    )
    pages = PdfReader(BytesIO(hana.client.get(f"{page.address}/plan.pdf").data)).pages
    printed = squeezed(" ".join(one.extract_text() for one in pages))
    assert printed.count("Chceme se domluvit sami.") == 24
    assert printed.count("Jedno předání bylo klidné.") == 18


@pytest.mark.parametrize("tongue", ["cs", "en"])
def test_the_plan_goes_on_paper(house: House, family: Family, tongue: str) -> None:
    hana, _page = evaluated(house, family)
    hana.follow("Change the plan")
    page = hana.press("Save the plan", because="Po hodnocení.", sources="Babička pomáhá s dětmi.")
    hana.client.set_cookie("lang", tongue)
    answer = hana.client.get(f"{page.address}/plan.pdf")
    assert answer.mimetype == "application/pdf"
    assert not faults_of(answer.data, language=tongue)
    pages = PdfReader(BytesIO(answer.data)).pages
    printed = squeezed(" ".join(one.extract_text() for one in pages))
    for words in (
        WISH,
        "Sejít se nad kalendářem péče.",
        "Zuzana a Pavel",
        "Babička pomáhá",
        "Jedno předání bylo klidné.",
    ):
        assert words in printed
    assert "Zuzana Kratochvílová" in printed
    assert "Mgr. Hana Blažková" in printed
    assert ("Individuální plán" if tongue == "cs" else "Individual plan") in printed


def test_the_board_names_every_file_that_waits(house: House, family: Family) -> None:
    hana, _page = needed(house, family)
    assert hana.open("/service").text.count("the plan is still to be made") == 1
    for _number in range(3):
        needed(house, kratochvilovi(house, State.CLIENT))
    page = hana.open("/service")
    assert page.text.count("the plan is still to be made") == 4
