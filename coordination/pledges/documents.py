"""What a pledge (slib mlčenlivosti) sends out of the house: the sheet for the pen, the signed copy with evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from reportlab.platypus import Flowable, KeepTogether

from agencies.directory.models import Agency
from agencies.towns.models import acknowledgement_of
from coordination.pledges.models import FAMILY as FAMILY_WORDING
from coordination.pledges.models import OfferedText, SignedPledge
from coordination.pledges.words_on_paper import PDF_LANGUAGES, PLEDGE, PledgeWords
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

_ARTICLE = re.compile(r"(?P<number>\d{1,2}\.)\s+(?P<words>.+)", re.S)
_PROMISE = re.compile(r"(?:(?<=^)|(?<=[.] ))(?:Slibuji|I promise)\b[^.]*\.")
_LIST = re.compile(r"(?P<lead>[^:;.]{3,60}): (?P<items>(?!.*\. [A-ZÁ-Ž])[^\W\d_][^;]*(?:; [^\W\d_][^;]*)+)")


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
    clock: str = ""
    """Which clock that was; the server's where nothing is said."""
    closing: str = ""
    """Of a simple electronic signature where nothing is said, as are the next two."""
    witness: str = ""
    title: str = ""
    name_is: str = ""
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
    language: str = "cs"
    """Of everything around the text."""
    text_language: str = "cs"
    for_signing: bool = False
    """To be signed electronically as it is: no lines for the pen and no box for a refusal."""


def pledge_paper(paper: PledgePaper) -> bytes:
    """The pledge as a PDF: for the pen when there is no evidence, else the signer's copy."""
    words = PLEDGE[paper.language]
    sheet = Sheet(
        title=words.title,
        letterhead=Letterhead(
            paper.town, paper.unit, words.case.format(code=paper.case_code) if paper.case_code else words.blank
        ),
        footer=_footer(paper, words),
        language=PDF_LANGUAGES[paper.language],
        specimen=words.specimen if paper.specimen else "",
        look=FAMILY if paper.family else OFFICE,
    )
    return printed(sheet, lambda: list(_pledge(paper, words, sheet.look)))


def _footer(paper: PledgePaper, words: PledgeWords) -> Footer:
    document = words.footer.format(title=words.title, number=paper.wording_number)
    if paper.for_signing:
        return Footer(f"{paper.case_code} · {document.lower()} · {words.for_signing}")
    if paper.evidence is None:
        return Footer(f"{document} · {words.for_the_pen}", acknowledgement=paper.acknowledgement)
    line = f"{paper.case_code} · {document.lower()} · {words.for_signer}"
    return Footer(line, check_code=paper.evidence.check_code, acknowledgement=paper.acknowledgement)


def _pledge(paper: PledgePaper, words: PledgeWords, look: Look) -> Iterable[Flowable]:
    yield title(words.title, look)
    since = day(paper.valid_from, paper.language)
    version = words.version.format(kind=paper.kind, number=paper.wording_number, day=since)
    yield paragraph(version, look.small, after=0)
    yield fields(_who(paper, words), look)
    text = _wording(paper.text, look)
    if paper.evidence is not None:
        if paper.text_language != paper.language:
            text.append(paragraph(words.text_in[paper.text_language], look.small, after=4))
        yield from text[:-1]
        yield KeepTogether([*text[-1:], _evidence(paper.evidence, paper.language, look)])
        return
    yield from text[:-1]
    if paper.for_signing:
        yield KeepTogether([*text[-1:], boxed([paragraph(words.to_be_signed, look.cell)], before=14)])
        return
    yield signatures([(one,) for one in words.sign_here], last=text[-1:], look=look)
    if not paper.family:
        yield _refusal(words, look)


def _who(paper: PledgePaper, words: PledgeWords) -> Sequence[Pair]:
    said = (paper.case_code, paper.name, paper.function, paper.agency)
    return list(zip(words.who, said, strict=True))[: 2 if paper.family else 4]


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


