"""The table: its rows are the selection, what is unsure is said, its scripts come only when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dash_ag_grid
import pytest
from dash import Dash, html

from components import ids
from components.event_table import (
    COLUMN_CHOICE,
    COLUMNS,
    META,
    SCRIPTS,
    event_table,
    load_on_demand,
    table_rows,
)
from data.dataset import Dataset, load
from data.filters import from_query, select

ASSETS = Path(__file__).resolve().parents[2] / "assets"
QUERIES = (
    "",
    "from=2023-11&to=2024-02",
    "from=2023&when=certain",
    "actor=A-JA&thread=talks",
    "district=Nusay",
)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def parts(component: Any) -> Iterator[Any]:
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str):
            yield from parts(child)


def view(dataset: Dataset, query: str) -> list[Any]:
    return [part for top in event_table(select(dataset, from_query(query))) for part in parts(top)]


def grid(dataset: Dataset, query: str) -> Any:
    return next(part for part in view(dataset, query) if getattr(part, "id", None) == ids.TABLE_GRID)


def words(dataset: Dataset, query: str) -> str:
    return " ".join(part.children for part in view(dataset, query) if isinstance(part, html.P))


@pytest.mark.parametrize("query", QUERIES)
def test_the_rows_are_the_selection_by_date_and_then_the_undated(dataset: Dataset, query: str) -> None:
    selection = select(dataset, from_query(query))
    rows = table_rows(selection)
    assert [row["id"] for row in rows] == [*selection.events["id"], *selection.undated["id"]]
    orders = [row["order"] for row in rows]
    assert orders == [*range(selection.counts.selected), *[None] * selection.counts.undated]


@pytest.mark.parametrize("query", QUERIES)
def test_the_grid_shows_exactly_those_rows(dataset: Dataset, query: str) -> None:
    selection = select(dataset, from_query(query))
    assert grid(dataset, query).rowData == table_rows(selection)


def test_every_row_says_how_it_counts(dataset: Dataset) -> None:
    selection = select(dataset, from_query("from=2023-11&to=2024-02"))
    said = {row["id"]: row["when"] for row in table_rows(selection)}
    for when, told in (
        ("certain", "certainly"),
        ("possible", "possibly"),
    ):
        chosen = selection.events.loc[selection.events["when"] == when, "id"]
        assert len(chosen) and {said[event] for event in chosen} == {told}
    assert {said[event] for event in selection.undated["id"]} == {"undated: in no range"}


def test_without_a_range_nothing_is_called_certain(dataset: Dataset) -> None:
    assert {row["when"] for row in table_rows(select(dataset, from_query("")))} == {
        "dated",
        "undated: in no range",
    }


def test_no_undated_event_is_lent_a_date(dataset: Dataset) -> None:
    rows = [row for row in table_rows(select(dataset, from_query(""))) if row["order"] is None]
    assert {(row["edtf"], row["date"]) for row in rows} == {("", "No date given")}


def test_a_row_keeps_role_precision_hedge_and_chain(dataset: Dataset) -> None:
    rows = {row["id"]: row for row in table_rows(select(dataset, from_query("")))}
    letter = rows["E10"]
    assert letter["who"].startswith("Initiator: ")
    assert "“in principle”" in letter["hedges"]
    assert " ← " in letter["says"]
    assert "(implied)" in rows["E01"]["who"]
    assert rows["F35"]["where"] == "Shahr-e Buzurg (district, no closer)"
    assert rows["F35"]["sources"].endswith("S14b")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=2023-11&to=2024-02", "23 certainly and 3 possibly in this range; 10 undated below."),
        ("from=2023-11&to=2024-02&when=certain", "the merely possible left out"),
        ("", "75 events of the selection: dated, no range asked for"),
        ("id=E02", "1 event of the selection"),
        ("id=E05", "No dated event in the selection; 1 undated below."),
        ("q=no+such+words", "No event passes all the filters."),
    ],
)
def test_the_head_says_what_the_rows_are(dataset: Dataset, query: str, told: str) -> None:
    assert told in words(dataset, query)


def test_an_empty_selection_has_no_grid(dataset: Dataset) -> None:
    assert not [part for part in view(dataset, "q=no+such+words") if isinstance(part, dash_ag_grid.AgGrid)]


def test_the_area_has_a_column_only_while_one_is_asked_for(dataset: Dataset) -> None:
    def hidden(query: str) -> bool:
        return next(c["initialHide"] for c in grid(dataset, query).columnDefs if c["field"] == "area")

    assert hidden("") and not hidden("district=Nusay")
    rows = table_rows(select(dataset, from_query("district=Nusay")))
    assert {row["area"] for row in rows} == {"certainly there", "possibly there"}


def test_columns_rows_and_choice_agree(dataset: Dataset) -> None:
    fields = {column.field for column in COLUMNS}
    assert all(set(row) == {*fields, "order"} for row in table_rows(select(dataset, from_query(""))))
    choice = next(part for part in view(dataset, "") if getattr(part, "id", None) == COLUMN_CHOICE)
    shown = [column["field"] for column in grid(dataset, "").columnDefs if not column["initialHide"]]
    assert [option["value"] for option in choice.options] == [column.field for column in COLUMNS]
    assert choice.value == shown


def test_no_string_of_the_data_is_ever_run(dataset: Dataset) -> None:
    """What the grid evaluates are names of our own functions, whatever is asked for."""
    told: Any = grid(dataset, "from=2023-11")
    assert not getattr(told, "dangerously_allow_code", None)
    assert told.getRowId == "params.data.id"
    assert {code for codes in told.eventListeners.values() for code in codes} == {"panjTableEvent(params)"}
    functions = re.findall(r"'function': '([^']*)'", str([told.columnDefs, told.dashGridOptions]))
    assert set(functions) == {"panjByOrder"}


def test_the_script_answers_to_the_names_the_grid_is_given(dataset: Dataset) -> None:
    script = (ASSETS / "table.js").read_text("utf-8")
    for name in ("panjByOrder", "panjTableEvent"):
        assert f"window.dashAgGridFunctions.{name} = " in script
    assert f'"{ids.TABLE_GRID}"' in script and f'meta[name="{META}"]' in script
    assert f"#{COLUMN_CHOICE} [data-column]" in script and f'"{ids.VIEW_PANEL}"' in script
    for part in view(dataset, ""):
        if does := getattr(part, "data-table", None):
            assert f"{does}: function (api)" in script


def test_buttons_are_locked_until_there_is_something_to_do(dataset: Dataset) -> None:
    buttons = {b.__dict__["data-table"]: b for b in view(dataset, "") if hasattr(b, "data-table")}
    assert set(buttons) == {"picked", "shown", "clear"}
    assert buttons["picked"].disabled and buttons["shown"].hidden and buttons["clear"].hidden


@pytest.mark.parametrize("prefix", ["/", "/portal/panj/"])
def test_the_first_paint_carries_nothing_of_the_grid(prefix: str) -> None:
    app = Dash("table", requests_pathname_prefix=prefix, routes_pathname_prefix=prefix)
    app.layout = html.Div()
    load_on_demand(app)
    page = app.server.test_client().get(prefix).get_data(as_text=True)
    assert "dash_ag_grid" not in "".join(re.findall(r"<(?:script|link)[^>]*>", page))
    found = re.search(rf'<meta name="{META}" content="([^"]*)">', page)
    assert found
    folder = f"{prefix}_dash-component-suites/dash_ag_grid/"
    addresses = found[1].split(" ")
    assert [address.removeprefix(folder).split(".")[0] for address in addresses] == [
        name.split(".")[0] for name in SCRIPTS
    ]
    for address in addresses:
        assert app.server.test_client().get(address).status_code == 200


def test_two_apps_do_not_share_their_addresses() -> None:
    apps = [Dash("one"), Dash("two", requests_pathname_prefix="/p/", routes_pathname_prefix="/p/")]
    for app in apps:
        load_on_demand(app)
    assert [len([tag for tag in app.config.meta_tags if tag.get("name") == META]) for app in apps] == [1, 1]
