"""The words of the plan on paper, in Czech and in English, each a whole text of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coordination.plans.rules_of_difference import Difference, How, What
from coordination.tasks.rules import SaidWhere, State
from foundation.language import day


@dataclass(frozen=True)
class PlanWords:
    """What the plan says besides what was agreed; a sentence with a gap is a pattern of `str.format`."""

    title: str
    town: str
    case: str
    reference: str
    footer: str
    notice: str
    family: str
    coordinates: str
    agreed: str
    at_meeting: str
    entered_afterwards: str
    valid: str
    version: str
    since: str
    as_of: str
    evaluation: str
    not_agreed: str
    joins: str
    goal: str
    goals: str
    sign: str
    tasks: str
    no_task: str
    task_head: tuple[str, str, str, str, str]
    task_states: Mapping[str, str]
    helps: str
    no_date: str
    instead_of: str
    weekly: tuple[str, ...]
    fortnightly: tuple[str, ...]
    monthly: str
    open_points: str
    task_is: str
    open: Mapping[State, str]
    conditions: str
    condition_head: tuple[str, str, str, str]
    condition_states: Mapping[str, str]
    promise: Mapping[str, str]
    failing: str
    by_task: str
    at_most: str
    counted: str
    risks: str
    watches: str
    help: str
    how_evaluated: str
    we_meet: str
    again: str
    day_later: str
    usual_rules: str
    not_working: str
    call: str
    changed: str
    amended: str
    new_date: str
    new_person: str
    who_accepted: str
    accepted_head: tuple[str, str, str]
    silence: str
    accepted: str
    took_over: str
    who_said: str
    said_head: tuple[str, str, str]
    said: Mapping[SaidWhere, str]
    agrees: str
    agrees_but: str
    disagrees: str
    objects: str
    quoted: str
    parts: Mapping[What, str]
    added: Mapping[What, str]
    dropped: Mapping[What, str]
    fields: Mapping[str, str]
    was_and_is: str
    nothing: str


CZECH = PlanWords(
    title="Plán spolupráce", town="Město {town}", case="Případ {code}", reference="sp. zn. {reference}",
    footer="{code} · plán, verze {version} · výtisk {number} z {count} pro: {recipient}",
    notice="Obsahuje osobní údaje rodiny. Nekopírujte a nepředávejte dál.",
    family="Rodina", coordinates="Koordinuje", agreed="Dohodnut", at_meeting="{day} na setkání č. {number}",
    entered_afterwards=" (zapsáno dodatečně)", valid="Platí", version="verze {number}, {span}",
    since="od {first} do {last}", as_of="Stav ke dni", evaluation="Vyhodnocení", not_agreed="zatím nedomluveno",
    joins=" a ", goal="Cíl", goals="Cíle", sign="Pozná se podle: {sign}", tasks="Úkoly",
    no_task="V tomto výtisku není žádný úkol.", task_head=("č.", "Úkol", "Zodpovídá", "Termín", "Stav"),
    task_states={
        "draft": "návrh", "offered": "navržen", "accepted": "přijat", "other_date": "jiný termín",
        "declined": "odmítnut", "under_way": "plní se", "done": "splněn", "partly": "částečně",
        "not_done": "nesplněn", "confirmed": "potvrzen", "cancelled": "zrušen", "overdue": "po termínu",
    },
    helps="pomáhá {names}", no_date="termín chybí", instead_of="místo {day}",
    weekly=("každé pondělí", "každé úterý", "každou středu", "každý čtvrtek", "každý pátek", "každou sobotu",
            "každou neděli"),
    fortnightly=("každé druhé pondělí", "každé druhé úterý", "každou druhou středu", "každý druhý čtvrtek",
                 "každý druhý pátek", "každou druhou sobotu", "každou druhou neděli"),
    monthly="každý měsíc, {day}.", open_points="Otevřené body", task_is="Úkol {number}: {what}.",
    open={
        State.OFFERED: "navržen, čeká na odpověď", State.OTHER_DATE: "navržen jiný termín",
        State.DECLINED: "odmítnut, hledá se jiné řešení",
    },
    conditions="Podmínky", condition_head=("Podmínka", "Do kdy", "Kdo posoudí", "Stav"),
    condition_states={
        "holds": "dodržena", "holds_so_far": "zatím dodržena", "breached": "porušena", "not_judged": "neposouzena",
    },
    promise={
        "holds": "Slib platí, podmínky jsou dodrženy", "holds_so_far": "Slib zatím platí",
        "breached": "Slib už neplatí, podmínka je porušena", "not_judged": "Slib čeká na posouzení podmínek",
    },
    failing="Když podmínka přestane platit:", by_task="podle úkolu {number}", at_most="nejvýš {most}",
    counted=", k {day}: {count}", risks="Na co si dáváme pozor", watches="Hlídá {name}", help="Pomáhá: {help}",
    how_evaluated="Jak plán vyhodnotíme", we_meet="Setkáme se {days}.", again=" a podruhé ",
    day_later="Den vyhodnocení domluvíme na příštím setkání.",
    usual_rules="U každého úkolu řekneme: splněn, splněn částečně, nesplněn a proč. "
    "U cíle řekneme, jak daleko jsme a co dál. Rodina hodnotí stejně jako my.",
    not_working="Úkol se nedaří?",
    call="Nečekejte na vyhodnocení. Zavolejte na {phone} a domluvte jiný termín nebo jiné řešení.",
    changed="Co se změnilo od verze {number}", amended="Dohodnuto po schválení, platí hned",
    new_date="termín {day} místo {former}", new_person="od {day} zodpovídá {name}",
    who_accepted="Kdo plán přijal", accepted_head=("Jméno a organizace", "Úkoly", "Jak a kdy"),
    silence="Mlčení neznamená souhlas: úkol platí, až ho odpovědná osoba přijme. "
    "Aktuální znění a své úkoly najdete přes odkaz ve své pozvánce.",
    accepted="přijato {how}", took_over="převzato s případem {day}",
    who_said="Co kdo řekl k plánu", said_head=("Jméno a organizace", "Slovo k plánu", "Jak a kdy"),
    said={SaidWhere.AT_TABLE: "při setkání", SaidWhere.ON_VISIT: "při návštěvě", SaidWhere.BY_PHONE: "po telefonu"},
    agrees="souhlasí", agrees_but="souhlasí, ale", disagrees="nesouhlasí", objects="má výhradu", quoted="„{words}“",
    parts={
        What.GOAL: "Cíl", What.TASK: "Úkol", What.COMMITMENT: "Závazek", What.CONDITION: "Podmínka",
        What.RISK: "Riziko", What.EVALUATION: "Vyhodnocení",
    },
    added={
        What.GOAL: "nový cíl", What.TASK: "nový úkol", What.COMMITMENT: "nový závazek",
        What.CONDITION: "nová podmínka", What.RISK: "nové riziko", What.EVALUATION: "nové",
    },
    dropped={
        What.GOAL: "vypuštěn", What.TASK: "vypuštěn", What.COMMITMENT: "vypuštěn", What.CONDITION: "vypuštěna",
        What.RISK: "vypuštěno", What.EVALUATION: "vypuštěno",
    },
    fields={
        "text": "jiné znění", "sign": "jinak se pozná", "person": "jiná osoba", "date": "jiný termín",
        "schedule": "jiné opakování", "helpers": "jiná pomoc", "order": "čeká na jiný úkol",
        "absences": "jiný počet dovolených absencí", "watcher": "hlídá někdo jiný", "help": "pomáhá něco jiného",
        "steps": "jiné kroky při nedodržení", "most": "jiný počet", "judge": "posoudí někdo jiný",
        "if_not": "jiný postup, když se úkol nedaří",
    },
    was_and_is=" (bylo: {before}, je: {after})", nothing="nic",
)  # fmt: skip

ENGLISH = PlanWords(
    title="Cooperation plan", town="Town of {town}", case="Case {code}", reference="ref. {reference}",
    footer="{code} · plan, version {version} · copy {number} of {count} for: {recipient}",
    notice="Contains personal data of the family. Do not copy or pass on.",
    family="Family", coordinates="Coordinated by", agreed="Agreed", at_meeting="{day} at meeting no. {number}",
    entered_afterwards=" (entered afterwards)", valid="Valid", version="version {number}, {span}",
    since="{first} to {last}", as_of="As of", evaluation="Evaluation", not_agreed="not agreed yet",
    joins=" and ", goal="Goal", goals="Goals", sign="It is seen by: {sign}", tasks="Tasks",
    no_task="There is no task in this copy.", task_head=("No.", "Task", "Responsible", "By when", "State"),
    task_states={
        "draft": "draft", "offered": "offered", "accepted": "accepted", "other_date": "other date",
        "declined": "declined", "under_way": "under way", "done": "done", "partly": "partly", "not_done": "not done",
        "confirmed": "confirmed", "cancelled": "cancelled", "overdue": "overdue",
    },
    helps="helped by {names}", no_date="no date yet", instead_of="instead of {day}",
    weekly=("every Monday", "every Tuesday", "every Wednesday", "every Thursday", "every Friday", "every Saturday",
            "every Sunday"),
    fortnightly=("every other Monday", "every other Tuesday", "every other Wednesday", "every other Thursday",
                 "every other Friday", "every other Saturday", "every other Sunday"),
    monthly="every month, on day {day}", open_points="Open points", task_is="Task {number}: {what}.",
    open={
        State.OFFERED: "offered, waits for an answer", State.OTHER_DATE: "another date is proposed",
        State.DECLINED: "declined, another way is sought",
    },
    conditions="Conditions", condition_head=("Condition", "Until when", "Who judges", "State"),
    condition_states={
        "holds": "kept", "holds_so_far": "kept so far", "breached": "broken", "not_judged": "not judged",
    },
    promise={
        "holds": "The promise holds, the conditions are kept", "holds_so_far": "The promise holds so far",
        "breached": "The promise no longer holds, a condition is broken",
        "not_judged": "The promise waits until the conditions are judged",
    },
    failing="When a condition no longer holds:", by_task="by task {number}", at_most="at most {most}",
    counted=", on {day}: {count}", risks="What we watch out for", watches="Watched by {name}",
    help="What helps: {help}",
    how_evaluated="How we evaluate the plan", we_meet="We meet {days}.", again=" and again ",
    day_later="We agree on the day of the evaluation at the next meeting.",
    usual_rules="Of each task we say: done, partly done, not done, and why. "
    "Of the goal we say how far we are and what comes next. The family evaluates as we do.",
    not_working="A task does not work out?",
    call="Do not wait for the evaluation. Call {phone} and agree on another date or another way.",
    changed="What has changed since version {number}", amended="Agreed after the approval, holds at once",
    new_date="by {day} instead of {former}", new_person="{name} is responsible from {day}",
    who_accepted="Who accepted the plan", accepted_head=("Name and organisation", "Tasks", "How and when"),
    silence="Silence is no agreement: a task holds once the person responsible accepts it. "
    "The current wording and your tasks are behind the link in your invitation.",
    accepted="accepted {how}", took_over="taken over with the case {day}",
    who_said="Who said what to the plan", said_head=("Name and organisation", "Word on the plan", "How and when"),
    said={SaidWhere.AT_TABLE: "at the meeting", SaidWhere.ON_VISIT: "on a visit", SaidWhere.BY_PHONE: "by phone"},
    agrees="agrees", agrees_but="agrees, but", disagrees="disagrees", objects="has a reservation", quoted="“{words}”",
    parts={
        What.GOAL: "Goal", What.TASK: "Task", What.COMMITMENT: "Commitment", What.CONDITION: "Condition",
        What.RISK: "Risk", What.EVALUATION: "Evaluation",
    },
    added={
        What.GOAL: "new goal", What.TASK: "new task", What.COMMITMENT: "new commitment",
        What.CONDITION: "new condition", What.RISK: "new risk", What.EVALUATION: "new",
    },
    dropped=dict.fromkeys(What, "dropped"),
    fields={
        "text": "other wording", "sign": "seen by something else", "person": "another person", "date": "another date",
        "schedule": "another rhythm", "helpers": "other help", "order": "waits for another task",
        "absences": "another number of absences allowed", "watcher": "somebody else watches it",
        "help": "something else helps", "steps": "other steps when it is not kept", "most": "another number",
        "judge": "somebody else judges", "if_not": "another way when a task does not work out",
    },
    was_and_is=" (was: {before}, is: {after})", nothing="nothing",
)  # fmt: skip

WORDS: Mapping[str, PlanWords] = {"cs": CZECH, "en": ENGLISH}

_SHOWN = ("person", "date", "most", "judge", "watcher", "absences", "helpers", "order")
"""Fields short enough to print what was and what is."""


def written(one: Difference, language: str = "cs") -> str:
    """What changed as a sentence: `Úkol 5: jiný termín (bylo: 19. 6. 2026, je: 12. 6. 2026).`"""
    words = WORDS[language]
    named = {What.TASK: one.name, What.EVALUATION: ""}.get(one.what, words.quoted.format(words=one.name))
    subject = f"{words.parts[one.what]} {named}".strip()
    if one.how == How.ADDED:
        return f"{subject}: {words.added[one.what]}."
    if one.how == How.DROPPED:
        return f"{subject}: {words.dropped[one.what]}."
    before, after = one.before or words.nothing, one.after or words.nothing
    shown = words.was_and_is.format(before=before, after=after) if one.field in _SHOWN else ""
    return f"{subject}: {words.fields[one.field]}{shown}."


def said_on(where: SaidWhere, on: date, language: str) -> str:
    """Where and when something was said: `při setkání 3. 3. 2026`."""
    return f"{WORDS[language].said[where]} {day(on, language)}"
