"""Bounds of every supported form of EDTF, and refusals that say why."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import dates
from data.dates import DateError, day_range, in_words, parse, to_date

SPOKE = date(2012, 5, 3)
OPEN = None

CASES = {
    # one day
    "2023-11-08": ("2023-11-08", "2023-11-08", "2023-11-08", "2023-11-08"),
    "2024-02-29": ("2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"),
    # one unknown day inside
    "2023-11": ("2023-11-01", "2023-11-30", "2023-11-01", "2023-11-30"),
    "2022": ("2022-01-01", "2022-12-31", "2022-01-01", "2022-12-31"),
    "[2023-12-01..2023-12-10]": ("2023-12-01", "2023-12-10", "2023-12-01", "2023-12-10"),
    "[2023-11,2023-12]": ("2023-11-01", "2023-12-31", "2023-11-01", "2023-12-31"),
    "[2023-12-01,2023-12-02]": ("2023-12-01", "2023-12-02", "2023-12-01", "2023-12-02"),
    "[2023-12..2024-01]": ("2023-12-01", "2024-01-31", "2023-12-01", "2024-01-31"),
    "[2010..2012]": ("2010-01-01", "2012-12-31", "2010-01-01", "2012-12-31"),
    # one unknown day, that one or before (after)
    "[..2023-11-08]": (OPEN, "2023-11-08", OPEN, "2023-11-08"),
    "[..2023-11]": (OPEN, "2023-11-30", OPEN, "2023-11-30"),
    "[2023-11-08..]": ("2023-11-08", OPEN, "2023-11-08", OPEN),
    # a duration
    "2023-11-09/2023-11-15": ("2023-11-09", "2023-11-09", "2023-11-15", "2023-11-15"),
    # a duration with imprecise ends, and ends that clip each other
    "2023-11/2024-01": ("2023-11-01", "2023-11-30", "2024-01-01", "2024-01-31"),
    "2023-11/2023-11": ("2023-11-01", "2023-11-30", "2023-11-01", "2023-11-30"),
    "2023-11/2023-11-10": ("2023-11-01", "2023-11-10", "2023-11-10", "2023-11-10"),
    "2023-11-20/2023-11": ("2023-11-20", "2023-11-20", "2023-11-20", "2023-11-30"),
    "2023-11-08/2023-11-08": ("2023-11-08", "2023-11-08", "2023-11-08", "2023-11-08"),
    "2012-05-02/2012-05-01~": ("2012-05-02", "2012-05-02", "2012-05-02", "2012-05-02"),
    "2023-12-20/2024-01~": ("2023-12-20", "2023-12-20", "2023-12-20", "2024-02-29"),
    # began, said to be still open
    "2010/..": ("2010-01-01", "2010-12-31", "2012-05-03", OPEN),
    "2012/..": ("2012-01-01", "2012-05-03", "2012-05-03", OPEN),
    # an end that nobody gives
    "2010/": ("2010-01-01", "2010-12-31", "2010-01-01", OPEN),
    "2024-03-05/": ("2024-03-05", "2024-03-05", "2024-03-05", OPEN),
    # had begun before
    "../2012": (OPEN, "2012-12-31", "2012-01-01", "2012-12-31"),
    "/2012-05": (OPEN, "2012-05-31", "2012-05-01", "2012-05-31"),
    # approximate or uncertain
    "2012-05-02~": ("2012-05-01", "2012-05-03", "2012-05-01", "2012-05-03"),
    "2023-11~": ("2023-10-01", "2023-12-31", "2023-10-01", "2023-12-31"),
    "2023-12?": ("2023-11-01", "2024-01-31", "2023-11-01", "2024-01-31"),
    "2012%": ("2011-01-01", "2013-12-31", "2011-01-01", "2013-12-31"),
    "2012-03-01?": ("2012-02-29", "2012-03-02", "2012-02-29", "2012-03-02"),
    "2023-11-09~/2023-11~": ("2023-11-08", "2023-11-10", "2023-11-08", "2023-12-31"),
    "2010~/..": ("2009-01-01", "2011-12-31", "2012-05-03", OPEN),
    "../2012~": (OPEN, "2013-12-31", "2011-01-01", "2013-12-31"),
}


@pytest.mark.parametrize("text", CASES)
def test_bounds(text: str) -> None:
    found = tuple(str(to_date(day)) if to_date(day) else OPEN for day in parse(text, SPOKE))
    assert found == CASES[text]


@pytest.mark.parametrize(
    ("text", "why"),
    {
        "": "EDTF",
        "/": "EDTF",
        "yesterday": "EDTF",
        "8 November 2023": "space",
        "2023-11-08 ": "space",
        "2023-11 / 2023-12": "space",
        "2023-1": "EDTF",
        "2023-02-30": "EDTF",
        "2023-13": "EDTF",
        "0000": "calendar",
        "9999~": "calendar",
        "9999-12-31~": "calendar",
        "0001-01-01~": "calendar",
        "٢٠٢٣": "EDTF",
        "2024/2023": "ends before it starts",
        "2023-11-10/2023-11-09": "ends before it starts",
        "[2023-12-10..2023-12-01]": "ends before it starts",
        "201X": "not supported",
        "2023-XX": "not supported",
        "2023-2X": "EDTF",
        "2023-21": "not supported",
        "{2022,2023}": "not supported",
        "Y17000": "not supported",
        "-0044": "not supported",
        "2023-?11": "not supported",
        "2023-11-08T10:00:00": "not supported",
        "../..": "neither",
        "[2023-12-01,2023-12-03]": "gap",
        "[2023-11,2023-12-01]": "mixes",
        "[2023-11-01..2023-12]": "EDTF",
        "[2023-01~..2023-02]": "EDTF",
        "2015/..": "begins after its source spoke",
        "[" * 3000: "EDTF",
        "201X/2012": "not supported",
        "2004-06-~01/2005": "not supported",
        "0000/2012": "calendar",
        "2012/9999~": "calendar",
        "2010/2012/2013": "EDTF",
        "/..": "EDTF",
    }.items(),
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(DateError, match=why) as caught:
        parse(text, SPOKE)
    assert repr(text) in str(caught.value)


def test_an_open_end_needs_the_day_its_source_spoke() -> None:
    with pytest.raises(DateError, match="as_of"):
        parse("2010/..")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-11-08", "2023-11-08", "2023-11-08"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
    ],
)
def test_ranges_of_a_filter(text: str, first: str, last: str) -> None:
    assert [str(to_date(day)) for day in day_range(text)] == [first, last]


@pytest.mark.parametrize(
    "text",
    ["", "2023-13", "2023-02-30", "0000", "2023-11~", "2010/..", "٢٠٢٣", "2023\n", " 2023", "20231108"],
)
def test_no_range_of_a_filter(text: str) -> None:
    with pytest.raises(DateError):
        day_range(text)


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PLAIN = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))
PART = st.builds(str.__add__, PLAIN, st.sampled_from(["", "", "~", "?", "%"]))
ANY = st.one_of(
    PART,
    st.builds("{}/{}".format, PART, PART),
    st.builds("{}/..".format, PART),
    st.builds("{}/".format, PART),
    st.builds("../{}".format, PART),
    st.builds("/{}".format, PART),
    st.builds("[..{}]".format, PLAIN),
    st.builds("[{}..{}]".format, PLAIN, PLAIN),
)


@given(ANY)
def test_bounds_are_ordered_and_no_end_precedes_its_start(text: str) -> None:
    try:
        found = parse(text, date(2101, 1, 1))
    except DateError:
        return
    assert found.start_earliest <= found.start_latest
    assert found.end_earliest <= found.end_latest
    assert found.start_earliest <= found.end_earliest
    assert found.start_latest <= found.end_latest


@given(ANY)
def test_whatever_has_bounds_has_words(text: str) -> None:
    try:
        parse(text, date(2101, 1, 1))
    except DateError:
        return
    words = in_words(text)
    assert words
    assert "[" not in words and ".." not in words


@given(st.text(max_size=12))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse(text, SPOKE)
    except DateError as error:
        assert repr(text) in str(error)


@pytest.mark.parametrize("text", ["2024/2023", "../..", "201X/2012", "2012/201X", "0000/2012", "2012/9999~"])
def test_what_has_no_bounds_has_no_words(text: str) -> None:
    with pytest.raises(DateError):
        in_words(text)


def test_words() -> None:
    assert in_words("") == "no date given"
    assert in_words("2023-11-08") == "8 November 2023"
    assert in_words("2023-11") == "on an unknown day in November 2023"
    assert in_words("2012-05-02~") == "about 2 May 2012"
    assert in_words("2012?") == "on an unknown day in perhaps 2012"
    assert in_words("[..2023-11-08]") == "on an unknown day, 8 November 2023 or before"
    assert (
        in_words("[2023-12-01..2023-12-10]") == "on an unknown day from 1 December 2023 to 10 December 2023"
    )
    assert in_words("2010/..") == "from 2010, said to be still going on"
    assert in_words("2010/") == "from 2010, end not given"
    assert in_words("../2012") == "until 2012, begun before at a time not given"


def test_threads_that_parse_at_once_leave_the_output_alone() -> None:
    before = sys.stdout
    dates._grammar.cache_clear()
    texts = [f"{year}-02-31" for year in range(1900, 1940)]

    def refused(text: str) -> bool:
        with pytest.raises(DateError):
            parse(text)
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(refused, texts))
    assert sys.stdout is before
