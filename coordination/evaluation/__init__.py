"""How it turned out (vyhodnocení): a case is closed with its result and a word on every open task, or opened again."""
