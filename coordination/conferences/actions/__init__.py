"""The deeds of a conference: prepare it, convene it, answer it, meet, move it, call it off, close a seat."""

from coordination.conferences.actions.accompanying import Prepared, TalkAfterwards, prepare_child, talk_afterwards
from coordination.conferences.actions.answering import answer, answer_as_said, take_part
from coordination.conferences.actions.apart import PartMeant
from coordination.conferences.actions.confirming import confirm, decline, take_back
from coordination.conferences.actions.convening import call_off, convene, invited_by_mail
from coordination.conferences.actions.correcting import correct
from coordination.conferences.actions.entering import Attended, PastMeeting, enter
from coordination.conferences.actions.handing_over import pass_meetings_on
from coordination.conferences.actions.informing import Told, inform
from coordination.conferences.actions.inviting import invite_late, take_off
from coordination.conferences.actions.leaving import remove, step_aside
from coordination.conferences.actions.linking import link_client
from coordination.conferences.actions.listing import list_people, set_preparation
from coordination.conferences.actions.meeting import mark_held, record_attendance
from coordination.conferences.actions.moving import move
from coordination.conferences.actions.naming import Named, ask_again, name_as_said, name_for_agency, name_substitute
from coordination.conferences.actions.other_way import choose_other_way, take_up_again
from coordination.conferences.actions.posting import (
    Handing,
    Words,
    hand_over_letter,
    note_talk,
    print_letter,
    with_everybody,
    write_letter,
)
from coordination.conferences.actions.preparing import Goal, When, begin, read_times, set_goal, set_time
from coordination.conferences.actions.proposing import MeetingProposed, accept_proposal, decline_proposal, propose
from coordination.conferences.invitees import Asked
from coordination.conferences.readiness import obstacles

__all__ = [
    "Asked",
    "Attended",
    "Goal",
    "Handing",
    "MeetingProposed",
    "Named",
    "PartMeant",
    "PastMeeting",
    "Prepared",
    "TalkAfterwards",
    "Told",
    "When",
    "Words",
    "accept_proposal",
    "answer",
    "answer_as_said",
    "ask_again",
    "begin",
    "call_off",
    "choose_other_way",
    "confirm",
    "convene",
    "correct",
    "decline",
    "decline_proposal",
    "enter",
    "hand_over_letter",
    "inform",
    "invite_late",
    "invited_by_mail",
    "link_client",
    "list_people",
    "mark_held",
    "move",
    "name_as_said",
    "name_for_agency",
    "name_substitute",
    "note_talk",
    "obstacles",
    "pass_meetings_on",
    "prepare_child",
    "print_letter",
    "propose",
    "read_times",
    "record_attendance",
    "remove",
    "set_goal",
    "set_preparation",
    "set_time",
    "step_aside",
    "take_back",
    "take_off",
    "take_part",
    "take_up_again",
    "talk_afterwards",
    "with_everybody",
    "write_letter",
]
