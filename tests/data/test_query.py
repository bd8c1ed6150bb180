"""The URL codec: one tested pair that no visitor's text can break."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import query
from data.query import KEYS, LONGEST_VALUE, VIEWS, Filters, from_query, read_pairs, read_query, to_query
from data.vocabulary import COLLECTIONS, ROLES, THREADS

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=LONGEST_VALUE)
AWKWARD = st.text("&=%+?#;/ '\"<>жپ\u200c🙂a", min_size=1, max_size=20)
VALUE = st.one_of(TEXT, AWKWARD).map(str.strip).filter(bool)


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=4, unique=True).map(tuple)


DAY = st.one_of(st.just(""), st.dates().map(str), st.dates().map(lambda day: str(day)[:7]), st.just("2023"))
FILTERS = st.builds(
    Filters,
    actor=several(VALUE),
    match=st.sampled_from(["", "all"]),
    parts=st.booleans(),
    role=st.sampled_from(["", *ROLES]),
    from_=DAY,
    to=DAY,
    when=st.sampled_from(["", "certain"]),
    dates=st.sampled_from(["", "best"]),
    type=several(st.sampled_from(query.TYPES)),
    thread=several(st.sampled_from(list(THREADS))),
    place=several(VALUE),
    district=several(VALUE),
    source=several(VALUE),
    collection=several(st.sampled_from(list(COLLECTIONS))),
    q=several(VALUE),
    event=st.one_of(st.just(""), VALUE),
    id=several(VALUE),
    card=st.sampled_from(["", "A-JA", "X01", "S01"]),
    view=st.sampled_from(["", *VIEWS]),
    since=st.sampled_from(["", "1.0.0", "2024-02-23"]),
)


@given(FILTERS)
def test_what_is_written_is_read_again(filters: Filters) -> None:
    assert read_query(to_query(filters)) == (filters, ())
    assert from_query("?" + to_query(filters)) == filters


@given(FILTERS)
def test_a_query_string_is_plain_ascii(filters: Filters) -> None:
    assert to_query(filters).isascii()
    assert " " not in to_query(filters)


def test_the_keys_are_the_contract_s() -> None:
    assert set(KEYS) == {
        "actor", "match", "parts", "role", "from", "to", "when", "dates", "type", "thread", "place",
        "district", "source", "collection", "q", "id", "event", "card", "view", "since",
    }  # fmt: skip


def test_defaults_leave_no_trace() -> None:
    assert to_query(Filters()) == ""
    assert from_query("match=any&parts=0&dates=own&actor=&q=+") == Filters()


@pytest.mark.parametrize(
    ("text", "kept", "said"),
    [
        ("nonsense=1&actor=Taliban", Filters(actor=("Taliban",)), "nonsense"),
        ("when=maybe&thread=talks", Filters(thread=("talks",)), "maybe"),
        ("thread=chat&q=letter", Filters(q=("letter",)), "chat"),
        ("type=KISS&q=letter", Filters(q=("letter",)), "KISS"),
        ("from=soon&to=2024", Filters(to="2024"), "soon"),
        ("from=2023-02-30", Filters(), "2023-02-30"),
        ("from=2023&from=2024", Filters(from_="2023"), "twice"),
        ("q=" + "x" * 10_000, Filters(), "longer"),
        ("role=;DROP", Filters(), "DROP"),
        ("x" * 10_000 + "=1&q=a", Filters(q=("a",)), "no filter"),
        ("<script>=1&q=a", Filters(q=("a",)), "script"),
        ("Actor=Taliban", Filters(), "Actor"),
        ("from_=2023", Filters(), "from_"),
        ("match=ALL&q=a", Filters(q=("a",)), "match"),
        ("parts=yes&q=a", Filters(q=("a",)), "parts"),
        ("dates=worst&q=a", Filters(q=("a",)), "dates"),
        ("view=admin&q=a", Filters(q=("a",)), "view"),
        ("collection=all&q=a", Filters(q=("a",)), "collection"),
        ("from=2010/..&q=a", Filters(q=("a",)), "2010/.."),
    ],
)
def test_what_cannot_be_used_is_named_and_breaks_no_other_key(text: str, kept: Filters, said: str) -> None:
    filters, notices = read_query(text)
    assert filters == kept
    assert len(notices) == 1
    assert said in notices[0]
    assert len(notices[0]) < 250


def test_an_empty_value_does_not_take_the_place_of_the_next() -> None:
    assert read_query("role=&role=initiator") == (Filters(role="initiator"), ())


def test_control_characters_go_and_halves_of_characters_too() -> None:
    assert from_query("q=%00a%0Ab%1F") == Filters(q=("a b",))
    assert from_query("q=a%C2%9Bb%7F") == Filters(q=("a b",))
    assert from_query("q=%00") == Filters()
    filters, _ = read_pairs([("q", "\ud800x")])
    assert from_query(to_query(filters)) == filters == Filters(q=("?x",))


def test_too_many_parts_are_named() -> None:
    filters, notices = read_query("&".join(["actor=Taliban"] * 300))
    assert filters == Filters()
    assert str(query.MOST_VALUES) in notices[0]


def test_a_value_may_be_as_long_as_allowed_and_no_longer() -> None:
    assert read_query("q=" + "x" * LONGEST_VALUE) == (Filters(q=("x" * LONGEST_VALUE,)), ())
    assert read_query("q=" + "x" * (LONGEST_VALUE + 1))[0] == Filters()


def test_a_repeated_value_is_one() -> None:
    assert from_query("actor=a&actor=b&actor=a") == Filters(actor=("a", "b"))


@given(st.text(max_size=60))
def test_any_query_string_is_read(text: str) -> None:
    for written in (text, quote(text), f"from={quote(text)}&type={text}"):
        filters, _ = read_query(written)
        assert from_query(to_query(filters)) == filters


def test_without_cards() -> None:
    assert Filters(event="E01", view="map", q=("a",)).without_cards() == Filters(q=("a",))
