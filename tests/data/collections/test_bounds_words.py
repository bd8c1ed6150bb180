"""Four bounds in words: the same as those of the EDTF string, and no more precise than it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from data import date_words
from data.collections.bounds_words import bounds_in_words
from data.date_languages import LANGUAGES
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds, in_words, parse
from tests.data.collections.cases import any_bounds

SAME = ["2023-11-08", "2023-11", "2023", "[2023-12-03..2023-12-10]", "[..2023-11-08]", "[2023-11-08..]",
        "2023-11-09/2023-11-15", "2024-02", "2023-02"]  # fmt: skip


@pytest.mark.parametrize("text", SAME)
@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_those_of_the_date(text: str, language: str) -> None:
    with date_words.speaking(language):
        assert bounds_in_words(parse(text)) == in_words(text)


ENDS_OPEN = "began between 1 {0} 2023 and 30 {0} 2023; ended between 1 January 2024 and 31 January 2024"
# EDTF, words
OTHERS = [
    ("2023-11/2024-01", ENDS_OPEN.format("November")),
    ("2010-03-04/", "began on 4 March 2010; went on to 4 March 2010 at least"),
    ("2010-03/..", "began between 1 March 2010 and 31 March 2010; went on to 2 June 2012 at least"),
    ("../2012-05-02", "began on 2 May 2012 or before; ended on 2 May 2012"),
]


@pytest.mark.parametrize(("text", "words"), OTHERS)
def test_ends_that_are_not_known_exactly_are_said_to_be_so(text: str, words: str) -> None:
    assert bounds_in_words(parse(text, date(2012, 6, 2))) == words


@given(any_bounds())
def test_every_date_has_words_that_name_no_unbounded_day(bounds: Bounds) -> None:
    words = bounds_in_words(bounds)
    assert words and "unbounded" not in words
    known = {end for end in bounds if end not in (UNBOUNDED_PAST, UNBOUNDED_FUTURE)}
    assert any(date.fromordinal(end + date(1970, 1, 1).toordinal()).strftime("%Y") in words for end in known)
