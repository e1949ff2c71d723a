"""The words around a pledge and around the note of its refusal on paper, in Czech and in English, each whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.pledges.models import FAMILY, INTERPRETER, PROFESSIONAL, SUPPORT_PERSON
from coordination.pledges.rules import Decision
from foundation.signatures import Confirmation, Method

PDF_LANGUAGES = {"cs": "cs-CZ", "en": "en-GB"}


@dataclass(frozen=True)
class PledgeWords:
    """What the paper says besides the wording and what was filled in; a gap is one of `str.format`."""

    title: str
    town: str
    case: str
    blank: str
    specimen: str
    version: str
    footer: str
    for_signing: str
    for_the_pen: str
    for_signer: str
    who: tuple[str, str, str, str]
    """Case, name, function, organisation."""
    to_be_signed: str
    sign_here: tuple[str, str]
    will_not: str
    without_signature: str
    sign_refusal: str
    text_in: Mapping[str, str]
    """By the language of the wording: said below it where the paper speaks another one."""
    kinds: Mapping[str, tuple[str, str]]
    """Whose wording it is, as the head of the paper says it, and as the evidence says it."""
    shown: str
    languages: Mapping[str, str]
    electronic: str
    simple: str
    on_paper: str
    as_typed: str
    in_file: str
    on_sheet: str
    signed_by: str
    day_on_sheet: str
    when: str
    recorded: str
    how_head: str
    witness: str
    certificate: str
    issuer: str
    original: str
    compared_head: str
    shown_head: str
    sha256: str
    scan_sha256: str
    record: str
    check_code: str
    clock: str
    zones: tuple[str, str]
    """In winter, in summer."""
    certificate_is: str
    how: Mapping[Method, str]
    """What each method proves, and no more."""
    address_changed: str
    compared: Mapping[Confirmation, str]
    closing: Mapping[Method, str]


@dataclass(frozen=True)
class RefusalWords:
    """What the note of a refusal says besides the facts; a gap is one of `str.format`."""

    title: str
    town: str
    case: str
    footer: str
    happened: str
    reason: str
    no_reason: str
    decision: str
    decisions: Mapping[Decision, str]
    instruction: str
    to_bound: str
    """For whoever a law of their profession binds; with the blank that the town fills in."""
    to_interpreter: str
    to_person: str
    """For whoever no law of a profession binds: a support person, one of the family."""
    written_by: str
    when: str
    sign_here: tuple[str, str]


PLEDGE: Mapping[str, PledgeWords] = {
    "cs": PledgeWords(
        title="Slib mlčenlivosti",
        town="Město {name}",
        case="Případ {code}",
        blank="Tiskopis",
        specimen="VZOR",
        version="{kind} · znění č. {number}, platné od {day}",
        footer="{title}, znění č. {number}",
        for_signing="k elektronickému podpisu",
        for_the_pen="po podpisu patří svolavateli, kopie podepsanému",
        for_signer="výtisk pro toho, kdo podepsal",
        who=("Případ", "Jméno a příjmení", "Funkce", "Organizace"),
        to_be_signed="Tento soubor podepište kvalifikovaným elektronickým podpisem tak, jak je. Neukládejte ho znovu, "
        "netiskněte ho a nic do něj nepište, jinak nepůjde ověřit, co podpis kryje.",
        sign_here=("podpis", "datum a místo"),
        will_not="Nepodepíšu",
        without_signature="Důvod (nepovinné). K údajům případu pak nedostanete přístup. "
        "Zákonná mlčenlivost platí i bez podpisu.",
        sign_refusal="podpis a datum, popřípadě zápis svolavatele",
        text_in={"en": "Text slibu je anglicky, v tomto znění byl podepsán."},
        kinds={
            PROFESSIONAL: ("pracovník organizace", "slib pro pracovníka organizace"),
            SUPPORT_PERSON: ("podpůrná osoba", "slib pro podpůrnou osobu"),
            FAMILY: ("rodina", "slib pro rodinu"),
            INTERPRETER: ("tlumočník", "slib pro tlumočníka"),
        },
        shown="{named}, znění č. {number}, {language}",
        languages={"cs": "česky", "en": "anglicky"},
        electronic="Doklad o elektronickém podpisu",
        simple="Jde o prostý elektronický podpis, nikoli o podpis úřadu.",
        on_paper="Doklad o podpisu na papíře",
        as_typed="jméno zapsané při podpisu",
        in_file="jméno v podepsaném souboru",
        on_sheet="jméno na listu",
        signed_by="Kdo podepsal",
        day_on_sheet="Den na listu",
        when="Kdy",
        recorded="Zapsáno",
        how_head="Jak",
        witness="Svědek",
        certificate="Certifikát",
        issuer="Certifikát vydal",
        original="Kde leží originál",
        compared_head="Kdo list porovnal",
        shown_head="Co bylo k podpisu",
        sha256="Otisk znění (SHA-256)",
        scan_sha256="Otisk listu (SHA-256)",
        record="Číslo záznamu",
        check_code="Kontrolní kód",
        clock="čas serveru",
        zones=("SEČ", "SELČ"),
        certificate_is="{subject}, číslo {serial}",
        how={
            Method.ACCOUNT: "účtem: heslem a druhým ověřením",
            Method.LINK_CODE: "odkaz v e-mailu a jednorázový kód z téže schránky; dokládá vládu nad schránkou",
            Method.AT_TABLE: "u stolu před svědkem, na zařízení svědka",
            Method.PAPER: "na papíře, který je nahraný v systému",
            Method.FAMILY_DOOR: "na vlastní stránce: adresou z papíru a číslem, které zná jen ten, kdo podepsal",
            Method.QUALIFIED: "kvalifikovaným elektronickým podpisem v PDF; ověřeno bez internetu podle vydavatelů, "
            "které zadalo město, odvolání certifikátu se tak ověřit nedá",
        },
        address_changed="adresa schránky se naposledy změnila {day}",
        compared={
            Confirmation.SECOND_WORKER: "{confirmer}, druhý pracovník úřadu",
            Confirmation.SIGNER: "{confirmer}, kdo podepsal",
            Confirmation.SWITCHED_OFF: "nikdo, potvrzení druhým pracovníkem je v tomto městě vypnuto",
        },
        closing={
            Method.PAPER: "Platí podpis na papíře. Tento záznam dokládá, kde papír leží, kdo ho porovnal a kdy.",
            Method.QUALIFIED: "Platí podpis v nahraném souboru. Tento záznam dokládá, jak a kdy byl ověřen.",
        },
    ),
    "en": PledgeWords(
        title="Pledge of confidentiality",
        town="Town of {name}",
        case="Case {code}",
        blank="Form",
        specimen="SPECIMEN",
        version="{kind} · version {number}, in force since {day}",
        footer="{title}, version {number}",
        for_signing="for an electronic signature",
        for_the_pen="once signed it belongs to the convenor, a copy to the signer",
        for_signer="copy for the signer",
        who=("Case", "First name and surname", "Function", "Organisation"),
        to_be_signed="Sign this file with a qualified electronic signature just as it is. Do not save it anew, do not "
        "print it and write nothing into it, or nobody can verify what the signature covers.",
        sign_here=("signature", "date and place"),
        will_not="I will not sign",
        without_signature="Reason (optional). You then get no access to what the case says. "
        "The law binds you to confidentiality without a signature too.",
        sign_refusal="signature and date, or a note by the convenor",
        text_in={"cs": "The text of the pledge is in Czech: these are the words that were signed."},
        kinds={
            PROFESSIONAL: ("worker of an organisation", "pledge for a worker of an organisation"),
            SUPPORT_PERSON: ("support person", "pledge for a support person"),
            FAMILY: ("family", "pledge for the family"),
            INTERPRETER: ("interpreter", "pledge for an interpreter"),
        },
        shown="{named}, version {number}, {language}",
        languages={"cs": "in Czech", "en": "in English"},
        electronic="Evidence of an electronic signature",
        simple="This is a simple electronic signature, not a signature of the office.",
        on_paper="Evidence of a signature on paper",
        as_typed="name as typed at signing",
        in_file="name in the signed file",
        on_sheet="name on the sheet",
        signed_by="Signed by",
        day_on_sheet="Day on the sheet",
        when="When",
        recorded="Recorded",
        how_head="How",
        witness="Witness",
        certificate="Certificate",
        issuer="Certificate issued by",
        original="Where the original lies",
        compared_head="Who compared the sheet",
        shown_head="What was signed",
        sha256="Fingerprint of the wording (SHA-256)",
        scan_sha256="Fingerprint of the sheet (SHA-256)",
        record="Record number",
        check_code="Check code",
        clock="server time",
        zones=("CET", "CEST"),
        certificate_is="{subject}, number {serial}",
        how={
            Method.ACCOUNT: "with an account: password and second factor",
            Method.LINK_CODE: "a link in an e-mail and a one-time code from the same mailbox; proves control of the "
            "mailbox",
            Method.AT_TABLE: "at the table before a witness, on the witness's device",
            Method.PAPER: "on paper that is uploaded in the system",
            Method.FAMILY_DOOR: "on their own page: by the address from the paper and a number that only the signer "
            "knows",
            Method.QUALIFIED: "with a qualified electronic signature in the PDF; verified without the internet "
            "against the issuers that the town has entered, so a revoked certificate cannot be noticed",
        },
        address_changed="the address of the mailbox last changed on {day}",
        compared={
            Confirmation.SECOND_WORKER: "{confirmer}, a second worker of the office",
            Confirmation.SIGNER: "{confirmer}, the signer",
            Confirmation.SWITCHED_OFF: "nobody, confirmation by a second worker is switched off in this town",
        },
        closing={
            Method.PAPER: "The signature on paper holds. This record proves where the paper lies, who compared it and "
            "when.",
            Method.QUALIFIED: "The signature in the uploaded file holds. This record proves how and when it was "
            "verified.",
        },
    ),
}

REFUSAL: Mapping[str, RefusalWords] = {
    "cs": RefusalWords(
        title="Záznam o odmítnutí slibu mlčenlivosti",
        town="Město {name}",
        case="Případ {code}",
        footer="záznam o odmítnutí slibu mlčenlivosti · patří do spisu",
        happened="{who}: slib mlčenlivosti, znění č. {number}, zůstal dne {when} bez podpisu.",
        reason="Důvod, jak byl řečen",
        no_reason="Důvod nezazněl.",
        decision="Rozhodnutí svolavatele",
        decisions={
            Decision.LEAVES: "odchází",
            Decision.OWN_TASK: "zůstává jen u části o vlastním úkolu",
            Decision.POSTPONED: "setkání se odkládá",
            Decision.PARENT_STAYS: "rodič zůstává, jde o jeho dítě",
        },
        instruction="Poučení",
        to_bound="Bez podpisu se obsah případu neotevře. Povinnost mlčet podle zákona trvá i bez podpisu: "
        "{citace: povinnost podle profese}.",
        to_interpreter="Bez podpisu se obsah případu neotevře. Povinnost mlčet podle zákona trvá i bez podpisu: "
        "{citace: tlumočníci}.",
        to_person="Bez podpisu se obsah případu neotevře. Slib se dá podepsat kdykoli později.",
        written_by="Kdo zapsal",
        when="Kdy",
        sign_here=("podpis toho, kdo zapsal", "podpis svolavatele"),
    ),
    "en": RefusalWords(
        title="Record of a refused pledge of confidentiality",
        town="Town of {name}",
        case="Case {code}",
        footer="record of a refused pledge of confidentiality · belongs in the file",
        happened="{who}: the pledge of confidentiality, version {number}, was left unsigned on {when}.",
        reason="The reason as it was said",
        no_reason="No reason was given.",
        decision="What the convenor decided",
        decisions={
            Decision.LEAVES: "leaves",
            Decision.OWN_TASK: "stays only for the part about their own task",
            Decision.POSTPONED: "the meeting is postponed",
            Decision.PARENT_STAYS: "the parent stays, it is about their child",
        },
        instruction="What the person was told",
        to_bound="Without a signature the content of the case is not opened. The duty to keep silent lasts by law "
        "without a signature too: {citace: povinnost podle profese}.",
        to_interpreter="Without a signature the content of the case is not opened. The duty to keep silent lasts by "
        "law without a signature too: {citace: tlumočníci}.",
        to_person="Without a signature the content of the case is not opened. "
        "The pledge can be signed at any later time.",
        written_by="Written down by",
        when="When",
        sign_here=("signature of whoever wrote it down", "signature of the convenor"),
    ),
}