def _evidence(evidence: PledgeEvidence, language: str, look: Look) -> Flowable:
    words, on_sheet = PLEDGE[language], evidence.on_sheet
    rows = [
        (words.signed_by, f"{evidence.name} ({evidence.name_is or words.as_typed})"),
        (words.day_on_sheet, short_day(on_sheet, language) if on_sheet else ""),
        (words.when if on_sheet is None else words.recorded, _to_the_second(evidence, language)),
        (words.how_head, evidence.how),
        (words.witness, evidence.witness),
        (words.certificate, evidence.certificate),
        (words.issuer, evidence.issuer),
        (words.original, evidence.original),
        (words.compared_head, evidence.compared),
        (words.shown_head, evidence.shown),
        (words.sha256, fingerprint_lines(evidence.sha256)),
        (words.scan_sha256, fingerprint_lines(evidence.scan_sha256) if evidence.scan_sha256 else ""),
        (words.record, evidence.record),
        (words.check_code, groups(evidence.check_code, 4)),
    ]
    head, closing = evidence.title or words.electronic, evidence.closing or words.simple
    return evidence_box(head, [row for row in rows if row[1]], closing, look)


def _to_the_second(evidence: PledgeEvidence, language: str) -> str:
    there, words = in_prague(evidence.signed_at), PLEDGE[language]
    zone = words.zones[there.utcoffset() == timedelta(hours=2)]
    at = f"{short_day(there.date(), language)} {at_time(there, language)}:{there.second:02}"
    return f"{at} ({zone}, {evidence.clock or words.clock})"


def _refusal(words: PledgeWords, look: Look) -> Flowable:
    width = inner_width()
    return boxed(
        [
            paragraph(words.will_not, look.box_title),
            paragraph(words.without_signature, look.cell),
            writing_line(width, above=26),
            writing_line(width, above=26),
            paragraph(words.sign_refusal, look.small, before=3, after=0),
        ],
        before=14,
    )


# --- the sheet of one person, and the copy with its evidence ---------------------------------------------------------


def sheet_paper(
    seat: Seat, offer: OfferedText, *, town: Agency, case_code: str, for_signing: bool = False
) -> PledgePaper:  # fmt: skip
    """The sheet of one person with everything known filled in: for the pen, or to be signed electronically.

    It speaks the language of its wording whoever prints it, for all of it lies before the signer.
    """
    words = PLEDGE[offer.wording.language]
    kind, _named = words.kinds[offer.wording.name]
    return PledgePaper(
        town=words.town.format(name=town.signs_as),
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
        language=offer.wording.language,
        text_language=offer.wording.language,
        for_signing=for_signing,
    )


def signed_paper(
    signed: SignedPledge, *, town: Agency, case_code: str, specimen: bool, check_code: str, language: str
) -> PledgePaper:  # fmt: skip
    """The signer's copy: the text to the byte as it was signed, with the evidence in the reader's language."""
    signature, wording, words = signed.signature, signed.wording, PLEDGE[language]
    kind, named = words.kinds[wording.name]
    shown = words.shown.format(named=named, number=wording.version, language=words.languages[wording.language])
    return PledgePaper(
        town=words.town.format(name=town.signs_as),
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
        language=language,
        text_language=wording.language,
        evidence=evidence_of(signature, shown, check_code, language),
    )


def evidence_of(signature: Signature, shown: str, check_code: str, language: str) -> PledgeEvidence:
    """What is known about a signature, whichever way it was made."""
    method, words = Method(signature.method), PLEDGE[language]
    known = PledgeEvidence(
        name=signature.name,
        signed_at=signature.at,
        how=_how(signature, language),
        shown=shown,
        sha256=signature.text_sha256,
        record=record_number(signature),
        check_code=check_code,
        witness=signature.witness or "",
    )
    if signature.scan_id is None:
        return known
    certificate = signature.certificate or {}
    compared = words.compared[Confirmation(signature.confirmation)] if signature.confirmation else ""
    return replace(
        known,
        title=words.electronic if method is Method.QUALIFIED else words.on_paper,
        name_is=words.in_file if method is Method.QUALIFIED else words.on_sheet,
        on_sheet=signature.signed_on if method is Method.PAPER else None,
        original=signature.original or "",
        compared=compared.format(confirmer=signature.confirmer),
        scan_sha256=scan_of(signature.scan_id).sha256,
        certificate=words.certificate_is.format_map(certificate) if certificate else "",
        issuer=certificate.get("issuer", ""),
        closing=words.closing[method],
    )


def _how(signature: Signature, language: str) -> str:
    """The method; where it rests on a mailbox, also when the address of that mailbox last changed."""
    changed, words = signature.address_changed_at, PLEDGE[language]
    how = words.how[Method(signature.method)]
    if signature.method != Method.LINK_CODE or changed is None:
        return how
    return f"{how}; {words.address_changed.format(day=day(in_prague(changed).date(), language))}"


def record_number(signature: Signature) -> str:
    """How people name the record of a signature on the phone."""
    sign = signature.id.hex.upper()
    return f"SM-{sign[:4]}-{sign[4:8]}"
