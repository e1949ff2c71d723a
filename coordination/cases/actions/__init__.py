"""The deeds of a case: open it, describe it, name its people, bring agencies to it, record why they may know."""

from coordination.cases.actions.agency_notes import add_agency_note, remove_agency_note
from coordination.cases.actions.assessing import Assessed, assess
from coordination.cases.actions.companions import Companion, add_companion, change_companion
from coordination.cases.actions.describing import (
    Brief,
    Member,
    Opener,
    add_member,
    change_member,
    describe,
    open_case,
)
from coordination.cases.actions.excluding import exclude, on_exclusion
from coordination.cases.actions.grounds import (
    end_legal_title,
    involve,
    print_consents,
    record_consent,
    record_legal_title,
    withdraw_consent,
)
from coordination.cases.actions.handing_over import Passed, accept, appoint, decline, offer, on_hand_over, take_back
from coordination.cases.actions.reading import read_with_reason, stop_reading, take_note_of_readings
from coordination.cases.actions.telling import note_told

__all__ = [
    "Assessed",
    "Brief",
    "Companion",
    "Member",
    "Opener",
    "Passed",
    "accept",
    "add_agency_note",
    "add_companion",
    "add_member",
    "appoint",
    "assess",
    "change_companion",
    "change_member",
    "decline",
    "describe",
    "end_legal_title",
    "exclude",
    "involve",
    "note_told",
    "offer",
    "on_exclusion",
    "on_hand_over",
    "open_case",
    "print_consents",
    "read_with_reason",
    "record_consent",
    "record_legal_title",
    "remove_agency_note",
    "stop_reading",
    "take_back",
    "take_note_of_readings",
    "withdraw_consent",
]
