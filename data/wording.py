"""Sentences about the data that keep hedge and attribution; every view takes its words from here.

A confidence level and a likelihood never stand in one sentence (ICD 203): none of these states either.
"""

from __future__ import annotations

from datetime import date as calendar
from typing import Final

from data import dates
from data.dataset import Dataset
from data.memory import once_per_release
from data.vocabulary import FACTUALITY

ARROW: Final = " ← "


def actor_name(dataset: Dataset, actor: str, stance: str = "", day: int | None = None) -> str:
    """The name to show: the label of `stance` (the dataset's own by default) where the actor has one.

    A label is dated: given a `day` (a day number) that surely lies before it, the plain name stands.
    """
    for label in dataset.rows_of("actor_labels", "actor", actor):
        if label["stance"] == (stance or dataset.naming) and _fits(label["date"], day):
            return label["label"]
    return dataset.row("actors", actor)["name"]


def _fits(date: str, day: int | None) -> bool:
    if not date or day is None:
        return True
    return dates.parse(date, calendar.today()).start_earliest <= day


def speaker(dataset: Dataset, link: dict[str, str]) -> str:
    """Who a chain link is, in words."""
    if link["source"]:
        source = dataset.row("sources", link["source"])
        return source["publisher"] or source["title"]
    return actor_name(dataset, link["actor"]) if link["actor"] else link["unnamed"]


def chain(dataset: Dataset, claim: str) -> list[dict[str, str]]:
    """The links of a claim, the publication first."""
    return sorted(dataset.rows_of("chain_links", "claim", claim), key=lambda link: int(link["position"]))


def chain_in_words(dataset: Dataset, claim: str) -> str:
    """The whole chain: Asia-Plus ← SIGA (implied) ← an Afghan source, saw a photo of the letter."""
    words: list[str] = []
    before = ""
    for link in chain(dataset, claim):
        name = speaker(dataset, link)
        again = ", an earlier text" if name == before else ""  # a publisher that repeats itself
        before = name
        basis = "" if link["basis"] == "stated" else f" ({link['basis']})"
        told = link["how_knew"] in name  # a speaker may be described by it
        knew = "" if told else f", {link['how_knew']}"
        words.append(f"{name}{again}{basis}{knew}")
    return ARROW.join(words)


def claims_of(dataset: Dataset, event: str) -> list[dict[str, str]]:
    """The claims in force that speak of an event, in file order."""
    rows = (dataset.row("claims", link["claim"]) for link in dataset.rows_of("claim_events", "event", event))
    return [row for row in rows if not row["withdrawn"]]


@once_per_release
def says_who(dataset: Dataset, event: str) -> str:
    """The longest chain behind an event: the one that says most about how far away we stand.

    Other chains, if there are any, are counted behind it.
    """
    chains = list(dict.fromkeys(chain_in_words(dataset, claim["id"]) for claim in claims_of(dataset, event)))
    if not chains:
        return "no claim in force"
    longest = max(chains, key=lambda words: words.count(ARROW))
    more = len(chains) - 1
    return longest if not more else f"{longest}; and {more} more {'chain' if more == 1 else 'chains'}"


def factuality(code: str) -> str:
    """A FactBank value in plain words."""
    return FACTUALITY[code]


def date_words(date: str) -> str:
    """An event's EDTF in words, with a capital; blank = undated."""
    words = dates.in_words(date)
    return words[:1].upper() + words[1:]


def citation(dataset: Dataset, source: str) -> str:
    """One line that cites a publication."""
    row = dataset.row("sources", source)
    published = dates.period_in_words(row["published"]) if row["published"] else "no date"
    return ", ".join(
        part for part in (row["publisher"], f"“{row['title']}”", published, row["address"]) if part
    )


def event_citation(dataset: Dataset, event: str) -> str:
    """What to paste under a quotation of an event: it, its sources, the dataset's version."""
    row = dataset.row("events", event)
    sources = [link["source"] for link in dataset.rows_of("event_sources", "event", event)]
    cited = "; ".join(citation(dataset, source) for source in sources)
    told = f"{row['title']} ({date_words(row['date'])}). Panj {event}, dataset {dataset.version}."
    return f"{told} Sources: {cited}."
