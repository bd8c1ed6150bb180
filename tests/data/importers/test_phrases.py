"""The date grammar: what it reads and as what, what it refuses and why, and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data import dates
from data.importers import phrase_words as words
from data.importers.drafts import RowError
from data.importers.phrase_dates import numeric_order
from data.importers.phrases import read_phrase

SPOKE = date(2024, 2, 14)
"""A Wednesday."""

STATED = {
    # EDTF, as it is
    "2023-11-08": "2023-11-08",
    "2023-11": "2023-11",
    "2010": "2010",
    "[2023-12-01..2023-12-10]": "[2023-12-01..2023-12-10]",
    "[..2023-11-08]": "[..2023-11-08]",
    "[2023-12-01, 2023-12-02]": "[2023-12-01, 2023-12-02]",
    "2023-11-09/2023-11-15": "2023-11-09/2023-11-15",
    "2010/..": "2010/..",
    "2010/": "2010/",
    "../2012": "../2012",
    "/2012-05": "/2012-05",
    "2023-11~": "2023-11~",
    "2012%": "2012%",
    # days
    "08 November 2023": "2023-11-08",
    "8th of November 2023": "2023-11-08",
    "November 8, 2023": "2023-11-08",
    "Nov. 8th, 2023.": "2023-11-08",
    "8-Nov-23": "2023-11-08",
    "8 NOV 98": "1998-11-08",
    "17 May2022": "2022-05-17",
    "2023 Nov 8": "2023-11-08",
    "20231108": "2023-11-08",
    "8/Nov/2023": "2023-11-08",
    "on the 8th of November 2023": "2023-11-08",
    "2023/11/8": "2023-11-08",
    "13/11/2023": "2023-11-13",
    "11/13/2023": "2023-11-13",
    "11.11.2023": "2023-11-11",
    "on Wednesday, 8 November 2023": "2023-11-08",
    "29 February 2024": "2024-02-29",
    # with an hour
    "2023-11-08T14:30:00Z": "2023-11-08",
    "2023-11-08 00:00:00": "2023-11-08",
    "8 November 2023 at 2:30 pm": "2023-11-08",
    "2023-11-08T23:59:59.123+04:30": "2023-11-08",
    # months and years
    "Sept 2023": "2023-09",
    "2019 May": "2019-05",
    "JUNE  2021": "2021-06",
    "November of 2023": "2023-11",
    "11/2023": "2023-11",
    "Arpil 2023": "2023-04",
    "Decmeber 2019": "2019-12",
    "April '21": "2021-04",
    "May-98": "1998-05",
    "sometime in March 2023": "2023-03",
    "at some point during 2022": "2022",
    "in the year 2010": "2010",
    # thirds
    "early December 2023": "[2023-12-01..2023-12-10]",
    "mid-December 2023": "[2023-12-11..2023-12-20]",
    "in late February 2024": "[2024-02-21..2024-02-29]",
    "the end of April 2023": "[2023-04-21..2023-04-30]",
    "early 2023": "[2023-01-01..2023-04-30]",
    "mid 2023": "[2023-05-01..2023-08-31]",
    "late in 2023": "[2023-09-01..2023-12-31]",
    # approximate, uncertain
    "around 18 December 2023": "2023-12-18~",
    "Around, 12 July 2023": "2023-07-12~",
    "circa 2010": "2010~",
    "c. March 2023": "2023-03~",
    "~ 5 May 2023": "2023-05-05~",
    "on or about 5 May 2023": "2023-05-05~",
    "possibly on 5 May 2023": "2023-05-05?",
    "5 May 2023 (?)": "2023-05-05?",
    # the day of a report
    "as reported on 3 June 2023": "[..2023-06-03]",
    "Reported, June 2023": "[..2023-06]",
    "As reported on 09 - 16 September 2021": "[..2021-09-16]",
    "reported in early June 2023": "[..2023-06-10]",
    # one unknown day between two
    "between 29 August and 5 September 2023": "[2023-08-29..2023-09-05]",
    "sometime between 29 December and 5 January 2023": "[2022-12-29..2023-01-05]",
    "Between 5-12 August 2018": "[2018-08-05..2018-08-12]",
    "between April and June 2023": "[2023-04-01..2023-06-30]",
    "between early May and late June 2023": "[2023-05-01..2023-06-30]",
    "between 1/13/2023 and 1/15/2023": "[2023-01-13..2023-01-15]",
    "between 29 August 2023 and 5 September": "[2023-08-29..2023-09-05]",
    "8 or 9 June 2018": "[2018-06-08..2018-06-09]",
    "the night of 31 May to 1 June 2018": "[2018-05-31..2018-06-01]",
    "2022 or 2023": "[2022-01-01..2023-12-31]",
    # lasting
    "from 9 to 15 November 2023": "2023-11-09/2023-11-15",
    "29 August - 5 September 2023": "2023-08-29/2023-09-05",
    "03-04 July 2023": "2023-07-03/2023-07-04",
    "May 5–7, 2023": "2023-05-05/2023-05-07",
    "December 2022 until January": "2022-12/2023-01",
    "September - October, 2020": "2020-09/2020-10",
    "2023-11-08 - 2023-11-10": "2023-11-08/2023-11-10",
    "on 8 and 9 June 2018": "2018-06-08/2018-06-09",
    "1992-97": "1992/1997",
    "1992 - 1997": "1992/1997",
    "2010-15": "2010/2015",
    # bounded
    "before August 2021": "[..2021-07-31]",
    "prior to 5 May 2021": "[..2021-05-04]",
    "by 5 May 2021": "[..2021-05-05]",
    "by early May 2021": "[..2021-05-10]",
    "no later than May 2021": "[..2021-05]",
    "until May 2021": "../2021-05",
    "after August 2021": "[2021-09-01..]",
    "no earlier than August 2021": "[2021-08-01..]",
    "since 2021": "2021/..",
    "from 5 May 2021 onwards": "2021-05-05/..",
    # parts of a year
    "the first half of 2023": "[2023-01-01..2023-06-30]",
    "Q4 2023": "[2023-10-01..2023-12-31]",
    "the 1990s": "[1990..1999]",
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "edtf"), STATED.items())
def test_a_phrase_that_says_its_date_is_read(phrase: str, edtf: str) -> None:
    reading = read_phrase(phrase, SPOKE)
    assert reading.edtf == edtf
    assert reading.basis == "stated"
    assert phrase in reading.how
    assert reading.how.endswith(".")


RELATIVE = {
    "18 December": "2023-12-18",
    "14 February": "2024-02-14",
    "15 February": "2023-02-15",
    "29 February": None,
    "April 21": "2023-04-21",
    "sometime in March": "2023-03",
    "February": "2024-02",
    "early December": "[2023-12-01..2023-12-10]",
    "around 18 December": "2023-12-18~",
    "between 29 August and 5 September": "[2023-08-29..2023-09-05]",
    "between 29 December and 5 January": "[2023-12-29..2024-01-05]",
    "30 January - 2 February": "2024-01-30/2024-02-02",
    "since October": "2023-10/..",
    "a decade ago": "2014~",
    "two decades ago": "2004~",
    "about 3 years ago": "2021~",
    "two months ago": "2023-12~",
    "three weeks ago": "[2024-01-17..2024-01-31]",
    "a week ago": "[2024-01-31..2024-02-14]",
    "10 days ago": "2024-02-04~",
    "yesterday": "2024-02-13",
    "today": "2024-02-14",
    "last night": "[2024-02-13..2024-02-14]",
    "the day before yesterday": "2024-02-12",
    "last week": "[2024-02-01..2024-02-13]",
    "in the last month": None,
    "last month": "2024-01",
    "last year": "2023",
    "this year": "2024",
    "earlier this year": "[2024-01-01..2024-02-14]",
    "earlier this month": "[2024-02-01..2024-02-14]",
    "on Monday": "2024-02-12",
    "Thu": "2024-02-08",
}


@pytest.mark.parametrize(("phrase", "edtf"), RELATIVE.items())
def test_a_phrase_without_its_year_is_told_from_the_report(phrase: str, edtf: str | None) -> None:
    if edtf is None:
        with pytest.raises(RowError):
            read_phrase(phrase, SPOKE)
        return
    reading = read_phrase(phrase, SPOKE)
    assert reading.edtf == edtf
    assert reading.basis == "relative_to_report"
    assert "when the source spoke" in reading.how
    with pytest.raises(RowError) as refused:
        read_phrase(phrase)
    assert refused.value.reason == words.NEEDS_REPORT


REFUSED = {
    "": words.EMPTY,
    "   ": words.EMPTY,
    "x" * 200: words.UNREADABLE,
    "Arrests": words.UNREADABLE,
    "Ma 2022": words.UNREADABLE,
    "January 20201": words.UNREADABLE,
    "March 202": words.UNREADABLE,
    "45238": words.UNREADABLE,
    "201X": words.UNREADABLE,
    "around early May 2023": words.UNREADABLE,
    "from early May to 7 June 2023": words.UNREADABLE,
    "since early May 2023": words.UNREADABLE,
    "11/8/2023": words.ORDER,
    "8.11.2023": words.ORDER,
    "13/11/23": words.ORDER,
    "30 February 2023": words.NO_SUCH_DAY,
    "2023-02-30": words.NO_SUCH_DAY,
    "14/13/2023": words.NO_SUCH_DAY,
    "29 February": words.NO_SUCH_DAY,
    "8 November 1023": words.YEAR,
    "1023-11-08": words.YEAR,
    "2523/2524": words.YEAR,
    "8 November 2043": words.YEAR,
    "900 years ago": words.YEAR,
    "9999 years ago": words.VAGUE,
    "from 9 to 5 November 2023": words.REVERSED,
    "between 5 May 2023 and 4 May 2022": words.REVERSED,
    "1997-92": words.REVERSED,
    "5 and 9 June 2023": words.APART,
    "5 or 9 June 2023": words.APART,
    "spring 2023": words.SEASON,
    "1998-21": words.SEASON,
    "in recent months": words.VAGUE,
    "several years ago": words.VAGUE,
    "last spring": words.SEASON,
    "Apr-21": words.TWO_WAYS,
    "2010-22": words.TWO_WAYS,
    "2010 - 12": words.TWO_WAYS,
    "last Monday": words.TWO_WAYS,
    "on Wednesday": words.TWO_WAYS,
    "Monday, 8 November 2023": words.WEEKDAY,
    "since 20 February 2024": words.AFTER_REPORT,
}


@pytest.mark.parametrize(("phrase", "reason"), REFUSED.items())
def test_a_phrase_that_would_have_to_be_guessed_is_refused_with_its_reason(phrase: str, reason: str) -> None:
    with pytest.raises(RowError) as refused:
        read_phrase(phrase, SPOKE)
    assert refused.value.reason == reason
    assert refused.value.value == phrase.strip()


@pytest.mark.parametrize("phrase", ["since 2021", "2010/..", "2023-05-05/.."])
def test_what_is_still_open_needs_the_day_of_the_report(phrase: str) -> None:
    with pytest.raises(RowError) as refused:
        read_phrase(phrase)
    assert refused.value.reason == words.NEEDS_REPORT


@pytest.mark.parametrize(
    ("text", "day_first", "edtf"),
    [
        ("11/8/2023", True, "2023-08-11"),
        ("11/8/2023", False, "2023-11-08"),
        ("11-8-23", True, "2023-08-11"),
        ("11/8/2023 0:00", False, "2023-11-08"),
        ("13/8/2023", False, "2023-08-13"),
        ("5-7.11.2023", True, "2023-11-05/2023-11-07"),
    ],
)
def test_the_order_of_day_and_month_is_the_callers(text: str, day_first: bool, edtf: str) -> None:
    assert read_phrase(text, SPOKE, day_first).edtf == edtf


@pytest.mark.parametrize(
    ("text", "order"),
    [("13/11/2023", True), ("11-13-2023 10:00", False), ("11/8/2023", None), ("13/11/23", None),
     ("14/13/2023", None), ("8 May 2023", None)],
)  # fmt: skip
def test_a_cell_tells_the_order_only_where_no_other_is_possible(text: str, order: bool | None) -> None:
    assert numeric_order(text) is order


HOW = {
    "8-Nov-23": "8 November 2023; the year 23 is taken as 2023",
    "May 2022": "one unknown day in May 2022",
    "early May 2023": (
        "one unknown day from 1 to 10 May 2023; these are the days that 'early' is taken to mean"
    ),
    "18 May": (
        "18 May 2023; its year is that of the last such date not after 14 February 2024, "
        "when the source spoke"
    ),
    "around 18 May 2023": "about 18 May 2023, give or take a day",
    "2023-11~": "it stands, being EDTF",
    "reported 18 May 2023": "one unknown day, 18 May 2023 or before, for that is when it was reported",
}


@pytest.mark.parametrize(("phrase", "how"), HOW.items())
def test_it_says_how_it_read_the_phrase(phrase: str, how: str) -> None:
    assert read_phrase(phrase, SPOKE).how == f"{phrase!r} is read as {how}."


JOINS = [
    "between", "and", "to", "from", "-", "/", "..", "[", "]", "~", "?", "or", "ago", "weeks", "year", "a",
    "the", "of", "in", "on", "since", "before", "after", "until", "reported", "half", "q1", "1990s", "8",
    "31", "2023", "1023", "23", "8th", "2023-11-08", "8/11/2023", "20231108", "14:30", "T",
]  # fmt: skip
FRAGMENTS = st.sampled_from(
    [*words.MONTHS, *words.THIRDS, *words.WEEKDAYS, *words.APPROXIMATE, *words.INDEFINITE, *JOINS]
)
PHRASES = st.one_of(
    st.text(max_size=130),
    st.text(alphabet="0123456789-/.~?%[], XT", max_size=24),
    st.lists(FRAGMENTS, max_size=7).map(" ".join),
    st.lists(FRAGMENTS, max_size=4).map("".join),
)


@given(PHRASES, st.none() | st.dates(), st.none() | st.booleans())
@example("a decade ago", date.min, None)
@example("since 9999", date.max, None)
@example("after 31 December 9999", date.max, None)
@example("12 months ago", date.min, None)
@example("last year", date.min, None)
@example("q1 0000", None, None)
@example("\u0660\u0668 November 2023", None, None)
def test_any_text_is_read_or_refused(text: str, said_on: date | None, day_first: bool | None) -> None:
    try:
        reading = read_phrase(text, said_on, day_first)
    except RowError as refused:
        assert refused.reason in vars(words).values()
        return
    assert dates.parse(reading.edtf, said_on) == reading.bounds
    assert read_phrase(reading.edtf, said_on).edtf == reading.edtf


SPELLINGS = st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%Y/%m/%d", "%d-%b-%Y"])


@given(st.dates(date(1800, 1, 1), date(2024, 12, 31)), SPELLINGS)
def test_a_day_is_read_in_every_spelling(day: date, spelling: str) -> None:
    assert read_phrase(day.strftime(spelling), SPOKE).edtf == day.isoformat()


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_without_its_year_is_never_after_the_report_nor_a_year_before_it(
    day: date, said_on: date
) -> None:
    phrase = f"{day.day} {day:%B}"
    if (day.month, day.day) == (2, 29):
        return
    found = read_phrase(phrase, said_on).bounds.start_earliest
    assert 0 <= dates.day_number(said_on) - found <= 365


def test_reasons_name_no_phrase() -> None:
    assert all(not re.search(r"\d{4}", reason) for _, reason in REFUSED.items())
