"""Who needs the invented service for longer: a plan under way whose review is due, and one still to be made."""

from datetime import time
from uuid import UUID

from agencies.assessment import actions as assessment
from agencies.circles import actions as circles
from agencies.circles.models import family_of
from agencies.circles.rules import Relation
from agencies.clients import actions as clients
from agencies.clients.composing import consent_text
from agencies.clients.rules import Expectation, Point
from agencies.individual_plans import actions as plans
from agencies.individual_plans.rules import Aim, Goal, PlanText, Step
from agencies.intake import actions as intake
from agencies.intake.actions import Place, Told
from agencies.intake.rules import Channel
from coordination.demonstration.town import Town
from foundation import clock


def play(town: Town, kratochvilovi: UUID) -> None:
    """A mother with a plan since 16 March, to be evaluated on the last day of the story; a need found on 9 April."""
    circle = becomes_client(town)
    makes_plan(town, circle)
    with town.on(9, 4, 12):
        plans.find_need(
            kratochvilovi, "Rodiče se na péči domluví až po několika dalších setkáních, šest návštěv nestačí.",
            actor=town.visitor("sevcik"),
        )  # fmt: skip


def becomes_client(town: Town) -> UUID:
    """A call on 2 March, the intake on the 4th, the assessment on the 9th; on the 16th the mother is a client."""
    nikola, hana = town.visitor("nikola"), town.visitor("blazkova")
    with town.on(2, 3, 13):
        told = Told(
            name="Marie Benešová", reach="601 000 444", relation=Relation.MOTHER, channel=Channel.PHONE,
            subject="Po rozvodu je na všechno sama, ztrácí se v dluzích a termínech.",
        )  # fmt: skip
        circle = intake.take_contact(town.agencies["poradna"], told, actor=nikola)
        at = Place(town.workers["nikola"], clock.instant(town.day(4, 3), time(13)))
        booked = intake.book(circle, at, actor=nikola)
    with town.on(4, 3, 14):
        circles.add_person(circle, name="Šimon Beneš", relation=Relation.CHILD, reach="", actor=nikola)
        intake.hold(
            booked, informed=True, actor=nikola,
            situation="Matka se synem (11) žijí sami. Úřady a splátky za ni vyřizuje babička.",
        )  # fmt: skip
    with town.on(9, 3, 14):
        assessment.conclude(
            circle, [town.workers["blazkova"], town.workers["sevcik"]], key_worker=town.workers["blazkova"],
            outlook="S podporou to zvládne sama, potřebuje na to čas.", needs_others=False, actor=nikola,
        )  # fmt: skip
    with town.on(16, 3, 9):
        clients.open_process(circle, set(Point), actor=hana)
        clients.write_order(
            circle, "Zvládat domácnost a peníze sama.", [Expectation("podpora při jednání s úřady", can_meet=True)],
            because="", seen="0", actor=hana,
        )  # fmt: skip
        (mother,) = [one for one in family_of(circle) if one.is_parent]
        clients.sign(mother.id, seen=consent_text(mother.id).fingerprint, actor=hana)
    return circle


def makes_plan(town: Town, circle: UUID) -> None:
    """The need, and the plan that answers it: a goal towards independence and one towards relief."""
    hana = town.visitor("blazkova")
    with town.on(16, 3, 10):
        plans.find_need(circle, "Učí se vést úřady a splátky sama, to bude trvat půl roku.", actor=hana)
        alone = Goal(
            "Chci si úřady a složenky vyřizovat sama, bez maminky.", Aim.INDEPENDENCE,
            "Tři měsíce po sobě zaplatí sama a včas.",
            (
                Step("Sepsat všechny dluhy a splátky do jedné tabulky.", "Marie Benešová, Mgr. Hana Blažková",
                     town.day(30, 3)),
                Step("Domluvit splátkový kalendář s bankou.", "Marie Benešová", town.day(20, 4)),
            ),
        )  # fmt: skip
        relief = Goal(
            "Chci v noci spát a nehádat se se Šimonem.", Aim.RELIEF, "Pět klidných večerů v týdnu.",
            (Step("Jednou týdně večer jen pro ni, Šimon je u babičky.", "Marie Benešová, babička", town.day(31, 3)),),
        )  # fmt: skip
        text = PlanText(
            "Po rozvodu za ni všechno vyřizuje její matka. Bojí se otevřít dopis.", (alone, relief),
            "Babička je zdravá a ráda pomůže. Marie má stálou práci.",
            "Když přijde exekuce, znovu přestane otevírat dopisy.", town.day(14, 4),
        )  # fmt: skip
        plans.write(circle, text, because="", seen="0", actor=hana)
