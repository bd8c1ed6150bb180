"""Dates in five languages: the same days, months and years, and not a hedge more or less than in English."""

from __future__ import annotations

import calendar
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import product
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import date_words, dates
from data.dataset import Dataset
from data.date_languages import LANGUAGES, Part
from data.date_words import speaking
from data.wording import citation
from data.wording import date_words as worded

OTHERS = tuple(tag for tag in LANGUAGES if tag != "en")

WORDS = (
    # EDTF, English, Russian, German, French
    (
        "",
        "no date given",
        "дата не указана",
        "kein Datum angegeben",
        "date non indiquée",
    ),
    (
        "2023-11-08",
        "8 November 2023",
        "8 ноября 2023",
        "8. November 2023",
        "8 novembre 2023",
    ),
    (
        "2023-11-01",
        "1 November 2023",
        "1 ноября 2023",
        "1. November 2023",
        "1er novembre 2023",
    ),
    (
        "2012-05-02~",
        "about 2 May 2012",
        "примерно 2 мая 2012",
        "etwa 2. Mai 2012",
        "vers le 2 mai 2012",
    ),
    (
        "2012-05-02?",
        "perhaps 2 May 2012",
        "возможно, 2 мая 2012",
        "vielleicht 2. Mai 2012",
        "peut-être le 2 mai 2012",
    ),
    (
        "2012-05-02%",
        "perhaps about 2 May 2012",
        "возможно, примерно 2 мая 2012",
        "vielleicht etwa 2. Mai 2012",
        "peut-être vers le 2 mai 2012",
    ),
    (
        "2023-11",
        "on an unknown day in November 2023",
        "в неизвестный день ноября 2023",
        "an einem unbekannten Tag im November 2023",
        "un jour inconnu en novembre 2023",
    ),
    (
        "2022",
        "on an unknown day in 2022",
        "в неизвестный день 2022 года",
        "an einem unbekannten Tag im Jahr 2022",
        "un jour inconnu en 2022",
    ),
    (
        "2012-04~",
        "on an unknown day in about April 2012",
        "в неизвестный день примерно апреля 2012",
        "an einem unbekannten Tag, etwa im April 2012",
        "un jour inconnu, vers avril 2012",
    ),
    (
        "2012?",
        "on an unknown day in perhaps 2012",
        "в неизвестный день, возможно, 2012 года",
        "an einem unbekannten Tag, vielleicht im Jahr 2012",
        "un jour inconnu, peut-être en 2012",
    ),
    (
        "2012-08%",
        "on an unknown day in perhaps about August 2012",
        "в неизвестный день, возможно, примерно августа 2012",
        "an einem unbekannten Tag, vielleicht etwa im August 2012",
        "un jour inconnu, peut-être vers août 2012",
    ),
    (
        "[2023-12-01..2023-12-10]",
        "on an unknown day from 1 December 2023 to 10 December 2023",
        "в неизвестный день с 1 декабря 2023 по 10 декабря 2023",
        "an einem unbekannten Tag vom 1. Dezember 2023 bis zum 10. Dezember 2023",
        "un jour inconnu du 1er décembre 2023 au 10 décembre 2023",
    ),
    (
        "[..2023-11-08]",
        "on an unknown day, 8 November 2023 or before",
        "в неизвестный день, 8 ноября 2023 или раньше",
        "an einem unbekannten Tag, am 8. November 2023 oder davor",
        "un jour inconnu, le 8 novembre 2023 ou avant",
    ),
    (
        "[2023-11-08..]",
        "on an unknown day, 8 November 2023 or after",
        "в неизвестный день, 8 ноября 2023 или позже",
        "an einem unbekannten Tag, am 8. November 2023 oder danach",
        "un jour inconnu, le 8 novembre 2023 ou après",
    ),
    (
        "2023-11-02/2023-11-15",
        "from 2 November 2023 to 15 November 2023",
        "со 2 ноября 2023 по 15 ноября 2023",
        "vom 2. November 2023 bis zum 15. November 2023",
        "du 2 novembre 2023 au 15 novembre 2023",
    ),
    (
        "2023-04/2024-01",
        "from April 2023 to January 2024",
        "с апреля 2023 по январь 2024",
        "von April 2023 bis Januar 2024",
        "d’avril 2023 à janvier 2024",
    ),
    (
        "2010~/2012?",
        "from about 2010 to perhaps 2012",
        "с 2010 года (примерно) по 2012 год (возможно)",
        "von 2010 (etwa) bis 2012 (vielleicht)",
        "de 2010 (environ) à 2012 (peut-être)",
    ),
    (
        "2010%/2023-11-01",
        "from perhaps about 2010 to 1 November 2023",
        "с 2010 года (возможно, примерно) по 1 ноября 2023",
        "von 2010 (vielleicht etwa) bis zum 1. November 2023",
        "de 2010 (peut-être environ) au 1er novembre 2023",
    ),
    (
        "2010/..",
        "from 2010, said to be still going on",
        "с 2010 года, как сообщается, всё ещё продолжается",
        "ab 2010, soll noch andauern",
        "à partir de 2010, serait toujours en cours",
    ),
    (
        "2023-11-08/..",
        "from 8 November 2023, said to be still going on",
        "с 8 ноября 2023, как сообщается, всё ещё продолжается",
        "ab 8. November 2023, soll noch andauern",
        "à partir du 8 novembre 2023, serait toujours en cours",
    ),
    (
        "2023-10/..",
        "from October 2023, said to be still going on",
        "с октября 2023, как сообщается, всё ещё продолжается",
        "ab Oktober 2023, soll noch andauern",
        "à partir d’octobre 2023, serait toujours en cours",
    ),
    (
        "2010~/",
        "from about 2010, end not given",
        "с 2010 года (примерно), окончание не указано",
        "ab 2010 (etwa), Ende nicht angegeben",
        "à partir de 2010 (environ), fin non indiquée",
    ),
    (
        "../2012",
        "until 2012, begun before at a time not given",
        "по 2012 год, начало раньше, в неуказанное время",
        "bis 2012, begonnen davor, zu einem nicht angegebenen Zeitpunkt",
        "jusqu’en 2012, commencé auparavant, à un moment non indiqué",
    ),
    (
        "../2023-04~",
        "until about April 2023, begun before at a time not given",
        "по апрель 2023 (примерно), начало раньше, в неуказанное время",
        "bis April 2023 (etwa), begonnen davor, zu einem nicht angegebenen Zeitpunkt",
        "jusqu’en avril 2023 (environ), commencé auparavant, à un moment non indiqué",
    ),
    (
        "/2012-05-01",
        "until 1 May 2012, begun before at a time not given",
        "по 1 мая 2012, начало раньше, в неуказанное время",
        "bis zum 1. Mai 2012, begonnen davor, zu einem nicht angegebenen Zeitpunkt",
        "jusqu’au 1er mai 2012, commencé auparavant, à un moment non indiqué",
    ),
)

