"""The analyst's journeys: from a mark to who says so, what disputes it, what is missing, and out again."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from data.filters import from_query, select

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TALKS = "from=2023-11-01&to=2024-02-29"
PANELS = {
    "board": "The negotiation", "relations": "Relations between actors", "claims": "Claims, and who commits",
    "contradictions": "Contradictions, side by side", "gaps": "What is missing",
    "table": "events of the selection",
}  # fmt: skip


def _panel(desk) -> str:
    return desk.page.evaluate("() => document.getElementById('view-panel').innerText")


def _card(desk) -> str:
    return desk.page.evaluate("() => document.getElementById('event-card').innerText")


def _serious(desk, where: str = "document") -> list[str]:
    """What axe-core finds serious or critical."""
    desk.page.evaluate(AXE.read_text("utf-8"))
    found = desk.page.evaluate(f"() => axe.run({where}, {{resultTypes: ['violations']}})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def _focus(desk, selector: str) -> None:
    desk.page.locator(selector).first.focus()


# --- one press, one filter ---


def test_a_chip_takes_back_its_filter_alone(kept_desk):
    desk = kept_desk.go(f"actor=A-JA&{TALKS}")
    desk.page.click("[data-remove='actor:A-JA']")
    desk.changed(f"actor=A-JA&{TALKS}")
    assert desk.query == TALKS
    assert desk.page.locator("#summary-chips .filter-chip").count() == 2
    desk.page.go_back()
    desk.until(lambda: "actor" in desk.keys, "the step is in the history")


def test_a_press_replaces_and_shift_adds(kept_desk):
    desk = kept_desk.go("card=A-JA")
    desk.until(lambda: "Jamaat Ansarullah" in _card(desk), "the actor's card is open")
    desk.page.click("[data-filter='actor:A-JA']")
    desk.until(lambda: desk.keys.get("actor") == ["A-JA"], "the actor is the filter")
    desk.settle()
    desk.go("actor=A-JA&card=A-TALIBAN")
    desk.until(lambda: desk.page.locator("[data-filter='actor:A-TALIBAN']").count() == 1, "the other card")
    desk.page.click("[data-filter='actor:A-TALIBAN']", modifiers=["Shift"])
    desk.until(lambda: desk.keys.get("actor") == ["A-JA", "A-TALIBAN"], "shift adds")


def test_the_name_of_a_lane_filters_by_it(kept_desk):
    desk = kept_desk
    label = desk.page.locator("#timeline-graph .annotation-text-g", has_text="Arsalon").first
    label.click(force=True)
    desk.until(lambda: desk.keys.get("thread") == ["arsalon"], "the lane is the filter")
    desk.agrees()


def test_a_box_on_the_map_chooses_its_places(desk):
    desk.open().pictures_ready()
    desk.page.click("[data-pick=select]")
    box = desk.page.locator("#map-graph canvas.maplibregl-canvas").bounding_box()
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in ((0.05, 0.25), (0.5, 0.9))]
    desk.page.mouse.move(*at[0])
    desk.page.mouse.down()
    desk.page.mouse.move(*at[1], steps=8)
    desk.page.mouse.up()
    desk.until(
        lambda: "L-BCP" in desk.keys.get("place", []) or "X01" in desk.keys.get("place", []),
        "places are chosen",
    )
    desk.agrees()
    assert 0 < desk.counts["selected"] < desk.counts["total"]
    assert desk.page.locator("[data-pick=select]").get_attribute("aria-pressed") == "false"
    desk.page.go_back()
    desk.until(lambda: desk.query == "", "the box is one step of the history")


# --- why, and why not ---


def test_a_hidden_event_says_which_filter_hides_it_and_lifts_that_one(kept_desk):
    desk = kept_desk.go(f"thread=talks&{TALKS}&event=F20")
    desk.until(lambda: "Hidden by 2 of your 2 filters" in _card(desk), "the verdict")
    desk.page.click("[data-lift='thread']")
    desk.until(lambda: "Hidden by 1 of your 1 filters" in _card(desk), "one filter less")
    desk.page.click("[data-lift='from,to']")
    desk.until(lambda: "Hidden" not in _card(desk), "nothing hides it")
    assert "F20" in desk.settle().listed


# --- search ---


@pytest.mark.parametrize(
    ("typed", "card"), [("Ансоруллоҳ", "A-JA"), ("Хоруғ", "TJ-D14"), ("jamoat ansorulloh", "A-JA")]
)
def test_search_finds_any_script_and_opens_by_keyboard(kept_desk, typed, card):
    desk = kept_desk
    desk.page.evaluate("() => document.activeElement.blur()")
    desk.page.keyboard.press("/")
    assert desk.focus()["id"] == "search-box"
    desk.page.fill("#search-box", "")
    desk.page.keyboard.type(typed)
    desk.until(lambda: desk.page.locator("#search-results [role=option]").count() > 0, "there are results")
    desk.page.wait_for_timeout(400)
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    desk.until(lambda: desk.keys.get("card") == [card], f"the card of {card} opens")
    desk.page.fill("#search-box", "")


# --- views ---


def test_no_view_costs_anything_until_it_is_opened(desk):
    asked: list[str] = []
    desk.page.on("request", lambda sent: asked.append(sent.url + (sent.post_data or "")))
    desk.open(TALKS)
    assert not [
        one for one in asked if "dash_ag_grid" in one or "view-panel" in one.split("_dash-update")[-1][:200]
    ]
    desk.page.click("[data-view-button=table]")
    desk.until(lambda: desk.page.locator("#table-grid .ag-row").count() > 5, "the table is there")
    assert [one for one in asked if "dash_ag_grid" in one]


@pytest.mark.parametrize("view", list(PANELS))
def test_each_view_follows_the_filters_and_is_accessible(new_desk, view):
    desk = new_desk().open(f"{TALKS}&view={view}")
    desk.until(lambda: PANELS[view] in _panel(desk), f"the view {view} is drawn")
    desk.page.wait_for_timeout(300)
    assert _serious(desk) == []
    everything = _panel(desk)
    desk.go(f"actor=A-ARSALON&view={view}")
    desk.until(lambda: _panel(desk) != everything, "another selection, another view")
    desk.page.click("[data-view-button='']")
    desk.until(lambda: desk.page.locator("#map-graph").is_visible(), "the pictures are back")


def test_a_view_is_usable_on_a_phone(new_desk):
    desk = new_desk(viewport={"width": 390, "height": 844}).open(f"{TALKS}&view=board")
    desk.until(lambda: "The negotiation" in _panel(desk), "the board")
    wide = desk.page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 391
    desk.page.locator("#view-panel [data-open-event='E10']").first.click()
    desk.card_opens("E10")


# --- the four journeys of the tour ---


def test_what_was_demanded_what_is_left_and_who_says_so(kept_desk):
    desk = kept_desk.go("view=board")
    desk.until(lambda: "reconditions" in _panel(desk), "the board")
    told = _panel(desk)
    for words in ("Islamic government", "Russian military personnel", "prisoners", "madrassas"):
        assert words in told
    assert "amongst" in told and "No Tajik answer to any precondition is reported" in told
    _focus(desk, "#view-panel [data-open-event='E18']")
    desk.page.keyboard.press("Enter")
    desk.card_opens("E18")
    assert "Swiss Institute for Global Affairs" in _card(desk) and "WHO SAYS SO" in _card(desk).upper()


def test_everything_at_a_crossing_and_whether_it_was_open(kept_desk):
    desk = kept_desk.go("place=L-BCP&card=L-BCP")
    desk.until(lambda: "Panji Poyon" in _card(desk), "the crossing's card")
    told = _card(desk)
    for words in ("Imam Sahib", "Jayhun", "closed", "captured by the Taliban", "nothing is known between"):
        assert words in told, words
    spans = "() => (document.querySelector('#timeline-context .js-plotly-plot') || {data: []}).data.length"
    desk.until(lambda: desk.page.evaluate(spans) > 0, "its history stands under the timeline")
    same = (
        "() => ['timeline-graph', 'timeline-context'].map(id =>"
        " document.querySelector(`#${id} .js-plotly-plot`)._fullLayout.xaxis)"
        ".map(axis => [axis._offset, axis._length, axis.range[0].slice(0, 10), axis.range[1].slice(0, 10)])"
    )
    first, second = desk.page.evaluate(same)
    assert first == second, "on the axis of the lanes"


def test_who_he_is_under_which_names_and_what_is_disputed(kept_desk):
    desk = kept_desk.go("card=A-ARSALON")
    desk.until(lambda: "Muhammad Sharifov" in _card(desk), "the card")
    names = desk.page.evaluate("() => document.getElementById('card-body').textContent")
    for words in ("Mahdi Arsalon", "Арсалон", "ارسلان", "Disputed"):
        assert words in names, words
    assert "25" in names and "27" in names and "30" in names


def test_which_claims_rest_on_one_unnamed_source(kept_desk):
    desk = kept_desk.go("view=gaps")
    desk.until(lambda: "rest on an unnamed source alone" in _panel(desk), "the gaps")
    assert "One unnamed source" in _panel(desk)
    _focus(desk, "#view-panel [data-open-event]")
    desk.page.keyboard.press("Enter")
    desk.until(lambda: desk.card() != "", "the event behind the claim")


# --- the table and the files ---


def test_rows_picked_in_the_table_become_the_selection(desk):
    desk.open(f"{TALKS}&view=table")
    desk.until(lambda: desk.page.locator("#table-grid .ag-row").count() > 5, "the table is there")
    for row in (0, 1):
        desk.page.locator(f"#table-grid .ag-row[row-index='{row}'] .ag-checkbox-input").first.click()
    desk.until(lambda: "2 rows picked" in _panel(desk), "two are picked")
    desk.page.get_by_role("button", name="Only these").click()
    desk.until(lambda: len(desk.keys.get("id", [])) == 2, "they are the filter")
    desk.agrees()
    assert desk.counts["selected"] + desk.counts["undated"] == 2


def _download(desk, name: str) -> bytes:
    if desk.page.locator("#export-menu[open]").count() == 0:
        desk.page.click("#export-menu > summary")
    with desk.page.expect_download() as told:
        desk.page.click(f"[data-export='{name}']")
    return Path(told.value.path()).read_bytes()


def test_the_files_hold_exactly_the_selection(desk):
    query = f"actor=A-JA&{TALKS}"
    selection = select(desk.dataset, from_query(query))
    desk.open(query)
    with zipfile.ZipFile(io.BytesIO(_download(desk, "panj.csv.zip"))) as held:
        manifest = json.loads(held.read("manifest.json"))
        rows = held.read("events.csv").decode("utf-8-sig").splitlines()
    assert manifest["counts"]["selected"] == selection.counts.selected
    assert manifest["link"].endswith(f"?{query}")
    assert len(rows) > selection.counts.selected
    features = json.loads(_download(desk, "panj.geojson"))["features"]
    dated = {one["properties"]["id"] for one in features if one["properties"]["when"] != "undated"}
    assert dated == set(selection.events["id"])
    assert _download(desk, "map.svg").startswith(b"<svg") or b"<svg" in _download(desk, "timeline.svg")[:400]


def test_a_picture_is_saved_as_png(desk):
    desk.open(TALKS)
    desk.page.click("#export-menu > summary")
    with desk.page.expect_download() as told:
        desk.page.click("[data-export='timeline.png']")
    assert Path(told.value.path()).read_bytes().startswith(b"\x89PNG")
