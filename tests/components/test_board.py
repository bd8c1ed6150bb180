"""The negotiation board: nothing is placed closer, answered more or claimed more than the tables say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

import pytest
from dash import html
from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from components.drawing.prepare import board as prepare
from components.drawing.prepare.board import KINDS, BoardMarks, Move, board_marks
from components.drawing.prepare.board_rows import at_least, rows_of, sentence, silence_sentence
from components.negotiation_board import negotiation_board
from data import dates
from data.dataset import Dataset, load
from data.filters import read_query, select
from data.frames import records_of

TABLE = load()
QUERIES = [
    "", "from=2023-12-01&to=2023-12-31", "from=2023-12-01&to=2023-12-31&when=certain", "thread=talks",
    "actor=A-JA", "dates=best", "id=E18", "id=E16", "to=2023-11-30", "district=TJ-GBAO",
]  # fmt: skip


@lru_cache
def marks(query: str = "") -> BoardMarks:
    return board_marks(select(TABLE, read_query(query)[0]))


def move(identifier: str, query: str = "") -> Move:
    held = marks(query)
    return next(move for move in (*held.moves, *held.hidden) if move.id == identifier)


def children(query: str = "") -> list[Any]:
    return negotiation_board(select(TABLE, read_query(query)[0]))


def text(component: Any) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def walk(component: Any) -> Iterator[Any]:
    for part in component if isinstance(component, list | tuple) else [component]:
        if part is None or isinstance(part, str):
            continue
        yield part
        yield from walk(getattr(part, "children", None))


@pytest.mark.parametrize("query", QUERIES)
def test_every_move_is_shown_or_hidden_as_its_event_is(query: str) -> None:
    selection = select(TABLE, read_query(query)[0])
    held = board_marks(selection)
    seen = {*selection.events["id"], *selection.undated["id"]}
    table = records_of(TABLE.tables["moves"])
    assert [move.id for move in held.moves] == [row["id"] for row in table if row["event"] in seen]
    assert [move.id for move in held.hidden] == [row["id"] for row in table if row["event"] not in seen]
    assert bool(held.empty) is (not held.moves)


@pytest.mark.parametrize("query", QUERIES)
def test_the_table_holds_each_shown_move_once_in_the_row_of_its_party(query: str) -> None:
    held = marks(query)
    placed = []
    for party in held.parties:
        for row in rows_of(held, party.id):
            assert [cell.first for cell in row] == [0, *(cell.last + 1 for cell in row[:-1])]
            assert row[-1].last == len(held.rounds) - 1
            placed += [(party.id, one.id) for cell in row for card in cell.cards for one in card.moves]
    assert sorted(placed) == sorted((one.party, one.id) for one in held.moves)


def test_rounds_and_parties_stand_in_order() -> None:
    held = marks()
    assert [one.label for one in held.rounds] == [
        "Before", "November 2023", "December 2023", "January 2024", "Afterwards",
    ]  # fmt: skip
    assert [party.id for party in held.parties] == ["A-TJGOV", "A-TJOFF", "A-TALIBAN", "A-JA"]


@pytest.mark.parametrize(
    ("identifier", "rounds"),
    [
        ("N01", ("before",)),
        ("N04", ("November 2023",)),
        ("N07", ("December 2023", "January 2024")),
        ("N08", ("December 2023", "January 2024")),
        ("N09", ("December 2023", "January 2024")),
        ("N10", ("January 2024",)),
        ("N15", ("after",)),
    ],
)
def test_a_move_spans_every_round_that_its_date_leaves_open(identifier: str, rounds: tuple[str, ...]) -> None:
    one = move(identifier)
    assert one.rounds == rounds
    assert ("December 2023 or January 2024" in one.unsure) is (len(rounds) > 1)


@given(first=st.integers(19500, 19900), length=st.integers(0, 200), own=st.integers(0, 4))
def test_the_own_round_is_always_among_the_possible(first: int, length: int, own: int) -> None:
    rounds = marks().rounds
    last = first + length
    found = prepare._may_belong_to(rounds[own].key, dates.Bounds(first, last, first, last), rounds)
    keys = [one.key for one in rounds]
    assert rounds[own].key in found
    start = keys.index(found[0])
    assert list(found) == keys[start : start + len(found)]
    for one in rounds:
        if one.days and rounds[own].days and one.days[0] <= last and one.days[1] >= first:
            assert one.key in found


@pytest.mark.parametrize(
    ("identifier", "verb", "other"),
    [
        ("N04", "answers", "N02"),
        ("N06", "answers", "N05"),
        ("N08", "answers", "N07"),
        ("N09", "answers", "N07"),
        ("N05", "responds to", "N02"),
        ("N02", "answered by", "N04"),
        ("N02", "met by", "N05"),
        ("N07", "answered by", "N09"),
    ],
)
def test_links_between_moves(identifier: str, verb: str, other: str) -> None:
    one = move(identifier)
    assert (verb, other) in {(link.verb, link.move) for link in (*one.answers, *one.answered_by)}


def test_an_ask_may_be_answered_by_an_event_that_is_no_move() -> None:
    (link,) = move("N01").answered_by
    assert (link.verb, link.move, link.event) == ("answered by", "", "E02")
    assert "reportedly" in link.words


def test_links_mirror_each_other() -> None:
    held = {one.id: one for one in marks().moves}
    mirrored = {"answers": "answered by", "responds to": "met by"}
    for one in held.values():
        for link in one.answers:
            if link.move:
                back = {(other.verb, other.move) for other in held[link.move].answered_by}
                assert (mirrored[link.verb], one.id) in back


def test_nothing_answers_the_preconditions_and_the_silence_says_so() -> None:
    (held,) = marks().preconditions
    assert [one.id for one in held.named] == ["N10", "N11", "N12", "N13"]
    assert [one.id for one in held.further] == ["N14"]
    assert held.cut and held.cut.id == "N15"
    assert [one.id for one in held.kept] == ["N11"]
    assert all(not one.answered_by for one in (*held.named, held.cut))
    assert held.silences[0].text == "No Tajik answer to any precondition is reported."
    assert at_least(held).startswith("A minimum: 4 are named") and "“amongst”" in at_least(held)


def test_hidden_demands_are_named_and_not_forgotten() -> None:
    (held,) = marks("id=E18").preconditions
    assert held.named == () and held.cut is not None
    assert [one.id for one in held.hidden] == ["N10", "N11", "N12", "N13", "N14"]
    assert at_least(held) == "What they were is hidden by the filters."
    (held,) = marks("id=E16").preconditions
    assert held.cut is None and [one.id for one in held.hidden] == ["N15"]
    assert marks("id=E06").preconditions == ()


@pytest.mark.parametrize(
    ("identifier", "account"),
    [
        ("N02", "the account of N04"),
        ("N05", "the account of N06"),
        ("N08", "the account of N09"),
        ("N11", "the account of N15"),
        ("N15", "the same account"),
    ],
)
def test_the_status_is_told_by_the_account_that_tells_it(identifier: str, account: str) -> None:
    assert move(identifier).status_by == account


def test_every_sentence_keeps_attribution_hedge_date_status_and_day() -> None:
    for one in marks().moves:
        told = sentence(one)
        assert told.startswith(f"According to {one.claimed_by}: {one.by} {KINDS[one.kind].verb}")
        assert all(f"“{hedge}”" in told for hedge in one.hedges)
        for words in (one.words, one.date, one.status, "as of 23 February 2024", one.note.rstrip(".")):
            assert words in told


def test_possible_moves_are_marked_and_counted_apart() -> None:
    held = marks("from=2023-12-01&to=2023-12-31")
    assert {one.id: one.when for one in held.moves} == {
        "N06": "certain", "N07": "possible", "N08": "possible", "N09": "possible",
    }  # fmt: skip
    assert held.counted == "4 of 14 moves: 1 certainly and 3 possibly in this range"
    assert "possibly in this range" in sentence(held.moves[1]).lower()


def test_a_best_date_replaces_the_date_and_says_so() -> None:
    assert "5 September 2023" in move("N01", "dates=best").date
    assert "best date of any source" in move("N01", "dates=best").date
    assert "best date" not in move("N06", "dates=best").date


def test_an_empty_board_says_why() -> None:
    held = marks("thread=incidents")
    assert held.moves == () and held.silences == ()
    assert "All 14 moves are hidden by the filters (Armed incidents)" in held.empty
    assert held.empty in text(children("thread=incidents"))


def test_withdrawn_claims_and_events_take_their_moves_along() -> None:
    tables = dict(TABLE.tables)
    claims = tables["claims"].copy()
    claims.loc[claims["id"] == "C018", "withdrawn"] = "9.9.9"
    tables["claims"] = claims
    changed = Dataset(TABLE.version, "changed", tables, (), TABLE.folder)
    held = board_marks(select(changed, read_query("")[0]))
    assert "N04" not in {one.id for one in (*held.moves, *held.hidden)}
    assert all(link.move != "N04" for one in held.moves for link in (*one.answers, *one.answered_by))


@pytest.mark.parametrize("query", QUERIES)
def test_the_panel_opens_every_shown_and_every_hidden_move(query: str) -> None:
    held = marks(query)
    opened = {getattr(part, "data-open-event", "") for part in walk(children(query))}
    if held.moves:
        assert {one.event for one in (*held.moves, *held.hidden)} <= opened


def test_the_table_has_caption_and_headers_and_buttons() -> None:
    parts = list(walk(children()))
    heads = [cast(Any, part) for part in parts if isinstance(part, html.Th)]
    assert {head.scope for head in heads} == {"col", "rowgroup"}
    assert len([part for part in parts if isinstance(part, html.Caption)]) == 1
    cards = [part for part in parts if getattr(part, "className", "") == "board-open"]
    assert len(cards) == 14
    assert all(isinstance(card, html.Button) for card in cards)


def test_the_list_says_every_move_in_a_sentence_and_every_silence() -> None:
    told = text(children())
    held = marks()
    for words in (*map(sentence, held.moves), *map(silence_sentence, held.silences)):
        assert json.dumps(words, ensure_ascii=False)[1:-1] in told


def test_one_line_counts_what_is_hidden() -> None:
    told = text(children("id=E06&id=E04"))
    assert "2 of 14 moves" in told and "12 moves hidden by the filters" in told
    assert "hidden by the filters" not in text(children()).replace("(hidden by the filters)", "")


def test_what_is_not_said_of_an_unanswered_move_is_in_sight() -> None:
    opened = [
        text(part) for part in walk(children()) if isinstance(part, html.Details) and cast(Any, part).open
    ]
    assert any("addressee and channel are those of the list" in told for told in opened)
    assert any("No Tajik answer to any precondition is reported." in told for told in opened)