AMERICAN = (
    ("2023-11-08", "November 8, 2023"),
    ("2012-05-02%", "perhaps about May 2, 2012"),
    ("2023-11", "on an unknown day in November 2023"),
    ("[..2023-11-08]", "on an unknown day, November 8, 2023 or before"),
    ("2023-11-02/2023-11-15", "from November 2, 2023 to November 15, 2023"),
    ("2023-11-08/..", "from November 8, 2023, said to be still going on"),
)

HEDGES = {
    "an unknown day": ("unknown day", "неизвестный день", "unbekannten Tag", "jour inconnu"),
    "about": ("about", "примерно", "etwa", "vers |environ"),
    "perhaps": ("perhaps", "возможно", "vielleicht", "peut-être"),
    "said to be": ("said to be still", "как сообщается, всё ещё", "soll noch", "serait toujours"),
    "no end": ("end not given", "окончание не указано", "Ende nicht angegeben", "fin non indiquée"),
    "begun": ("begun before", "начало раньше", "begonnen davor", "commencé auparavant"),
    "at a time not given": (
        "at a time not given",
        "в неуказанное время",
        "zu einem nicht angegebenen Zeitpunkt",
        "à un moment non indiqué",
    ),
    "or before": ("or before", "или раньше", "oder davor", "ou avant"),
    "or after": ("or after", "или позже", "oder danach", "ou après"),
    "no date": ("no date", "дата не указана", "kein Datum", "date non indiquée"),
}
"""What a phrase may hedge -> the words for it in English, Russian, German and French."""
TAGS = ("en", "ru", "de", "fr")


