"""The selection as a table (AG Grid community): sort, filter by column, choose columns, pick rows.

What a column's own filter hides is still in the selection; assets/table.js says so, and turns picked rows or
the rows shown into the filter `id`.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import dash_ag_grid
import dash_bootstrap_components as dbc
from dash import Dash, html
from dash.fingerprint import build_fingerprint

from components import ids
from components.shared.attributes import attributes
from data.dataset import Dataset
from data.filters import Selection
from data.memory import once_per_release
from data.vocabulary import CATEGORY_WORDS, COLLECTIONS, PRECISIONS, ROLES, THREADS, UNCODED
from data.wording import actor_name, claims_of, date_words, says_who

SCRIPTS: Final = ("dash_ag_grid.min.js", "async-community.js")
"""What the browser needs of the package: the component with the grid, and the part it would ask for next."""
META: Final = "panj-table-scripts"
"""Name of the meta element that tells assets/table.js where they are."""
COLUMN_CHOICE: Final = f"{ids.TABLE_GRID}-columns"


class Column(NamedTuple):
    """A column: the field of the row, its heading, its width in pixels, whether it is shown at first."""

    field: str
    words: str
    width: int
    shown: bool = True


COLUMNS: Final = (
    Column("id", "Id", 74),
    Column("title", "Event", 250),
    Column("date", "Date", 226),
    Column("edtf", "Date (EDTF)", 150, shown=False),
    Column("when", "When it counts", 130),
    Column("area", "In the area", 130, shown=False),
    Column("who", "Who", 270),
    Column("where", "Where", 220),
    Column("type", "Type", 200, shown=False),
    Column("thread", "Thread", 140, shown=False),
    Column("collection", "Collection", 150, shown=False),
    Column("says", "Who says so", 320),
    Column("hedges", "Hedges", 200, shown=False),
    Column("sources", "Sources", 240, shown=False),
)
"""In the order of the table. "In the area" is shown as long as an area is asked for."""

_WHEN_WORDS: Final = {"certain": "certainly", "possible": "possibly", "undated": "undated: in no range"}
_AREA_WORDS: Final = {"certain": "certainly there", "possible": "possibly there", "": ""}
# Names of functions in assets/table.js. Nothing of the data is ever in a string that the grid evaluates.
_LISTENERS: Final = {
    event: ["panjTableEvent(params)"] for event in ("stateUpdated", "cellClicked", "cellKeyDown")
}


def load_on_demand(app: Dash) -> None:
    """Keeps the grid's scripts off the first paint and tells the page where they are.

    To be called before the first request. Dash writes every imported library into the index page unless it is
    "lazy"; what is lazy, assets/table.js has to load before the grid is drawn.
    """
    for script in dash_ag_grid._js_dist:
        if script["relative_package_path"] == SCRIPTS[0]:
            script["async"] = "lazy"
    folder = f"{app.config.requests_pathname_prefix}_dash-component-suites/dash_ag_grid/"
    named = [folder + build_fingerprint(name, dash_ag_grid.__version__, "0") for name in SCRIPTS]
    app.config.meta_tags = [*app.config.meta_tags, {"name": META, "content": " ".join(named)}]


def event_table(selection: Selection) -> list[Any]:
    """The view: what it holds in words, the controls, the grid. Its colours are those of the page."""
    rows = table_rows(selection)
    told = _held(selection) if rows else "No event passes all the filters."
    head = html.Div([html.H2("Table"), html.P(told)], className="table-head")
    if not rows:
        return [head]
    return [html.Div([head, _controls(selection), _grid(selection, rows)], className="event-table")]


def _held(selection: Selection) -> str:
    """How many events the rows are, and how surely: a number is never bare."""
    counts = selection.counts
    certainty = f"{counts.certain} certainly and {counts.possible} possibly in this range"
    if selection.window is None:
        certainty = "dated, no range asked for"
    elif selection.plan.only_certain:
        certainty = "certainly in this range, the merely possible left out"
    held = f"{counts.selected} {'event' if counts.selected == 1 else 'events'} of the selection: {certainty}"
    if not counts.selected:
        held = "No dated event in the selection"
    return f"{held}; {counts.undated} undated below." if counts.undated else f"{held}; none undated."


def table_rows(selection: Selection) -> list[dict[str, Any]]:
    """One row per selected event by date, then the undated; keys are the fields of `COLUMNS` and `order`.

    `order` is the row's place by true date order, which words do not have; None for the undated.
    """
    dated = selection.events.to_dict("records")
    rows = [_row(selection, event, order) for order, event in enumerate(dated)]
    return rows + [_row(selection, event, None) for event in selection.undated.to_dict("records")]


def _row(selection: Selection, event: Any, order: int | None) -> dict[str, Any]:
    day = None if order is None else int(event["start_latest"])
    when = "dated" if selection.window is None and order is not None else _WHEN_WORDS[event["when"]]
    return {
        "id": event["id"],
        "order": order,
        "title": event["title"],
        "date": date_words(event["date"]),
        "edtf": event["date"],
        "when": when,
        "area": _AREA_WORDS[event["where"]],
        **_told(selection.dataset, event["id"], day),
    }


@once_per_release
def _told(dataset: Dataset, event: str, day: int | None) -> dict[str, str]:
    """What the tables say of an event, whatever is asked for; `day` is the last it may have begun on."""
    row = dataset.row("events", event)
    coded = f" (PLOVER {row['category']})" if row["category"] else ""
    mode = f", {row['mode']}" if row["mode"] else ""
    return {
        "who": _who(dataset, event, day),
        "where": "; ".join(_place(dataset, link) for link in dataset.rows_of("event_places", "event", event)),
        "type": f"{CATEGORY_WORDS[row['category'] or UNCODED]}{mode}{coded}",
        "thread": THREADS[row["thread"]],
        "collection": COLLECTIONS[row["collection"]],
        "says": says_who(dataset, event),
        "hedges": _hedges(dataset, event),
        "sources": _sources(dataset, event),
    }


def _who(dataset: Dataset, event: str, day: int | None) -> str:
    """ "Initiator: Tajik government; Recipient: Taliban authorities (implied)"."""
    parts = dataset.rows_of("participants", "event", event)
    told = []
    for role, words in ROLES.items():
        names = [
            actor_name(dataset, part["actor"], day=day) + (" (implied)" if part["basis"] == "implied" else "")
            for part in parts
            if part["role"] == role
        ]
        if names:
            told.append(f"{words}: {', '.join(names)}")
    return "; ".join(told)


def _place(dataset: Dataset, link: dict[str, str]) -> str:
    """A place with what is not sure of it: "Panji Poyon (town or village; position unverified; implied)"."""
    place = dataset.row("places", link["place"])
    precision = PRECISIONS[place["precision"]]
    remarks = [] if precision == place["name"].lower() else [precision]
    if place["coordinate_status"] not in ("", "sourced"):
        remarks.append(f"position {place['coordinate_status']}")
    if link["basis"] == "implied":
        remarks.append("implied")
    if link["source"]:
        remarks.append(f"placed there by {_publisher(dataset, link['source'])} only")
    return f"{place['name']} ({'; '.join(remarks)})" if remarks else place["name"]


def _publisher(dataset: Dataset, source: str) -> str:
    row = dataset.row("sources", source)
    return f"{row['publisher'] or row['title']} {source}"


def _hedges(dataset: Dataset, event: str) -> str:
    words = (hedge.strip() for claim in claims_of(dataset, event) for hedge in claim["hedge"].split(";"))
    return "; ".join(f"“{hedge}”" for hedge in dict.fromkeys(words) if hedge)


def _sources(dataset: Dataset, event: str) -> str:
    """The event's own sources first, as on its card."""
    links = sorted(dataset.rows_of("event_sources", "event", event), key=lambda link: link["own"] != "true")
    return "; ".join(_publisher(dataset, link["source"]) for link in links)


