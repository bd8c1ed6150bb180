"""The selection as a Data Package of its own: the same schema, and of every table the rows that it needs.

What `data.dataset.load` asks of a package holds here too: every key leads to a row, every event has its
claims, every claim its whole chain, and two claims that contradict each other come together.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from data.dataset import BUNDLED, Dataset
from data.export.archive import archive
from data.export.left_out import exported
from data.export.manifest import NEIGHBOURS_LICENCE, Manifest
from data.export.tables import as_csv, readme
from data.memory import once_per_release
from data.records import defused
from data.selection import Selection
from data.validation import PackageError, columns_of, read_descriptor

Tables = Mapping[str, pd.DataFrame]

_OF_EVENTS: Final = ("event_dates", "event_places", "event_sources", "participants", "moves", "silences")
_OF_CLAIMS: Final = ("claim_actors", "claim_places", "chain_links")

README: Final = (
    "datapackage.json  the schema of every table (Data Package v2), with the manifest as panj:manifest",
    "manifest.json     the question, the counts, what was left out and why, licence and link",
    "tables/           the selected events, the undated that pass the same filters, and what they need",
    "",
    "Check it with: python -m data validate FOLDER. The table district_neighbours is under ODbL 1.0.",
)


@dataclass(frozen=True)
class Subset:
    """Tables that stand on their own, and a sentence for every reference that had to be cut."""

    tables: dict[str, pd.DataFrame]
    cut: tuple[str, ...]


def data_package(selection: Selection, found: Manifest) -> bytes:
    """A zip of `datapackage.json`, `manifest.json`, `README.txt` and the tables.

    Raises:
        PackageError: the schema that the tables were read by is no longer to be had.
    """
    schema = _schema(selection.dataset)
    chosen = subset(selection.dataset, exported(selection))
    found = replace(found, licences=(*found.licences, NEIGHBOURS_LICENCE))
    told = {**found.as_dict(), "cut": list(chosen.cut)}
    resources = [resource for resource in schema["resources"] if resource["name"] in chosen.tables]
    return archive(
        {
            "datapackage.json": _json(_descriptor(schema, resources, told)),
            "manifest.json": _json(told),
            "README.txt": readme(found, README),
            **{one["path"]: _table(one, chosen.tables[one["name"]]) for one in resources},
        }
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)


@once_per_release
def _schema(dataset: Dataset) -> dict[str, Any]:
    """The descriptor that the dataset was read by, as it stands on the disk."""
    held = {name: list(table.columns) for name, table in dataset.tables.items()}
    for folder in (dataset.folder, BUNDLED):
        try:
            descriptor = read_descriptor(folder)
        except PackageError:
            continue
        if columns_of(descriptor) == held:
            return descriptor
    raise PackageError("the schema of the tables has changed since they were read; no package can be made")


def _descriptor(
    schema: dict[str, Any], resources: list[dict[str, Any]], told: dict[str, Any]
) -> dict[str, Any]:
    """The same schema under another name; the map layers and checksums of the whole do not come along."""
    kept = {key: value for key, value in schema.items() if key != "panj:layers"}
    return {
        **kept,
        "name": "panj-selection",
        "title": f"{schema.get('title', told['title'])} (a selection)",
        "description": told["filters"],
        "panj:manifest": told,
        "resources": [
            {key: value for key, value in resource.items() if key not in ("bytes", "hash")}
            for resource in resources
        ],
    }


def _table(resource: dict[str, Any], table: pd.DataFrame) -> str:
    """A table as CSV, free text defused for spreadsheets; ids, keys and fixed words are never touched."""
    keys = {key["fields"][0] for key in resource["schema"].get("foreignKeys", [])}
    columns = []
    for field in resource["schema"]["fields"]:
        cells = table[field["name"]].tolist()
        free = field.get("type") == "string" and field["name"] not in {"id", *keys}
        fixed = {"enum", "pattern"} & field.get("constraints", {}).keys()
        columns.append(list(map(defused, cells)) if free and not fixed else cells)
    return as_csv([list(table.columns), *map(list, zip(*columns, strict=True))])


def subset(dataset: Dataset, events: Collection[str]) -> Subset:
    """The rows that `events` need, and no other event.

    Claims that contradict or support one of theirs come along, and so do the relations between their actors.
    A reference to an event or a move that is not selected is cut, and said.
    """
    tables = dataset.tables
    relations = _relations(tables, _claims(tables, events), events)
    claims = _claims(tables, events) | _filled(relations["claim"])
    kept = {
        "versions": tables["versions"],
        "events": _only(tables["events"], id=events),
        "claims": _only(tables["claims"], id=claims),
        "relations": relations,
        "claim_events": _only(tables["claim_events"], claim=claims, event=events),
        "claim_links": _only(tables["claim_links"], claim=claims, other=claims),
        "event_links": _only(tables["event_links"], event=events, other=events),
        **{name: _only(tables[name], event=events) for name in _OF_EVENTS},
        **{name: _only(tables[name], claim=claims) for name in _OF_CLAIMS},
    }
    cut = (*_cut_moves(kept), *_cut_links(tables["event_links"], events))
    _add_places(kept, tables, dataset)
    _add_actors(kept, tables, dataset)
    kept["sources"] = _only(tables["sources"], id=_referenced(kept, dataset, "sources"))
    return Subset({name: kept[name] for name in tables if name in kept}, cut)


def _only(table: pd.DataFrame, **allowed: Collection[str]) -> pd.DataFrame:
    """The rows whose cells in every named column are among the allowed."""
    for column, values in allowed.items():
        table = table[table[column].isin(list(values))]
    return table


def _filled(cells: pd.Series) -> frozenset[str]:
    return frozenset(cells) - {""}


def _claims(tables: Tables, events: Collection[str]) -> frozenset[str]:
    """The claims that speak of `events` or of their moves, and those that they are linked to."""
    own = _filled(_only(tables["claim_events"], event=events)["claim"])
    own |= _filled(_only(tables["moves"], event=events)["claim"])
    links = tables["claim_links"]
    return own | _filled(_only(links, claim=own)["other"]) | _filled(_only(links, other=own)["claim"])


def _relations(tables: Tables, claims: Collection[str], events: Collection[str]) -> pd.DataFrame:
    """Relations of the actors that take part or are spoken of, among themselves or to something else."""
    actors = _filled(_only(tables["participants"], event=events)["actor"])
    actors |= _filled(_only(tables["claim_actors"], claim=claims)["actor"])
    return _only(tables["relations"], subject=actors, object_actor={*actors, ""})


def _cut_moves(kept: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Blank what leads to moves of other events, which are not here."""
    held = {"", *kept["moves"]["id"]}
    for name, columns in (("moves", ("answers", "answered_by")), ("silences", ("move",))):
        table = kept[name].copy()
        for column in columns:
            lost = ~table[column].isin(list(held))
            for row, value in zip(table.loc[lost, "id"], table.loc[lost, column], strict=True):
                yield f"{name} {row}: {column} was {value}, a move of an event that is not selected"
            table.loc[lost, column] = ""
        kept[name] = table


