"""What one version changes against the one before, tried alone."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.plans.rules_of_difference import Difference, How, Part, What, differences
from coordination.plans.words_on_paper import written

OF_PLAN = [one for one in What if one is not What.PASSAGE]
"""What a plan has, and prints when it changes; a passage is of another text, whose changes only a page shows."""
parts = st.lists(
    st.builds(
        Part,
        what=st.sampled_from(OF_PLAN),
        key=st.sampled_from("abcdef"),
        name=st.sampled_from(["1", "2"]),
        fields=st.dictionaries(st.sampled_from(["text", "date", "person"]), st.sampled_from(["x", "y", ""])),
    ),
    unique_by=lambda part: part.key,
)


def task(key: str, **fields: str) -> Part:
    return Part(What.TASK, key, key, fields)


def test_what_is_added_changed_and_dropped_is_told_in_this_order() -> None:
    before = [task("1", text="Zavolá", date="12. 3. 2026"), task("2", text="Podá")]
    after = [task("1", text="Zavolá", date="20. 3. 2026"), task("3", text="Sepíše")]
    assert differences(before, after) == (
        Difference(How.CHANGED, What.TASK, "1", "date", "12. 3. 2026", "20. 3. 2026"),
        Difference(How.ADDED, What.TASK, "3"),
        Difference(How.DROPPED, What.TASK, "2"),
    )


@given(parts)
def test_a_version_differs_in_nothing_from_itself(version: list[Part]) -> None:
    assert differences(version, version) == ()


@given(parts, parts)
def test_added_one_way_is_dropped_the_other_way(before: list[Part], after: list[Part]) -> None:
    there, back = differences(before, after), differences(after, before)
    added = sorted(one.name for one in there if one.how == How.ADDED)
    assert added == sorted(one.name for one in back if one.how == How.DROPPED)
    assert sum(one.how == How.CHANGED for one in there) == sum(one.how == How.CHANGED for one in back)


@given(parts, parts)
def test_every_difference_can_be_printed(before: list[Part], after: list[Part]) -> None:
    assert all(written(one).endswith(".") for one in differences(before, after))
