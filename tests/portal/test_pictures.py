"""The size of a drawn picture comes from the address and is not trusted."""

from __future__ import annotations

import pytest

from portal.pictures import size_asked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("766x420", (766, 420)), ("2400x2400", (2400, 2400)), ("", (960, 600)), ("9999x9999", (960, 600)),
        ("100x500", (960, 600)), ("x", (960, 600)), ("766x420;rm", (960, 600)), ("-766x420", (960, 600)),
    ],
)  # fmt: skip
def test_a_size_out_of_bounds_is_the_default(text: str, expected: tuple[int, int]) -> None:
    assert size_asked(text, (960, 600)) == expected