def _cut_links(links: pd.DataFrame, events: Collection[str]) -> Iterator[str]:
    for event, relation, other in zip(links["event"], links["relation"], links["other"], strict=True):
        if (event in events) != (other in events):
            yield f"event_links: {event} {relation} {other}, one of which is not selected"


def _add_places(kept: dict[str, pd.DataFrame], tables: Tables, dataset: Dataset) -> None:
    """Places with all that they lie in; crossings there, their two districts, what was seen of them."""
    places = _upwards(tables["places"], _referenced(kept, dataset, "places"))
    kept["crossings"] = _only(tables["crossings"], place=places)
    places = _upwards(tables["places"], places | _referenced(kept, dataset, "places"))
    kept["places"] = _only(tables["places"], id=places)
    kept["district_neighbours"] = _only(tables["district_neighbours"], district=places, other=places)
    for name in ("crossing_sources", "crossing_status"):
        kept[name] = _only(tables[name], crossing=set(kept["crossings"]["id"]))


def _add_actors(kept: dict[str, pd.DataFrame], tables: Tables, dataset: Dataset) -> None:
    """Actors with their labels, and every name of the actors and places."""
    actors = _referenced(kept, dataset, "actors")
    kept["actors"] = _only(tables["actors"], id=actors)
    kept["actor_labels"] = _only(tables["actor_labels"], actor=actors)
    places = {"", *kept["places"]["id"]}
    kept["names"] = _only(tables["names"], actor={*actors, ""}, place=places)


def _upwards(places: pd.DataFrame, ids: frozenset[str]) -> frozenset[str]:
    """`ids` and every place around them."""
    parents = dict(zip(places["id"], places["parent"], strict=True))
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        place = waiting.pop()
        if place and place not in found:
            found.add(place)
            waiting.append(parents[place])
    return frozenset(found)


def _referenced(kept: Tables, dataset: Dataset, target: str) -> frozenset[str]:
    """Every id of `target` that a key of the kept tables names."""
    found: frozenset[str] = frozenset()
    for resource in _schema(dataset)["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            if resource["name"] in kept and key["reference"].get("resource") == target:
                found |= _filled(kept[resource["name"]][key["fields"][0]])
    return found
