"""The map and the timeline under the hand: a press and a drag change the address and nothing else."""

from datetime import date, timedelta

import pytest

from tests.browser.desk import MAP

pytestmark = pytest.mark.browser

VIEW = (
    f"() => {{ const map = {MAP}._fullLayout.map._subplot.map, at = map.getCenter();"
    " return [at.lng, at.lat, map.getZoom()]; }"
)


def _on_screen(desk, longitude, latitude):
    """Pixel of a point of the map in the window."""
    return desk.page.evaluate(
        "place => { const gd = document.querySelector('#map-graph .js-plotly-plot');"
        " const at = gd._fullLayout.map._subplot.map.project(place);"
        " const box = gd.querySelector('canvas.maplibregl-canvas').getBoundingClientRect();"
        " return [box.left + at.x, box.top + at.y]; }",
        [longitude, latitude],
    )


def _press_mark(desk, graph, mark, x, y):
    """Point at a mark as a hand does, and press once plotly has taken notice of it."""
    desk.page.mouse.move(x - 60, y - 40)
    desk.page.mouse.move(x, y, steps=4)
    noticed = (
        "graph => { const gd = document.querySelector(`#${graph} .js-plotly-plot`);"
        " const held = gd._hoverdata && gd._hoverdata[0];"
        " return held ? [].concat(held.customdata)[0] : null; }"
    )
    desk.until(lambda: desk.page.evaluate(noticed, graph) == mark, f"{mark} answers the pointer")
    desk.page.mouse.click(x, y)


def _inside_a_filled_district(desk):
    """A pixel of the window where the map fills a district (outline 1) and no mark stands."""
    script = (
        f"() => {{ const map = {MAP}._fullLayout.map._subplot.map;"
        " const box = map.getCanvas().getBoundingClientRect(), free = [];"
        " for (let x = 10; x < box.width; x += 8) for (let y = 10; y < box.height; y += 8) {"
        "  const found = map.queryRenderedFeatures([x, y]);"
        "  const near = map.queryRenderedFeatures([[x - 12, y - 12], [x + 12, y + 12]]);"
        "  if (found.some(f => f.layer.type === 'fill' && f.properties.mlw === 1) &&"
        "   !near.some(f => f.layer.type === 'circle')) free.push([box.left + x, box.top + y]); }"
        " return free[Math.floor(free.length / 2)] || null; }"
    )
    return desk.until(lambda: desk.page.evaluate(script), "a district is filled")


def _filled_districts(desk):
    """How many districts the map fills; a feature cut by tiles counts once, by its centre `ct`."""
    script = (
        f"() => new Set({MAP}._fullLayout.map._subplot.map.queryRenderedFeatures()"
        " .filter(f => f.layer.type === 'fill' && f.properties.mlw === 1)"
        " .map(f => String(f.properties.ct))).size"
    )
    return desk.page.evaluate(script)


def _place(desk, identifier):
    row = desk.dataset.row("places", identifier)
    return float(row["longitude"]), float(row["latitude"])


def test_a_press_on_a_place_filters_by_it_and_a_second_one_frees_it(kept_desk):
    desk = kept_desk
    desk.pictures_ready()
    x, y = _on_screen(desk, *_place(desk, "L-BCP"))
    _press_mark(desk, "map-graph", "place:L-BCP", x, y)
    desk.changed("")
    assert desk.keys == {"place": ["L-BCP"]}
    assert 0 < desk.counts["selected"] < desk.counts["total"] / 4
    desk.pictures_ready()
    _press_mark(desk, "map-graph", "place:L-BCP", *_on_screen(desk, *_place(desk, "L-BCP")))
    desk.changed("place=L-BCP")
    assert desk.query == ""


