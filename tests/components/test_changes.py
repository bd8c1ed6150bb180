"""The view of changes: four sections, links, reasons, and a sentence where there is nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dash import html

from components.changes import changes_view
from components.shared.markup import markup
from data.changes import known_versions
from data.dataset import Dataset, load
from tests.components.test_parts import text, walk
from tests.data.changes_cases import REASON, later


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder: Path = tmp_path_factory.mktemp("later")
    return later(folder)


def parts(view: list[Any], kind: type) -> list[Any]:
    return [part for child in view for part in walk(child) if isinstance(part, kind)]


def test_it_can_be_written_as_html(dataset: Dataset, grown: Dataset) -> None:
    for held, since in (
        (dataset, "0.0.1"),
        (dataset, "1.0.0"),
        (dataset, ""),
        (dataset, "x"),
        (grown, "1.0.0"),
    ):
        assert markup(changes_view(held, since, choose=True)).startswith("<h2")


def test_nothing_new_is_a_sentence(dataset: Dataset) -> None:
    view = changes_view(dataset, "1.0.0")
    assert "Nothing is new, changed, contradicted or withdrawn since version 1.0.0" in text(view)
    assert "nothing of what happened since" in text(view)
    assert parts(view, html.Section) == []


def test_everything_is_new_before_the_first_version(dataset: Dataset) -> None:
    view = changes_view(dataset, "0.0.1")
    opened = [getattr(button, "data-open-event") for button in parts(view, html.Button)]
    assert opened == list(dataset.events["id"])
    assert [head.children for head in parts(view, html.H3)] == ["New"]


def test_each_kind_of_change_has_its_section(grown: Dataset) -> None:
    view = changes_view(grown, "1.0.0")
    assert [head.children for head in parts(view, html.H3)] == ["New", "Changed", "Contradicted", "Withdrawn"]
    new, changed, contradicted, withdrawn = map(text, parts(view, html.Section))
    assert "F900" in new and "On an unknown day in about May 2024" in new and "CX90" in new
    assert (
        "now also said" in changed and "CX91" in changed and "no longer said" in changed and "CX28" in changed
    )
    assert "Against it" in contradicted and "Founding: 2007 against 2010." in contradicted
    assert f"withdrawn in version 1.10.0: {REASON}" in withdrawn and "F21" in withdrawn


def test_what_was_withdrawn_is_no_link(grown: Dataset) -> None:
    opened = {
        getattr(button, "data-open-event") for button in parts(changes_view(grown, "1.0.0"), html.Button)
    }
    assert opened == {"F900", "E02", "E09", "E10", "E31"}


def test_headings_follow_each_other(grown: Dataset) -> None:
    levels = [type(part).__name__ for child in changes_view(grown, "1.0.0") for part in walk(child)
              if type(part).__name__ in ("H1", "H2", "H3", "H4")]  # fmt: skip
    assert levels == ["H2", "H3", "H3", "H3", "H3"]


@pytest.mark.parametrize("since", ["9.9.9", "soon", "<b>x</b>", "2026-02-30"])
def test_what_cannot_be_used_is_said_and_the_versions_are_offered(dataset: Dataset, since: str) -> None:
    view = changes_view(dataset, since, choose=True)
    warned = [part for part in parts(view, html.P) if getattr(part, "role", "") == "alert"]
    assert len(warned) == 1 and str(warned[0].children).startswith("Since “")
    assert "<b>" not in markup(view)
    offered = [f"?since={row['version']}&view=changes" for row in known_versions(dataset)]
    assert offered and [link.href for link in parts(view, html.A)] == offered


def test_a_page_of_its_own_offers_no_versions(grown: Dataset) -> None:
    assert parts(changes_view(grown, "1.0.0"), html.A) == []
    assert len(parts(changes_view(grown, "1.0.0", choose=True), html.A)) == 3


def test_without_a_version_it_asks_for_one(grown: Dataset) -> None:
    view = changes_view(grown, " ")
    assert "Since when?" in text(view)
    assert [getattr(link, "data-since") for link in parts(view, html.A)] == ["1.10.0", "1.9.0", "1.0.0"]
