"""The fixed sentences of invitations on paper: to agencies in two languages, to parents, to children (vy or ty)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class AgencySentences:
    """What the letter to a worker says besides its date and place; nothing of it is about anybody."""

    title: str
    greeting: str
    invited: str
    whoever_invited: str
    """To an agency that has not said yet whom it sends; `{wanted}` is the function that is needed."""
    on_the_day: str
    settled_by: str
    phone: str
    printed_on: str
    number: str
    why: str
    aim: tuple[str, str]
    prepare: tuple[str, str]
    sign: str
    sign_by_link: str
    sign_on_paper: str
    leads: str
    led_by_facilitator: str
    led_by_convenor: str
    led_by_you: str
    others_come: str
    if_not: str
    if_not_standpoint: str
    if_not_call: str
    answer: str
    say_who: str
    how_to_answer: str
    or_mail: str
    convenes: str
    slip: str
    slip_how: str
    slip_mail: str
    boxes: tuple[str, str, str]
    instead: str
    slip_line: str
    slip_who: str
    slip_reach: str
    slip_signed: str
    place_after_sign_in: str
    place_by_phone: str
    footer: str
    notice: str


AGENCY: Mapping[str, AgencySentences] = {
    "cs": AgencySentences(
        title="Pozvánka na pracovní setkání",
        greeting="Dobrý den",
        invited=(
            "zveme vás na setkání, na kterém se několik organizací domluví na společném postupu. "
            "Podrobnosti se dozvíte po podpisu slibu mlčenlivosti."
        ),
        whoever_invited=(
            "zveme jednoho člověka z vaší organizace ({wanted}) na setkání, na kterém se několik organizací domluví na "
            "společném postupu. Kdo přijde, dozví se podrobnosti po podpisu slibu mlčenlivosti."
        ),
        on_the_day="V den setkání volejte",
        settled_by="Vyřizuje:",
        phone="tel.",
        printed_on="Datum:",
        number="č. j.",
        why="Proč zveme vás",
        aim=("Čeho chceme dosáhnout", "Domluvit úkoly, termíny a lidi, kteří za ně odpovídají."),
        prepare=("Co si připravit", "Stručné stanovisko – co víte, co nabízíte, co potřebujete."),
        sign="Co podepíšete",
        sign_by_link="Slib mlčenlivosti, předem přes odkaz, nebo na místě na papíře.",
        sign_on_paper="Slib mlčenlivosti, na místě na papíře.",
        leads="Kdo setkání vede",
        led_by_facilitator="Facilitátor",
        led_by_convenor="Kdo ho svolává",
        led_by_you="Vy",
        others_come="přijdou pracovníci dalších organizací.",
        if_not="Když nemůžete",
        if_not_standpoint="Pošlete zástupce, který smí přijmout úkol, nebo písemné stanovisko.",
        if_not_call="Zavolejte nám, ať najdeme někoho dalšího.",
        answer="Odpovězte prosím",
        say_who="Napište nám prosím, kdo přijde,",
        how_to_answer="telefonem nebo písemně.",
        or_mail="telefonem, písemně, nebo na",
        convenes="kdo setkání svolává",
        slip="Odpověď na papíře",
        slip_how="odstřihněte a pošlete nám",
        slip_mail="odstřihněte, nebo vyfoťte a pošlete na",
        boxes=("přijdu", "nepřijdu", "pošlu stanovisko"),
        instead="přijde za mě:",
        slip_line="Jméno, datum, podpis:",
        slip_who="Přijde (jméno, funkce):",
        slip_reach="Telefon nebo e-mail:",
        slip_signed="Datum, podpis:",
        place_after_sign_in="místo vám řekneme po přihlášení",
        place_by_phone="místo vám řekneme po telefonu",
        footer="pozvánka",
        notice="Pozvánka neobsahuje údaje o rodině. Podrobnosti jen po přihlášení nebo na místě.",
    ),
    "en": AgencySentences(
        title="Invitation to a working meeting",
        greeting="Hello",
        invited=(
            "we invite you to a meeting at which several organisations will agree on what to do together. "
            "You will learn the details after signing the pledge of confidentiality."
        ),
        whoever_invited=(
            "we invite one person from your organisation ({wanted}) to a meeting at which several organisations will "
            "agree on what to do together. Whoever comes learns the details after signing the pledge of "
            "confidentiality."
        ),
        on_the_day="On the day of the meeting call",
        settled_by="Contact:",
        phone="phone",
        printed_on="Date:",
        number="no.",
        why="Why we invite you",
        aim=("What we want to achieve", "To agree on tasks, dates and the people who answer for them."),
        prepare=("What to prepare", "A short standpoint – what you know, what you offer, what you need."),
        sign="What you will sign",
        sign_by_link="A pledge of confidentiality, beforehand by the link, or on the spot on paper.",
        sign_on_paper="A pledge of confidentiality, on the spot on paper.",
        leads="Who leads the meeting",
        led_by_facilitator="A facilitator",
        led_by_convenor="Whoever convenes it",
        led_by_you="You",
        others_come="workers of other organisations will come.",
        if_not="If you cannot come",
        if_not_standpoint="Send a substitute who may accept a task, or a written standpoint.",
        if_not_call="Call us, so that we can find somebody else.",
        answer="Please answer",
        say_who="Please tell us who will come,",
        how_to_answer="by phone or in writing.",
        or_mail="by phone, in writing, or to",
        convenes="convenes the meeting",
        slip="Answer on paper",
        slip_how="cut it off and send it to us",
        slip_mail="cut it off, or take a photo and send it to",
        boxes=("I will come", "I cannot come", "I will send a standpoint"),
        instead="instead of me:",
        slip_line="Name, date, signature:",
        slip_who="Will come (name, function):",
        slip_reach="Phone or e-mail:",
        slip_signed="Date, signature:",
        place_after_sign_in="you will see the place after signing in",
        place_by_phone="we will tell you the place by phone",
        footer="invitation",
        notice="This invitation holds no data about any family. Details only after signing in, or on the spot.",
    ),
}


PARENT_TITLE = "Pozvánka na schůzku"
GREETING = "Dobrý den"
PARENT_INVITED = "rádi bychom vás pozvali na schůzku. Bez vás se domlouvat nechceme. Vaše slovo platí stejně jako naše."
TALK = "O čem bude řeč"
TALK_ENDS = "Pak se domluvíme, kdo co udělá."
WHO_COMES = "Kdo přijde a proč"
WORKS_WITH_YOU, COULD_HELP_YOU = "už s vámi pracuje", "může vám pomoct"
ALL_KEEP_SILENT = "Všichni slíbí mlčet. Jednat musíme jen při nebezpečí."
PREPARE = ("Co si připravit", "Nic nemusíte nosit. Rozmyslete si, co chcete říct.")
YOU_MAY = (
    "Můžete",
    (
        "vzít s sebou někoho blízkého",
        "říct, že s někým mluvit nechcete",
        "kdykoli si dát přestávku nebo odejít",
        "chtít tlumočníka nebo hlídání dětí, zařídíme to zdarma",
    ),
)
LET_US_KNOW = ("Dejte nám vědět", "Stačí zavolat nebo poslat SMS. Nehodí se čas? Najdeme jiný.")
LOOKING_FORWARD = "Těšíme se na vás."
FAMILY_FOOTER = ("Váš dopis", "Nikomu ho nemusíte ukazovat.")
FAMILY_PLACE_BY_PHONE = "Místo vám řekneme po telefonu"


@dataclass(frozen=True)
class ChildSentences:
    """The letter to a child; {guide} and {signal} are filled in."""

    title: str
    greeting: str
    invited: str
    where: str
    who_comes: str
    with_you: str
    only_for_you: str
    no_need: str
    may_say: str
    may_bring: str
    too_much: str
    afterwards: str
    bothers: str
    call: str
    or_else: str
    place_by_phone: str
    footer: tuple[str, str]


CHILD: Mapping[bool, ChildSentences] = {
    False: ChildSentences(
        title="Schůzka, na které jde o vás",
        greeting="Dobrý den",
        invited="chystáme schůzku. Jde na ní o vás, a proto tam chceme slyšet i vás.",
        where="Kdy a kde",
        who_comes="Kdo přijde",
        with_you="Kdo bude s vámi",
        only_for_you="Je tam jen kvůli vám.",
        no_need="Nemusíte mluvit. Můžete to napsat, nakreslit, nebo to za vás řekne {guide}.",
        may_say="Můžete říct, čím začneme. Můžete říct, koho tam nechcete.",
        may_bring="Můžete s sebou vzít někoho, komu věříte.",
        too_much="Když toho bude moc, dejte znamení: {signal}. Půjdete ven a nikdo se nebude zlobit.",
        afterwards="Potom si spolu popovídáme, jaké to bylo.",
        bothers="Něco vám vadí?",
        call="Volejte",
        or_else="Nebo {helpline}, zdarma.",
        place_by_phone="Místo vám řekneme po telefonu",
        footer=FAMILY_FOOTER,
    ),
    True: ChildSentences(
        title="Schůzka, na které jde o tebe",
        greeting="Ahoj",
        invited="chystáme schůzku. Jde na ní o tebe, a proto tam chceme slyšet i tebe.",
        where="Kdy a kde",
        who_comes="Kdo přijde",
        with_you="Kdo bude s tebou",
        only_for_you="Je tam jen kvůli tobě.",
        no_need="Nemusíš mluvit. Můžeš to napsat, nakreslit, nebo to za tebe řekne {guide}.",
        may_say="Můžeš říct, čím začneme. Můžeš říct, koho tam nechceš.",
        may_bring="Můžeš s sebou vzít někoho, komu věříš.",
        too_much="Když toho bude moc, dej znamení: {signal}. Půjdeš ven a nikdo se nebude zlobit.",
        afterwards="Potom si spolu popovídáme, jaké to bylo.",
        bothers="Něco ti vadí?",
        call="Volej",
        or_else="Nebo {helpline}, zdarma.",
        place_by_phone="Místo ti řekneme po telefonu",
        footer=("Tvůj dopis", "Nikomu ho nemusíš ukazovat."),
    ),
}
"""By whether the child asked to be called by its first name (ty); formal (vy) unless it did."""

_QUARTERS = ("", "a čtvrt", "a půl", "a tři čtvrtě")
_UNDER_AN_HOUR = ("", "čtvrt hodiny", "půl hodiny", "tři čtvrtě hodiny")
_HOURS = {2: "dvě", 3: "tři", 4: "čtyři"}


def about_how_long(minutes: int) -> str:
    """`Asi hodinu.`, `Asi dvě a půl hodiny.`: to the nearest quarter of an hour."""
    hours, quarter = divmod(max(1, round(minutes / 15)), 4)
    if hours == 0:
        return f"Asi {_UNDER_AN_HOUR[quarter]}."
    if hours == 1:
        return f"Asi {' '.join(filter(None, ('hodinu', _QUARTERS[quarter])))}."
    if hours > 4:
        return f"Asi {hours} hodin." if quarter < 2 else f"Asi {hours + 1} hodin."
    return f"Asi {' '.join(filter(None, (_HOURS[hours], _QUARTERS[quarter], 'hodiny')))}."