def said(text: str, tag: str) -> str:
    with speaking(tag):
        return dates.in_words(text)


def hedged(words: str, tag: str) -> dict[str, int]:
    """How often each hedge is in a text."""
    mine = TAGS.index("en" if tag == "en-US" else tag)
    return {name: len(re.findall(found[mine], words)) for name, found in HEDGES.items()}


def numbers(words: str) -> list[int]:
    return sorted(int(found) for found in re.findall(r"[0-9]+", words))


def every_form() -> list[str]:
    """Every form of EDTF that has words, in every precision and with every qualifier."""
    parts = [
        day + mark for day, mark in product(("2012-05-02", "2012-10", "2012", "2012-04-01"), ("", *"~?%"))
    ]
    ends = ["2023-11-08", "2023-08~", "2023?", "2023-11%"]
    spans = [f"{start}/{end}" for start, end in product(parts, ends)]
    open_ends = [form.format(part) for part in parts for form in ("{}/..", "{}/", "../{}", "/{}")]
    sets = [
        "[..2023-11-08]",
        "[2023-11-08..]",
        "[2023-12-01..2023-12-10]",
        "[2022..2023]",
        "[2023-11..2023-12]",
    ]
    return ["", *parts, *spans, *open_ends, *sets]


def of_the_tables(dataset: Dataset) -> list[str]:
    """Every date that the tables hold."""
    columns = ("date", "published", "opened", "as_of")
    held = (table[name] for table in dataset.tables.values() for name in columns if name in table)
    return sorted({date for column in held for date in column})


@pytest.mark.parametrize(("text", "english", "russian", "german", "french"), WORDS)
def test_each_form_has_its_phrase(text: str, english: str, russian: str, german: str, french: str) -> None:
    told = {tag: said(text, tag) for tag in TAGS}
    assert told == {"en": english, "ru": russian, "de": german, "fr": french}


@pytest.mark.parametrize(("text", "words"), AMERICAN)
def test_american_dates_put_the_month_first(text: str, words: str) -> None:
    assert said(text, "en-US") == words


@pytest.mark.parametrize("tag", OTHERS)
def test_no_form_loses_a_number_or_a_hedge_or_gains_one(tag: str) -> None:
    for text in every_form():
        english, words = said(text, "en"), said(text, tag)
        assert numbers(words) == numbers(english), text
        assert hedged(words, tag) == hedged(english, "en"), text


@pytest.mark.parametrize("tag", OTHERS)
def test_no_date_of_the_tables_loses_a_number_or_a_hedge_or_gains_one(dataset: Dataset, tag: str) -> None:
    held = of_the_tables(dataset)
    assert len(held) > 100
    for text in held:
        english, words = said(text, "en"), said(text, tag)
        assert numbers(words) == numbers(english), text
        assert hedged(words, tag) == hedged(english, "en"), text


def test_every_form_hedges_as_its_edtf_does() -> None:
    """So that the two tests above do not compare nothing with nothing."""
    for text in every_form():
        found = hedged(said(text, "en"), "en")
        assert found["about"] == text.count("~") + text.count("%")
        assert found["perhaps"] == text.count("?") + text.count("%")
        assert found["said to be"] == text.endswith("/..")
        assert found["begun"] == text.startswith(("/", "../"))


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_english_is_the_day_the_month_and_the_year(day: date) -> None:
    month = calendar.month_name[day.month]
    assert dates.day_in_words(dates.day_number(day)) == f"{day.day} {month} {day.year}"
    assert LANGUAGES["en-US"].day(day) == f"{month} {day.day}, {day.year}"
    assert LANGUAGES["en"].short_day(day) == f"{day.day} {month[:3]} {day.year}"
    assert LANGUAGES["en"].short_month(day) == f"{month[:3]} {day.year}"
    assert LANGUAGES["en"].part(Part((day.year, day.month), "~")) == f"about {month} {day.year}"


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from(OTHERS))
def test_a_day_has_its_two_numbers_in_every_language(day: date, tag: str) -> None:
    for words in (LANGUAGES[tag].day(day), LANGUAGES[tag].short_day(day)):
        assert numbers(words) == sorted([day.day, day.year])