def test_a_press_on_a_district_filters_by_it(kept_desk):
    desk = kept_desk.go("district=TJ-D11")
    desk.pictures_ready()
    desk.until(lambda: _filled_districts(desk) == 1, "the new selection is painted")
    _press_mark(desk, "map-graph", "district:TJ-D11", *_inside_a_filled_district(desk))
    desk.changed("district=TJ-D11")
    assert desk.query == "", "the press frees the district that the link asked for"


def test_the_view_of_the_map_survives_a_filter(desk):
    desk.open().pictures_ready()
    start = desk.page.evaluate(VIEW)
    box = desk.page.locator("#map-graph canvas.maplibregl-canvas").bounding_box()
    x, y = box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.3
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 90, y + 40, steps=8)
    desk.page.mouse.up()
    desk.until(lambda: abs(desk.page.evaluate(VIEW)[0] - start[0]) > 0.05, "the map follows the hand")
    desk.pictures_ready()
    panned = desk.page.evaluate(VIEW)
    before = desk.page.evaluate(f"() => JSON.stringify({MAP}.data.map(t => t.customdata))")
    assert desk.query == "", "moving the map is no filter"
    desk.page.click(".preset:text-is('The talks')")
    desk.changed("")
    desk.until(
        lambda: desk.page.evaluate(f"() => JSON.stringify({MAP}.data.map(t => t.customdata))") != before,
        "the marks change",
    )
    desk.pictures_ready()
    assert desk.page.evaluate(VIEW) == pytest.approx(panned, abs=1e-4)


def test_the_badge_of_a_country_lists_its_events_and_opens_them(kept_desk):
    desk = kept_desk.go("thread=talks")
    badge = desk.page.locator("#map-badges .map-badge").first
    badge.locator("summary").click()
    events = badge.locator("[data-open-event]").evaluate_all("all => all.map(b => b.dataset.openEvent)")
    assert events
    assert set(events) <= set(desk.listed)
    badge.locator("[data-open-event]").last.click()
    desk.card_opens(events[-1])


def _axis(desk, graph, x):
    """The day under a pixel of the window, as plotly's axis says."""
    told = desk.page.evaluate(
        "([graph, x]) => { const gd = document.querySelector(`#${graph} .js-plotly-plot`);"
        " const axis = gd._fullLayout.xaxis;"
        " return axis.p2d(x - gd.getBoundingClientRect().left - axis._offset); }",
        [graph, x],
    )
    return date.fromisoformat(told[:10])


def _drag(desk, start, end, y):
    desk.page.mouse.move(start, y)
    desk.page.mouse.down()
    desk.page.mouse.move((start + end) / 2, y, steps=5)
    desk.page.mouse.move(end, y, steps=5)
    desk.page.mouse.up()


def _near(told, wanted, days):
    return abs(date.fromisoformat(told) - wanted) <= timedelta(days=days)


def test_a_drag_across_the_strip_sets_the_range_without_a_new_step(kept_desk):
    desk = kept_desk
    desk.pictures_ready()
    length = desk.page.evaluate("() => history.length")
    box = desk.page.locator("#timeline-strip .nsewdrag").bounding_box()
    start, end, y = (
        box["x"] + box["width"] * 0.55,
        box["x"] + box["width"] * 0.8,
        box["y"] + box["height"] / 2,
    )
    days = _axis(desk, "timeline-strip", start), _axis(desk, "timeline-strip", end)
    pixel = (days[1] - days[0]).days / (end - start)
    _drag(desk, start, end, y)
    desk.changed("")
    assert set(desk.keys) == {"from", "to"}
    for key, day in zip(("from", "to"), days, strict=True):
        assert _near(desk.keys[key][0], day, 3 * pixel + 1), (key, desk.keys, days)
    assert desk.page.evaluate("() => history.length") == length
    assert desk.page.input_value("#filter-from") == desk.keys["from"][0], "the control follows the drag"
    view = [
        date.fromisoformat(day[:10])
        for day in desk.page.evaluate(
            "() => document.querySelector('#timeline-graph .js-plotly-plot')._fullLayout.xaxis.range"
        )
    ]
    assert _near(desk.keys["from"][0], view[0], 3) and _near(desk.keys["to"][0], view[1], 3), (
        "the lanes show the range"
    )


