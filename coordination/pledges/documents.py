"""What a pledge (slib mlčenlivosti) sends out of the house: the sheet for the pen, the signed copy with evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from reportlab.platypus import Flowable, KeepTogether

from agencies.directory.models import Agency
from agencies.towns.models import acknowledgement_of
from coordination.pledges.models import FAMILY as FAMILY_WORDING
from coordination.pledges.models import INTERPRETER, PROFESSIONAL, SUPPORT_PERSON, OfferedText, SignedPledge
from coordination.seats.models import Seat
from foundation.clock import in_prague
from foundation.language import at_time, day, short_day
from foundation.pdf import (
    FAMILY,
    OFFICE,
    Footer,
    Heading,
    Letterhead,
    Look,
    Marked,
    Pair,
    Sheet,
    after_each_other,
    bold,
    boxed,
    bullets,
    evidence_box,
    fields,
    fingerprint_lines,
    groups,
    inner_width,
    marked,
    numbered,
    paragraph,
    printed,
    signatures,
    title,
    writing_line,
)
from foundation.signatures import Confirmation, Method, Signature
from foundation.signatures.scans import scan_of

TITLE = "Slib mlčenlivosti"
SPECIMEN = "VZOR"
WITHOUT_SIGNATURE = (
    "Důvod (nepovinné). K údajům případu pak nedostanete přístup. Zákonná mlčenlivost platí i bez podpisu."
)
TO_BE_SIGNED = (
    "Tento soubor podepište kvalifikovaným elektronickým podpisem tak, jak je. Neukládejte ho znovu, netiskněte ho "
    "a nic do něj nepište, jinak nepůjde ověřit, co podpis kryje."
)

_ARTICLE = re.compile(r"(?P<number>\d{1,2}\.)\s+(?P<words>.+)", re.S)
_PROMISE = re.compile(r"(?:(?<=^)|(?<=[.] ))Slibuji\b[^.]*\.")
_LIST = re.compile(r"(?P<lead>[^:;.]{3,60}): (?P<items>(?!.*\. [A-ZÁ-Ž])[^\W\d_][^;]*(?:; [^\W\d_][^;]*)+)")


ELECTRONIC = "Doklad o elektronickém podpisu"
SIMPLE = "Jde o prostý elektronický podpis, nikoli o podpis úřadu."


@dataclass(frozen=True)
class PledgeEvidence:
    """What is known about a signature; no address of a device, no drawing."""

    name: str
    """As it was typed at signing, or as it stands on the sheet."""
    signed_at: datetime
    """An aware instant; printed to the second on a clock in Prague."""
    how: str
    shown: str
    """Which text and version lay before the signer, in which language."""
    sha256: str
    record: str
    check_code: str
    clock: str = "čas serveru"
    closing: str = SIMPLE
    witness: str = ""
    title: str = ELECTRONIC
    name_is: str = "jméno zapsané při podpisu"
    on_sheet: date | None = None
    """The day on a paper; None: it was signed before the server's clock."""
    original: str = ""
    """Where the original lies."""
    compared: str = ""
    """Who compared a sheet with its original, or that nobody had to."""
    scan_sha256: str = ""
    certificate: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class PledgePaper:
    """One sheet; a field that is not known yet is left empty for the pen."""

    town: str
    unit: str
    kind: str
    """Whose wording it is: `pracovník organizace`."""
    wording_number: int
    valid_from: date
    text: str
    """Plain text, its numbered articles and other paragraphs on lines of their own, with nothing left to fill in."""
    case_code: str = ""
    name: str = ""
    function: str = ""
    agency: str = ""
    evidence: PledgeEvidence | None = None
    family: bool = False
    """Larger type, only case and name, and no box for a refusal: whoever belongs to the family may come unsigned."""
    specimen: bool = False
    """The town has not confirmed this wording yet."""
    acknowledgement: str = ""
    for_signing: bool = False
    """To be signed electronically as it is: no lines for the pen and no box for a refusal."""


def pledge_paper(paper: PledgePaper) -> bytes:
    """The pledge as a PDF: for the pen when there is no evidence, else the signer's copy."""
    sheet = Sheet(
        title=TITLE,
        letterhead=Letterhead(paper.town, paper.unit, f"Případ {paper.case_code}" if paper.case_code else "Tiskopis"),
        footer=_footer(paper),
        specimen=SPECIMEN if paper.specimen else "",
        look=FAMILY if paper.family else OFFICE,
    )
    return printed(sheet, lambda: list(_pledge(paper, sheet.look)))


def _footer(paper: PledgePaper) -> Footer:
    document = f"{TITLE}, znění č. {paper.wording_number}"
    if paper.for_signing:
        return Footer(f"{paper.case_code} · {document.lower()} · k elektronickému podpisu")
    if paper.evidence is None:
        line = f"{document} · po podpisu patří svolavateli, kopie podepsanému"
        return Footer(line, acknowledgement=paper.acknowledgement)
    line = f"{paper.case_code} · {document.lower()} · výtisk pro toho, kdo podepsal"
    return Footer(line, check_code=paper.evidence.check_code, acknowledgement=paper.acknowledgement)


