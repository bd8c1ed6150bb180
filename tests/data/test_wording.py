"""Sentences that keep hedge and attribution."""

from __future__ import annotations

import re

import pytest

from data import dates, wording
from data.dataset import Dataset
from data.describe import sentence
from data.frames import records_of
from data.query import Filters
from data.selection import select
from data.vocabulary import FACTUALITY
from tests.data.cases import with_tables


def test_a_chain_is_read_from_the_publication_on(dataset: Dataset) -> None:
    for claim in dataset.tables["claims"]["id"]:
        links = wording.chain(dataset, claim)
        assert [link["position"] for link in links] == [str(n + 1) for n in range(len(links))]
        words = wording.chain_in_words(dataset, claim)
        assert words.count(wording.ARROW) == len(links) - 1
        assert words.startswith(wording.speaker(dataset, links[0]))
        assert all(link["how_knew"] in words for link in links)


def test_the_letter_of_december_is_told_at_four_removes(dataset: Dataset) -> None:
    words = wording.says_who(dataset, "E10")
    assert words.startswith("Asia-Plus ← ")
    assert "Swiss Institute" in words and "Afghan source" in words and "photo of the letter" in words


def test_every_event_says_who(dataset: Dataset) -> None:
    for event in dataset.events["id"]:
        assert wording.says_who(dataset, event) != "no claim in force"


def test_withdrawn_claims_speak_no_more(dataset: Dataset) -> None:
    claims = dataset.tables["claims"].copy()
    claims[["withdrawn", "withdrawn_reason"]] = ["1.0.1", "test"]
    silent = with_tables(dataset, claims=claims)
    assert wording.claims_of(silent, "E02") == []
    assert wording.says_who(silent, "E02") == "no claim in force"
    texts = {row["text"] for row in wording.claims_of(dataset, "E02")}
    assert select(dataset, Filters(q=(min(texts)[:90],))).counts.selected > 0
    assert select(silent, Filters(q=(min(texts)[:90],))).counts.selected == 0


@pytest.mark.parametrize(
    ("stance", "name"),
    [
        ("", "Taliban authorities"),
        ("neutral", "Taliban authorities"),
        ("movement", "Taliban"),
        ("self-designation", "Islamic Emirate of Afghanistan"),
    ],
)
def test_authorities_are_named_by_stance(dataset: Dataset, stance: str, name: str) -> None:
    assert wording.actor_name(dataset, "A-TALIBAN", stance) == name


def test_a_label_is_not_used_for_a_day_before_it(dataset: Dataset) -> None:
    before = dates.day_range("2015-01-01")[0]
    assert wording.actor_name(dataset, "A-TALIBAN", "neutral", before) == "Afghan Taliban"
    assert (
        wording.actor_name(dataset, "A-TALIBAN", "neutral", dates.day_range("2024-01-01")[0])
        == "Taliban authorities"
    )


def test_an_actor_without_labels_keeps_its_name(dataset: Dataset) -> None:
    assert wording.actor_name(dataset, "A-ARSALON", "movement") == dataset.row("actors", "A-ARSALON")["name"]


def test_every_factuality_value_has_words(dataset: Dataset) -> None:
    assert set(dataset.tables["chain_links"]["factuality"]) <= set(FACTUALITY)
    assert wording.factuality("Uu") == "passes it on without committing to it"


def test_no_sentence_mixes_confidence_and_likelihood(dataset: Dataset) -> None:
    likely = re.compile(r"\b(un)?likely\b|probab", re.I)
    sure = re.compile(r"\b(low|moderate|high) confidence\b", re.I)
    texts = [wording.factuality(code) for code in FACTUALITY]
    texts += [wording.chain_in_words(dataset, claim) for claim in dataset.tables["claims"]["id"]]
    for row in records_of(dataset.events):
        texts += [wording.says_who(dataset, row["id"]), wording.event_citation(dataset, row["id"])]
        texts += [wording.date_words(row["date"]), row["title"], row["summary"]]
    for filters in (Filters(), Filters(from_="2023", to="2024"), Filters(from_="2023", when="certain")):
        texts.append(sentence(select(dataset, filters)))
    for text in texts:
        for part in re.split(r"(?<=[.!?])\s", text):
            assert not (likely.search(part) and sure.search(part)), part


def test_what_a_link_of_a_chain_rests_on_stands_beside_its_speaker(dataset: Dataset) -> None:
    marked = 0
    for link in records_of(dataset.tables["chain_links"]):
        words = wording.chain_in_words(dataset, link["claim"]).split(wording.ARROW)
        part = words[int(link["position"]) - 1]
        assert part.startswith(wording.speaker(dataset, link))
        assert ("(implied)" in part) == (link["basis"] == "implied"), link
        assert ("(carried over)" in part) == (link["basis"] == "carried over"), link
        marked += link["basis"] != "stated"
    assert marked > 40


def test_the_line_of_an_event_keeps_what_its_longest_chain_rests_on(dataset: Dataset) -> None:
    for event in dataset.events["id"]:
        claims = [claim["id"] for claim in wording.claims_of(dataset, event)]
        chains = list(dict.fromkeys(wording.chain_in_words(dataset, claim) for claim in claims))
        line = wording.says_who(dataset, event)
        longest = max(words.count(wording.ARROW) for words in chains)
        assert any(line.startswith(words) for words in chains if words.count(wording.ARROW) == longest), event
        assert (len(chains) > 1) == line.endswith(("more chain", "more chains")), event
    assert "(implied)" in wording.says_who(dataset, "E06")
    assert "(carried over)" in wording.says_who(dataset, "E12")


@pytest.mark.parametrize(
    ("stance", "before", "first", "label"),
    [
        ("neutral", "2021-08-14", "2021-08-15", "Taliban authorities"),
        ("self-designation", "2021-07-31", "2021-08-01", "Islamic Emirate of Afghanistan"),
    ],
)
def test_a_label_begins_on_its_first_day(
    dataset: Dataset, stance: str, before: str, first: str, label: str
) -> None:
    days = [dates.day_range(text)[0] for text in (before, first)]
    assert [wording.actor_name(dataset, "A-TALIBAN", stance, day) for day in days] == [
        "Afghan Taliban",
        label,
    ]
    assert wording.actor_name(dataset, "A-TALIBAN", "movement", days[0]) == "Taliban"


def test_no_event_before_it_names_the_taliban_authorities_in_a_chain(dataset: Dataset) -> None:
    fell = dates.day_range("2021-08-15")[0]
    for row in records_of(dataset.events):
        if row["dated"] and row["end_latest"] < fell:
            assert "Taliban authorities" not in wording.says_who(dataset, row["id"]), row["id"]


def test_dates_and_citations(dataset: Dataset) -> None:
    assert wording.date_words("") == "No date given"
    assert wording.date_words("2023-11-08") == "8 November 2023"
    cited = wording.citation(dataset, "S01")
    assert cited.startswith("Asia-Plus, “") and "23 February 2024" in cited and "https://" in cited
    for source in dataset.tables["sources"]["id"]:
        assert "unknown day" not in wording.citation(dataset, source)
    text = wording.event_citation(dataset, "E02")
    assert (
        "8 November 2023" in text and f"Panj E02, dataset {dataset.version}" in text and "Asia-Plus" in text
    )
