"""The synthetic collections are what the schema says, the same for the same seed, and dated as they say."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import dated, layouts, synthetic
from data.collections import schema
from data.dates import UNBOUNDED_FUTURE, Bounds, parse

EVENTS = 5_000
PER_PARTITION = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("synthetic")
    synthetic.write(made, EVENTS, rows=PER_PARTITION)
    return made


def _tables(folder: Path, name: str) -> pd.DataFrame:
    parts = [pq.read_table(path).to_pandas() for path in sorted(folder.glob(f"{name}-*.parquet"))]
    return pd.concat(parts, ignore_index=True)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_file_has_the_columns_of_the_schema(folder: Path) -> None:
    for path in folder.glob("*.parquet"):
        wanted = {"events": schema.EVENTS, "words": schema.WORDS, **schema.CODED}[path.stem.split("-")[0]]
        assert pq.read_schema(path).equals(wanted), path.name
        nulls = {name for name in wanted.names if pq.read_table(path)[name].null_count}
        assert nulls <= {"latitude", "longitude"}, path.name


def test_a_partition_has_as_many_rows_as_its_words_and_no_more_than_it_may(folder: Path) -> None:
    sizes = {
        kind: [pq.read_metadata(path).num_rows for path in sorted(folder.glob(f"{kind}-*.parquet"))]
        for kind in ("events", "words")
    }
    assert sizes["events"] == sizes["words"] == [2_000, 2_000, 1_000]


def test_the_descriptor_and_the_account_tell_what_is_there(folder: Path) -> None:
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert described["panj"] == {
        "kind": "collection",
        "format": 1,
        "dataset": "synthetic",
        "dataset_version": described["version"],
        "partitions": 3,
        "events": EVENTS,
    }
    assert {one["path"] for one in described["resources"]} == {path.name for path in folder.glob("*.parquet")}
    for one in described["resources"]:
        written = (folder / one["path"]).read_bytes()
        assert one["hash"] == f"sha256:{hashlib.sha256(written).hexdigest()}"
        assert one["bytes"] == len(written)
        assert one["rowcount"] == pq.read_metadata(folder / one["path"]).num_rows
    account = json.loads((folder / "report.json").read_text("utf-8"))
    assert account["rows"] == account["accepted"] == EVENTS
    assert (folder / "rejects.csv").read_text("utf-8") == "file,line,reason,value,cells\n"


def test_every_code_is_a_row_of_its_table_and_no_actor_stands_twice(folder: Path) -> None:
    events = _tables(folder, "events")
    rows = {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in schema.CODED}
    assert rows == {"actors": 60, "places": 120, "sources": 200, "types": 25}
    for name in ("actors", "sources"):
        assert np.concatenate(events[name].to_numpy()).max() < rows[name]
        assert all(len(set(codes)) == len(codes) for codes in events[name])
    assert events["actors"].map(len).tolist() == events["roles"].map(len).tolist()
    assert set(events["actors"].map(len)) == {1, 2, 3}
    assert events["type"].max() < 25
    assert events["place"].max() < 120
    assert events["category"].max() < len(schema.CATEGORIES)


def test_only_points_have_coordinates(folder: Path) -> None:
    places = pq.read_table(folder / "places.parquet").to_pandas()
    points = places["precision"].isin(("exact", "settlement"))
    assert points.sum() == 85
    assert places.loc[points, ["latitude", "longitude"]].notna().all(axis=None)
    assert places.loc[~points, ["latitude", "longitude"]].isna().all(axis=None)
    assert {"district", "province", "country", "zone", "none"} <= set(places["precision"])


def test_deaths_are_stated_whole_or_not_at_all(folder: Path) -> None:
    events = _tables(folder, "events")
    low, best, high = (events[f"deaths_{name}"] for name in ("low", "best", "high"))
    assert ((low >= -1) & (low <= best) & (best <= high)).all()
    assert ((low == -1) == (high == -1)).all()
    assert {-1, 0, 1} <= set(best)


def test_the_dates_as_written_have_the_bounds_that_are_counted(folder: Path) -> None:
    events, words = _tables(folder, "events"), _tables(folder, "words")
    kinds = words["date_reason"].map({said: name for name, said in dated.REASONS.items()})
    assert set(kinds) == set(dated.SHARES)
    for _, some in events.groupby(kinds):
        for row, text in zip(some.head(20).itertuples(), words["date"][some.index[:20]], strict=True):
            _same_date(text, row)


def _same_date(text: str, row: object) -> None:
    bounds = Bounds(*(int(getattr(row, name)) for name in schema.BOUNDS))
    if not row.dated:  # type: ignore[attr-defined]
        assert (text, bounds) == ("", (0, 0, 0, 0))
        return
    said = date(1970, 1, 1) + timedelta(days=bounds.end_earliest)
    assert parse(text, said if bounds.end_latest == UNBOUNDED_FUTURE else None) == bounds


def test_the_words_are_of_their_own_row(folder: Path) -> None:
    words = _tables(folder, "words")
    assert words["id"].iloc[[0, -1]].tolist() == ["SYN0000001", "SYN0005000"]
    assert words["id"].is_unique
    assert (words["line"] == np.arange(2, EVENTS + 2)).all()
    assert 70 < words["notes"].str.len().mean() < 100


def test_dates_have_the_shares_that_are_said() -> None:
    kinds = dated.drawn(np.random.default_rng(1), 100_000).kind
    shares = np.bincount(kinds, minlength=len(dated.SHARES)) / 100_000
    assert shares == pytest.approx(list(dated.SHARES.values()), abs=0.01)


def test_a_few_actors_are_in_most_events(folder: Path) -> None:
    named = np.concatenate(_tables(folder, "events")["actors"].to_numpy())
    counts = np.sort(np.bincount(named, minlength=60))[::-1]
    assert counts[:6].sum() > 0.35 * counts.sum()
    assert counts[-1] > 0


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        synthetic.write(tmp_path / name, 300, seed=seed, rows=200)
    one, two, other = (_files(tmp_path / name) for name in ("one", "two", "other"))
    assert one == two
    assert one["events-0000.parquet"] != other["events-0000.parquet"]


def test_the_first_partitions_do_not_depend_on_the_number_of_events(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "few", 200, rows=200)
    synthetic.write(tmp_path / "more", 500, rows=200)
    few, more = _files(tmp_path / "few"), _files(tmp_path / "more")
    assert all(few[name] == more[name] for name in few if name.endswith(".parquet"))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.integers(0, 40), actors=st.integers(1, 5), places=st.integers(1, 9), rows=st.integers(1, 30))
def test_a_small_world_is_a_world(tmp_path: Path, events: int, actors: int, places: int, rows: int) -> None:
    into = tmp_path / f"{events}-{actors}-{places}-{rows}"
    synthetic.write(into, events, actors=actors, places=places, rows=rows)
    described = json.loads((into / "datapackage.json").read_text("utf-8"))
    assert described["panj"]["partitions"] == -(-events // rows)
    assert pq.read_metadata(into / "places.parquet").num_rows == places
    if events:
        drawn = _tables(into, "events")
        assert all(len(set(codes)) == len(codes) for codes in drawn["actors"])


@pytest.mark.parametrize("wrong", [{"actors": 0}, {"places": 0}, {"rows": 0}])
def test_a_world_without_anything_is_refused(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="needs an actor"):
        synthetic.write(tmp_path, 10, **wrong)


@pytest.mark.parametrize(("layout", "columns"), [("acled", 31), ("ucdp", 49)])
def test_a_file_in_a_layout_has_its_columns_and_rows(tmp_path: Path, layout: str, columns: int) -> None:
    layouts.write_csv(layout, tmp_path / "one.csv", 120, seed=5)
    layouts.write_csv(layout, tmp_path / "two.csv", 120, seed=5)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    table = pd.read_csv(tmp_path / "one.csv")
    assert table.shape == (120, columns)
    assert table.iloc[:, 0].is_unique
    assert table["latitude"].between(35.5, 39.5).all()


def test_rows_of_one_file_are_made_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "ROWS", 50)
    layouts.write_csv("ucdp", tmp_path / "pieces.csv", 120)
    assert pd.read_csv(tmp_path / "pieces.csv")["id"].tolist() == list(range(1, 121))


@pytest.mark.parametrize("more", [[], ["--csv", "acled"]])
def test_the_command_says_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    into = tmp_path / "there"
    monkeypatch.setattr("sys.argv", ["bench.synthetic", "--events", "30", "--into", str(into), *more])
    assert synthetic.main() == 0
    assert capsys.readouterr().out == f"30 invented events are in {into}\n"
    assert into.exists()
