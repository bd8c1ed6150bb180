"""A claim as one sentence: who says it, through whom, with which hedge, and only then what.

All of it is read from the tables; no sentence is written by hand for a claim. A confidence level and a
likelihood never stand in one sentence (ICD 203): a speaker's own likelihood is told, a confidence never is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.dataset import Dataset
from data.gaps import ONE, number_of
from data.memory import once_per_release
from data.wording import chain, speaker

_OFFICES: Final = {
    "Administration", "authorities", "Committee", "Court", "embassy", "Institute", "Ministry", "Movement",
    "police", "Team", "troops",
}  # fmt: skip
"""Words in the names of bodies that English puts "the" before."""
_COMMITS: Final = {
    "PR+": "holds it probable",
    "PS+": "holds it possible",
    "CT-": "denies it",
    "PR-": "holds it improbable",
    "PS-": "holds it possibly not so",
    "CTu": "does not say whether",
}
"""What a speaker does who neither states it flatly nor only passes it on (FactBank)."""
_PLAIN: Final = frozenset({"asserted", "attributed", "reported", "told by another publication"})
"""Standings that the sentence tells by its own form."""


@once_per_release
def claim_sentence(dataset: Dataset, claim: str) -> str:
    """One claim: "Asia-Plus, citing SIGA, reports (in the words “in principle”): By the letter ...".

    The chain runs from the publication that was read to the one nearest to the happening; hedge and standing
    come before the proposition, so that a sentence cut short does not lose them.

    Args:
        dataset: what the claim is in.
        claim: its id, in force or withdrawn.

    Raises:
        KeyError: there is no such claim.
    """
    row = dataset.row("claims", claim)
    text = row["text"] if row["text"].endswith((".", "?", "!")) else f"{row['text']}."
    return f"{told_by(dataset, claim)}{_qualified(row)}: {text}"


def told_by(dataset: Dataset, claim: str) -> str:
    """Who says a claim and through whom, with the verb: "RT, citing AFP, in turn citing ..., reports"."""
    links = chain(dataset, claim)
    if not links:
        return "It is said, by whom is not recorded,"
    first, *cited = _speakers(dataset, links)
    verb = "reports" if links[0]["factuality"] == "Uu" else "says"
    if not cited:
        return f"{_capital(first)} {verb}"
    return f"{_capital(first)}, citing {', in turn citing '.join(cited)}, {verb}"


def _capital(words: str) -> str:
    """An article begins the sentence with a capital; a publication is written as it writes itself."""
    return f"The {words[4:]}" if words.startswith("the ") else words


def _speakers(dataset: Dataset, links: list[dict[str, str]]) -> Iterator[str]:
    before = ""
    for link in links:
        name = speaker(dataset, link)
        told = "an earlier text of its own" if name == before else _called(dataset, link, name)
        yield f"{told}{_remarks(link, name)}"
        before = name


def _remarks(link: dict[str, str], name: str) -> str:
    """What sets a speaker apart: not named by the source, how he knew, what he commits to."""
    remarks = [link["basis"]] if link["basis"] != "stated" else []
    if link["how_knew"] and link["how_knew"] not in name:  # a speaker may be described by it
        remarks.append(link["how_knew"])
    if link["factuality"] in _COMMITS:
        remarks.append(_COMMITS[link["factuality"]])
    return f" ({'; '.join(remarks)})" if remarks else ""


def _called(dataset: Dataset, link: dict[str, str], name: str) -> str:
    """A name as it stands in a sentence; our own descriptions of the unnamed stand as they are."""
    if link["unnamed"] or name.startswith('"'):
        return name
    if link["actor"] and dataset.row("actors", link["actor"])["kind"] == "source":
        if name.startswith(("Some ", "Unnamed ")):
            return f"{name[:1].lower()}{name[1:]}"
        article = "an " if name[:1] in "AEIOU" else "a "
        return f"{article}{name}" if number_of(name) == ONE else name
    return f"the {name}" if "'s " not in name and _OFFICES & set(name.split()) else name


def _qualified(claim: dict[str, str]) -> str:
    """The hedge of the source and how the claim stands in it, in brackets; "" where there is neither."""
    hedges = [f"“{part.strip()}”" for part in claim["hedge"].split(";") if part.strip()]
    told = [f"in the words {', '.join(hedges)}"] if hedges else []
    if claim["standing"] not in _PLAIN:
        told.append(f"standing: {claim['standing']}")
    return f" ({'; '.join(told)})" if told else ""