def _area_asked(selection: Selection) -> bool:
    return bool(selection.plan.places_certain or selection.plan.districts_certain)


def _shown(selection: Selection) -> list[str]:
    area = _area_asked(selection)
    return [column.field for column in COLUMNS if column.shown or (column.field == "area" and area)]


def _controls(selection: Selection) -> html.Div:
    """Columns, picks, column filters; assets/table.js listens, writes the counts, unlocks the buttons."""
    return html.Div(
        [
            _column_choice(selection),
            _button("Only these", "picked"),
            _button("Make the rows shown the selection", "shown"),
            _button("Clear the column filters", "clear"),
            html.P("", className="table-told", role="status", **attributes({"data-table-told": "1"})),
        ],
        className="table-controls",
        role="group",
        **attributes({"aria-label": "Columns and rows of the table"}),
    )


def _button(words: str, does: str) -> html.Button:
    """Locked or hidden until assets/table.js sees something that it could do."""
    return html.Button(
        words,
        type="button",
        className="button",
        disabled=does == "picked",
        hidden=does != "picked",
        **attributes({"data-table": does}),
    )


def _column_choice(selection: Selection) -> html.Details:
    """One checkbox a column: the grid's own panel for it is not in the community edition."""
    options = [
        {"value": column.field, "label": html.Span(column.words, **attributes({"data-column": column.field}))}
        for column in COLUMNS
    ]
    # Dash keeps what was ticked while the page is open, also when another selection redraws the view.
    choice = dbc.Checklist(
        id=COLUMN_CHOICE,
        options=options,
        value=_shown(selection),
        persistence=True,
        persistence_type="memory",
    )
    box = html.Fieldset([html.Legend("Columns shown", className="visually-hidden"), choice])
    return html.Details([html.Summary("Columns", className="button"), box], className="table-columns")


