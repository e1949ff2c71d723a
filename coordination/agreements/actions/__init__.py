"""The deeds about agreements: prepare, put before the parties, sign, hand in, confirm, withdraw, end."""

from coordination.agreements.actions.drafting import Beginning, Written, begin, offer, take_back, write
from coordination.agreements.actions.ending import Ending, end, withdraw
from coordination.agreements.actions.papers import Paper, Sheet, confirm, file_paper, print_copy, reject
from coordination.agreements.actions.signing import Signer, sign, sign_at_table

__all__ = [
    "Beginning", "Ending", "Paper", "Sheet", "Signer", "Written", "begin", "confirm", "end", "file_paper", "offer",
    "print_copy", "reject", "sign", "sign_at_table", "take_back", "withdraw", "write",
]  # fmt: skip
