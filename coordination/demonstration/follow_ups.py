"""The two further meetings of the leaflet: the mother's with Přístav, and Gábina's with the school (domain 5.1)."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, time
from typing import Protocol
from uuid import UUID

from flask import Flask

from agencies.accounts.visitors import Visitor
from coordination.agreements import actions as agreements
from coordination.agreements.models import agreement_of
from coordination.conferences import actions as conferences
from coordination.conferences.actions import Asked, Prepared, TalkAfterwards, When
from coordination.conferences.models import Conference, conference_of
from coordination.conferences.rules import Attendance, HowTold, MeetingKind
from coordination.demonstration.people import BODIES, BY_KEY
from coordination.minutes import actions as minutes
from coordination.minutes.models import minutes_of
from coordination.minutes.rules import Heading, SectionCode
from coordination.seats.models import open_seats
from coordination.seats.rules import Role
from foundation import clock, outbox
from foundation.signatures.examination import examined

OFFICE = "Městský úřad, zasedačka 204, vstup bez bariér"
SCHOOL = "ZŠ Na Kopci, kabinet výchovné poradkyně"
BELOW_LIMIT = "Všichni jsou domluvení a nikdo nechce čekat."
_TERMS = {
    "reason": "Paní Vlčková vychovává sama tři děti. "
    "Chce mít přehled v penězích, získat výživné a mít klidnější večery.",
    "goals": "Rodina má přehled v penězích a platí nájem včas.\n"
    "Je podaná žádost o náhradní výživné a návrh na vymáhání.\n"
    "Večery s dětmi mají řád, který si rodina sama určila.",
    "organisation_does": "přijde dvakrát týdně na hodinu\npomůže s rodinným rozpočtem a s přehledem dávek\n"
    "pomůže s žádostí o výživné a půjde s vámi na úřad\nporadí s péčí o děti, když o to požádáte",
    "parent_does": "připravíte účty a papíry, o které vás pracovnice požádá",
    "visits": "úterý a čtvrtek v 15:00, u vás doma",
    "excuse": "den předem na čísle 469 000 318",
    "price": "zdarma",
    "law": "zákona o sociálních službách (znění ověří právník)",
    "ends_when": "tři týdny nejde domluvit návštěvu",
    "complaints": "vedoucí Přístavu, U Řeky 5, Podlesí",
    "answer_within": "30 dnů",
}
_OF_SECOND = {
    SectionCode.BRIEF: "Matka chce mít přehled v penězích a klidnější večery. Přístav má od března volno.",
    SectionCode.STRENGTHS: "Matka přinesla účty a sama navrhla dny návštěv.",
    SectionCode.AGREED: "Přístav bude docházet v úterý a ve čtvrtek. Dohoda o spolupráci je podepsaná.",
}
_OF_THIRD = {
    SectionCode.BRIEF: "Gábina má ve škole začít znovu. Škola řekla, co od ní potřebuje, a Gábina, co jí pomůže.",
    SectionCode.STRENGTHS: "Gábina zůstala celou dobu a řekla, že kreslení ji ve škole drží.",
    SectionCode.AGREED: "Platí list požadavků. Když to některý den nepůjde, řekne si Gábina o pauzu třídnímu.",
}


class Town(Protocol):
    """Where the invented people stand, as the storyline knows it."""

    @property
    def agencies(self) -> Mapping[str, UUID]: ...
    @property
    def workers(self) -> Mapping[str, UUID]: ...
    def day(self, day: int, month: int) -> date: ...
    def on(self, day: int, month: int, hour: int = 9, minute: int = 0) -> AbstractContextManager[None]: ...
    def visitor(self, key: str) -> Visitor: ...
    def key(self, name: str) -> str: ...


def play(app: Flask, town: Town, case_id: UUID, family: Mapping[str, UUID]) -> None:
    """Both meetings from their convening on 4 March to the talk with Gábina the day after the second."""
    with town.on(4, 3, 15):
        second = convene_second(town, case_id, family)
        third = convene_third(town, case_id, family)
        outbox.run(app, once=True)
    with town.on(9, 3, 10, 47):
        hold(town, second)
        sign_agreement(town, case_id, second, family["jana"])
    with town.on(10, 3, 16):
        prepare_gabina(town, third, family["gabina"])
    with town.on(12, 3, 15):
        hold(town, third)
    with town.on(11, 3, 10):
        send_minutes(town, second, _OF_SECOND, until=town.day(18, 3), writes="lenka")
    with town.on(13, 3, 16):
        talk_with_gabina(town, third, family["gabina"])
    with town.on(16, 3, 10):
        send_minutes(town, third, _OF_THIRD, until=town.day(20, 3), writes="tereza")
        outbox.run(app, once=True)
    for meeting, day in ((second, 19), (third, 23)):
        with town.on(day, 3, 9):
            approve_minutes(town, meeting)
            outbox.run(app, once=True)


def _worker(town: Town, key: str, role: Role, inward: str, prepare: str = "") -> Asked:
    colleague = BY_KEY[key]
    body = next(body for body in BODIES if body.key == colleague.body)
    return Asked(
        worker_id=town.workers[key], person_id=None, agency_id=town.agencies[colleague.body], role=role,
        name=colleague.name, function=colleague.function, agency_name=body.name, chosen=True,
        outward_reasons=("leads",) if role == Role.MINUTE_TAKER else ("task",), inward_reason=inward,
        to_prepare=prepare,
    )  # fmt: skip


def _member(person_id: UUID, name: str, role: Role) -> Asked:
    return Asked(
        worker_id=None, person_id=person_id, agency_id=None, role=role, name=name, function="", agency_name="",
        chosen=True, how_told=HowTold.IN_PERSON,
    )  # fmt: skip


def convene_second(town: Town, case_id: UUID, family: Mapping[str, UUID]) -> UUID:
    """For 9 March: the mother, Martina and Lenka."""
    people = [
        _worker(town, "martina", Role.AGENCY_WORKER, "Bude do rodiny docházet.", "Návrh dohody."),
        _member(family["jana"], "Jana Vlčková", Role.PARENT),
    ]
    goal = "Matka a Přístav se domluví, co spolu udělají, a uzavřou dohodu o spolupráci."
    when = When(town.day(9, 3), time(10), time(11), OFFICE, False, town.day(6, 3))
    return _convene(town, case_id, goal, people, when)


def convene_third(town: Town, case_id: UUID, family: Mapping[str, UUID]) -> UUID:
    """For 12 March, at the school: Gábina with her guide, her mother, the school and Lenka."""
    people = [
        _worker(town, "ivana", Role.AGENCY_WORKER, "Řekne požadavky školy.", "List požadavků."),
        _worker(town, "tomas", Role.AGENCY_WORKER, "Je třídní učitel Gábiny."),
        _worker(town, "tereza", Role.MINUTE_TAKER, "Provází Gábinu a napíše zápis."),
        _member(family["gabina"], "Gabriela Vlčková", Role.CHILD),
        _member(family["jana"], "Jana Vlčková", Role.PARENT),
    ]
    goal = "Škola řekne Gábině a mámě, co od ní potřebuje, a domluví se, co když to nepůjde."
    when = When(town.day(12, 3), time(14), time(15), SCHOOL, False, town.day(9, 3))
    return _convene(town, case_id, goal, people, when, kind=MeetingKind.WITH_FAMILY)


def _convene(
    town: Town, case_id: UUID, goal: str, people: list[Asked], when: When, kind: MeetingKind = MeetingKind.WITH_FAMILY
) -> UUID:
    by = town.key("lenka")
    meeting = conferences.begin(case_id, by=by)
    conferences.set_goal(meeting, goal=goal, is_realistic=True, because="Všichni přislíbili účast.", by=by)
    conferences.list_people(meeting, people, kind=kind, by=by)
    conferences.set_time(meeting, when, by=by)
    conferences.convene(meeting, despite=BELOW_LIMIT, by=by)
    told = [each.person_id for each in people if each.person_id]
    about = "Kdo přijde, o čem bude řeč a že můžou kdykoli odejít."
    how = conferences.Told(told, clock.today(), HowTold.IN_PERSON, "Bc. Lenka Horáková", about)
    conferences.inform(meeting, how, by=by)
    return meeting


def hold(town: Town, meeting: UUID) -> None:
    """Everybody came."""
    by = town.key("lenka")
    there = {each.id: Attendance.PRESENT for each in _conference(meeting).invitations}
    conferences.record_attendance(meeting, there, by=by)
    conferences.mark_held(meeting, by=by)


def send_minutes(town: Town, meeting: UUID, written: Mapping[SectionCode, str], *, until: date, writes: str) -> None:
    """Short minutes, out for comments on the day they are written."""
    actor = town.visitor(writes)
    made = minutes.begin(meeting, actor=actor)
    begun = minutes_of(meeting)
    assert begun is not None
    frame = minutes.Frame(Heading.RECORD, "", clock.today(), until)
    minutes.write_frame(made, frame, version=begun.version, actor=actor)
    for code, text in written.items():
        minutes.write_section(made, code, minutes.SectionText(text), version=0, actor=actor)
    minutes.send(made, actor=actor)


def approve_minutes(town: Town, meeting: UUID) -> None:
    """Nobody had a comment."""
    sent = minutes_of(meeting)
    assert sent is not None
    minutes.approve(sent.id, actor=town.visitor("lenka"))


def _conference(meeting: UUID) -> Conference:
    found = conference_of(meeting)
    assert found is not None
    return found


def sign_agreement(town: Town, case_id: UUID, meeting: UUID, mother: UUID) -> None:
    """Lenka has prepared it, Martina signs by her own door, the mother on paper, which Martina compares."""
    lenka, martina = town.visitor("lenka"), town.visitor("martina")
    seat = next(one for one in open_seats(case_id) if one.worker_id == town.workers["martina"])
    made = agreements.begin(case_id, agreements.Beginning(mother, seat.id, meeting), actor=lenka)
    version = agreement_of(made)
    assert version is not None
    passings = [
        {"what": "jak plníme cíle z bodu 2", "to_whom": "koordinátorce případu na městském úřadě",
         "why": "aby plán seděl", "until": "do konce dohody"},
        {"what": "zda se konají návštěvy", "to_whom": "koordinátorce případu", "why": "kvůli vyhodnocení",
         "until": f"{town.day(21, 4).day}. {town.day(21, 4).month}. {town.day(21, 4).year}"},
    ]  # fmt: skip
    written = agreements.Written(
        seat_id=seat.id, reference=f"31/{town.day(9, 3).year}", address="", terms={**_TERMS, "passings": passings},
        from_on=town.day(9, 3), until_on=town.day(9, 9), evaluation_on=town.day(21, 4),
    )  # fmt: skip
    agreements.write(made, written, version=version.version, actor=lenka)
    agreements.offer(made, actor=lenka)
    signer = agreements.Signer(BY_KEY["martina"].name, BY_KEY["martina"].function)
    lying = agreement_of(made)
    assert lying is not None
    agreements.sign(made, signer, seen=lying.fingerprint, actor=martina)
    printed = agreements.print_copy(made, copy=1, actor=lenka)
    paper = agreements.Sheet(parent_on=town.day(9, 3), worker_on=None, original="sp. zn. Om 14/2026, list 19")
    sheet = agreements.file_paper(made, paper, examined(printed.content, "file"), actor=lenka)
    agreements.confirm(sheet, actor=martina)


def prepare_gabina(town: Town, meeting: UUID, gabina: UUID) -> None:
    """Tereza talks with Gábina two days before; they agree on a signal."""
    said = Prepared(
        talked_by="Bc. Tereza Malá", talked_on=clock.today(),
        why_comes="Je jí čtrnáct, jde o její školu a sama chce slyšet, co po ní chtějí.",
        told="Kdo přijde a proč, co řekne škola. Řekla, že nechce mluvit před třídním o doma.",
        guide=town.workers["tereza"], own_side="Bc. Tereza Malá", signal="položí tužku na papír",
        leaves_with="Tereza s ní půjde na chodbu. Vrátí se, až bude chtít, nebo vůbec.",
    )  # fmt: skip
    conferences.prepare_child(meeting, gabina, said, by=town.key("lenka"))


def talk_with_gabina(town: Town, meeting: UUID, gabina: UUID) -> None:
    """The day after."""
    talk = TalkAfterwards("Bc. Tereza Malá", clock.today(), "Bylo to lepší, než čekala. Chce kreslit, ne mluvit.")
    conferences.talk_afterwards(meeting, gabina, talk, by=town.key("lenka"))


def propose(town: Town, case_id: UUID) -> None:
    """Martina would like the table to meet about the summer; nobody has decided yet."""
    why = "Matka se ptá na prázdniny: kdo bude s dětmi a jak se domluvíme s otcem."
    conferences.propose(case_id, conferences.MeetingProposed(why, town.day(5, 5)), actor=town.visitor("martina"))
