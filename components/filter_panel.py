"""The filter panel: one choice list a dimension, with counts that follow the other filters.

Choices are drawn once; the counts travel apart (`ids.COUNTS`) and the browser writes them beside the choices,
so that a filter change moves numbers and not lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html

from components import ids
from components.drawing.palette import QUAD_NAMES
from components.shared.attributes import attributes
from data.dataset import Dataset
from data.frames import records_of
from data.vocabulary import ACTOR_KINDS, CATEGORY_WORDS, COLLECTIONS, QUAD_CLASSES, ROLES, THREADS, UNCODED
from data.wording import actor_name

PRESETS: Final = (
    ("Everything", "", ""),
    ("The talks", "2023-11-01", "2024-02-29"),
    ("Since the takeover", "2021-08-15", ""),
    ("Before 2021", "", "2020"),
)
"""Words, first and last day of the ranges that one press asks for."""

ANY_ROLE: Final = {"any": "any role", **ROLES}


@dataclass(frozen=True)
class Choice:
    """One choice: the value that goes into the URL, what it is called, and every name it is found by."""

    value: str
    label: str
    names: str = ""


def filter_panel(dataset: Dataset) -> html.Aside:
    """The whole panel for one dataset."""
    districts, places, sources = district_choices(dataset), place_choices(dataset), source_choices(dataset)
    return html.Aside(
        [
            html.Div(
                [html.H2("Filters", className="panel-title"),
                 html.Button("×", type="button", className="close drawer-close",
                             **attributes({"data-toggle-drawer": "1", "aria-label": "Close the filters"}))],
                className="panel-head",
            ),
            _text_section(),
            _section("Actors", _actor_section(dataset), open_=True),
            _section("Dates", _date_section(), open_=True),
            _section("Type", _type_section()),
            _section("Thread", [_checklist(ids.FILTER_THREAD, "thread", _choices(THREADS))]),
            _section("District", _searchable(ids.FILTER_DISTRICT, districts, "Find a district")),
            _section("Place", _searchable(ids.FILTER_PLACE, places, "Find a place or crossing")),
            _section("Source", _searchable(ids.FILTER_SOURCE, sources, "Find a source", "source")),
            _section("Collection", [_checklist(ids.FILTER_COLLECTION, "collection", _choices(COLLECTIONS))]),
        ],
        id=ids.FILTER_PANEL,
        className="filter-panel",
        **attributes({"aria-label": "Filters"}),
    )  # fmt: skip


def _section(title: str, children: Sequence[Any], open_: bool = False) -> html.Details:
    return html.Details([html.Summary(title), *children], open=open_, className="filter-section")


def _text_section() -> html.Div:
    return html.Div(
        [
            html.Label("Words in text or names", htmlFor=ids.FILTER_TEXT),
            dbc.Input(
                id=ids.FILTER_TEXT,
                type="search",
                debounce=True,
                maxlength=100,
                placeholder="any script",
                value="",
            ),
        ],
        className="filter-text",
    )


def _actor_section(dataset: Dataset) -> list[Any]:
    groups = []
    for kind, title in ACTOR_KINDS.items():
        choices = actor_choices(dataset, kind)
        groups.append(
            html.Div(
                [html.H3(title), _checklist(ids.actor_group(kind), "actor", choices)],
                className="choice-group",
                hidden=not choices,  # a lock may empty a kind; its control is still a filter
            )
        )
    return [
        html.Div(
            [
                *_finder(ids.FILTER_ACTORS, "Find an actor by any name"),
                html.Div(groups, className="choices"),
                _radio(ids.FILTER_MATCH, "Match", (("any", "any of them"), ("all", "all together")), "any"),
                dbc.Checkbox(id=ids.FILTER_PARTS, label="Include their bodies (sourced)", value=False),
                html.Label("Role", htmlFor=ids.FILTER_ROLE),
                dbc.Select(
                    id=ids.FILTER_ROLE, value="any",
                    options=[{"label": told, "value": role} for role, told in ANY_ROLE.items()],
                ),
            ],
            id=ids.FILTER_ACTORS,
        )
    ]  # fmt: skip


def _date_section() -> list[Any]:
    buttons = [
        html.Button(
            words, type="button", className="preset", **attributes({"data-from": first, "data-to": last})
        )
        for words, first, last in PRESETS
    ]
    return [
        html.Div(
            [
                html.Div(buttons, className="presets"),
                html.Div(
                    [_date_input(ids.FILTER_FROM, "From"), _date_input(ids.FILTER_TO, "To")],
                    className="date-pair",
                ),
                html.P("A day, a month or a year: 2023-11-08, 2023-11, 2023", className="fine"),
                _radio(
                    ids.FILTER_WHEN,
                    "Show",
                    (("", "certainly and possibly in range"), ("certain", "certainly only")),
                    "",
                ),
                dbc.Checkbox(
                    id=ids.FILTER_BEST, label="Use the best date that any source gives", value=False
                ),
            ],
            id=ids.FILTER_DATES,
        )
    ]


def _date_input(identifier: str, words: str) -> html.Div:
    picker = f"{identifier}-picker"
    return html.Div(
        [
            html.Label(words, htmlFor=identifier),
            dbc.Input(
                id=identifier,
                type="text",
                debounce=True,
                value="",
                maxlength=10,
                placeholder="open",
                autocomplete="off",
            ),
            html.Label(f"{words}: pick a day", htmlFor=picker, className="visually-hidden"),
            dbc.Input(id=picker, type="date", value="", class_name="picker"),
        ],
        className="date-input",
    )


def _type_section() -> list[Any]:
    groups = [*QUAD_CLASSES.items(), (UNCODED, (UNCODED,))]
    return [
        html.Div(
            [
                html.H3(QUAD_NAMES[quad], className=f"quad-{quad.replace(' ', '-')}"),
                _checklist(
                    ids.type_group(quad), "type", [Choice(code, CATEGORY_WORDS[code]) for code in codes]
                ),
            ],
            className="choice-group",
        )
        for quad, codes in groups
    ]


def _searchable(identifier: str, choices: list[Choice], words: str, facet: str = "place") -> list[Any]:
    return [
        html.Div(
            [
                *_finder(identifier, words),
                html.Div(_checklist(identifier, facet, choices), className="choices"),
            ]
        )
    ]


def _finder(identifier: str, words: str) -> list[Any]:
    """A labelled box that hides the choices of its section that bear no such name (assets/panj.js)."""
    box = f"{identifier}-find"
    return [
        html.Label(words, htmlFor=box, className="visually-hidden"),
        dbc.Input(id=box, type="search", placeholder=words, class_name="finder", maxlength=100),
    ]


def _checklist(identifier: str, facet: str, choices: Iterable[Choice]) -> dbc.Checklist:
    options = [
        {
            "value": choice.value,
            "label": html.Span(
                [
                    html.Span(choice.label, className="choice-label"),
                    html.Span(
                        "", className="choice-count", **attributes({"data-count": f"{facet}:{choice.value}"})
                    ),
                ],
                **attributes({"data-names": choice.names or choice.label}),
            ),
        }
        for choice in choices
    ]
    return dbc.Checklist(id=identifier, options=options, value=[])


def _radio(identifier: str, words: str, options: Iterable[tuple[str, str]], value: str) -> html.Fieldset:
    listed = [{"value": key, "label": label} for key, label in options]
    return html.Fieldset([html.Legend(words), dbc.RadioItems(id=identifier, options=listed, value=value)])


def _choices(words: dict[str, str]) -> list[Choice]:
    return [Choice(value, label) for value, label in words.items()]


def actor_choices(dataset: Dataset, kind: str) -> list[Choice]:
    """Actors of one kind that take part in some event, each found by all of its names."""
    actors = dataset.tables["actors"]
    present = set(dataset.tables["participants"]["actor"])
    return [
        Choice(actor, actor_name(dataset, actor), _all_names(dataset, "actor", actor))
        for actor in actors.loc[actors["kind"] == kind, "id"]
        if actor in present
    ]


def _all_names(dataset: Dataset, column: str, identifier: str) -> str:
    """Every name of an actor or a place, joined; the browser folds and searches it."""
    names = [dataset.row(f"{column}s", identifier)["name"]]
    names += [row["name"] for row in dataset.rows_of("names", column, identifier)]
    names += [row["label"] for row in dataset.rows_of("actor_labels", "actor", identifier)]
    return " | ".join(dict.fromkeys(names))


def district_choices(dataset: Dataset) -> list[Choice]:
    """Districts, those on the border first."""
    places = dataset.tables["places"]
    rows = places[places["kind"] == "district"].sort_values(["on_border", "name"], ascending=[False, True])
    return [
        Choice(place, dataset.row("places", place)["name"], _all_names(dataset, "place", place))
        for place in rows["id"]
    ]


def place_choices(dataset: Dataset) -> list[Choice]:
    """Places other than districts where something is said to have happened, and every crossing."""
    used = set(dataset.tables["event_places"]["place"]) | set(dataset.tables["crossings"]["place"])
    places = dataset.tables["places"]
    rows = places[places["id"].isin(used) & (places["kind"] != "district")].sort_values(["kind", "name"])
    return [
        Choice(place, dataset.row("places", place)["name"], _all_names(dataset, "place", place))
        for place in rows["id"]
    ]


def source_choices(dataset: Dataset) -> list[Choice]:
    """Speakers of some chain first (actors), then the publications read."""
    actors, sources = dataset.tables["actors"], dataset.tables["sources"]
    links = dataset.tables["chain_links"]
    heard, read = set(links["actor"]), set(links["source"]) | set(dataset.tables["event_sources"]["source"])
    speakers = [Choice(row["id"], row["name"]) for row in records_of(actors) if row["id"] in heard]
    papers = [
        Choice(row["id"], f"{row['id']} {row['publisher']}: {row['title']}")
        for row in records_of(sources)
        if row["id"] in read
    ]
    return [*speakers, *papers]
