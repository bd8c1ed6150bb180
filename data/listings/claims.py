"""Claims and moves as records: what is said, with its hedge and by whom through whom."""

from __future__ import annotations

from collections.abc import Sequence

from data.actors import shown_events
from data.claims import claims_in
from data.dataset import Dataset
from data.listings.common import OUTSIDE, Record, answered_outside, in_table
from data.selection import Selection
from data.sentences import claim_sentence
from data.wording import actor_name, chain, chain_in_words, citation, date_words, factuality, speaker

_LINK_COLUMNS = (
    "source", "actor", "unnamed", "how_knew", "basis", "factuality", "reliability", "credibility",
    "graded_by", "graded_on",
)  # fmt: skip


def claim_ids(selection: Selection) -> tuple[str, ...]:
    """The claims in force of a selection, those of its events first (the rule is in `data.claims`)."""
    return claims_in(selection).ids


def claim_records(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    """One record a claim, its chain in order, the publication that was read first."""
    when = dict.fromkeys(selection.dataset.events["id"], OUTSIDE) | shown_events(selection)
    return [_claim(selection.dataset, claim, when) for claim in wanted]


def _claim(dataset: Dataset, claim: str, when: dict[str, str]) -> Record:
    row = dataset.row("claims", claim)
    events = [link["event"] for link in dataset.rows_of("claim_events", "claim", claim)]
    columns = ("id", "text", "kind", "hedge", "standing", "source", "locator", "note", "since")
    return {
        **{name: row[name] for name in columns},
        "events": [{"id": event, "when": when[event]} for event in events if event in when],
        "actors": [link["actor"] for link in dataset.rows_of("claim_actors", "claim", claim)],
        "places": [link["place"] for link in dataset.rows_of("claim_places", "claim", claim)],
        "chain": [_link(dataset, link) for link in chain(dataset, claim)],
        "says_who": chain_in_words(dataset, claim),
        "sentence": claim_sentence(dataset, claim),
        "citation": citation(dataset, row["source"]),
        "links": [
            {name: link[name] for name in ("relation", "other", "note")}
            for link in dataset.rows_of("claim_links", "claim", claim)
            if _in_force(dataset, link["other"])
        ],
        "answered_outside": answered_outside(dataset, claim),
    }


def _in_force(dataset: Dataset, claim: str) -> bool:
    return dataset.has("claims", claim) and not dataset.row("claims", claim)["withdrawn"]


def _link(dataset: Dataset, link: dict[str, str]) -> Record:
    return {
        "position": int(link["position"]),
        "speaker": speaker(dataset, link),
        **{name: link[name] for name in _LINK_COLUMNS},
        "factuality_words": factuality(link["factuality"]),
    }


def move_ids(selection: Selection) -> tuple[str, ...]:
    """The steps of the negotiation that are an event of the selection, in the order of the table."""
    shown, dataset = shown_events(selection), selection.dataset
    moves = dataset.tables["moves"]
    return in_table(dataset, "moves", moves.loc[moves["event"].isin(list(shown)), "id"])


def move_records(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    """One record a move; `when` is that of its event, the date is the move's own."""
    shown = shown_events(selection)
    return [_move(selection.dataset, move, shown) for move in wanted]


def _move(dataset: Dataset, move: str, shown: dict[str, str]) -> Record:
    row = dataset.row("moves", move)
    claim = row["claim"]
    who = {f"{end}_name": actor_name(dataset, row[end]) if row[end] else "" for end in ("by", "to", "via")}
    first = ("id", "event", "date", "by", "to", "via")
    rest = (
        "channel", "move", "content", "round", "status_after", "answers", "answered_by", "said_by", "hedge",
        "claim", "as_of", "note",
    )  # fmt: skip
    return {
        **{name: row[name] for name in first},
        **who,
        "when": shown.get(row["event"], OUTSIDE),
        "date_words": date_words(row["date"]),
        **{name: row[name] for name in rest},
        "says_who": chain_in_words(dataset, claim) if claim else row["said_by"],
        "answered_outside": answered_outside(dataset, move),
    }
