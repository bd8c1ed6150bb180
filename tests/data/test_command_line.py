"""What curators type: answers on standard output, messages on standard error, three exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.__main__ import CALL_WRONG, DATA_WRONG, OK, main
from data.release_folder import CURRENT, GOOD, RELEASES, linked
from tests.data.conftest import Package

ROOT = Path(__file__).resolve().parents[2]
Captured = pytest.CaptureFixture[str]


def test_all_is_well(capsys: Captured) -> None:
    assert main(["validate"]) == OK
    out, err = capsys.readouterr()
    assert out == ""
    assert "All is well" in err


def test_bad_rows_are_listed(package: Package, capsys: Captured) -> None:
    line = package.append("participants", "E01,A-NOBODY,mentioned,stated\n")
    assert main(["validate", str(package.folder)]) == DATA_WRONG
    out, err = capsys.readouterr()
    assert out == f"tables/participants.csv, line {line}, actor = 'A-NOBODY': no such row in actors\n"
    assert err.startswith("1 problem; ")
    assert main(["query", "--package", str(package.folder)]) == DATA_WRONG
    out, err = capsys.readouterr()
    assert out.startswith("75 of 85 events")
    assert "set aside" in err and "A-NOBODY" in err


def test_a_broken_brief_is_named_with_file_and_line(package: Package, capsys: Captured) -> None:
    (package.folder / "briefs").mkdir()
    steps = "steps:\n  - headline: One\n    highlight: [E02, E99]\n"
    (package.folder / "briefs" / "mine.yaml").write_text(f"title: Mine\nas_of: 2024-02-23\n{steps}", "utf-8")
    assert main(["validate", str(package.folder)]) == DATA_WRONG
    out, err = capsys.readouterr()
    assert out.startswith("briefs/mine.yaml, line 5: ") and "E99" in out
    assert err.startswith("1 problem; ")


@pytest.mark.parametrize("command", [["validate"], ["query", "--package"]])
def test_a_broken_package_is_one_sentence(package: Package, capsys: Captured, command: list[str]) -> None:
    package.path("events").unlink()
    assert main([*command, str(package.folder)]) == DATA_WRONG
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1 and "tables/events.csv" in err


def test_query_as_json(capsys: Captured) -> None:
    call = ["query", "--actor", "Taliban", "--actor", "A-TJGOV", "--match", "all", "--from", "2023-11",
            "--to", "2023-12-05", "--parts", "--format", "json"]  # fmt: skip
    assert main(call) == OK
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert err == ""
    assert found["counts"]["total"] == 85
    assert {"E02"} <= {event["id"] for event in found["events"]}


def test_the_json_has_the_keys_of_the_contract_and_counts_that_add_up(capsys: Captured) -> None:
    for call in ([], ["--from", "2023-12", "--to", "2024-01"], ["--from", "2012", "--when", "certain"]):
        assert main(["query", *call, "--format", "json"]) == OK
        found = json.loads(capsys.readouterr().out)
        counts, whens = found["counts"], [event["when"] for event in found["events"]]
        assert list(counts) == ["total", "selected", "certain", "possible", "undated", "unplaced"]
        assert counts["selected"] == counts["certain"] + counts["possible"]
        assert counts["selected"] + counts["undated"] <= counts["total"] == 85
        assert counts["unplaced"] <= counts["selected"]
        for when in ("certain", "possible", "undated"):
            assert whens.count(when) == counts[when]
        assert len(whens) == counts["selected"] + counts["undated"]
        for event in found["events"]:
            assert {"id", "title", "date", "when", "actors", "places"} <= set(event)
            assert (event["date"] == "") == (event["when"] == "undated")


def test_geojson_has_no_geometry_where_no_point_was_reported(capsys: Captured) -> None:
    assert main(["query", "--format", "geojson"]) == OK
    features = json.loads(capsys.readouterr().out)["features"]
    pointed = {"exact", "settlement"}
    assert {feature["properties"]["precision"] for feature in features} > pointed
    for feature in features:
        assert "geometry" in feature
        assert (feature["geometry"] is None) == (feature["properties"]["precision"] not in pointed)
    talks = [feature for feature in features if feature["properties"]["id"] == "E03"]
    assert [feature["geometry"] for feature in talks] == [None]


def test_an_unknown_actor_is_named_on_standard_error_alone(capsys: Captured) -> None:
    assert main(["query", "--actor", "Nobody", "--format", "csv"]) == CALL_WRONG
    out, err = capsys.readouterr()
    assert "Nobody" in err and "Nobody" not in out
    assert len(list(csv.reader(io.StringIO(out)))) == 86


def test_query_as_csv_geojson_and_table(capsys: Captured) -> None:
    assert main(["query", "--thread", "courts", "--format", "csv"]) == OK
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert len({len(row) for row in rows}) == 1
    assert main(["query", "--thread", "courts", "--format", "geojson"]) == OK
    assert json.loads(capsys.readouterr().out)["type"] == "FeatureCollection"
    assert main(["query", "--thread", "courts"]) == OK
    table = capsys.readouterr().out.splitlines()
    assert "events:" in table[0]
    assert len(table) - 2 == len(rows) - 1


@pytest.mark.parametrize(
    "call",
    [
        ["--actor", "Nobody"],
        ["--from", "soon"],
        ["--from", "2024", "--to", "2020"],
        ["--type", "KISS"],
        ["--role", "x"],
        ["--q", "--", "--q=---"],
        ["--event", "E999"],
        ["--when", "certain", "--when", "certain"],
    ],
)
def test_a_value_that_cannot_be_used_is_an_error_of_the_call(capsys: Captured, call: list[str]) -> None:
    if call[1] == "--":
        call = ["--q=---"]
    assert main(["query", *call, "--format", "json"]) == CALL_WRONG
    out, err = capsys.readouterr()
    assert json.loads(out)["counts"]["selected"] == 75
    assert err.strip()


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["query", "--nonsense", "1"],
        ["query", "--format", "xml"],
        ["dance"],
        ["publish"],
        ["publish", "data", "--keep", "0"],
        ["publish", "data", "--keep", "x"],
    ],
)
def test_a_call_that_cannot_be_read(capsys: Captured, call: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(call)
    assert caught.value.code == CALL_WRONG
    assert capsys.readouterr().out == ""


def test_publish_says_release_rows_and_folder(
    package: Package, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "not yet" / "there"
    assert main(["publish", str(package.folder), "--into", str(into)]) == OK
    release = linked(into, CURRENT)
    rows = sum(package.lines(path.stem) - 1 for path in (package.folder / "tables").iterdir())
    assert capsys.readouterr() == ("", f"Published {release} with {rows} rows in {into}.\n")
    monkeypatch.setenv("PANJ_RELEASES", str(into))
    package.replace("events", "In ", "In  ")
    assert main(["publish", str(package.folder), "--keep", "1"]) == OK
    assert linked(into, GOOD) == release != linked(into, CURRENT)
    assert {path.name for path in (into / RELEASES).iterdir()} == {release, linked(into, CURRENT)}


def test_publish_refuses_with_the_words_of_validate_and_changes_nothing(
    package: Package, tmp_path: Path, capsys: Captured
) -> None:
    package.append("participants", "E01,A-NOBODY,mentioned,stated\n")
    into = tmp_path / "into"
    assert main(["validate", str(package.folder)]) == DATA_WRONG
    told = capsys.readouterr().out
    assert main(["publish", str(package.folder), "--into", str(into)]) == DATA_WRONG
    assert capsys.readouterr() == (told, "1 problem; nothing was published.\n")
    assert list((into / RELEASES).iterdir()) == [] and not (into / CURRENT).exists()
    package.path("events").unlink()
    assert main(["publish", str(package.folder), "--into", str(into)]) == DATA_WRONG
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "tables/events.csv" in err


def test_validate_calls_nothing_well_that_publish_would_refuse(package: Package, capsys: Captured) -> None:
    """Every table that Panj needs must be there, though a package without it may be sound in itself."""
    descriptor = package.folder / "datapackage.json"
    told = json.loads(descriptor.read_text("utf-8"))
    told["resources"] = [one for one in told["resources"] if one["name"] != "silences"]
    descriptor.write_text(json.dumps(told), "utf-8")
    assert main(["validate", str(package.folder)]) == DATA_WRONG
    assert "lacks the table silences" in capsys.readouterr().err


@pytest.mark.parametrize("option", [[], ["--into", ""]])
def test_publish_wants_to_know_where(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, option: list[str]
) -> None:
    monkeypatch.setenv("PANJ_RELEASES", " ")
    assert main(["publish", "data", *option]) == CALL_WRONG
    assert "PANJ_RELEASES" in capsys.readouterr().err


def test_publish_into_what_cannot_be_written_is_an_error_of_the_call(
    package: Package, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["publish", str(package.folder), "--into", str(tmp_path / "file")]) == CALL_WRONG
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "cannot be written" in err


def run(*call: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "data", *call], cwd=ROOT, capture_output=True, check=False)


def test_as_a_process_that_finds_faults(package: Package) -> None:
    package.append("participants", "E01,A-NOBODY,mentioned,stated\nE01,A-GDI,bystander,stated\n")
    done = run("validate", str(package.folder))
    assert done.returncode == DATA_WRONG
    assert done.stdout.count(b"tables/participants.csv, line ") == 2
    assert done.stderr.startswith(b"2 problems; ")


def test_as_a_process() -> None:
    done = run("query", "--q", "letter", "--format", "json")
    assert done.returncode == OK
    assert done.stderr == b""
    assert json.loads(done.stdout.decode("utf-8"))["counts"]["selected"] > 0


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    script = f"{sys.executable} -m data query --format json 2>&1 >&3 | cat >&2"
    done = subprocess.run(
        ["bash", "-c", f"exec 3> >(head -c 1 > /dev/null; exit 0); {script}"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
