"""Lists of a collection: rows, pages, choices and the card say what the collection says, escaped."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from components.collections.lists import actor_choices, card, event_rows, pager, type_choices
from components.shared.markup import markup
from data.collections import listing
from data.collections.collection import Collection
from data.collections.listing import Found
from data.collections.schema import CATEGORIES
from data.collections.tally import Question
from data.dates import Bounds
from tests.data.collections.cases import Row, day, opened

ROWS = [
    Row(day(19000), category=CATEGORIES.index("ASSAULT"), place=0, parties=((0, 1), (3, 2)), type=0),
    Row(Bounds(19000, 19030, 19000, 19030), place=3, parties=((2, 0),)),
    Row(None, parties=((1, 0),), sources=(0, 2)),
]


class Read(HTMLParser):
    """Attributes of the elements, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str | None]:
        return [held[attribute] for _, held in self.elements if attribute in held]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return opened(tmp_path_factory.mktemp("made"), ROWS)


def rows_of(collection: Collection) -> str:
    briefs = listing.page(collection, Question(), 0).value
    words = listing.words(collection.folder, [brief.found for brief in briefs], ("title",))
    return markup(event_rows(collection, briefs, words))


def test_a_row_says_what_when_and_where_as_precisely_as_is_known(collection: Collection) -> None:
    found = Read(rows_of(collection))
    assert found.all("data-event-id") == ["0-0", "0-1", "0-2"]
    assert found.all("data-set") == ["event:0-0", "event:0-1", "event:0-2"]
    for words in ("Event 0", "8 January 2022", "Town, Land", "no date", "no place stated"):
        assert words in found.text


def test_without_words_the_codes_tell_the_event(collection: Collection) -> None:
    briefs = listing.page(collection, Question(), 0).value
    found = markup(event_rows(collection, briefs, [{}, {}, {}]))
    assert "Clash: Hill guard, Odd: &quot;&lt;b&gt;&amp;" in found
    assert "<b>" not in found


def test_no_event_is_said() -> None:
    assert "No event passes" in markup(event_rows(None, [], []))  # type: ignore[arg-type]


# page, listed, words, whether there is one before and one after
PAGES = [
    (0, 0, "0–0 of 0", False, False),
    (0, 1, "1–1 of 1", False, False),
    (0, 50, "1–50 of 50", False, False),
    (0, 51, "1–50 of 51", False, True),
    (1, 51, "51–51 of 51", True, False),
    (20, 123_456, "1,001–1,050 of 123,456", True, True),
]


@pytest.mark.parametrize(("number", "listed", "words", "before", "after"), PAGES)
def test_the_pager_leads_where_there_are_pages(
    number: int, listed: int, words: str, before: bool, after: bool
) -> None:
    found = Read(markup(pager(number, listed)))
    buttons = [held for tag, held in found.elements if tag == "button"]
    assert [held["data-page"] for held in buttons] == [str(number - 1), str(number + 1)]
    assert ["disabled" not in held for held in buttons] == [before, after]
    assert words in found.text


def counts(collection: Collection, **asked: Any) -> Any:
    return collection.tally(Question(n_places=len(collection.places), **asked)).value


def test_names_of_any_characters_are_written_safely_and_read_back_whole(collection: Collection) -> None:
    text = markup(actor_choices(collection, counts(collection).actors, ()))
    assert 'actor:Odd: "<b>&' in Read(text).all("data-toggle")
    assert "<b>" not in text


def test_spellings_that_an_address_cannot_tell_apart_are_one_choice(collection: Collection) -> None:
    actors = counts(collection).actors
    found = Read(markup(actor_choices(collection, actors, ())))
    assert [mark for mark in found.all("data-toggle") if mark and "hill" in mark.casefold()] == [
        "actor:Hill guard"
    ]
    assert found.text.startswith("Hill guard2same name in Panj")
    assert list(found.all("href")) == ["../?card=A-JA"]


def test_a_name_in_another_spelling_is_pressed_and_is_taken_back_as_it_was_typed(
    collection: Collection,
) -> None:
    found = Read(markup(actor_choices(collection, counts(collection).actors, ("HILL guard",))))
    pressed = [held for _, held in found.elements if held.get("aria-pressed") == "true"]
    assert [held["data-toggle"] for held in pressed] == ["actor:HILL guard"]


def test_the_undated_are_counted_beside_and_actors_of_no_event_are_left_out(collection: Collection) -> None:
    found = Read(markup(actor_choices(collection, counts(collection).actors, ())))
    assert "River0+ 1 undated" in found.text
    assert "Nobody's" not in found.text


def test_a_chosen_actor_of_no_event_stays_to_be_taken_back(collection: Collection) -> None:
    found = Read(markup(actor_choices(collection, np.zeros((2, 5), dtype=int), ("Nobody's",))))
    assert found.all("data-toggle") == ["actor:Nobody's"]


def test_types_are_pressed_in_any_case(collection: Collection) -> None:
    found = Read(markup(type_choices(counts(collection).categories, ("assault",))))
    assert found.all("data-toggle") == ["type:uncoded", "type:assault"]
    assert found.all("aria-pressed") == ["false", "true"]


def test_the_card_tells_who_says_so(collection: Collection) -> None:
    event = listing.whole(collection, Found("events-0000.parquet", 2))
    found = Read(markup(card(collection, event)))
    for words in ("N2", "Event 2", "no date", "“as told”", "River (mentioned, Group)", "Made by hand (7)",
                  "Paper, Wire", "a.csv, line 4", "not stated"):  # fmt: skip
        assert words in found.text, words


def test_the_card_says_so_where_the_words_cannot_be_read(tmp_path: Path) -> None:
    broken = opened(tmp_path, ROWS)
    (tmp_path / "words-0000.parquet").unlink()
    text = Read(markup(card(broken, listing.whole(broken, Found("events-0000.parquet", 0))))).text
    assert "The words of this event cannot be read" in text
    assert "Clash" in text
    assert "“”" not in text and "line" not in text


def test_an_event_that_is_not_there_is_said() -> None:
    assert "not in the collection" in markup(card(None, None))  # type: ignore[arg-type]


# address in the dataset, whether it may be followed
URLS = [
    ('https://example.org/a?b="&c', True),
    ("javascript:alert(1)", False),
    ("//example.org", False),
    ("", False),
]


@pytest.mark.parametrize(("url", "linked"), URLS)
def test_only_a_web_address_is_a_link(collection: Collection, url: str, linked: bool) -> None:
    event = {**(listing.whole(collection, Found("events-0000.parquet", 0)) or {}), "url": url}
    assert Read(markup(card(collection, event))).all("href") == ([url] if linked else [])