def _grid(selection: Selection, rows: list[dict[str, Any]]) -> dash_ag_grid.AgGrid:
    shown = _shown(selection)
    return dash_ag_grid.AgGrid(
        id=ids.TABLE_GRID,
        className="table-grid",
        style={"height": "100%", "width": "100%"},
        rowData=rows,
        columnDefs=[_column(column, column.field in shown) for column in COLUMNS],
        defaultColDef={
            "filter": "agTextColumnFilter",
            "floatingFilter": True,
            "suppressHeaderMenuButton": True,
            "suppressHeaderFilterButton": True,
            "sortable": True,
            "resizable": True,
            "wrapText": True,
        },
        getRowId="params.data.id",
        dashGridOptions=_options(),
        eventListeners=_LISTENERS,
    )


def _column(column: Column, shown: bool) -> dict[str, Any]:
    special: dict[str, Any] = {"tooltipField": column.field}  # a cell shows two lines
    if column.field in ("date", "edtf"):
        special["comparator"] = {"function": "panjByOrder"}
    if column.field == "id":
        special = {"pinned": "left", "suppressFloatingFilterButton": True}
    return {
        "field": column.field,
        "headerName": column.words,
        "width": column.width,
        "initialHide": not shown,
        **special,
    }


def _options() -> dict[str, Any]:
    return {
        "rowSelection": {
            "mode": "multiRow",
            "checkboxes": True,
            "headerCheckbox": True,
            "selectAll": "filtered",
            "enableClickSelection": False,  # a press on a row opens its card
        },
        "selectionColumnDef": {"pinned": "left", "width": 42, "resizable": False},
        "rowHeight": 46,
        "headerHeight": 32,
        "floatingFiltersHeight": 34,
        "tooltipShowDelay": 500,
        "ensureDomOrder": True,  # what a screen reader reads is the order on the screen
        "enableCellTextSelection": True,
        "animateRows": False,
        "suppressDragLeaveHidesColumns": True,
    }
