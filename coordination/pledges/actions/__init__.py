"""The deeds of a pledge, by aspect: signing oneself, at the table, by a sheet that is handed in, voiding."""

from coordination.pledges.actions.collecting import refuse_as_said, say_whom, void
from coordination.pledges.actions.issuing import issue_for_signing, pen_sheet
from coordination.pledges.actions.refusals import decide_after_refusal, note_of_refusal
from coordination.pledges.actions.sheets import Filed, ask_another, confirm, confirm_own, file_sheet, reject
from coordination.pledges.actions.signing import Copy, Signer, hand_copy, refuse, sign
from coordination.pledges.actions.table import refuse_at_table, sign_at_table

__all__ = [
    "Copy",
    "Filed",
    "Signer",
    "ask_another",
    "confirm",
    "confirm_own",
    "decide_after_refusal",
    "file_sheet",
    "hand_copy",
    "issue_for_signing",
    "note_of_refusal",
    "pen_sheet",
    "refuse",
    "refuse_as_said",
    "refuse_at_table",
    "reject",
    "say_whom",
    "sign",
    "sign_at_table",
    "void",
]
