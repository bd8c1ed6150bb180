"""What is kept with a release: worked out once for each, never shared between two."""

from __future__ import annotations

from dataclasses import replace

from data import dates
from data.dataset import Dataset
from data.date_languages import LANGUAGES
from data.date_words import speaking
from data.memory import once_per_release


def test_the_same_question_is_worked_out_once_for_each_release(dataset: Dataset) -> None:
    asked: list[tuple[str, str]] = []

    @once_per_release
    def titled(held: Dataset, event: str, mark: str = "") -> str:
        asked.append((event, mark))
        return held.row("events", event)["title"] + mark

    first, second = replace(dataset), replace(dataset)
    assert titled(first, "E02") == titled(first, "E02") == titled(second, "E02")
    assert titled(first, "E02", mark="!").endswith("!")
    assert asked == [("E02", ""), ("E02", ""), ("E02", "!")]


def test_two_functions_do_not_answer_for_each_other(dataset: Dataset) -> None:
    held = replace(dataset)
    one = once_per_release(lambda _, event: f"one {event}")
    two = once_per_release(lambda _, event: f"two {event}")
    assert (one(held, "E02"), two(held, "E02")) == ("one E02", "two E02")


def test_what_is_worded_is_kept_for_each_language(dataset: Dataset) -> None:
    asked: list[str] = []

    @once_per_release
    def told(held: Dataset, event: str) -> str:
        asked.append(event)
        return dates.in_words(held.row("events", event)["date"])

    held = replace(dataset)
    for tag in (*LANGUAGES, *LANGUAGES):
        with speaking(tag):
            assert told(held, "E02") == dates.in_words(held.row("events", "E02")["date"])
    assert len(asked) == len(LANGUAGES)
