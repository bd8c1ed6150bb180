"""What is written as EDTF means the bounds that stand beside it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data.dates import parse
from data.importers import spans

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS, DAYS, st.integers(0, 40))
def test_the_bounds_are_those_of_the_text(one: date, other: date, width: int) -> None:
    first, last = sorted((one, other))
    made = (
        spans.on(one, ""),
        spans.within(first, last, ""),
        spans.around(one, width, ""),
        spans.month_of(one, ""),
        spans.year_of(one, ""),
    )
    for span in made:
        assert parse(span.edtf) == span.bounds


def test_whole_months_and_years_are_told_as_such() -> None:
    assert spans.within(date(2023, 11, 1), date(2023, 11, 30), "").edtf == "2023-11"
    assert spans.within(date(2023, 1, 1), date(2023, 12, 31), "").edtf == "2023"
    assert spans.within(date(2023, 1, 1), date(2023, 2, 28), "").edtf == "[2023-01-01..2023-02-28]"
    assert spans.around(date(2023, 11, 8), 3, "").edtf == "[2023-11-05..2023-11-11]"
