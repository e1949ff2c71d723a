"""What a pledge (slib mlčenlivosti) sends out of the house: the sheet for the pen, the signed copy with evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reportlab.platypus import Flowable, KeepTogether

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from agencies.towns.models import phone_of
from coordination.pledges.models import FAMILY as FAMILY_WORDING
from coordination.pledges.models import INTERPRETER, PROFESSIONAL, SUPPORT_PERSON, SignedPledge
from coordination.seats.models import CaseFrame, Pledge, Seat
from foundation import links, outbox
from foundation.clock import in_prague
from foundation.database import db
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
from foundation.signatures import Method, Signature

SIGNED = "pledges.signed"
COPY = "pledges.copy"

TITLE = "Slib mlčenlivosti"
SPECIMEN = "VZOR"
WITHOUT_SIGNATURE = (
    "Důvod (nepovinné). K údajům případu pak nedostanete přístup. Zákonná mlčenlivost platí i bez podpisu."
)

_ARTICLE = re.compile(r"(?P<number>\d{1,2}\.)\s+(?P<words>.+)", re.S)
_PROMISE = re.compile(r"(?:(?<=^)|(?<=[.] ))Slibuji\b[^.]*\.")
_LIST = re.compile(r"(?P<lead>[^:;.]{3,60}): (?P<items>(?!.*\. [A-ZÁ-Ž])[^\W\d_][^;]*(?:; [^\W\d_][^;]*)+)")


@dataclass(frozen=True)
class PledgeEvidence:
    """What is known about an electronic signature; no address of a device, no drawing."""

    name: str
    """As it was typed at signing."""
    signed_at: datetime
    """An aware instant; printed to the second on a clock in Prague."""
    how: str
    shown: str
    """Which text and version lay before the signer, in which language."""
    sha256: str
    record: str
    check_code: str
    clock: str = "čas serveru"
    closing: str = "Jde o prostý elektronický podpis, nikoli o podpis úřadu."
    witness: str = ""


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
    if paper.evidence is None:
        return Footer(f"{document} · po podpisu patří svolavateli, kopie podepsanému")
    line = f"{paper.case_code} · {document.lower()} · výtisk pro toho, kdo podepsal"
    return Footer(line, check_code=paper.evidence.check_code)


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
    rows = [
        ("Kdo podepsal", f"{evidence.name} (jméno zapsané při podpisu)"),
        ("Kdy", _to_the_second(evidence)),
        ("Jak", evidence.how),
        ("Svědek", evidence.witness),
        ("Co bylo k podpisu", evidence.shown),
        ("Otisk znění (SHA-256)", fingerprint_lines(evidence.sha256)),
        ("Číslo záznamu", evidence.record),
        ("Kontrolní kód", groups(evidence.check_code, 4)),
    ]
    return evidence_box("Doklad o elektronickém podpisu", [row for row in rows if row[1]], evidence.closing, look)


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


# --- the signer's own copy -------------------------------------------------------------------------------------------

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
    Method.AT_TABLE: "u stolu před svědkem",
    Method.PAPER: "na papíře, který je přiložen",
    Method.QUALIFIED: "kvalifikovaným podpisem",
}
"""What each method proves, and no more."""


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
        evidence=PledgeEvidence(
            name=signature.name,
            signed_at=signature.at,
            how=_how(signature),
            shown=f"{named}, znění č. {wording.version}, česky",
            sha256=signature.text_sha256,
            record=record_number(signature),
            check_code=check_code,
            witness=signature.witness or "",
        ),
    )


def _how(signature: Signature) -> str:
    """The method; where it rests on a mailbox, also when the address of that mailbox last changed."""
    changed = signature.address_changed_at
    if signature.method != Method.LINK_CODE or changed is None:
        return HOW[signature.method]
    return f"{HOW[signature.method]}; adresa schránky se naposledy změnila {day(in_prague(changed).date(), 'cs')}"


def record_number(signature: Signature) -> str:
    """How people name the record of a signature on the phone."""
    sign = signature.id.hex.upper()
    return f"SM-{sign[:4]}-{sign[4:8]}"


# --- the letter to whoever has signed --------------------------------------------------------------------------------

COPY_OPEN_FOR = timedelta(days=60)


def tell_signer(pledge: Pledge, signature: Signature, seat: Seat, worker: Worker) -> None:
    """File the notice to the signer, so that a signature by somebody else does not stay unnoticed."""
    if not worker.email:
        return
    town, frame = db.session.get_one(Agency, seat.town_id), db.session.get_one(CaseFrame, seat.case_id)
    token = links.issue(
        COPY,
        subject=seat.id,
        holder=worker.id,
        until=signature.at + COPY_OPEN_FOR,
        to=worker.email,
        town_id=seat.town_id,
    )
    neutral = outbox.Neutral(
        town=town.signs_as, phone=phone_of(seat.town_id), date=signature.at, time_from=signature.at,
        case_code=frame.code, link=links.url(token),
    )  # fmt: skip
    outbox.file(
        SIGNED,
        town_id=seat.town_id,
        to=worker.email,
        language="cs",
        neutral=neutral,
        about=pledge.id,
        case_id=seat.case_id,
    )


def _still_there(link: links.Link) -> bool:
    seat = db.session.get(Seat, link.subject)
    frame = db.session.get(CaseFrame, seat.case_id) if seat else None
    return frame is not None and frame.erased_at is None


outbox.kind(SIGNED, template="coordination/pledges/letters/signed")
links.purpose(COPY, "pledges.by_link", _still_there)
