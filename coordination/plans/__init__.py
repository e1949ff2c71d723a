"""Plans (plán spolupráce): goals, tasks and the rules of evaluation, in versions that lock."""
