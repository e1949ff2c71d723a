"""The deeds of a meeting and its minutes, by aspect: agenda, the meeting itself, writing, sending, handing out."""

from coordination.minutes.actions.aloud import accept_aloud, was_there
from coordination.minutes.actions.handing import (
    Paper,
    addenda_for,
    hand_over,
    make_exception,
    open_own,
    print_agenda,
    print_attendance_list,
)
from coordination.minutes.actions.meeting import (
    Seen,
    Times,
    correct_times,
    end_meeting,
    go_to,
    note_presence,
    open_meeting,
    unpledged,
    write_note,
)
from coordination.minutes.actions.planning import move_item, remove_item, take_childs_topics, take_usual, write_item
from coordination.minutes.actions.sending import (
    add_addendum,
    answer_comment,
    approve,
    comment,
    comment_as_said,
    obstacles_to_approval,
    obstacles_to_sending,
    send,
)
from coordination.minutes.actions.writing import Frame, SectionText, begin, write_frame, write_section

__all__ = [
    "Frame",
    "Paper",
    "SectionText",
    "Seen",
    "Times",
    "accept_aloud",
    "add_addendum",
    "addenda_for",
    "answer_comment",
    "approve",
    "begin",
    "comment",
    "comment_as_said",
    "correct_times",
    "end_meeting",
    "go_to",
    "hand_over",
    "make_exception",
    "move_item",
    "note_presence",
    "obstacles_to_approval",
    "obstacles_to_sending",
    "open_meeting",
    "open_own",
    "print_agenda",
    "print_attendance_list",
    "remove_item",
    "send",
    "take_childs_topics",
    "take_usual",
    "unpledged",
    "was_there",
    "write_frame",
    "write_item",
    "write_note",
    "write_section",
]
