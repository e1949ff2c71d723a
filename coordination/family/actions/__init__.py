"""The deeds of the family's door: a number is given, the page opened, the summary handed out, an answer talked over."""

from coordination.family.actions.agreements import answer_agreement, sign_agreement
from coordination.family.actions.answering import (
    Decision,
    Saying,
    answer_plan,
    answer_task,
    decide_wish,
    settle,
    write_down,
)
from coordination.family.actions.companions import let_read
from coordination.family.actions.evaluations import print_evaluation, say_how_it_goes, say_how_meeting_was
from coordination.family.actions.keys import DeadLink, WrongNumber, choose_number, close, draw_number, end_key, enter
from coordination.family.actions.requests import Asking, ask
from coordination.family.actions.requests import answer as answer_request
from coordination.family.actions.requests import withdraw as withdraw_request
from coordination.family.actions.summaries import LineText, Paper, SummaryText, approve, hand_over, write
from coordination.family.actions.voices import Voice, before_them, begun, say_before, unsay_before

__all__ = [
    "Asking",
    "DeadLink",
    "Decision",
    "LineText",
    "Paper",
    "Saying",
    "SummaryText",
    "Voice",
    "WrongNumber",
    "answer_agreement",
    "answer_plan",
    "answer_request",
    "answer_task",
    "approve",
    "ask",
    "before_them",
    "begun",
    "choose_number",
    "close",
    "decide_wish",
    "draw_number",
    "end_key",
    "enter",
    "hand_over",
    "let_read",
    "print_evaluation",
    "say_before",
    "say_how_it_goes",
    "say_how_meeting_was",
    "settle",
    "sign_agreement",
    "unsay_before",
    "withdraw_request",
    "write",
    "write_down",
]
