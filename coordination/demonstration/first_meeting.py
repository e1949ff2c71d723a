"""The first meeting of the story as it went, and its minutes: written, sent, commented, approved (domain 5.1)."""

from uuid import UUID

from flask import Flask

from coordination.conferences.models import Invitation, conference_of
from coordination.conferences.rules import Attendance
from coordination.demonstration.people import BY_KEY
from coordination.demonstration.town import Town
from coordination.minutes import actions
from coordination.minutes.actions import Frame, SectionText, Seen
from coordination.minutes.models import minutes_of
from coordination.minutes.rules import ForWhom, Heading, SectionCode
from coordination.minutes.table import agenda_of
from coordination.seats.rules import HowHanded
from foundation import outbox
from foundation.database import transaction

_ITEMS = ("Potřeba intenzivní podpory rodiny", "Otázky: podnět na výchovné opatření? program SVP?")
_BEGAN = (5, 12, 22, 30, 60, 72, 98)
"""Minutes after one o’clock at which each further item began, from the pledge to the end."""
_WRITTEN = {
    SectionCode.BRIEF: (
        "Matka je rozvedená a vychovává tři děti. Otec od října nehradí výživné. Nejstarší dcera Gábina (14) má "
        "27 neomluvených hodin a opakované konflikty ve škole. Rodina s úřadem spolupracuje."
    ),
    SectionCode.STRENGTHS: "Matka chce spolupracovat. Gábina kreslí a ví, co chce změnit. Škola dává ještě šanci.",
    SectionCode.RISKS: "Nízká motivace Gábiny (hlídá PhDr. Křížová). Výpadek příjmu, než přijde výživné.",
    SectionCode.DISAGREED: "Škola chtěla podnět na výchovné opatření podat hned.",
    SectionCode.ATTACHMENTS: "Prezenční listina.",
}
_UNDER_WAY = "Ptali jsme se všech dokola. Škola ano hned, SVP a Přístav počkat na vývoj."


def meet(town: Town, meeting: UUID) -> None:
    """The third of March: the agenda, who came when, from item to item, and the end."""
    tereza = town.visitor("tereza")
    with town.on(2, 3, 16):
        _prepare(town, meeting)
    asked = {row.name: row.id for row in _invited(meeting)}
    with town.on(3, 3, 12, 55):
        for key in ("lenka", "petr", "tereza", "ivana", "alena", "martina"):
            actions.note_presence(asked[BY_KEY[key].name], Seen.CAME, actor=tereza)
    with town.on(3, 3, 13):
        actions.open_meeting(meeting, actor=town.visitor("lenka"))
    for place, minutes in enumerate(_BEGAN):
        with town.on(3, 3, 13 + minutes // 60, minutes % 60):
            actions.go_to(meeting, actor=tereza)
            if place == 0:
                _late(town, asked[BY_KEY["tomas"].name])
            elif place == 4:
                _note(town, meeting)
    _only_informed(meeting)
    with town.on(3, 3, 14, 45):
        actions.end_meeting(
            meeting, due_on=town.day(5, 3), comments_until=town.day(12, 3), actor=town.visitor("tereza")
        )


def _prepare(town: Town, meeting: UUID) -> None:
    lenka = town.visitor("lenka")
    actions.take_usual(meeting, actor=lenka)
    for title in _ITEMS:
        actions.write_item(meeting, title, 10, "Bc. Lenka Horáková", actor=lenka)
    own = {item.title: item.id for item in agenda_of(meeting) if item.title}
    for title, up in zip(_ITEMS, (5, 4), strict=True):
        for _step in range(up):
            actions.move_item(own[title], up=True, actor=lenka)
    plain = {"picture", "reading"}
    for item in agenda_of(meeting):
        if item.kind in plain:
            actions.remove_item(item.id, actor=lenka)


def _late(town: Town, teacher: UUID) -> None:
    with town.on(3, 3, 13, 10):
        actions.note_presence(teacher, Seen.CAME, actor=town.visitor("tereza"))


def _note(town: Town, meeting: UUID) -> None:
    present = next(item for item in agenda_of(meeting) if item.is_present)
    actions.write_note(present.id, _UNDER_WAY, version=present.version, actor=town.visitor("tereza"))


def _only_informed(meeting: UUID) -> None:
    with transaction():
        for row in _invited(meeting):
            if row.is_family:
                row.attendance = Attendance.INFORMED_ONLY


def send_minutes(app: Flask, town: Town, meeting: UUID) -> None:
    """The fifth of March: Tereza writes what is not known yet and sends it for comments."""
    tereza, minutes = town.visitor("tereza"), _minutes(meeting)
    frame = Frame(Heading.RECORD, "01234/2026", town.day(5, 3), town.day(12, 3))
    actions.write_frame(minutes, frame, version=_version(meeting), actor=tereza)
    for code, text in _WRITTEN.items():
        for_whom = ForWhom.WORKERS if code is SectionCode.DISAGREED else ForWhom.EVERYBODY
        actions.write_section(minutes, code, SectionText(text, for_whom=for_whom), version=0, actor=tereza)
    actions.send(minutes, actor=tereza)
    outbox.run(app, once=True)


def comment(town: Town, meeting: UUID) -> None:
    """The sixth of March: the class teacher puts a number right, Tereza works it in."""
    minutes = _minutes(meeting)
    actions.comment(minutes, "Neomluvených hodin bylo ke dni setkání 27.", actor=town.visitor("tomas"))
    found = minutes_of(meeting)
    assert found is not None
    actions.answer_comment(
        found.comments[0].id, worked_in=True, answer="Počet hodin stojí v části Co víme.", actor=town.visitor("tereza")
    )


def hand_to_mother(town: Town, meeting: UUID) -> None:
    """The ninth of March: Jana gets her copy on paper."""
    seat = next(row.seat_id for row in _invited(meeting) if row.name == "Jana Vlčková")
    assert seat is not None
    actions.hand_over(
        _minutes(meeting), seat_id=seat, how=HowHanded.HANDED, language="cs", actor=town.visitor("lenka")
    )  # fmt: skip


def approve(app: Flask, town: Town, meeting: UUID) -> None:
    """The thirteenth of March: the time for comments is over."""
    actions.approve(_minutes(meeting), actor=town.visitor("lenka"))
    outbox.run(app, once=True)


def _invited(meeting: UUID) -> list[Invitation]:
    found = conference_of(meeting)
    assert found is not None
    return list(found.invitations)


def _minutes(meeting: UUID) -> UUID:
    found = minutes_of(meeting)
    assert found is not None
    return found.id


def _version(meeting: UUID) -> int:
    found = minutes_of(meeting)
    assert found is not None
    return found.version