@pytest.mark.parametrize(
    ("tag", "day", "month"),
    [
        ("en", "8 Nov 2023", "Nov 2023"),
        ("en-US", "Nov 8, 2023", "Nov 2023"),
        ("ru", "8 нояб. 2023", "нояб. 2023"),
        ("de", "8. Nov. 2023", "Nov 2023"),
        ("fr", "8 nov. 2023", "nov. 2023"),
    ],
)
def test_an_axis_has_short_words(tag: str, day: str, month: str) -> None:
    eighth = date(2023, 11, 8)
    assert (LANGUAGES[tag].short_day(eighth), LANGUAGES[tag].short_month(eighth)) == (day, month)


def test_russian_months_are_declined_beside_a_day_only() -> None:
    russian = LANGUAGES["ru"]
    assert (russian.short_months(True)[4], russian.short_months(False)[4]) == ("мая", "май")
    assert all(len(one.short_months(held)) == 12 for one in LANGUAGES.values() for held in (True, False))


@pytest.mark.parametrize(
    ("tag", "published", "used", "still"),
    [
        ("en", "November 2023", "until 2012", "from 2010, said on 8 November 2023 to be still going on"),
        ("en-US", "November 2023", "until 2012", "from 2010, said on November 8, 2023 to be still going on"),
        (
            "ru",
            "ноябрь 2023",
            "по 2012 год",
            "с 2010 года, как сообщалось 8 ноября 2023, всё ещё продолжается",
        ),
        ("de", "November 2023", "bis 2012", "ab 2010, soll laut Aussage vom 8. November 2023 noch andauern"),
        (
            "fr",
            "novembre 2023",
            "jusqu’en 2012",
            "à partir de 2010, serait toujours en cours, d’après ce qui a été dit le 8 novembre 2023",
        ),
    ],
)
def test_publications_uses_and_what_is_still_open(tag: str, published: str, used: str, still: str) -> None:
    with speaking(tag):
        assert dates.period_in_words("2023-11") == published
        assert dates.use_in_words("../2012") == dates.use_in_words("/2012") == used
        assert dates.in_words("2010/..", date(2023, 11, 8)) == still
        assert (
            dates.use_in_words("2012/2014")
            == dates.period_in_words("2012/2014")
            == dates.in_words("2012/2014")
        )
        assert dates.use_in_words("") == dates.in_words("")


def test_the_words_of_the_project_follow(dataset: Dataset) -> None:
    source = next(row for row in dataset.tables["sources"].to_dict("records") if len(row["published"]) == 7)
    for tag in LANGUAGES:
        with speaking(tag):
            words = dates.period_in_words(source["published"])
            assert f", {words}" in citation(dataset, source["id"])
            assert worded("") == dates.in_words("")[:1].upper() + dates.in_words("")[1:]


def test_what_a_person_types_stays_iso() -> None:
    with speaking("ru"):
        assert dates.day_range("2023-11")[0] == dates.day_number(date(2023, 11, 1))
        with pytest.raises(dates.DateError):
            dates.day_range("ноябрь 2023")


def test_a_language_holds_inside_its_block_only() -> None:
    with speaking("ru"):
        with speaking("de"):
            assert date_words.language() == "de"
        assert date_words.language() == date_words.foreign() == "ru"
        with pytest.raises(ValueError, match="stop"), speaking("fr"):
            raise ValueError("stop")
        assert date_words.language() == "ru"
    assert (date_words.language(), date_words.foreign()) == ("en", "")
    with speaking("en-US"):
        assert date_words.foreign() == ""


@pytest.mark.parametrize("tag", ["", "xx", "EN", "ru_RU", "../ru"])
def test_an_unknown_language_is_refused(tag: str) -> None:
    with pytest.raises(KeyError):
        date_words.set_language(tag)
    assert date_words.language() == "en"


def test_threads_speak_their_own_languages() -> None:
    together = Barrier(4)

    def told(tag: str) -> str:
        with speaking(tag):
            together.wait(10)
            return dates.in_words("2023-11-08")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(told, TAGS)) == [said("2023-11-08", tag) for tag in TAGS]
