"""The fixed words of the papers of a meeting, in Czech and in English, each a whole text of its own."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class MinutesWords:
    """What the minutes say besides what was said at the meeting."""

    titles: Mapping[str, str]
    """By the heading that the office chose; %s is the number of the meeting."""
    kinds: Mapping[str, str]
    """What the file is called in its own data and on later pages, without the number."""
    case: str
    number: str
    reference: str
    when: str
    where: str
    whose_family: str
    convened: str
    led: str
    wrote: str
    entered: str
    goal: str
    who_was_there: str
    people: tuple[str, str, str, str]
    attendance: Mapping[str, str]
    since: str
    until: str
    roles: Mapping[str, str]
    pledges: Mapping[str, str]
    nobody: str
    family: str
    informed: str
    told: Mapping[str, str]
    not_there: str
    no_reason: str
    brief: str
    who_said_what: str
    said: tuple[str, str]
    topics: tuple[str, str, str, str, str]
    noted_by: str
    questions: str
    question: tuple[str, str, str]
    views: Mapping[str, str]
    no_decision: str
    needs: str
    need: tuple[str, str]
    open: str
    strengths_risks: str
    strengths: str
    risks: str
    options: str
    option: tuple[str, str, str]
    speaks_for: str
    speaks_against: str
    chosen: str
    not_chosen: str
    agreed: str
    in_plan: str
    task: tuple[str, str, str, str]
    task_states: Mapping[str, str]
    schedules: Mapping[str, str]
    evaluation: str
    next_meeting: str
    disagreed: str
    belongs: str
    recipient: tuple[str, str, str]
    forms: Mapping[str, str]
    own_part: str
    own_sheet: str
    by_deed: str
    ways: Mapping[str, str]
    comments: str
    ready_on: str
    comments_until: str
    no_comments: str
    worked_in: str
    not_worked_in: str
    unanswered: str
    attachments: str
    addendum: str
    key_worker: str
    minute_taker: str
    extract: str
    footer: str
    addressed: str
    notice: str


CZECH = MinutesWords(
    titles={"record": "Zápis z případové konference č. %s", "protocol": "Protokol o případové konferenci č. %s"},
    kinds={"record": "Zápis z případové konference", "protocol": "Protokol o případové konferenci"},
    case="Případ", number="č. j.", reference="sp. zn.", when="Kdy", where="Kde", whose_family="Čí rodina",
    convened="Kdo svolal", led="Kdo vedl", wrote="Kdo zapsal", entered="zapsáno dodatečně", goal="Cíl",
    who_was_there="Kdo u toho byl", people=("Jméno", "Za koho", "Přítomnost", "Mlčenlivost"),
    attendance={
        "present": "celou dobu", "late": "pozdější příchod", "left_early": "dřívější odchod", "excused": "omluva",
        "absent": "bez omluvy", "informed_only": "jen informace", "": "neuvedeno",
    },
    since="od", until="do",
    roles={
        "coordinator": "koordinuje", "minute_taker": "zapisuje", "facilitator": "vede setkání",
        "support_person": "doprovází", "interpreter": "tlumočí", "minor_representative": "zastupuje dítě",
        "parent": "rodina", "child": "rodina",
    },
    pledges={
        "signed": "elektronicky", "paper": "na papíře", "at_table": "u stolu", "qualified": "elektronicky",
        "pending": "nepodepsáno", "waiting_confirmation": "papír čeká", "refused": "odmítnuto",
        "superseded": "starší znění", "": "nepodepisuje",
    },
    nobody="nikdo", family="Rodina:", informed="Dozvěděli se:",
    told={
        "in_person": "osobně", "paper": "na papíře", "phone": "po telefonu", "email": "e-mailem",
        "data_box": "datovou schránkou",
    },
    not_there="jen informace, na setkání nepřišli:", no_reason="důvod neuveden",
    brief="Co víme", who_said_what="Co kdo řekl", said=("Kdo", "Co řekl"),
    topics=("Co víme", "Obava", "Silné stránky", "Nabídka", "Podmínka"), noted_by="zapsáno podle slov, předává",
    questions="Otázky a názory", question=("Otázka", "Názory", "Závěr"),
    views={"for": "ano", "under_condition": "ano s podmínkou", "against": "ne", "cannot_say": "nelze říci"},
    no_decision="úřad zatím nerozhodl", needs="Co rodina potřebuje", need=("Potřeba", "Kdo ji pokryje"),
    open="zatím nikdo", strengths_risks="Silné stránky a rizika", strengths="Silné stránky", risks="Rizika",
    options="Co jsme zvažovali", option=("Možnost", "Pro a proti", "Zvoleno"), speaks_for="Pro:",
    speaks_against="Proti:", chosen="ano", not_chosen="teď ne", agreed="Na čem jsme se dohodli",
    in_plan="Úkoly jsou v plánu spolupráce, verze %s.", task=("č.", "Úkol", "Zodpovídá", "Termín"),
    task_states={
        "draft": "návrh", "offered": "navržen", "accepted": "přijat", "other_date": "jiný termín",
        "declined": "odmítnut", "under_way": "plní se", "done": "splněn", "partly": "částečně",
        "not_done": "nesplněn", "confirmed": "potvrzen", "cancelled": "zrušen", "overdue": "po termínu",
    },
    schedules={"week": "každý týden do", "fortnight": "každé dva týdny do", "month": "každý měsíc do"},
    evaluation="Vyhodnocení:", next_meeting="Další setkání:", disagreed="Na čem jsme se neshodli:",
    belongs="Komu zápis patří", recipient=("Kdo", "Co dostane", "Jak"),
    forms={"whole": "celý zápis", "extract": "výtah s dohodou", "nothing": "nic",
        "until_approval": "celý zápis, jen do schválení",
    }, own_part="zápis bez údajů o jiných osobách",
    own_sheet="vlastní list",
    by_deed="jen rozhodnutím koordinátorky",
    ways={"door": "po přihlášení, na přání na papíře", "paper": "na papíře do vlastních rukou"},
    comments="Připomínky:", ready_on="zápis má být hotov", comments_until="připomínky do",
    no_comments="Nikdo žádnou nepodal.", worked_in="zapracováno", not_worked_in="nezapracováno",
    unanswered="zatím bez odpovědi", attachments="Přílohy:", addendum="Dodatek č. %s",
    key_worker="klíčová sociální pracovnice, dne", minute_taker="zápis, dne", extract="výtah ze zápisu",
    footer="zápis, verze %s", addressed="výtisk %s z %s pro: %s",
    notice="Obsahuje osobní údaje rodiny. Nekopírujte a nepředávejte dál.",
)  # fmt: skip

ENGLISH = MinutesWords(
    titles={"record": "Minutes of case conference no. %s", "protocol": "Protocol of case conference no. %s"},
    kinds={"record": "Minutes of a case conference", "protocol": "Protocol of a case conference"},
    case="Case", number="no.", reference="ref.", when="When", where="Where", whose_family="Whose family",
    convened="Convened by", led="Led by", wrote="Taken by", entered="entered afterwards", goal="Goal",
    who_was_there="Who was there", people=("Name", "For whom", "Attendance", "Confidentiality"),
    attendance={
        "present": "all the time", "late": "came later", "left_early": "left earlier", "excused": "excused",
        "absent": "absent", "informed_only": "informed only", "": "not said",
    },
    since="from", until="until",
    roles={
        "coordinator": "coordinates", "minute_taker": "takes the minutes", "facilitator": "leads the meeting",
        "support_person": "accompanies", "interpreter": "interprets", "minor_representative": "represents the child",
        "parent": "family", "child": "family",
    },
    pledges={
        "signed": "electronically", "paper": "on paper", "at_table": "at the table", "qualified": "electronically",
        "pending": "not signed", "waiting_confirmation": "paper waits", "refused": "refused",
        "superseded": "former wording", "": "does not sign",
    },
    nobody="nobody", family="Family:", informed="Were told:",
    told={
        "in_person": "in person", "paper": "on paper", "phone": "by phone", "email": "by mail",
        "data_box": "by data box",
    },
    not_there="only informed, did not come:", no_reason="no reason given",
    brief="What we know", who_said_what="Who said what", said=("Who", "What they said"),
    topics=("What we know", "Concern", "Strengths", "Offer", "Condition"), noted_by="as said, passed on by",
    questions="Questions and opinions", question=("Question", "Opinions", "Outcome"),
    views={"for": "yes", "under_condition": "yes, if", "against": "no", "cannot_say": "cannot say"},
    no_decision="the office has not decided yet", needs="What the family needs", need=("Need", "Who covers it"),
    open="nobody yet", strengths_risks="Strengths and risks", strengths="Strengths", risks="Risks",
    options="What we considered", option=("Option", "For and against", "Chosen"), speaks_for="For:",
    speaks_against="Against:", chosen="yes", not_chosen="not now", agreed="What we agreed",
    in_plan="The tasks are in the cooperation plan, version %s.", task=("No.", "Task", "Responsible", "By when"),
    task_states={
        "draft": "draft", "offered": "offered", "accepted": "accepted", "other_date": "other date",
        "declined": "declined", "under_way": "under way", "done": "done", "partly": "partly", "not_done": "not done",
        "confirmed": "confirmed", "cancelled": "cancelled", "overdue": "overdue",
    },
    schedules={"week": "every week until", "fortnight": "every fortnight until", "month": "every month until"},
    evaluation="Evaluation:", next_meeting="Next meeting:", disagreed="What we did not agree about:",
    belongs="Whose minutes these are", recipient=("Who", "What they get", "How"),
    forms={"whole": "all of it", "extract": "extract with what was agreed", "nothing": "nothing",
        "until_approval": "all of it, only until the approval",
    },
    own_part="minutes without what is about others",
    own_sheet="a sheet of their own", by_deed="only if the coordinator decides so",
    ways={"door": "after signing in, on paper if wished", "paper": "on paper, into their own hands"},
    comments="Comments:", ready_on="the minutes are to be ready", comments_until="comments until",
    no_comments="Nobody made any.", worked_in="worked in", not_worked_in="not worked in",
    unanswered="no answer yet", attachments="Attachments:", addendum="Addendum no. %s",
    key_worker="key social worker, on", minute_taker="minutes, on", extract="extract from the minutes",
    footer="minutes, version %s", addressed="copy %s of %s for: %s",
    notice="Contains personal data of the family. Do not copy or pass on.",
)  # fmt: skip

MINUTES: Mapping[str, MinutesWords] = {"cs": CZECH, "en": ENGLISH}


@dataclass(frozen=True)
class ListWords:
    """What the attendance list says."""

    title: str
    meeting: str
    convened: str
    where: str
    span: str
    head: tuple[str, str, str, str, str, str, str]
    signed: str
    on_paper: str
    waits: str
    no_pledge: str
    sign_first: str
    meaning: str
    minute_taker: str
    convenor: str
    footer: str
    notice: str
    case: str
    reference: str


LIST: Mapping[str, ListWords] = {
    "cs": ListWords(
        title="Prezenční listina", meeting="Setkání", convened="Kdo svolal", where="Kde", span="Od – do",
        head=("č.", "Jméno", "Funkce a organizace", "Slib mlčenlivosti", "Příchod", "Odchod", "Podpis"),
        signed="elektronicky", on_paper="na papíře", waits="čeká na podpis", no_pledge="nepodepisuje",
        sign_first="Kdo slib ještě nepodepsal, podepíše tiskopis slibu.",
        meaning=(
            "Podpisem na této listině potvrzujete přítomnost, nikoli souhlas s tím, co zaznělo. "
            "Kdo v seznamu není, zapíše se do volného řádku."
        ),
        minute_taker="zapisuje", convenor="svolává", footer="prezenční listina · příloha zápisu",
        notice="Na listinu nepište jména dětí ani rodiny, které se setkání týká.", case="Případ", reference="sp. zn.",
    ),
    "en": ListWords(
        title="Attendance list", meeting="Meeting", convened="Convened by", where="Where", span="From – to",
        head=("No.", "Name", "Function and organisation", "Pledge", "Came", "Left", "Signature"),
        signed="electronically", on_paper="on paper", waits="waits for signature", no_pledge="does not sign",
        sign_first="Whoever has not signed the pledge yet signs its form.",
        meaning=(
            "By signing this list you confirm that you were there, not that you agree with what was said. "
            "Whoever is not on it writes themselves on a free line."
        ),
        minute_taker="takes the minutes", convenor="convenes", footer="attendance list · attachment of the minutes",
        notice="Do not write names of children or of the family on this list.", case="Case", reference="ref.",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class AgendaWords:
    """What the printed agenda says."""

    title: str
    meeting: str
    head: tuple[str, str, str, str]
    minutes: str
    rules_title: str
    rules: tuple[str, ...]
    footer: str
    case: str


AGENDA: Mapping[str, AgendaWords] = {
    "cs": AgendaWords(
        title="Program setkání", meeting="Setkání", head=("č.", "Bod", "Od", "Vede"), minutes="min.",
        rules_title="Na čem se domluvíme na začátku",
        rules=(
            "Než kdo promluví o rodině, všichni podepíší slib mlčenlivosti.",
            "Mluvíme po jednom, o tom, co víme, a s úctou.",
            "Nikdo nic nenahrává.",
            "Řekneme si, kdy bude hotov zápis a do kdy k němu jde psát připomínky.",
        ),
        footer="program setkání", case="Případ",
    ),
    "en": AgendaWords(
        title="Agenda of the meeting", meeting="Meeting", head=("No.", "Item", "From", "Led by"), minutes="min",
        rules_title="What we agree at the beginning",
        rules=(
            "Before anybody speaks of the family everybody signs the pledge of confidentiality.",
            "We speak one at a time, about what we know, and with respect.",
            "Nobody records anything.",
            "We say when the minutes will be ready and until when people may comment.",
        ),
        footer="agenda", case="Case",
    ),
}  # fmt: skip
