"""The card of a place: a crossing with its history, a district with its neighbours, any other place."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from components.shared.attributes import attributes
from components.shared.card import card_actions, card_head, fact_list, fold
from components.shared.dated import dated
from components.shared.marks import chip, count_words, filter_by, open_card, open_event, quad_mark, when_chip
from data import dates, gazetteer
from data.actors import LANGUAGES, SCRIPTS
from data.dataset import Dataset
from data.frames import records_of
from data.gazetteer import EventsThere, Neighbour, Seen
from data.relations import publisher
from data.selection import Selection
from data.vocabulary import PRECISIONS

STATUS_SIGNS: Final = {"open": "○", "used": "⊙", "limited": "⊕", "closed": "✕", "taken": "★", "unknown": "?"}
"""A shape beside the word of each status, as in the strip under the timeline; colour is for quad classes."""
SAW: Final = "What a source saw on those days; nothing is known between them."
GENERALISED: Final = (
    "Read off generalised outlines of 2014 (Afghanistan) and 2017 (Tajikistan), not told by a source."
)
FACTS: Final = "place-facts"
_UNFOLDED: Final = 8
"""Longer lists of events are folded away, so that the card stays short."""


def place_card(selection: Selection, place: str) -> list[Any]:
    """Everything that is known of a place, each thing with who says so or how sure it is.

    Args:
        selection: what is chosen; events that its filters hide are counted and listed apart.
        place: id of a place, or of a crossing.

    Returns:
        The parts of the card; a sentence where the dataset holds no such place.
    """
    dataset = selection.dataset
    found = gazetteer.place_asked(dataset, place)
    if not found:
        return [card_head(place, "Place"), html.P("The dataset holds no such place.", className="empty")]
    row = dataset.row("places", found)
    crossing = gazetteer.crossing_at(dataset, found)
    if crossing:
        body = _crossing(dataset, row, crossing)
    else:
        body = _district(dataset, row) if row["kind"] == "district" else _other(dataset, row)
    return [
        card_head(
            crossing["id"] if crossing else found, "Crossing" if crossing else row["kind"].capitalize()
        ),
        html.H2(row["name"]),
        _actions(row),
        *body,
        *_events(selection, found),
        *_names(dataset, found),
        *(_crossing_sources(dataset, crossing["id"]) if crossing else []),
    ]


def _actions(row: dict[str, str]) -> html.Div:
    key = "district" if row["kind"] == "district" else "place"
    return card_actions(filter_by(key, row["id"], "Filter by this place", "button"))


def _place(dataset: Dataset, place: str) -> html.Button:
    return open_card(place, dataset.row("places", place)["name"])


def _position(row: dict[str, str]) -> list[Any]:
    """The point, where it comes from and how far it can be trusted."""
    if not row["latitude"]:
        return []
    trust = gazetteer.TRUST[row["coordinate_status"] or "none"]
    unsure = row["coordinate_status"] != "sourced"
    point = f"{row['latitude']}° N, {row['longitude']}° E"
    return [
        html.Div([point, " ", chip(trust, "undated" if unsure else "precision")]),
        html.Div(f"From: {row['coordinate_source']}", className="fine"),
    ]


# --- a crossing ---


def _crossing(dataset: Dataset, row: dict[str, str], crossing: dict[str, str]) -> list[Any]:
    note = html.Div(crossing["opened_note"], className="fine") if crossing["opened_note"] else None
    opened = dated(crossing["opened"]) if crossing["opened"] else "No date given"
    facts = [
        ("Tajik side", _bank(dataset, crossing["tajik_name"], crossing["tajik_district"])),
        ("Afghan side", _bank(dataset, crossing["afghan_name"], crossing["afghan_district"])),
        ("What", crossing["kind"]),
        ("Opened", [opened, note]),
        ("Length", crossing["length_note"]),
        ("Position", _trust(row, crossing)),
    ]
    more = [("Evidence", crossing["evidence"]), ("Caution", crossing["caution"]), ("Remark", row["note"])]
    told = [html.H3("Evidence and caution"), fact_list(more, FACTS)] if any(text for _, text in more) else []
    return [fact_list(facts, FACTS), *_history(dataset, crossing["id"]), *told]


def _bank(dataset: Dataset, name: str, district: str) -> list[Any]:
    within = [html.Div([_place(dataset, district), " district"], className="fine")] if district else []
    return [html.Div(name), *within]


def _trust(row: dict[str, str], crossing: dict[str, str]) -> list[Any]:
    off = html.Div("Kept off the map.", className="fine") if crossing["on_map"] != "true" else None
    return [*(_position(row) or [gazetteer.TRUST[crossing["position_trust"]].capitalize()]), off]


def _history(dataset: Dataset, crossing: str) -> list[Any]:
    """Opening and closing as a list in time; the last sighting is said to be only that."""
    seen = gazetteer.history(dataset, crossing)
    if not seen:
        return [html.H3("Open or closed"), html.P("No source here tells whether it was open or closed.")]
    return [
        html.H3("Open or closed"),
        html.P(SAW, className="fine"),
        html.Ul([_sighting(dataset, one) for one in seen], className="status-list"),
        html.P(_last(seen), className="last-seen"),
    ]


def _sighting(dataset: Dataset, seen: Seen) -> html.Li:
    source = seen.source
    cited = open_card(source, publisher(dataset, source)) if source else "no source"
    note = f" ({seen.note})" if seen.note else ""
    sign = html.Span(STATUS_SIGNS[seen.status], className=f"status-sign status-{seen.status}",
                     **attributes({"aria-hidden": "true"}))  # fmt: skip
    when = dated(seen.date) if seen.date else "No date given"
    words = html.Div(
        [html.Strong(seen.status), f": {seen.what}{note} – ", cited],
    )
    return html.Li([sign, html.Div([html.Div(when, className="status-when"), words])])


def _last(seen: tuple[Seen, ...]) -> str:
    last = gazetteer.last_seen(seen)
    if not last:
        return "No source saw it open or closed on a dated day. Whether it is open today is not known here."
    told = " or ".join(f"{one.status}, {dates.in_words(one.date)}" for one in last)
    order = "; which of them came last is not known" if len(last) > 1 else ""
    today = "That is no word on today: what it was afterwards is not known here."
    return f"The last that a source tells: {told}{order}. {today}"


def _crossing_sources(dataset: Dataset, crossing: str) -> list[Any]:
    rows = [
        dataset.row("sources", link["source"])
        for link in dataset.rows_of("crossing_sources", "crossing", crossing)
    ]
    listed = [
        html.Li([open_card(row["id"], row["publisher"] or row["title"]),
                 html.Span(f" {row['title']}" if row["publisher"] else "", className="fine")])
        for row in rows
    ]  # fmt: skip
    return [html.H3("Sources on the crossing"), html.Ul(listed, className="sources")] if rows else []


# --- a district, any other place ---


def _district(dataset: Dataset, row: dict[str, str]) -> list[Any]:
    centre, remark = gazetteer.centre_and_remark(row["note"])
    inside = gazetteer.crossings_in(dataset, row["id"])
    crossings = html.Ul([html.Li(_place(dataset, crossing["place"])) for crossing in inside])
    facts = [
        ("Lies in", _parents(dataset, row["id"])),
        ("Centre", centre),
        ("Border", gazetteer.ON_BORDER.get(row["on_border"], "").capitalize()),
        ("Codes", _codes(row)),
        ("On the map", gazetteer.why_drawn(row)),
        ("Crossings", crossings if inside else "none of the crossings known here"),
        ("Remark", remark),
    ]
    return [fact_list(facts, FACTS), *_neighbours(dataset, row)]


def _parents(dataset: Dataset, place: str) -> list[Any]:
    chain = [_place(dataset, above) for above in gazetteer.parents(dataset, place)]
    return [piece for button in chain for piece in (", ", button)][1:]


def _codes(row: dict[str, str]) -> str:
    also = "; ".join(code.strip() for code in row["other_ids"].split(";"))
    named = (("P-code", row["pcode"]), ("ISO 3166-2", row["iso_3166_2"]), ("also", also))
    return " · ".join(f"{name} {code}" for name, code in named if code)


def _neighbours(dataset: Dataset, row: dict[str, str]) -> list[Any]:
    found = gazetteer.neighbours(dataset, row["id"])
    parts: list[Any] = [html.H3("Neighbours")]
    for relation, words in (
        ("across", "Across the river or border"),
        ("along", "Along, in the same country"),
    ):
        mine = [_neighbour(dataset, one) for one in found if one.relation == relation]
        told = html.Ul(mine) if mine else html.Div(
            "none among the districts known here", className="fine")  # fmt: skip
        parts.append(html.Div([html.Span(words, className="term"), told], className="neighbours"))
    return [*parts, html.P(GENERALISED, className="fine")]


def _neighbour(dataset: Dataset, neighbour: Neighbour) -> html.Li:
    if neighbour.basis == "near miss":
        length, why = "", "the outlines come within 2 km, but do not touch"
    else:
        length = f" over about {max(1, round(neighbour.shared_km))} km"
        short = neighbour.basis == "short shared line"
        why = "the common line is short" if short else "it is uncertain that both touch the border"
    low: list[Any] = [" ", chip("low confidence", "undated"), html.Span(why, className="fine")]
    return html.Li(
        [_place(dataset, neighbour.district), length, *(low if neighbour.confidence == "low" else [])]
    )


def _other(dataset: Dataset, row: dict[str, str]) -> list[Any]:
    border = gazetteer.ON_BORDER.get(row["on_border"], "").capitalize()
    facts: list[tuple[str, Any]] = [
        ("Precision", PRECISIONS[row["precision"]].capitalize()),
        ("Position", _position(row)),
        ("On the map", gazetteer.why_drawn(row)),
        ("Lies in", _parents(dataset, row["id"])),
        ("Border", border),
        ("Codes", _codes(row)),
        ("Remark", row["note"]),
    ]
    return [fact_list(facts, FACTS)]


# --- events and names, of every sort of place ---


def _events(selection: Selection, place: str) -> list[Any]:
    there = gazetteer.events_there(selection, place)
    parts: list[Any] = [html.H3("Said to have happened there")]
    if not (there.certain or there.possible or there.elsewhere_said):
        return [*parts, html.P("No event here is said to have happened there.", className="fine")]
    rows = _rows(selection)
    groups = (
        ("Certainly there", [(event, "") for event in there.certain]),
        ("Possibly there: placed only in the province around it", [(event, "") for event in there.possible]),
        ("Put there by another source than the event's own: not drawn, not counted",
         [(event, publisher(selection.dataset, source)) for event, source in there.elsewhere_said]),
    )  # fmt: skip
    parts.append(html.P(_counted(there), className="fine"))
    for words, events in groups:
        shown = [_event(rows[event], by) for event, by in events if event not in there.hidden]
        parts += _group(f"{words}: {len(shown)}", shown, len(shown) <= _UNFOLDED) if shown else []
    every = [pair for _, events in groups for pair in events]
    hidden = [_event(rows[event], by) for event, by in every if event in there.hidden]
    if hidden:
        parts += _group(f"Hidden by your filters: {_hidden(there)}", hidden, False, "hidden-there")
    return parts


def _counted(there: EventsThere) -> str:
    return f"Events there: {count_words(len(there.certain), len(there.possible))}."


def _hidden(there: EventsThere) -> str:
    certain, possible = (len(there.hidden & set(events)) for events in (there.certain, there.possible))
    more = len(there.hidden) - certain - possible
    told = [count_words(certain, possible)] if certain + possible else []
    return ", ".join([*told, *([f"{more} by another source only"] if more else [])])


def _group(words: str, rows: list[html.Li], unfolded: bool, name: str = "") -> list[Any]:
    return [fold(words, html.Ul(rows, className="there-list"), unfolded, f"there {name}".strip())]


def _rows(selection: Selection) -> dict[str, dict[str, Any]]:
    """Event -> title, quad, date and how it stands to the range (blank where the filters hide it)."""
    columns = ["id", "title", "quad", "date"]
    events = selection.dataset.events[columns].assign(when="")
    frames = (events, selection.undated, selection.events)
    return {row["id"]: row for frame in frames for row in records_of(frame[[*columns, "when"]])}


def _event(row: dict[str, Any], by: str) -> html.Li:
    told = [dated(row["date"]), f" – according to {by}" if by else ""]
    return html.Li(
        [quad_mark(row["quad"]), html.Div([open_event(row["id"], row["title"]), " ",
         html.Span(told, className="fine"), " ", when_chip(row["when"])])]
    )  # fmt: skip


def _names(dataset: Dataset, place: str) -> list[Any]:
    groups = gazetteer.names_of(dataset, place)
    if not groups:
        return []
    parts: list[Any] = [html.H3("Names")]
    for kind, names in groups.items():
        heading = f"{gazetteer.NAME_KINDS[kind]}: {len(names)}"
        listed = html.Ul([_name(dataset, name) for name in names], className="place-names")
        parts.append(fold(heading, listed, kind in ("official", "former"), "place-names-group"))
    return parts


def _name(dataset: Dataset, name: dict[str, str]) -> html.Li:
    language, script = (
        LANGUAGES.get(name["language"], name["language"]),
        SCRIPTS.get(name["script"], name["script"]),
    )
    spoken: dict[str, Any] = {} if name["language"] == "und" else {"lang": name["language"]}
    date = dates.use_in_words(name["date"])
    in_use = f", {date}" if name["date"] else ""
    source = open_card(name["source"], name["source"]) if name["source"] else name["source_text"]
    unsure = chip("not verified", "undated", "Taken over unchecked or from general knowledge")
    note = f"; {name['note']}" if name["note"] else ""
    told = html.Span([f" {language}, {script}{in_use}. ", source, note], className="fine")
    written = html.Strong(name["name"], dir="auto", **spoken)
    return html.Li([written, told, " ", None if name["verified"] == "true" else unsure])