def test_the_window_of_the_strip_can_be_moved(kept_desk):
    desk = kept_desk.go("from=2012-01-01&to=2013-12-31")
    desk.pictures_ready()
    window = desk.page.locator(
        "#timeline-strip .shapelayer path, #timeline-strip .shape-group path"
    ).first.bounding_box()
    x, y = window["x"] + window["width"] / 2, window["y"] + window["height"] / 2
    _drag(desk, x, x + 60, y)
    desk.changed("from=2012-01-01&to=2013-12-31")
    first, last = (date.fromisoformat(desk.keys[key][0]) for key in ("from", "to"))
    assert first > date(2012, 6, 1)
    assert abs((last - first).days - 730) <= 3, "the window keeps its length"


def test_a_drag_in_the_lanes_comes_closer_and_a_double_press_goes_back(kept_desk):
    desk = kept_desk.go("thread=talks")
    desk.pictures_ready()
    box = desk.page.locator("#timeline-graph .nsewdrag").bounding_box()
    start, end, y = (
        box["x"] + box["width"] * 0.35,
        box["x"] + box["width"] * 0.75,
        box["y"] + box["height"] * 0.9,
    )
    days = _axis(desk, "timeline-graph", start), _axis(desk, "timeline-graph", end)
    pixel = (days[1] - days[0]).days / (end - start)
    _drag(desk, start, end, y)
    desk.changed("thread=talks")
    for key, day in zip(("from", "to"), days, strict=True):
        assert _near(desk.keys[key][0], day, 3 * pixel + 1), (key, desk.keys, days)
    assert desk.keys["thread"] == ["talks"]
    desk.pictures_ready()
    before = desk.query
    box = desk.page.locator("#timeline-graph .nsewdrag").bounding_box()
    desk.page.mouse.dblclick(box["x"] + 4, box["y"] + box["height"] - 4)  # a corner, where no mark stands
    desk.changed(before)
    assert desk.query == "thread=talks", "a double press frees the range"


def _dot(desk):
    """Event and pixel of the first dot of the lanes."""
    event, x, y = desk.page.evaluate(
        "() => { const gd = document.querySelector('#timeline-graph .js-plotly-plot'), l = gd._fullLayout;"
        " const trace = gd._fullData.find(t => t.mode === 'markers' && t.customdata);"
        " const box = gd.getBoundingClientRect();"
        " return [trace.customdata[0], box.left + l.xaxis._offset + l.xaxis.d2p(trace.x[0]),"
        "  box.top + l.yaxis._offset + l.yaxis.d2p(trace.y[0])]; }"
    )
    return event, x, y


def test_a_press_on_a_dot_opens_its_card_each_time(kept_desk):
    desk = kept_desk.go("thread=talks")
    desk.pictures_ready()
    for _ in range(2):
        event, x, y = _dot(desk)
        _press_mark(desk, "timeline-graph", event, x, y)
        desk.card_opens(event)
        assert desk.keys["event"] == [event]
        desk.settle()
        desk.page.keyboard.press("Escape")
        desk.card_opens("")
        desk.settle()


def test_lanes_can_be_by_actor_or_type(kept_desk):
    desk = kept_desk.go("thread=talks")
    desk.pictures_ready()

    def labels():
        return " ".join(desk.page.locator("#timeline-graph .annotation-text").all_text_contents())

    assert "The talks" in labels()
    for value, wanted in (("type", "Consult"), ("actor", "Taliban")):
        desk.page.click(f"#timeline-lanes input[value='{value}']")
        desk.until(lambda wanted=wanted: wanted in labels(), f"a lane called {wanted}")
    desk.page.click("#timeline-lanes input[value='thread']")
    desk.until(lambda: "The talks" in labels(), "the lanes are threads again")
    assert desk.query == "thread=talks"
