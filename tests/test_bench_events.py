"""What the benchmark of imported collections compares counts the same events, and its pictures are stable."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
import pytest

from bench import synthetic
from bench.events import asked, costs, growth, imports, naive, processes
from data.collections.asking import asking
from data.collections.collection import Collection, open_collection
from data.collections.tally import Tally
from data.collections.writer import is_collection
from data.query import read_query

EVENTS = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("events")
    synthetic.write(made, EVENTS, rows=800)
    return made


@pytest.fixture(scope="module")
def collection(folder: Path) -> Collection:
    return open_collection(folder)


@pytest.fixture(scope="module")
def frames(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return naive.tables(folder)


def _tally(collection: Collection, change: asked.Change) -> Tally:
    filters, refused = read_query(change.query)
    assert not refused
    told: Tally = collection.tally(asking(collection, filters).question).value
    return told


def _filtered(frames: tuple[pd.DataFrame, ...], change: asked.Change) -> pd.DataFrame:
    values = {key: held[0] for key, held in parse_qs(change.query).items()}
    return naive.filtered(frames[0], frames[1], values)


def test_panj_the_naive_page_and_numpy_count_the_same_events(
    folder: Path, collection: Collection, frames: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
) -> None:
    columns = costs.bare(folder)
    codes = {name: code for code, (name, _, _) in enumerate(collection.actors)}
    for change in [asked.Change(), *asked.changes(collection, 30)]:
        tally, rows = _tally(collection, change), _filtered(frames, change)
        assert tally.selected == len(rows), change
        places = tally.places.sum(axis=(0, 2))
        of_naive = naive.by_place(rows).reindex(range(-1, len(collection.places)), fill_value=0)
        assert places.tolist() == of_naive.tolist(), change
        actor = codes[change.actor] if change.actor else None
        by_place, by_month = columns.count(actor, change.window)
        assert places.tolist() == np.pad(by_place, (0, len(places) - len(by_place))).tolist(), change
        assert by_month.sum() == tally.selected


def test_the_naive_pictures_show_the_events_that_are_left(
    frames: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    rows = _filtered(frames, asked.Change(years=(2013, 2015)))
    bars = naive.timeline_figure(rows).data
    assert sum(sum(bar.y) for bar in bars) == len(rows)
    (discs,) = naive.map_figure(rows, frames[2]).data
    located = frames[2]["latitude"].notna().tolist()
    shown = [place for place in rows["place"].tolist() if place >= 0 and located[place]]
    assert sum(discs.customdata) == len(shown)


def test_a_filter_that_leaves_nothing_is_drawn(
    frames: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    rows = naive.filtered(frames[0], frames[1], {"actor": "Nobody"})
    assert len(rows) == 0
    assert len(naive.timeline_figure(rows).data) == 0
    assert len(naive.map_figure(rows, frames[2]).data[0].lat) == 0


def test_changes_are_different_and_always_the_same(collection: Collection) -> None:
    some = asked.changes(collection, 300)
    assert len(set(some)) == 300
    assert some == asked.changes(collection, 300)
    assert {(bool(one.actor), one.years is None) for one in some} == {
        (True, True),
        (False, False),
        (True, False),
    }


def test_the_cost_of_a_change_is_that_of_three_answers(folder: Path, collection: Collection) -> None:
    found = costs.measured(folder, costs.bare(folder), asked.changes(collection, costs.WARM_UP + 4))
    assert {name: len(held) for name, held in found.size.items()} == {"pictures": 4, "list": 4, "card": 4}
    assert 0 < found.middle("pictures") <= found.largest("pictures")
    assert found.together == pytest.approx(sum(found.median(name) for name in asked.GIVES), rel=1)


def test_the_requests_of_many_clients_are_those_of_the_page(collection: Collection) -> None:
    known = [
        {
            "output": f"..{gives}...other.hidden..",
            "inputs": [{"id": "state", "property": "data"}],
            "state": [{"id": "state-drawn", "property": "data"}],
        }
        for gives in asked.GIVES.values()
    ]
    bodies = processes.bodies(asked.Page(collection.name, known), asked.changes(collection, 5))
    assert len(bodies) == 15
    assert all(collection.name in body for body in bodies)


STEPS = [
    growth.Step(10**power, 10.0 + power, 0.1 * power, 11_000 + power, 2.0, 2e8, 3e8) for power in (4, 5, 6)
]


def test_the_picture_of_growth_is_an_image_with_words() -> None:
    drawn = growth.picture(STEPS)
    assert drawn == growth.picture(STEPS)
    root = ElementTree.fromstring(drawn)
    name = "{http://www.w3.org/2000/svg}"
    assert root.attrib["role"] == "img"
    told = root.findtext(f"{name}desc") or ""
    assert "10,000 events: 14 ms" in told
    lines = [line.attrib["points"].split() for line in root.iter(f"{name}polyline")]
    assert [len(points) for points in lines] == [3] * 6
    _, _, width, height = growth.PLOT
    for x, y in (point.split(",") for points in lines for point in points):
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= height


def test_growth_needs_two_numbers() -> None:
    with pytest.raises(ValueError, match="two numbers"):
        growth.picture(STEPS[:1])


def test_the_table_of_growth_has_a_row_for_each_number() -> None:
    rows = list(growth.table(STEPS))
    assert len(rows) == 5
    assert rows[2].startswith("| 10,000 | 14 ms | 0.4 ms | 11.0 KB | 2.0 s | 200 MB | 300 MB |")
    assert {row.count("|") for row in rows} == {8}


def test_an_import_is_measured_beside_pandas(tmp_path: Path) -> None:
    found = imports.measured(200, tmp_path)
    assert [run.rows for run in found.ours] == [run.rows for run in found.pandas] == [100, 200]
    assert all(rate > 0 for rate in found.rates)
    assert all(run.memory > 10**7 for run in (*found.ours, *found.pandas))
    assert is_collection(tmp_path / "acled-1")


def test_an_import_that_ends_with_an_error_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "IMPORT", "began = 0; status = 2")
    with pytest.raises(RuntimeError, match="import acled ended with 2: nothing said"):
        imports.measured(20, tmp_path)