def _pledge(paper: PledgePaper, look: Look) -> Iterable[Flowable]:
    yield title(TITLE, look)
    version = f"{paper.kind} · znění č. {paper.wording_number}, platné od {day(paper.valid_from, 'cs')}"
    yield paragraph(version, look.small, after=0)
    yield fields(_who(paper), look)
    text = _wording(paper.text, look)
    yield from text[:-1]
    if paper.evidence is not None:
        yield KeepTogether([*text[-1:], _evidence(paper.evidence, look)])
        return
    if paper.for_signing:
        yield KeepTogether([*text[-1:], boxed([paragraph(TO_BE_SIGNED, look.cell)], before=14)])
        return
    yield signatures([("podpis",), ("datum a místo",)], last=text[-1:], look=look)
    if not paper.family:
        yield _refusal(look)


def _who(paper: PledgePaper) -> Sequence[Pair]:
    known = [("Případ", paper.case_code), ("Jméno a příjmení", paper.name)]
    return known if paper.family else [*known, ("Funkce", paper.function), ("Organizace", paper.agency)]


def _wording(text: str, look: Look) -> list[Flowable]:
    """The articles with their numbers, a list where the text lists, and the rest in smaller type."""
    pieces: list[Flowable] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if article := _ARTICLE.fullmatch(line):
            pieces += numbered([(article["number"], _with_promise(article["words"]))], look)
        elif listed := _LIST.fullmatch(line):
            pieces += [Heading(listed["lead"], look), *bullets(listed["items"].rstrip(".").split("; "), look)]
        else:
            pieces.append(paragraph(line, look.body if look is FAMILY else look.cell, before=5, after=6))
    return pieces


def _with_promise(words: str) -> Marked:
    """The sentence that promises is bold."""
    promise = _PROMISE.search(words)
    if promise is None:
        return marked(words, 2000)
    before, after = words[: promise.start()], words[promise.end() :]
    return after_each_other(marked(before, 2000), bold(promise[0], 2000), marked(after, 2000))


def _evidence(evidence: PledgeEvidence, look: Look) -> Flowable:
    when = "Kdy" if evidence.on_sheet is None else "Zapsáno"
    rows = [
        ("Kdo podepsal", f"{evidence.name} ({evidence.name_is})"),
        ("Den na listu", short_day(evidence.on_sheet, "cs") if evidence.on_sheet else ""),
        (when, _to_the_second(evidence)),
        ("Jak", evidence.how),
        ("Svědek", evidence.witness),
        ("Certifikát", evidence.certificate),
        ("Certifikát vydal", evidence.issuer),
        ("Kde leží originál", evidence.original),
        ("Kdo list porovnal", evidence.compared),
        ("Co bylo k podpisu", evidence.shown),
        ("Otisk znění (SHA-256)", fingerprint_lines(evidence.sha256)),
        ("Otisk listu (SHA-256)", fingerprint_lines(evidence.scan_sha256) if evidence.scan_sha256 else ""),
        ("Číslo záznamu", evidence.record),
        ("Kontrolní kód", groups(evidence.check_code, 4)),
    ]
    return evidence_box(evidence.title, [row for row in rows if row[1]], evidence.closing, look)


def _to_the_second(evidence: PledgeEvidence) -> str:
    there = in_prague(evidence.signed_at)
    zone = "SELČ" if there.utcoffset() == timedelta(hours=2) else "SEČ"
    return f"{short_day(there.date(), 'cs')} {at_time(there, 'cs')}:{there.second:02} ({zone}, {evidence.clock})"


def _refusal(look: Look) -> Flowable:
    width = inner_width()
    return boxed(
        [
            paragraph("Nepodepíšu", look.box_title),
            paragraph(WITHOUT_SIGNATURE, look.cell),
            writing_line(width, above=26),
            writing_line(width, above=26),
            paragraph("podpis a datum, popřípadě zápis svolavatele", look.small, before=3, after=0),
        ],
        before=14,
    )


# --- the sheet of one person, and the copy with its evidence ---------------------------------------------------------

