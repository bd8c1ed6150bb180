"""The map's figure, style and parts."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest

from components import border_map
from components.border_map import TRACES, map_figure, map_patch, map_traces, zoom_for
from components.drawing.palette import THEMES
from components.drawing.prepare.map import MapMarks, Tally, map_marks
from components.shared.map_style import SLOTS, map_style
from components.shared.map_words import count_words
from components.shared.mark_scale import diameter
from tests.components.map_cases import ROWS, selection

LIGHT = THEMES["light"]


def url(name: str) -> str:
    return f"/layers/{name}"


@pytest.fixture
def marks() -> MapMarks:
    return map_marks(selection(*ROWS))


def trace(marks: MapMarks, name: str) -> dict[str, Any]:
    return map_traces(marks, LIGHT, url)[TRACES.index(name)]


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_same_marks_give_the_same_figure(marks: MapMarks, theme: Any) -> None:
    one, two = (json.dumps(map_figure(marks, theme, url)) for _ in range(2))
    assert one == two


def test_the_traces_are_always_the_same_ones(marks: MapMarks) -> None:
    full, empty = map_traces(marks, LIGHT, url), map_traces(map_marks(selection()), LIGHT, url)
    assert [item["type"] for item in full] == [item["type"] for item in empty]
    assert len(full) == len(TRACES)
    assert all(item["lon"] for item in empty if item["type"] == "scattermap"), "Plotly takes empty ones out"
    assert full[0]["locations"] == empty[0]["locations"]


def test_no_two_traces_lie_under_the_same_layer(marks: MapMarks) -> None:
    """Plotly takes those that do out of the map and puts them back, whenever it draws."""
    below = [item["below"] for item in map_traces(marks, LIGHT, url)]
    names = [layer["id"] for layer in map_style(LIGHT, url, marks.crossings)["layers"]]
    assert len(set(below)) == len(below)
    assert [name for name in names if name in below] == below


def test_an_update_sends_the_data_alone(marks: MapMarks) -> None:
    operations = map_patch(marks, LIGHT, url).to_plotly_json()["operations"]
    assert [operation["location"] for operation in operations] == [["data"]]


def test_custom_data_are_strings(marks: MapMarks) -> None:
    found = [value for item in map_traces(marks, LIGHT, url) for value in item.get("customdata", [])]
    assert all(isinstance(value, str) for value in found)
    assert {"place:L-BCP", "crossing:X04", "district:AF-D04", "province:AF-KDZ"} <= set(found)


def test_a_district_is_filled_by_what_is_certain_in_it(marks: MapMarks) -> None:
    assert trace(marks, "districts")["z"] == [1, None]
    assert trace(marks, "districts possible")["z"] == [None, 1]


def test_hover_speaks_in_words_and_is_escaped(marks: MapMarks) -> None:
    places = trace(marks, "places")
    words = places["hovertext"][places["customdata"].index("place:L-BCP")]
    assert words.startswith("<b>Sherkhan &lt;Bandar&gt;</b><br>3 events: 2 certainly, 1 possibly<br>")
    assert "2 verbal conflict, 1 material conflict" in words
    assert "last reported open, 13 July 2021: 123 trucks" in words


def test_a_crossing_with_events_answers_the_pointer_once(marks: MapMarks) -> None:
    assert trace(marks, "crossings")["customdata"] == ["crossing:X04"]


@pytest.mark.parametrize(
    ("certain", "possible", "words"),
    [
        (1, 0, "1 event: 1 certainly"),
        (0, 2, "2 events: 2 possibly"),
        (3, 1, "4 events: 3 certainly, 1 possibly"),
    ],
)
def test_count_words(certain: int, possible: int, words: str) -> None:
    assert count_words(Tally((), certain, possible, ())) == words


def test_marks_grow_with_their_number_up_to_a_limit() -> None:
    sizes = [diameter(count) for count in (1, 4, 9, 25, 1000)]
    assert sizes == sorted(sizes) and sizes[-1] == 46


@pytest.mark.parametrize(("width", "height", "zoom"), [(760, 420, 6.04), (1520, 840, 7.04), (390, 500, 5.08)])
def test_the_frame_fits(width: int, height: int, zoom: float) -> None:
    assert zoom_for(width, height) == pytest.approx(zoom, abs=0.02)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_style_asks_no_other_host(marks: MapMarks, theme: Any) -> None:
    style = map_style(theme, url, marks.crossings)
    assert "glyphs" not in style and "sprite" not in style
    assert "://" not in json.dumps(style) and "//" not in json.dumps(style)
    addresses = [source.get("url") or source["data"] for source in style["sources"].values()]
    assert all(isinstance(item, dict) or item.startswith("/layers/") for item in addresses)


def test_layers_of_the_style_are_sound(marks: MapMarks) -> None:
    style = map_style(LIGHT, url, marks.crossings)
    names = [layer["id"] for layer in style["layers"]]
    assert len(set(names)) == len(names)
    assert set(SLOTS) - {""} <= set(names)
    assert {layer["source"] for layer in style["layers"] if "source" in layer} <= set(style["sources"])


def test_an_unverified_crossing_says_so(marks: MapMarks) -> None:
    points = map_style(LIGHT, url, marks.crossings)["sources"]["crossings"]["data"]["features"]
    assert [point["properties"]["label"].endswith("(?)") for point in points] == [False, True]


def test_badges_name_their_country_and_open_its_events(marks: MapMarks) -> None:
    dataset: Any = SimpleNamespace(row=lambda table, event: {"title": f"title of {event}"})
    summary, listed = cast(Any, border_map.badges(dataset, marks)[0]).children
    assert summary.children.startswith("Afghanistan, place not stated: 2")
    props = [item.children.to_plotly_json()["props"] for item in listed.children]
    assert [one["data-open-event"] for one in props[:-1]] == list(marks.badges[0].tally.events)
    assert props[-1]["data-filter"] == f"place:{marks.badges[0].places[0]}"
