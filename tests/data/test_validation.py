"""Whatever is wrong with a package is said in one sentence; one bad row never costs the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from data.dataset import Dataset, load
from data.query import Filters
from data.selection import select
from data.validation import Checked, PackageError, Problem, check
from tests.data.conftest import Package, copied


def test_the_bundled_package_is_sound(dataset: Dataset) -> None:
    assert dataset.problems == ()


def test_a_problem_reads_as_one_sentence() -> None:
    assert (
        str(Problem("t.csv", 3, "date", "soon", "is no date")) == "t.csv, line 3, date = 'soon': is no date"
    )
    assert str(Problem("t.csv", 0, "", "", "is odd")) == "t.csv: is odd"


WHOLE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "missing column": (lambda text: text.replace(b"kind,", b"", 1), "header is without kind"),
    "extra column": (lambda text: text.replace(b"kind,", b"kind,colour,", 1), "unknown 'colour'"),
    "swapped columns": (lambda text: text.replace(b"id,name", b"name,id", 1), "another order"),
    "ragged row": (lambda text: text + b"A-NEW,New,person\n", "line 61: 3 cells where the header has 5"),
    "open quote": (lambda text: text + b'A-NEW,"New,person,,\nA-B,B,person,,\n', "line 61: the row"),
    "text after a quote": (lambda text: text + b'A-NEW,"N"ew,person,,\n', "line 61: the row"),
    "NUL": (lambda text: text + b"A-NEW,\0,person,,\n", "NUL"),
    "not UTF-8": (lambda text: text + b"A-NEW,\xe9,person,,\n", "not UTF-8"),
    "empty file": (lambda text: b"", "header is without id, name, kind"),
    "a picture": (lambda text: b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_broken_table_is_refused_as_a_whole(package: Package, case: str) -> None:
    spoil, words = WHOLE[case]
    package.edit(spoil, "actors")
    with pytest.raises(PackageError) as caught:
        check(package.folder)
    assert str(caught.value).startswith("tables/actors.csv")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_table_is_named(package: Package) -> None:
    package.path("claims").unlink()
    with pytest.raises(PackageError, match=r"^tables/claims\.csv: cannot be read"):
        load(package.folder)


def change_descriptor(package: Package, change: Callable[[dict[str, Any]], object]) -> None:
    path = package.folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), "utf-8")


def drop(name: str) -> Callable[[dict[str, Any]], object]:
    def change(descriptor: dict[str, Any]) -> None:
        descriptor["resources"] = [found for found in descriptor["resources"] if found["name"] != name]

    return change


def keys_of(descriptor: dict[str, Any]) -> list[Any]:
    """The foreign keys of the first table that has any."""
    schemas = [resource["schema"] for resource in descriptor["resources"]]
    found: list[Any] = next(schema["foreignKeys"] for schema in schemas if schema.get("foreignKeys"))
    return found


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda package: package.pop("resources"), "lists no resources"),
        (lambda package: package["resources"].append("x"), "is no object"),
        (lambda package: package["resources"][0].pop("path"), "no name or no path"),
        (lambda package: package["resources"][0].update(path="../x.csv"), "leaves the package"),
        (lambda package: package["resources"][0].update(path="/x.csv"), "leaves the package"),
        (lambda package: package["resources"][0].pop("schema"), "no schema"),
        (
            lambda package: package["resources"][0]["schema"]["fields"][0].update(type="wonder"),
            "schema of events",
        ),
        (drop("actors"), "points at actors.id"),
        (lambda package: keys_of(package).append("x"), "foreign key"),
        (lambda package: keys_of(package)[0].pop("reference"), "foreign key"),
        (lambda package: keys_of(package)[0].update(fields=["nonsense"]), "foreign key"),
        (lambda package: keys_of(package)[0].update(fields="event"), "foreign key"),
        (lambda package: keys_of(package)[0]["reference"].update(fields=[]), "foreign key"),
    ],
)
def test_a_broken_descriptor_is_refused(
    package: Package, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    change_descriptor(package, change)
    with pytest.raises(PackageError, match=words):
        check(package.folder)


def test_no_descriptor(package: Package) -> None:
    (package.folder / "datapackage.json").write_text("{", "utf-8")
    with pytest.raises(PackageError, match="is not JSON"):
        check(package.folder)
    (package.folder / "datapackage.json").unlink()
    with pytest.raises(PackageError, match="cannot be read"):
        check(package.folder)


def test_a_package_without_a_table_can_be_checked_but_not_served(package: Package) -> None:
    change_descriptor(package, drop("event_dates"))
    assert check(package.folder).problems == ()
    with pytest.raises(PackageError, match="lacks the table event_dates"):
        load(package.folder)


NEW_PLACE = "L-NEW{},New,{},{},{},{},{},{},,,,,,,,\n".format

ROWS = {
    "duplicate key": (
        "participants", "E01,A-TJGOV,initiator,stated\n", "event, actor, role", "", "the same as in line 2"),
    "duplicate id": ("actors", "A-NAJIB,Again,person,,\n", "id", "A-NAJIB", "the same as in line 4"),
    "dangling key": (
        "participants", "E01,A-NOBODY,mentioned,stated\n", "actor", "A-NOBODY", "no such row in actors"),
    "bad enum": ("participants", "E01,A-GDI,bystander,stated\n", "role", "bystander", "must be one of"),
    "no value": ("participants", "E02,A-GDI,mentioned,\n", "basis", "", "must not be empty"),
    "bad boolean": ("event_sources", "E01,S05,TRUE\n", "own", "TRUE", "is no boolean"),
    "bad pattern": ("actors", "7 up,New,person,,\n", "id", "7 up", "does not have the form"),
    "bad number": ("chain_links", "C001,³,S01,,,,stated,Uu,,,,\n", "position", "³", "is no integer"),
    "bad day": ("silences", "SL99,Text,,,S01,yesterday,\n", "as_of", "yesterday", "is no date"),
    "bad date": ("event_dates", "E02,2023-1X,S03,false,\n", "date", "2023-1X", "EDTF"),
    "end before start": ("event_dates", "E02,2024/2023,S03,false,\n", "date", "2024/2023", "ends before"),
    "open end without its day": (
        "events",
        "F901,Title,Summary,2010/..,,why,,,,,talks,context,,,1.1.0,,\n",
        "date", "2010/..", "as_of"),
    "bad mode": (
        "events",
        "F902,Title,Summary,2023,,why,2024-02-23,CONSULT,kiss,,talks,context,,,1.1.0,,\n",
        "mode", "kiss", "no such mode of CONSULT"),
    "no title": (
        "events",
        "F903,,Summary,2023,,why,2024-02-23,,,,talks,context,,,1.1.0,,\n",
        "title", "", "must not be empty"),
    "second best": ("event_dates", "E01,2023,S03,true,\n", "best", "true", "has a best date already"),
    "empty row": ("actors", ",,,,\n", "id", "", "the row is empty"),
    "point for a district": (
        "places", NEW_PLACE(1, "district", "district", 37.1, 69.2, "x", "sourced"),
        "latitude", "37.1", "no centroid"),
    "half a point": (
        "places", NEW_PLACE(2, "town", "settlement", 37.1, "", "x", "sourced"), "longitude", "", "together"),
    "a point from nowhere": (
        "places", NEW_PLACE(3, "town", "settlement", 37.1, 69.2, "", ""), "coordinate_source", "", "needs"),
    "off the globe": (
        "places", NEW_PLACE(4, "town", "settlement", 91, 69.2, "x", "sourced"),
        "latitude", "91", "not be more than 90"),
    "no number": (
        "places", NEW_PLACE(5, "town", "settlement", "NaN", 69.2, "x", "sourced"),
        "latitude", "NaN", "not be more than 90"),
    "contradicts itself": ("claim_links", "C001,C001,contradicts,\n", "other", "C001", "linked to itself"),
    "one-sided contradiction": ("claim_links", "C001,C078,contradicts,\n", "other", "C078", "in return"),
    "a name of two": (
        "names", "A-GDI,L-BCP,Twice,en,Latn,alias,,,x,true,\n", "actor", "A-GDI", "one actor or one place"),
}  # fmt: skip


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], Checked]:
    """Every bad row of `ROWS` in one package: case -> line, and what the check makes of them all."""
    package = copied(tmp_path_factory.mktemp("spoilt"))
    lines = {case: package.append(table, text) for case, (table, text, *_) in ROWS.items()}
    return lines, check(package.folder)


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_named_with_file_line_column_and_value(
    spoilt: tuple[dict[str, int], Checked], case: str
) -> None:
    lines, checked = spoilt
    table, _, column, value, reason = ROWS[case]
    found = [
        problem.reason
        for problem in checked.problems
        if (problem.file, problem.row) == (f"tables/{table}.csv", lines[case])
        and (problem.column, problem.value) == (column, value)
    ]
    assert any(reason in words for words in found), found


def test_bad_rows_are_set_aside_alone(spoilt: tuple[dict[str, int], Checked], dataset: Dataset) -> None:
    lines, checked = spoilt
    assert all("\n" not in str(problem) for problem in checked.problems)
    bad = {(f"tables/{ROWS[case][0]}.csv", line) for case, line in lines.items()}
    hung = {(p.file, p.row) for p in checked.problems} - bad
    # Only the claim that the bad link was added to goes with it, and what hangs on that.
    assert {value for p in checked.problems if (p.file, p.row) in hung for value in [p.value]} == {"C001"}
    for name, held in dataset.tables.items():
        gone = {line for file, line in hung if file == f"tables/{name}.csv"}
        assert checked.tables[name].equals(held[~held.index.isin(gone)]), name


def test_the_line_is_the_file_s_also_after_cells_of_several_lines(package: Package) -> None:
    first = package.append(
        "actors", 'A-NEW,"New\nof three\nlines",person,,\n\nA-BAD,Bad,wizard,,\nA-NEW,Again,person,,\n'
    )
    found = check(package.folder).problems
    assert [(problem.row, problem.column) for problem in found] == [(first + 4, "kind"), (first + 5, "id")]
    assert f"line {first}" in found[1].reason


@pytest.mark.parametrize("spoil", [
    lambda text: text.replace(b"\n", b"\r\n"),
    lambda text: b"\xef\xbb\xbf" + text,
    lambda text: text.replace(b"The movement", "The\u2028\u0085\x0bmovement".encode(), 1),
])  # fmt: skip
def test_what_spreadsheets_do_to_a_file_breaks_nothing(
    package: Package, spoil: Callable[[bytes], bytes]
) -> None:
    package.edit(spoil, "actors")
    checked = check(package.folder)
    assert checked.problems == ()
    assert len(checked.tables["actors"]) == 59


def test_what_hangs_on_a_bad_row_goes_with_it_and_all_else_stays(package: Package, dataset: Dataset) -> None:
    line = package.replace("events", "[..2023-11-08]", "2023-1X")
    broken = load(package.folder)
    assert (
        Problem(
            "tables/events.csv",
            line,
            "date",
            "2023-1X",
            "'2023-1X' is not a date in the supported EDTF grammar",
        )
        in broken.problems
    )
    assert set(dataset.events["id"]) - set(broken.events["id"]) == {"E01"}
    assert not broken.tables["claim_events"]["event"].eq("E01").any()
    assert not broken.tables["moves"]["event"].eq("E01").any()
    assert all("E01" in str(p) for p in broken.problems if "set aside" in p.reason and p.column == "event")
    assert len(broken.tables["actors"]) == len(dataset.tables["actors"])
    assert select(broken, Filters()).counts.total == len(dataset.events) - 1


def test_a_claim_that_lost_a_link_of_its_chain_is_not_shown_nearer_than_it_is(package: Package) -> None:
    package.replace("chain_links", "C001,2,,A-SIGA,,,stated,CT+", "C001,2,,A-SIGA,,,stated,certain")
    broken = load(package.folder)
    assert not broken.has("claims", "C001")
    assert any(p.value == "C001" and "chain" in p.reason for p in broken.problems)


def test_a_gap_in_a_chain_takes_the_claim_and_what_hangs_on_it(package: Package, dataset: Dataset) -> None:
    line = package.path("claims").read_text("utf-8").split("\nC001,")[0].count("\n") + 2
    package.append("chain_links", "C001,4,S01,,,,stated,Uu,,,,\n")
    broken = load(package.folder)
    reason = "its chain has the positions [1, 2, 4], not 1, 2, 3 ..."
    assert Problem("tables/claims.csv", line, "id", "C001", reason) in broken.problems
    assert not broken.has("claims", "C001")
    for table in ("chain_links", "claim_events", "claim_actors", "claim_places"):
        held = dataset.tables[table]
        assert broken.tables[table].equals(held[held["claim"] != "C001"]), table
    # E40 and E41 have other claims, so they stay.
    assert set(broken.events["id"]) == set(dataset.events["id"])
    assert select(broken, Filters(event="E41")).counts == select(dataset, Filters(event="E41")).counts


def test_every_kind_of_bad_row_leaves_a_dataset_that_answers(package: Package, dataset: Dataset) -> None:
    for table, text, *_ in ROWS.values():
        package.append(table, text)
    broken = load(package.folder)
    assert broken.problems
    for filters in (Filters(), Filters(actor=("Taliban",), from_="2023"), Filters(district=("AF-D04",))):
        assert select(broken, filters).counts == select(dataset, filters).counts


def test_an_event_that_lost_its_last_claim_goes_too(package: Package, dataset: Dataset) -> None:
    only = [
        (row["claim"], event)
        for event in dataset.events["id"]
        if len(rows := dataset.rows_of("claim_events", "event", event)) == 1
        for row in rows
    ]
    claim, event = only[0]
    text = dataset.row("claims", claim)["text"]
    package.replace("claims", text if "," not in text else f'"{text}"', "")
    broken = load(package.folder)
    assert event not in set(broken.events["id"])
    assert any(p.value == event and p.reason == "no claim says so" for p in broken.problems)


def test_a_table_without_rows_leaves_a_dataset_that_answers(package: Package) -> None:
    package.edit(lambda text: text.splitlines(keepends=True)[0], "events")
    broken = load(package.folder)
    assert broken.problems
    assert select(broken, Filters(actor=("Taliban",), from_="2020")).counts.total == 0
