"""No link that a visitor sends empties the page or breaks another key; what is unusable in it is named."""

from __future__ import annotations

import pytest

from data.dataset import Dataset
from data.query import Filters, read_query
from data.selection import select


def test_searching_is_plain_text_and_spans_no_two_texts(dataset: Dataset) -> None:
    for text in (".*", "(a+)+$", "|", "[a-z]", "'; DROP TABLE events;--", "<script>"):
        found = select(dataset, Filters(q=(text,)))
        for event in [*found.events["id"], *found.undated["id"]]:
            assert text in dataset.search_texts[event]
    assert select(dataset, Filters(q=("LETTER",))).counts.selected > 0


HOSTILE = {
    "q=" + "x" * 10_000: "longer",
    "actor=%00": "",
    "actor=%00Taliban%00": "",
    "actor='; DROP TABLE events;--": "DROP TABLE",
    "place=<script>alert(1)</script>": "script",
    "q=" + "(a%2B)%2B$" * 8: "",
    "&".join(f"actor={n}" for n in range(300)): "200",
    "&".join(["thread=talks"] * 150): "",
    "surprise=1": "surprise",
    "from=2024&to=2020": "reversed",
    "from=9999-99-99": "9999-99-99",
    "event=../../etc/passwd": "passwd",
    "source=%ff%fe": "source",
    "%00=%00": "no filter",
    "=&=&=": "no filter",
    "district=" + "%F0%9F%92%A3" * 50: "district",
    "type=__class__": "__class__",
    "view=admin": "admin",
}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_links_select_and_say_so(dataset: Dataset, text: str) -> None:
    filters, notices = read_query(text)
    found = select(dataset, filters)
    said = " ".join([*notices, *found.notices])
    assert HOSTILE[text] in said
    assert bool(said) == bool(HOSTILE[text])
    assert found.counts.total == len(dataset.events)
    assert all(len(notice) < 300 for notice in (*notices, *found.notices))
