"""The matrix of claims by those who say so: hedge beside the claim, factuality in the cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from dash import html

from components.shared.attributes import attributes
from components.shared.marks import filter_by, open_event
from data import dates
from data.claims import OTHERS, UNNAMED, Column, Group, Mark, Matrix, Row, claim_matrix
from data.dataset import Dataset
from data.filters import Selection
from data.memory import once_per_release
from data.vocabulary import FACTUALITY
from data.wording import date_words, factuality

_KIND_WORDS: Final = {
    "publication": "Publications read",
    "actor": "Quoted",
    "source": "Quoted, unnamed",
    UNNAMED: "Quoted, no entry",
    OTHERS: "The rest",
}

_SHORT: Final = {
    "CT+": "certain",
    "PR+": "probable",
    "PS+": "possible",
    "CT-": "not so",
    "PR-": "improbable",
    "PS-": "possibly not so",
    "CTu": "knows whether",
    "Uu": "passes it on",
}
"""FactBank values in as few words as a cell holds; its hover and the key have the whole."""


def claims_matrix(selection: Selection) -> list[Any]:
    """The view: what the signs mean, and one table with a row for each claim of the selection."""
    dataset, matrix = selection.dataset, claim_matrix(selection)
    head = html.H2("Claims, and who commits to them", className="panel-title")
    if not matrix.groups:
        return [head, html.P("No claim belongs to what is selected. Widen the filters.", className="empty")]
    shared = [column.kind in (UNNAMED, OTHERS) for column in matrix.columns]
    table = html.Table(
        [
            html.Caption("Claims of the selection by speaker", className="visually-hidden"),
            html.Thead([_kinds(matrix), _speakers(dataset, matrix)]),
            *(_group(dataset, group, shared) for group in matrix.groups),
        ],
        className="claims-table",
    )
    region = {"aria-label": "Matrix of claims by speaker; scrolls both ways", "role": "region"}
    return [
        head,
        html.P(_counted(matrix), className="claims-note"),
        _key(),
        html.Div(table, className="claims-scroll", tabIndex="0", **attributes(region)),
    ]


def _counted(matrix: Matrix) -> list[Any]:
    """How many claims, and what is not in the table."""
    claims = sum(len(group.rows) for group in matrix.groups)
    undated = sum(group.when == "undated" for group in matrix.groups)
    told = [f"{claims} {'claim' if claims == 1 else 'claims'} of the selection"]
    if undated:
        told.append(f"those of {undated} undated {'event' if undated == 1 else 'events'} among them")
    if matrix.folded:
        told.append(f"{matrix.folded} speakers who are heard less share the last column")
    if matrix.left:
        told.append(f"{matrix.left} that belong to no event are about nobody in it and are left out")
    return [
        "; ".join(told),
        ". A claim stands once, at the first of its events. Press a name to keep only what it tells.",
    ]


def _key() -> html.Details:
    """What the signs in the cells mean (FactBank)."""
    values = [
        part
        for code, words in FACTUALITY.items()
        for part in (html.Dt(code), html.Dd(f"{_SHORT[code]}: {words}"))
    ]
    told = (
        "A cell says what that speaker commits to in the words that were read (a FactBank value). It is no "
        "grade, and not our belief. The figure in brackets is the place in the chain: 1 is the publication "
        "that was read, the highest is nearest to the happening. “implied”: the source does not name this "
        "link; “carried over”: it is named in a neighbouring sentence."
    )
    return html.Details(
        [html.Summary("How to read a cell"), html.P(told), html.Dl(values)], className="claims-key"
    )


def _kinds(matrix: Matrix) -> html.Tr:
    """The upper line of the head: what kind of speaker stands below."""
    corner = html.Td("", className="claims-corner")
    runs = [(kind, len(list(run))) for kind, run in groupby(column.kind for column in matrix.columns)]
    return html.Tr([corner, *(html.Th(_KIND_WORDS[kind], scope="colgroup", colSpan=n) for kind, n in runs)])


def _speakers(dataset: Dataset, matrix: Matrix) -> html.Tr:
    first = html.Th("Claim and hedge", scope="col", className="claims-corner")
    return html.Tr([first, *(_speaker(dataset, column) for column in matrix.columns)])


def _speaker(dataset: Dataset, column: Column) -> html.Th:
    counted = html.Span(f"{column.claims} {'claim' if column.claims == 1 else 'claims'}", className="fine")
    if column.kind in (UNNAMED, OTHERS):
        return html.Th([html.Span(column.name), counted], scope="col", className=_look(True))
    name = filter_by("source", column.key, column.name)
    return html.Th([name, *_published(dataset, column), counted], scope="col")


def _published(dataset: Dataset, column: Column) -> list[Any]:
    """Which text of a publisher it is, for several may bear its name."""
    if column.kind != "publication":
        return []
    published = dataset.row("sources", column.key)["published"]
    when = dates.period_in_words(published) if published else "no date"
    return [html.Span(f"{column.key}, {when}", className="fine")]


def _group(dataset: Dataset, group: Group, shared: Sequence[bool]) -> html.Tbody:
    head = html.Th(_group_head(dataset, group), scope="rowgroup", colSpan=len(shared) + 1)
    return html.Tbody([html.Tr(head), *(_row(dataset, row, group.event, shared) for row in group.rows)])


def _group_head(dataset: Dataset, group: Group) -> Any:
    if not group.event:
        return html.Span("Of no single event", className="claims-event")
    event = dataset.row("events", group.event)
    words = f"{event['title']} · {date_words(event['date']) if event['date'] else 'undated'}"
    if group.when == "possible":
        words += " · possibly in range"
    return open_event(group.event, words, "link-button claims-event")


def _row(dataset: Dataset, row: Row, event: str, shared: Sequence[bool]) -> html.Tr:
    return html.Tr([_claim(dataset, row.claim, event), *_cells(row, shared)])


@once_per_release
def _claim(dataset: Dataset, claim: str, event: str) -> html.Th:
    told = dataset.row("claims", claim)
    hedge = [html.Span(_quoted(told["hedge"]), className="claims-hedge")] if told["hedge"] else []
    where = html.Span(f"{claim} · {told['standing']}", className="fine")
    rows = [dataset.row("events", link["event"]) for link in dataset.rows_of("claim_events", "claim", claim)]
    also = [
        open_event(row["id"], f"Also of: {row['title']}")
        for row in rows
        if row["id"] != event and not row["withdrawn"]
    ]
    return html.Th([told["text"], *hedge, where, *also], scope="row")


def _quoted(hedges: str) -> str:
    return " ".join(f"“{hedge.strip()}”" for hedge in hedges.split(";") if hedge.strip())


def _cells(row: Row, shared: Sequence[bool]) -> list[html.Td]:
    """The cells of a row; neighbours in which nobody speaks are one empty cell.

    A cell is one component with its words in lines: thousands of them have to be put on the page at once.
    """
    cells: list[html.Td] = []
    for empty, run in groupby(zip(row.cells, shared, strict=True), key=lambda cell: not cell[0]):
        if empty:
            cells.append(html.Td("", colSpan=len(list(run))))
        else:
            cells += [_cell(marks, several) for marks, several in run]
    return cells


def _cell(marks: Sequence[Mark], several: bool) -> html.Td:
    words = "\n".join(_in_words(mark, several) for mark in marks)
    meant = (
        f"{mark.name}: {factuality(mark.factuality)}, link {mark.position} of the chain" for mark in marks
    )
    return html.Td(words, title="; ".join(meant), className=_look(several))


def _in_words(mark: Mark, several: bool) -> str:
    """`CT+ (2)`, under it what it means and whether the link is implied; where several share, who speaks."""
    basis = "" if mark.basis == "stated" else f", {mark.basis}"
    name = f"{mark.name}: " if several else ""
    return f"{name}{mark.factuality} ({mark.position})\n{_SHORT[mark.factuality]}{basis}"


def _look(shared: bool) -> str | None:
    """A column of several speakers shows in each cell who speaks."""
    return "claims-shared" if shared else None
