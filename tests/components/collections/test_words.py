"""The sentence, the chips and the account of a collection."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import synthetic
from components.collections.words import about, badges, chips, foot, sentence
from components.drawing.prepare.collection import map_of
from components.shared.markup import markup
from data.collections.asking import UNITS, asking
from data.collections.collection import Collection, open_collection
from data.dataset import load
from data.dates import Bounds
from data.query import KEYS, Filters, read_query
from tests.data.collections.cases import Row, day, made, opened

ROWS = [
    Row(day(19000), place=0),
    Row(Bounds(19000, 19030, 19000, 19030), place=4),
    Row(day(18000), place=3),
    Row(None),
]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return opened(tmp_path_factory.mktemp("made"), ROWS)


# query, sentence
SENTENCES = [
    ("", "3 of 4 events · 1 undated · 1 without a place"),
    ("from=2022-01-08&to=2022-01-08", ("2 of 4 events: 1 certainly and 1 possibly from 8 January 2022 to "
                                      "8 January 2022 · 1 undated · 1 without a place")),
    ("from=2022", ("2 of 4 events: 2 certainly and 0 possibly from 1 January 2022 on · 1 undated · "
                  "1 without a place")),
    ("to=1999", "0 of 4 events: 0 certainly and 0 possibly to 31 December 1999 · 1 undated"),
    ("place=Far", "0 of 4 events"),
    ("from=0001", ("3 of 4 events: 3 certainly and 0 possibly from 1 January 1 on · 1 undated · "
                  "1 without a place")),
]  # fmt: skip


@pytest.mark.parametrize(("query", "words"), [(query, words) for query, words in SENTENCES])
def test_the_sentence_counts_what_the_domain_counts(collection: Collection, query: str, words: str) -> None:
    question = asking(collection, read_query(query)[0]).question
    told = sentence(collection, collection.tally(question).value, question.window)
    assert told.replace("January 0001", "January 1") == words


@pytest.mark.parametrize("unit", UNITS)
def test_the_foot_says_what_a_bar_is(unit: str) -> None:
    assert foot(unit, "bins").startswith("Each bar is ")
    assert foot(unit, "events") == "Each mark is one event."


def test_every_filter_in_force_has_a_chip_that_takes_it_back() -> None:
    filters = Filters(
        actor=('Odd: "<b>&', "River"), match="all", role="initiator", from_="2020", to="2021",
        when="certain", type=("ASSAULT",), place=("Town",), source=("Paper",),
    )  # fmt: skip
    text = markup(chips(filters))
    assert text.count("data-toggle") == 10
    for mark in ("from:2020", "to:2021", "when:certain", "type:ASSAULT", "match:all", "role:initiator"):
        assert f'data-toggle="{mark}"' in text
    assert "<b>" not in text
    assert chips(Filters(thread=("talks",), event="0-1")) == []
    assert {"from", "to"} <= set(KEYS)


def test_the_licence_and_the_account_are_told(tmp_path: Path) -> None:
    synthetic.write(tmp_path, 12)
    descriptor = tmp_path / "datapackage.json"
    held = json.loads(descriptor.read_text())
    held["sources"][0]["licence"] = "free for <tests>"
    descriptor.write_text(json.dumps(held))
    text = markup(about(open_collection(tmp_path)))
    assert "free for &lt;tests&gt;" in text
    assert "12 rows read, 12 accepted, 0 rejected, 0 superseded." in text


@pytest.mark.parametrize(
    "account", [None, "", "[]", "{}", '{"rows": 1}', '{"rows": 1, "rejected": {"total": 0}}']
)
def test_an_account_that_cannot_be_read_is_said_to_be_so(tmp_path: Path, account: Any) -> None:
    made(tmp_path, [ROWS])
    if account is not None:
        (tmp_path / "report.json").write_text(account)
    assert "The account of the import cannot be read." in markup(about(open_collection(tmp_path)))


def test_a_country_has_a_badge_that_filters_by_it(collection: Collection) -> None:
    question = asking(collection, Filters()).question
    marks, _ = map_of(collection, collection.tally(question).value.places, load())
    assert 'data-toggle="place:Land"' in markup(badges(marks))
