"""Briefs: ordered views of the live data, read from YAML files and checked against a dataset.

A brief holds words and queries, never rows: what a step shows is selected when it is shown, so that a brief
cannot drift from the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from data import dates
from data.brief_text import TextError, clean, is_empty, line_of, root_of, unshown
from data.changes import SinceError, changes
from data.dataset import Dataset
from data.memory import once_per_release
from data.plan import CARDS, lock_plan
from data.query import Filters, read_query, shown, to_query
from data.selection import Selection, select

FRAME: Final = (67.0, 36.05, 75.1, 39.45)
"""West, south, east, north of a step that names no frame: the whole border."""
WIDEST: Final = (55.0, 28.0, 85.0, 45.0)
"""What a frame may at most hold, in degrees."""
MOST_STEPS: Final = 60
_TEXTS: Final = {"headline": 120, "text": 900, "note": 1500, "view": 1500, "since": 40}
"""Keys of a step that hold text, and the most characters of each."""
_HEAD: Final = {"title": 160, "audience": 200, "as_of": 10}
_FILLED: Final = ("title", "headline")


@dataclass(frozen=True)
class Step:
    """One idea.

    Attributes:
        headline, text, note: what is shown, and what only the speaker sees.
        view: the filters, with the card or panel that is open.
        frame: west, south, east, north of the map, in degrees.
        highlight: ids of events that are rung.
        since: a dataset version or a day; the step tells what has changed since then.
        line: where it stands in its file.
    """

    headline: str
    text: str = ""
    note: str = ""
    view: Filters = field(default_factory=Filters)
    frame: tuple[float, float, float, float] = FRAME
    highlight: tuple[str, ...] = ()
    since: str = ""
    line: int = 0


@dataclass(frozen=True)
class Brief:
    """A brief that can be told. `id` is the name of its file; `as_of` the day up to which it was written."""

    id: str
    title: str
    audience: str
    as_of: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class BriefProblem:
    """Why a brief cannot be told."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class BriefError(Exception):
    """A brief that cannot be read; `problems` holds every reason."""

    def __init__(self, problems: list[BriefProblem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def load_briefs(dataset: Dataset) -> tuple[dict[str, Brief], tuple[BriefProblem, ...]]:
    """The briefs in the folder `briefs` of the package, by id, and what is wrong with the others.

    Under a lock those of the whole release that stay inside of it (`_stays_inside`), and no word on others.
    """
    if dataset.confined:
        told = found_briefs(dataset.confined.whole)[0]
        return {name: brief for name, brief in told.items() if _stays_inside(brief, dataset)}, ()
    briefs: dict[str, Brief] = {}
    problems: list[BriefProblem] = []
    for path in sorted((dataset.folder / "briefs").glob("*.yaml")):
        try:
            briefs[path.stem] = read_brief(_read(path), path.stem, dataset, f"briefs/{path.name}")
        except BriefError as error:
            problems += error.problems
    return briefs, tuple(problems)


found_briefs = once_per_release(load_briefs)
"""`load_briefs`, read once for a release: checking a brief selects for every step."""


def _stays_inside(brief: Brief, dataset: Dataset) -> bool:
    """Whether the lock of `dataset` leaves all that a brief is about.

    Its words were written about what its steps show, so all of that has to be inside: every event that a step
    selects in the whole release, lists as undated, rings or opens, every other card, and every name in its
    filters. A step that tells what has changed speaks of the whole release and never is.
    """
    return all(_step_inside(step, dataset) for step in brief.steps)


def _step_inside(step: Step, dataset: Dataset) -> bool:
    if step.since or step.view.since or dataset.confined is None:
        return False
    selection = select(dataset.confined.whole, step.view)
    shown = {*selection.events["id"], *selection.undated["id"], *step.highlight, step.view.event} - {""}
    card = not step.view.card or any(dataset.has(table, step.view.card) for table in CARDS)
    return shown <= {*dataset.events["id"]} and card and not _refused(select(dataset, step.view))


def _refused(selection: Selection) -> list[str]:
    """What of a view could not be used; what the lock says of itself is no fault of the view."""
    said = lock_plan(selection.dataset).notices if selection.dataset.confined else ()
    return [notice for notice in selection.notices if notice not in said]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not text in UTF-8" if isinstance(error, UnicodeDecodeError) else "cannot be read"
        raise BriefError([BriefProblem(f"briefs/{path.name}", 1, f"the file {reason}")]) from error


def read_brief(text: str, name: str, dataset: Dataset, file: str = "") -> Brief:
    """The brief in a YAML text.

    Args:
        text: the whole file.
        name: id of the brief.
        dataset: what its queries and events are checked against.
        file: how the file is called in a reason.

    Raises:
        BriefError: with every reason, each with its line.
    """
    reader = _Reader(dataset, file or f"{name}.yaml")
    brief = reader.brief(text, name)
    if reader.problems or brief is None:
        raise BriefError(reader.problems)
    return brief


class _Reader:
    """Reads one file and notes everything that is wrong with it."""

    def __init__(self, dataset: Dataset, file: str) -> None:
        self.dataset = dataset
        self.file = file
        self.problems: list[BriefProblem] = []

    def wrong(self, line: int, reason: str) -> None:
        self.problems.append(BriefProblem(self.file, line, clean(reason)))

    def brief(self, text: str, name: str) -> Brief | None:
        try:
            root = root_of(text)
        except TextError as error:
            self.wrong(error.line, error.reason)
            return None
        fields = self._fields(root, {*_HEAD, "steps"}, ("title", "as_of", "steps"))
        head = {key: self._text(fields[key], key, most) for key, most in _HEAD.items() if key in fields}
        self._check_day(head.get("as_of", ""), fields.get("as_of"))
        steps = self._steps(fields.get("steps"))
        return Brief(name, head.get("title", ""), head.get("audience", ""), head.get("as_of", ""), steps)

    def _fields(
        self, node: yaml.MappingNode, known: set[str], needed: tuple[str, ...]
    ) -> dict[str, yaml.Node]:
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name not in known:
                self.wrong(
                    line_of(key), f"{shown(name)} is no key of a brief (use {', '.join(sorted(known))})"
                )
            elif name in found:
                self.wrong(line_of(key), f"{name} is given twice")
            else:
                found[name] = value
        for name in needed:
            if name not in found:
                self.wrong(line_of(node), f"{name} is missing")
        return found

    def _text(self, node: yaml.Node, key: str, most: int) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(line_of(node), f"{key} must be text")
            return ""
        text = "" if is_empty(node) else str(node.value).strip()
        if key in _FILLED and not text:
            self.wrong(line_of(node), f"{key} is empty")
        if character := unshown(text):
            self.wrong(line_of(node), f"{key} holds a character that cannot be shown, {character}")
        if len(text) > most:
            self.wrong(line_of(node), f"{key} is longer than {most} characters")
        return text

    def _check_day(self, text: str, node: yaml.Node | None) -> None:
        if node is None:
            return
        try:
            first, last = dates.day_range(text)
        except dates.DateError:
            first, last = 0, 1
        if first != last:
            self.wrong(line_of(node), f"as_of {shown(text)} is not a day (write 2024-02-23)")

    def _steps(self, node: yaml.Node | None) -> tuple[Step, ...]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.wrong(line_of(node), "steps must be a list of at least one step")
            return ()
        if len(node.value) > MOST_STEPS:
            self.wrong(line_of(node), f"a brief has at most {MOST_STEPS} steps")
        return tuple(step for item in node.value[:MOST_STEPS] if (step := self._step(item)))

    def _step(self, node: yaml.Node) -> Step | None:
        if not isinstance(node, yaml.MappingNode):
            self.wrong(
                line_of(node), f"a step is a list of keys: headline, {', '.join(list(_TEXTS)[1:])} ..."
            )
            return None
        fields = self._fields(node, {*_TEXTS, "frame", "highlight"}, ("headline",))
        texts = {key: self._text(fields[key], key, most) for key, most in _TEXTS.items() if key in fields}
        self._check_since(texts.get("since", ""), fields.get("since"))
        selection = self._view(texts.pop("view", ""), fields.get("view"))
        return Step(
            headline=texts.pop("headline", ""),
            view=selection.filters,
            frame=self._frame(fields.get("frame")),
            highlight=self._highlight(fields.get("highlight"), selection),
            line=line_of(node),
            **texts,
        )

    def _check_since(self, text: str, node: yaml.Node | None) -> None:
        if node is None or not text:
            return
        try:
            changes(self.dataset, text)
        except SinceError as error:
            self.wrong(line_of(node), str(error))

    def _view(self, query: str, node: yaml.Node | None) -> Selection:
        filters, refused = read_query(query)
        selection = select(self.dataset, filters)
        for reason in (*refused, *_refused(selection)):
            self.wrong(line_of(node) if node else 1, f"view: {reason}")
        return selection

    def _frame(self, node: yaml.Node | None) -> tuple[float, float, float, float]:
        if node is None:
            return FRAME
        sides = [_number(item) for item in _items(node)]
        if len(sides) == 4 and None not in sides:
            west, south, east, north = (float(side or 0) for side in sides)
            low_west, low_south, high_east, high_north = WIDEST
            if low_west <= west < east <= high_east and low_south <= south < north <= high_north:
                return west, south, east, north
        self.wrong(line_of(node), "frame must be [west, south, east, north] in degrees, around the border")
        return FRAME

    def _highlight(self, node: yaml.Node | None, selection: Selection) -> tuple[str, ...]:
        if node is None or is_empty(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(line_of(node), "highlight must be a list of events: [E01, E02]")
            return ()
        seen = {*selection.events["id"], *selection.undated["id"]}
        found = []
        for item in node.value:
            event = str(item.value)
            if event in seen:
                found.append(event)
            elif self.dataset.has("events", event):
                self.wrong(line_of(item), f"highlight: the view of this step does not show {event}")
            else:
                self.wrong(line_of(item), f"highlight: {shown(event)} is no event of this dataset")
        return tuple(dict.fromkeys(found))


def _items(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value


def _number(node: yaml.Node) -> float | None:
    try:
        return float(node.value) if isinstance(node, yaml.ScalarNode) else None
    except ValueError:
        return None


def write_brief(brief: Brief) -> str:
    """The YAML text of a brief; `read_brief` gives the same brief back, but for the lines."""
    steps: list[dict[str, Any]] = []
    for step in brief.steps:
        told: dict[str, Any] = {"headline": step.headline, "view": to_query(step.view)}
        told["frame"] = list(step.frame)
        told["highlight"] = list(step.highlight)
        told |= {key: text for key in ("text", "note", "since") if (text := getattr(step, key))}
        steps.append(told)
    head = {"title": brief.title, "audience": brief.audience, "as_of": brief.as_of, "steps": steps}
    return str(yaml.safe_dump(head, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110))
