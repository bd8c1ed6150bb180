"""Actors as records: names in every script, their parts in the events of a selection, sourced relations."""

from __future__ import annotations

from collections.abc import Sequence

from data.actors import claims_about, claims_said_by, shown_events, takes_part
from data.dataset import Dataset
from data.listings.common import Record, counted, in_table, names
from data.relations import Relation, relations_of
from data.selection import Selection
from data.wording import actor_name


def ids(selection: Selection) -> tuple[str, ...]:
    """The actors that have a part in an event of the selection, in the order of the table."""
    return in_table(selection.dataset, "actors", takes_part(selection))


def records(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    """One record an actor. `name` is the label that this installation uses, `table_name` the table's own."""
    shown = shown_events(selection)
    return [_record(selection.dataset, actor, shown) for actor in wanted]


def _record(dataset: Dataset, actor: str, shown: dict[str, str]) -> Record:
    row = dataset.row("actors", actor)
    order = {event: place for place, event in enumerate(shown)}
    parts = [part for part in dataset.rows_of("participants", "actor", actor) if part["event"] in shown]
    parts.sort(key=lambda part: order[part["event"]])
    return {
        "id": actor,
        "name": actor_name(dataset, actor),
        "table_name": row["name"],
        "kind": row["kind"],
        "description": row["description"],
        "note": row["note"],
        "names": names(dataset.rows_of("names", "actor", actor)),
        "counts": counted((part["event"] for part in parts), shown),
        "parts": [
            {**{name: part[name] for name in ("event", "role", "basis")}, "when": shown[part["event"]]}
            for part in parts
        ],
        "relations": [_relation(relation) for relation in relations_of(dataset, actor)],
        "claims_about": [claim["id"] for claim in claims_about(dataset, actor)],
        "claims_said_by": [claim["id"] for claim in claims_said_by(dataset, actor)],
    }


def _relation(relation: Relation) -> Record:
    """`same-as?` stays a question: `question` says so, and the sentence asks."""
    return {
        "id": relation.id,
        "relation": relation.kind,
        "subject": relation.subject,
        "object_actor": relation.object,
        "object_place": relation.place,
        "object_name": relation.object_name,
        "date": relation.date,
        "date_words": relation.when,
        "hedge": relation.hedge,
        "says_who": relation.said,
        "source": relation.source,
        "claim": relation.claim,
        "question": relation.question,
        "sentence": relation.sentence,
    }
