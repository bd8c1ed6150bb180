"""Files of briefs: what is wrong in them is named with file and line; what is read can be written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.brief_text import LONGEST
from data.briefs import (
    FRAME,
    MOST_STEPS,
    Brief,
    BriefError,
    Step,
    load_briefs,
    read_brief,
    write_brief,
)
from data.dataset import BUNDLED, Dataset, load
from data.filters import Filters, from_query, select
from tests.data.conftest import Package

GOOD = """\
title: A title
audience: Whoever asks
as_of: 2024-02-23
steps:
  - headline: One
    view: thread=talks
    frame: [67.0, 36.5, 70.0, 38.0]
    highlight: [E01, E02]
    text: >-
      Said to be
      so.
    note: Slowly.
    since: 1.0.0
  - headline: Two
"""


def read(text: str, dataset: Dataset) -> Brief:
    return read_brief(text, "mine", dataset, "briefs/mine.yaml")


def problems(text: str, dataset: Dataset) -> list[str]:
    with pytest.raises(BriefError) as caught:
        read(text, dataset)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_file_is_read(dataset: Dataset) -> None:
    brief = read(GOOD, dataset)
    assert (brief.id, brief.title, brief.audience, brief.as_of) == (
        "mine", "A title", "Whoever asks", "2024-02-23",
    )  # fmt: skip
    first, second = brief.steps
    assert first == Step(
        "One", "Said to be so.", "Slowly.", Filters(thread=("talks",)), (67.0, 36.5, 70.0, 38.0),
        ("E01", "E02"), "1.0.0", 5,
    )  # fmt: skip
    assert second == Step("Two", line=14)
    assert second.frame == FRAME and second.view == Filters()


STEP = "title: t\nas_of: 2024-02-23\nsteps:\n  - headline: h\n"
BROKEN = [
    ("", 1, "a brief is a list of keys: title, audience, as_of, steps"),
    ("- a\n- b\n", 1, "a brief is a list of keys"),
    ("title: [a\n", 2, "no valid YAML: while parsing a flow sequence, expected ',' or ']'"),
    ("title: a\n\tas_of: x\n", 2, "no valid YAML"),
    ("title: a\n\nas_of: \x01\n", 3, "no valid YAML: the character U+0001 is not allowed"),
    (f"{STEP}---\ntitle: second\n", 5, "a single document in the stream, but found another document"),
    ("title: &a t\nas_of: 2024-02-23\nsteps: *a\n", 3, "references (& and *) are not used in briefs"),
    (f"{STEP}    text: {'[' * 5000}", 5, "no more than 8 lists and maps may stand in each other"),
    (f"title: {'x' * LONGEST}\n", 1, f"the file is longer than {LONGEST} characters"),
    (f"{STEP}    highlight: [{'E01,' * 20000}]", 5, "a brief has at most 12000 texts, lists and maps"),
    ("as_of: 2024-02-23\nsteps:\n  - headline: h\n", 1, "title is missing"),
    ("title: t\nsteps:\n  - headline: h\n", 1, "as_of is missing"),
    ("title: t\nas_of: 2024-02-23\n", 1, "steps is missing"),
    ("title: ''\nas_of: 2024-02-23\nsteps:\n  - headline: h\n", 1, "title is empty"),
    ("title: t\nas_of: 2024-02\nsteps:\n  - headline: h\n", 2, "as_of “2024-02” is not a day"),
    ("title: t\nas_of: 2024-02-30\nsteps:\n  - headline: h\n", 2, "as_of “2024-02-30” is not a day"),
    ("title: t\nas_of: last week\nsteps:\n  - headline: h\n", 2, "as_of “last week” is not a day"),
    ("title: t\nas_of:\nsteps:\n  - headline: h\n", 2, "as_of “” is not a day"),
    (STEP.replace("title: t", "title: t\nauthor: me"), 2, "“author” is no key of a brief"),
    (STEP.replace("title: t", "title: t\ntitle: u"), 2, "title is given twice"),
    (STEP.replace("title: t", "title: {a: b}"), 1, "title must be text"),
    (STEP.replace("title: t", f"title: {'t' * 161}"), 1, "title is longer than 160 characters"),
    (STEP.replace("title: t", 'title: "a\\0b"'), 1, "title holds a character that cannot be shown, U+0000"),
    (STEP.replace("title: t", 'title: "a\\ud800b"'), 1, "holds a character that cannot be shown, U+D800"),
    ("title: t\nas_of: 2024-02-23\nsteps: none\n", 3, "steps must be a list of at least one step"),
    ("title: t\nas_of: 2024-02-23\nsteps: []\n", 3, "steps must be a list of at least one step"),
    ("title: t\nas_of: 2024-02-23\nsteps:\n" + "  - headline: h\n" * (MOST_STEPS + 1), 4, "at most 60 steps"),
    ("title: t\nas_of: 2024-02-23\nsteps:\n  - just words\n", 4, "a step is a list of keys: headline, text"),
    ("title: t\nas_of: 2024-02-23\nsteps:\n  - text: words\n", 4, "headline is missing"),
    ("title: t\nas_of: 2024-02-23\nsteps:\n  - headline: ~\n", 4, "headline is empty"),
    (f"{STEP}    colour: red\n", 5, "“colour” is no key of a brief"),
    (f"{STEP}    ? [a, b]\n    : c\n", 5, "is no key of a brief"),
    (f"{STEP}    text: [a, b]\n", 5, "text must be text"),
    (f"{STEP}    note: {'n' * 1501}\n", 5, "note is longer than 1500 characters"),
    (f"{STEP}    view: actor=Nobody\n", 5, "view: actor “Nobody” is not in this dataset"),
    (f"{STEP}    view: colour=red\n", 5, "view: “colour” is no filter that Panj knows"),
    (f"{STEP}    view: from=yesterday\n", 5, "view: from “yesterday” is not a date"),
    (f"{STEP}    view: from=2024&to=2023\n", 5, "view: "),
    (f"{STEP}    view: event=E999\n", 5, "view: event “E999” is not in this dataset"),
    (f"{STEP}    view: card=A-NOBODY\n", 5, "view: card “A-NOBODY” is no actor, place or source"),
    (f"{STEP}    view: view=cinema\n", 5, "view: view cannot be “cinema”"),
    (f"{STEP}    frame: [67, 36, 75]\n", 5, "frame must be [west, south, east, north]"),
    (f"{STEP}    frame: [75, 36, 67, 39]\n", 5, "frame must be"),
    (f"{STEP}    frame: [0, 36, 75, 39]\n", 5, "frame must be"),
    (f"{STEP}    frame: [67, 36, .nan, 39]\n", 5, "frame must be"),
    (f"{STEP}    frame: [nan, nan, nan, nan]\n", 5, "frame must be"),
    (f"{STEP}    frame: here\n", 5, "frame must be"),
    (f"{STEP}    highlight: E01\n", 5, "highlight must be a list of events: [E01, E02]"),
    (f"{STEP}    highlight:\n      - E01\n      - E999\n", 7, "highlight: “E999” is no event of this data"),
    (f"{STEP}    highlight: [[E01]]\n", 5, "is no event of this dataset"),
    (f"{STEP}    view: thread=courts\n    highlight: [E01]\n", 6, "the view of this step does not show E01"),
    (f"{STEP}    since: 7.0.0\n", 5, "since “7.0.0” is no version of this dataset (there are "),
    (f"{STEP}    since: last month\n", 5, "since “last month” is neither a version of this dataset"),
]  # fmt: skip


@pytest.mark.parametrize("text, line, reason", BROKEN)
def test_what_is_wrong_is_named_with_file_and_line(
    dataset: Dataset, text: str, line: int, reason: str
) -> None:
    found = problems(text, dataset)
    assert len(found) == 1, found
    assert found[0].startswith(f"briefs/mine.yaml, line {line}: "), found
    assert reason in found[0], found


def test_everything_that_is_wrong_is_told_at_once(dataset: Dataset) -> None:
    step = "  - text: t\n    view: actor=Nobody\n    highlight: [E999]\n    when: now\n"
    text = f"title: t\nas_of: x\nsteps:\n{step}"
    assert [one.split(":")[0] for one in problems(text, dataset)] == [
        f"briefs/mine.yaml, line {line}" for line in (2, 7, 4, 5, 6)
    ]


@pytest.mark.parametrize("empty", ["", " ~", " null"])
def test_a_key_without_a_value_is_as_if_it_were_not_there(dataset: Dataset, empty: str) -> None:
    keys = "".join(f"    {key}:{empty}\n" for key in ("text", "note", "view", "highlight", "since"))
    assert read(STEP + keys, dataset).steps == (Step("h", line=4),)


def test_tags_of_a_file_start_nothing(dataset: Dataset, tmp_path: Path) -> None:
    text = STEP.replace("title: t", f"title: !!python/object/apply:pathlib.Path.touch ['{tmp_path}/made']")
    assert "title must be text" in problems(text, dataset)[0]
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 90_000, "{" * 20_000, "? " * 50_000, "[a," * 40_000])
def test_brackets_in_each_other_are_refused_before_they_cost_anything(dataset: Dataset, text: str) -> None:
    assert "in each other" in problems(text, dataset)[0]


def test_an_event_that_is_ringed_twice_is_ringed_once(dataset: Dataset) -> None:
    assert read(f"{STEP}    highlight: [E01, E02, E01]\n", dataset).steps[0].highlight == ("E01", "E02")


@pytest.mark.parametrize("name", ["talks", "border"])
def test_the_bundled_briefs_are_valid(dataset: Dataset, name: str) -> None:
    briefs, found = load_briefs(dataset)
    assert found == () and set(briefs) == {"talks", "border"}
    brief = briefs[name]
    assert 8 <= len(brief.steps) <= 12 and brief.title and brief.audience
    lines = (BUNDLED / "briefs" / f"{name}.yaml").read_text("utf-8").split("\n")
    for step in brief.steps:
        assert step.text and step.note and "headline:" in lines[step.line - 1]
        assert select(dataset, step.view).counts.total > 0


def test_both_bundled_briefs_can_be_written_and_read_again(dataset: Dataset) -> None:
    for brief in load_briefs(dataset)[0].values():
        assert without_lines(read_brief(write_brief(brief), brief.id, dataset)) == without_lines(brief)


def test_a_broken_file_leaves_the_others(package: Package) -> None:
    folder = package.folder / "briefs"
    shutil.copytree(BUNDLED / "briefs", folder)
    (folder / "broken.yaml").write_text("title: [", "utf-8")
    (folder / "latin.yaml").write_bytes("title: Güte".encode("latin-1"))
    (folder / "folder.yaml").mkdir()
    (folder / "notes.txt").write_text("no brief", "utf-8")
    briefs, found = load_briefs(load(package.folder))
    assert set(briefs) == {"talks", "border"}
    assert [str(one).partition(":")[0] for one in found] == [
        "briefs/broken.yaml, line 1", "briefs/folder.yaml, line 1", "briefs/latin.yaml, line 1",
    ]  # fmt: skip
    assert "no valid YAML" in str(found[0]) and "cannot be read" in str(found[1]) and "UTF-8" in str(found[2])


def test_a_package_without_briefs_has_none(package: Package) -> None:
    assert load_briefs(load(package.folder)) == ({}, ())


def without_lines(brief: Brief) -> tuple[Any, ...]:
    told = tuple((s.headline, s.text, s.note, s.view, s.frame, s.highlight, s.since) for s in brief.steps)
    return brief.id, brief.title, brief.audience, brief.as_of, told


WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=60).map(str.strip)
TEXT = st.one_of(
    WORDS,
    st.lists(WORDS, max_size=4).map(lambda lines: "\n".join(lines).strip()),
    st.sampled_from(["~", "null", "yes", "1e3", "2024-02-23", "- a", "a: b", "'", '"', "#x", "*a", "&a"]),
    st.sampled_from(["|", ">", "%", "@", "!", "? a", "[", "{}", "<<"]),
)  # fmt: skip
SIDE = st.floats(0, 1, width=32)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    west, south = 55 + 14 * draw(SIDE), 28 + 8 * draw(SIDE)
    view = from_query(
        draw(
            st.sampled_from(
                ["", "thread=talks", "from=2023-11-08&to=2023-11&event=E02", "q=%C3%A4+%26&view=board"]
            )
        )
    )
    highlight = () if view.q else tuple(draw(st.lists(st.sampled_from(["E02", "E03"]), unique=True)))
    return Step(
        headline=draw(TEXT.filter(bool)),
        text=draw(TEXT),
        note=draw(TEXT),
        view=view,
        frame=(west, south, west + 0.5 + draw(SIDE), south + 0.5 + draw(SIDE)),
        highlight=highlight,
        since=draw(st.sampled_from(["", "1.0.0", "0.1.0", "2026-11-24"])),
    )


BRIEFS = st.builds(
    Brief,
    id=st.just("mine"),
    title=TEXT.filter(bool),
    audience=TEXT,
    as_of=st.dates().map(str),
    steps=st.lists(steps(), min_size=1, max_size=4).map(tuple),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(brief=BRIEFS)
def test_what_is_written_is_read_again(dataset: Dataset, brief: Brief) -> None:
    again = read(write_brief(brief), dataset)
    assert without_lines(again) == without_lines(brief)
    assert write_brief(again) == write_brief(brief)


@given(
    text=st.text(st.sampled_from("abc:-[]{}&*!|>'\"%@`#?,\n\t \x00\ud800é٣steps title view"), max_size=200)
)
def test_no_text_breaks_the_reader(dataset: Dataset, text: str) -> None:
    with pytest.raises(BriefError) as caught:
        read(text, dataset)
    for problem in caught.value.problems:
        assert problem.line >= 1 and problem.reason
        str(problem).encode("utf-8")
