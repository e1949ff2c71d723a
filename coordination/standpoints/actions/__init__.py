"""The deeds at the table: standpoints, needs and offers, opinions, options, requests, private notes."""

from coordination.standpoints.actions.asking import (
    answer,
    ask,
    choose,
    consider,
    decide,
    leave,
    write_down_opinion,
    write_option,
)
from coordination.standpoints.actions.noting import write_note
from coordination.standpoints.actions.offering import (
    accept_offer,
    offer,
    offer_as_said,
    on_acceptance,
    raise_need,
    withdraw_need,
    withdraw_offer,
    write_need,
    write_offer,
)
from coordination.standpoints.actions.reach import COORDINATOR_ALONE, EVERYONE, Meant
from coordination.standpoints.actions.requesting import remind, request_standpoint, take_request_back
from coordination.standpoints.actions.writing import (
    File,
    OfferText,
    Words,
    agree_to_sentence,
    give,
    note_voice,
    propose_sentence,
    record,
    record_voice,
    save_draft,
    say,
    unsay,
)

__all__ = [
    "COORDINATOR_ALONE", "EVERYONE", "File", "Meant", "OfferText", "Words", "accept_offer", "agree_to_sentence",
    "answer", "ask", "choose", "consider", "decide", "give", "leave", "note_voice", "offer", "offer_as_said",
    "on_acceptance", "propose_sentence", "raise_need", "record", "record_voice", "remind", "request_standpoint",
    "save_draft", "say", "take_request_back", "unsay", "withdraw_need", "withdraw_offer", "write_down_opinion",
    "write_need", "write_note", "write_offer", "write_option",
]  # fmt: skip
