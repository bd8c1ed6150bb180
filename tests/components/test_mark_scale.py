"""How large a mark is and what number stands in it: never more than fits, never a number that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.shared.mark_scale import LETTER, MANY, Scale, diameter, short_number


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0"), (999, "999"), (1000, "1.0k"), (9_949, "9.9k"), (9_950, "10k"), (48_321, "48k"),
     (999_499, "999k"), (999_500, "1.0M"), (12_345_678, "12M")],
)  # fmt: skip
def test_a_number_is_shortened_to_four_letters(count: int, told: str) -> None:
    assert short_number(count) == told


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_the_more_events_the_larger_the_mark_and_none_is_too_large(one: int, other: int) -> None:
    scale = Scale(max(one, other))
    small, large = (scale.diameter(count) for count in sorted((one, other)))
    assert 0 < small <= large <= 46


@given(st.integers(1, 10**8), st.integers(MANY + 1, 10**8))
def test_a_number_stands_only_where_it_fits(count: int, most: int) -> None:
    scale = Scale(most)
    told = scale.number(min(count, most), "●")
    assert told == "" or LETTER * len(told) <= scale.diameter(min(count, most))


@pytest.mark.parametrize("most", [0, 1, MANY])
def test_a_few_dozen_bear_their_sign_and_have_the_size_of_the_curated_map(most: int) -> None:
    assert Scale(most).number(7, "▲") == "7▲"
    assert Scale(most).diameter(7) == diameter(7)