KINDS = {
    PROFESSIONAL: ("pracovník organizace", "slib pro pracovníka organizace"),
    SUPPORT_PERSON: ("podpůrná osoba", "slib pro podpůrnou osobu"),
    FAMILY_WORDING: ("rodina", "slib pro rodinu"),
    INTERPRETER: ("tlumočník", "slib pro tlumočníka"),
}
"""Whose wording it is, as the head of the paper says it, and as the evidence says it."""
HOW = {
    Method.ACCOUNT: "účtem: heslem a druhým ověřením",
    Method.LINK_CODE: "odkaz v e-mailu a jednorázový kód z téže schránky; dokládá vládu nad schránkou",
    Method.AT_TABLE: "u stolu před svědkem, na zařízení svědka",
    Method.PAPER: "na papíře, který je nahraný v systému",
    Method.FAMILY_DOOR: "na vlastní stránce: adresou z papíru a číslem, které zná jen ten, kdo podepsal",
    Method.QUALIFIED: "kvalifikovaným elektronickým podpisem v PDF; ověřeno bez internetu podle vydavatelů, které "
    "zadalo město, odvolání certifikátu se tak ověřit nedá",
}
"""What each method proves, and no more."""
_COMPARED = {
    Confirmation.SECOND_WORKER: "{confirmer}, druhý pracovník úřadu",
    Confirmation.SIGNER: "{confirmer}, kdo podepsal",
    Confirmation.SWITCHED_OFF: "nikdo, potvrzení druhým pracovníkem je v tomto městě vypnuto",
}
_CLOSING = {
    Method.PAPER: "Platí podpis na papíře. Tento záznam dokládá, kde papír leží, kdo ho porovnal a kdy.",
    Method.QUALIFIED: "Platí podpis v nahraném souboru. Tento záznam dokládá, jak a kdy byl ověřen.",
}


def sheet_paper(
    seat: Seat, offer: OfferedText, *, town: Agency, case_code: str, for_signing: bool = False
) -> PledgePaper:  # fmt: skip
    """The sheet of one person with everything known filled in: for the pen, or to be signed electronically."""
    kind, _named = KINDS[offer.wording.name]
    return PledgePaper(
        town=f"Město {town.signs_as}",
        unit=town.name,
        kind=kind,
        wording_number=offer.wording.version,
        valid_from=in_prague(offer.wording.valid_from).date(),
        text=offer.text,
        case_code=case_code,
        name=seat.name,
        function=seat.function,
        agency=seat.agency_name,
        family=offer.wording.name == FAMILY_WORDING,
        specimen=offer.specimen,
        for_signing=for_signing,
    )


def signed_paper(
    signed: SignedPledge, *, town: Agency, case_code: str, specimen: bool, check_code: str
) -> PledgePaper:  # fmt: skip
    """The signer's copy: the text to the byte as it was signed, with the evidence."""
    signature, wording = signed.signature, signed.wording
    kind, named = KINDS[wording.name]
    return PledgePaper(
        town=f"Město {town.signs_as}",
        unit=town.name,
        kind=kind,
        wording_number=wording.version,
        valid_from=in_prague(wording.valid_from).date(),
        text=signature.text,
        case_code=case_code,
        name=signature.name,
        function=signature.function,
        agency=signature.agency,
        family=wording.name == FAMILY_WORDING,
        specimen=specimen,
        acknowledgement=acknowledgement_of(town.id, family=True) if wording.name == FAMILY_WORDING else "",
        evidence=evidence_of(signature, f"{named}, znění č. {wording.version}, česky", check_code),
    )


def evidence_of(signature: Signature, shown: str, check_code: str) -> PledgeEvidence:
    """What is known about a signature, whichever way it was made."""
    method = Method(signature.method)
    known = PledgeEvidence(
        name=signature.name,
        signed_at=signature.at,
        how=_how(signature),
        shown=shown,
        sha256=signature.text_sha256,
        record=record_number(signature),
        check_code=check_code,
        witness=signature.witness or "",
    )
    if signature.scan_id is None:
        return known
    certificate = signature.certificate or {}
    compared = _COMPARED.get(Confirmation(signature.confirmation), "") if signature.confirmation else ""
    return replace(
        known,
        title=ELECTRONIC if method is Method.QUALIFIED else "Doklad o podpisu na papíře",
        name_is="jméno v podepsaném souboru" if method is Method.QUALIFIED else "jméno na listu",
        on_sheet=signature.signed_on if method is Method.PAPER else None,
        original=signature.original or "",
        compared=compared.format(confirmer=signature.confirmer),
        scan_sha256=scan_of(signature.scan_id).sha256,
        certificate=f"{certificate['subject']}, číslo {certificate['serial']}" if certificate else "",
        issuer=certificate.get("issuer", ""),
        closing=_CLOSING[method],
    )


def _how(signature: Signature) -> str:
    """The method; where it rests on a mailbox, also when the address of that mailbox last changed."""
    changed = signature.address_changed_at
    how = HOW[Method(signature.method)]
    if signature.method != Method.LINK_CODE or changed is None:
        return how
    return f"{how}; adresa schránky se naposledy změnila {day(in_prague(changed).date(), 'cs')}"


def record_number(signature: Signature) -> str:
    """How people name the record of a signature on the phone."""
    sign = signature.id.hex.upper()
    return f"SM-{sign[:4]}-{sign[4:8]}"
