"""Two versions of a text beside each other: nothing is lost on either side, and what is the same is not marked."""

from hypothesis import given
from hypothesis import strategies as st

from agencies.towns.rules import Compared, compared, unknown_blanks

LINES = st.lists(
    st.sampled_from(["1. Budu mlčet.", "1. Budu mlčet vždy.", "2. Papíry vrátím.", "Tečka", "a b c"]), max_size=6
)


def words(pieces: tuple[object, ...]) -> str:
    return "".join(getattr(piece, "words", "") for piece in pieces)


def only_marked(row: Compared) -> tuple[list[str], list[str]]:
    left, right = ([piece.words for piece in side if piece.changed] for side in (row.before, row.after))
    return left, right


class TestCompared:
    @given(LINES, LINES)
    def test_each_side_is_its_whole_text(self, old: list[str], new: list[str]):
        rows = compared("\n".join(old), "\n\n".join(new))
        assert [words(row.before) for row in rows if row.before] == old
        assert [words(row.after) for row in rows if row.after] == new

    @given(LINES)
    def test_what_is_the_same_is_not_marked(self, text: list[str]):
        assert not any(row.changed for row in compared("\n".join(text), "\n".join(text)))

    @given(LINES, LINES)
    def test_a_row_that_is_not_marked_says_the_same_on_both_sides(self, old: list[str], new: list[str]):
        rows = compared("\n".join(old), "\n".join(new))
        assert all(row.changed or words(row.before) == words(row.after) for row in rows)

    def test_only_the_words_that_differ_are_marked(self):
        (row,) = compared("2. Nebudu nikoho nahrávat ani fotit.", "2. Nebudu nikoho nahrávat ani natáčet.")
        assert only_marked(row) == (["fotit."], ["natáčet."])

    def test_a_sentence_put_between_stands_on_a_row_of_its_own(self):
        rows = compared("1. Budu mlčet.\n2. Papíry vrátím.", "1. Budu mlčet.\nNic nenahraju.\n2. Papíry vrátím.")
        assert [only_marked(row) for row in rows] == [([], []), ([], ["Nic nenahraju."]), ([], [])]

    def test_quite_another_sentence_does_not_stand_beside_the_former(self):
        rows = compared("1. Budu mlčet.", "Zavolám, když hrozí nebezpečí.")
        assert [bool(row.before) for row in rows] == [True, False]


def test_a_blank_that_no_setting_fills_in_is_named():
    (why,) = unknown_blanks(("jméno", "kouzla", "kouzla"), {"jméno"})
    assert (why.field, why.values["names"]) == ("text", "{kouzla}")
    assert unknown_blanks(("jméno",), {"jméno"}) == ()
