"""Sizes and abilities: two desktop screens, a phone, a browser without WebGL, and what axe finds."""

import pytest

from tests.browser.accessibility import findings

pytestmark = pytest.mark.browser

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 1,
}
NO_WEBGL = """const given = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /webgl/.test(kind) ? null : given.call(this, kind, ...more);
};"""


def _size(desk, selector):
    box = desk.page.locator(selector).first.bounding_box()
    return (box["width"], box["height"]) if box else (0, 0)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1440, 900)])
def test_the_whole_page_fits_without_scrolling(new_desk, width, height):
    desk = new_desk(viewport={"width": width, "height": height})
    for query in ("", "from=2012&to=2013&event=E10&colour=red"):
        (desk.go(query) if query else desk.open()).pictures_ready()
        if query:
            desk.card_opens("E10")
        over = desk.page.evaluate(
            "() => { const page = document.documentElement;"
            " return [page.scrollHeight - innerHeight, page.scrollWidth - innerWidth]; }"
        )
        assert max(over) <= 0, f"{over} pixels too much with {query!r}"
        beneath = desk.page.locator(".timeline-legend").evaluate(
            "legend => { const box = legend.getBoundingClientRect();"
            " return document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)"
            ".some(element => element.closest('.js-plotly-plot')); }"
        )
        assert not beneath, "a picture reaches below its own box"
        for part, least in (
            ("#map-graph canvas.maplibregl-canvas", 150),
            ("#timeline-graph .main-svg", 100),
            ("#event-list", 100),
        ):
            box = desk.page.locator(part).first.bounding_box()
            assert box["height"] >= least, (part, box)
            assert box["y"] + box["height"] <= height, (part, box)
            assert box["x"] + box["width"] <= width, (part, box)


def test_a_phone_shows_the_list_first_and_the_pictures_as_tabs(new_desk):
    desk = new_desk(**PHONE)
    desk.open().agrees()

    def fits():
        over = desk.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        return over <= 0

    assert fits()
    assert _size(desk, "#event-list")[1] > 300
    assert _size(desk, "#map") == (0, 0), "the map waits behind its tab"
    assert desk.page.locator("#event-list .event-row").first.bounding_box()["y"] < 844, (
        "the list is on the first screen"
    )
    desk.page.tap("[data-view-button='map']")
    desk.until(lambda: desk.keys.get("view") == ["map"], "the tab is in the address")
    desk.until(lambda: min(_size(desk, "#map-graph canvas.maplibregl-canvas")) > 200, "the map has room")
    desk.pictures_ready()
    drawn, box = desk.page.evaluate(
        "() => ['#map-graph canvas.maplibregl-canvas', '#map-graph']"
        ".map(what => document.querySelector(what))"
        ".map(e => e.getBoundingClientRect()).map(r => [Math.round(r.width), Math.round(r.height)])"
    )
    assert drawn == pytest.approx(box, abs=2), "the map fills its box"
    assert fits()
    desk.page.tap("[data-view-button='timeline']")
    desk.until(lambda: min(_size(desk, "#timeline-graph .main-svg")) > 120, "the timeline has room")

    def fills():
        box = _size(desk, "#timeline-graph")
        return _size(desk, "#timeline-graph .main-svg") == pytest.approx(box, abs=2)

    desk.until(fills, "the timeline fills its box")
    assert fits()
    desk.page.tap("[data-view-button='list']")
    desk.until(lambda: _size(desk, "#event-list")[1] > 300, "the list is back")


def test_the_filters_of_a_phone_are_a_drawer(new_desk):
    desk = new_desk(**PHONE)
    desk.open()
    assert not desk.page.locator("#filter-panel").is_visible()
    desk.page.tap("#header-filters")
    desk.until(lambda: desk.page.locator("#filter-panel").is_visible(), "the drawer opens")
    assert desk.page.get_attribute("#header-filters", "aria-expanded") == "true"
    desk.page.tap("#filter-actors input[value='A-TALIBAN']")
    desk.changed("")
    desk.page.tap(".drawer-close")
    desk.until(lambda: not desk.page.locator("#filter-panel").is_visible(), "the drawer closes")
    assert desk.page.get_attribute("#header-filters", "aria-expanded") == "false"
    desk.page.tap("#event-list .event-row >> nth=0")
    desk.card_opens(desk.listed[0])
    assert desk.page.locator("#event-card").bounding_box()["y"] < 844


def test_without_webgl_the_server_draws_the_map_and_the_rest_works(new_desk):
    desk = new_desk(init_script=NO_WEBGL)
    asked = []
    desk.page.on("request", lambda request: asked.append(request.url) if "drawn/" in request.url else None)
    desk.open("thread=border").agrees()

    def drawn(key, last=""):
        """Address of a loaded picture other than `last`, where this key was in the last request; else ""."""
        width, source = desk.page.evaluate(
            "() => { const i = document.getElementById('map-drawn');"
            " return [!i.hidden && i.complete ? i.naturalWidth : 0, i.src]; }"
        )
        return source if width > 0 and source != last and asked and key in asked[-1] else ""

    first = desk.until(lambda: drawn("thread=border"), "the drawn map of the selection is loaded")
    assert desk.page.locator("#map-drawn").is_visible()
    assert min(_size(desk, "#map-drawn")) > 150
    desk.page.click("#filter-actors input[value='A-TJGOV']")
    desk.changed("thread=border")
    desk.until(lambda: drawn("A-TJGOV", first), "another picture follows")
    assert desk.page.locator("#timeline-graph .scatterlayer .point").count() > 0
    event = desk.listed[0]
    desk.page.click(f"#event-list [data-open-event='{event}']")
    desk.card_opens(event)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_desk, scheme):
    desk = new_desk(color_scheme=scheme)
    desk.open("from=2012&to=2023-12&colour=red").pictures_ready()
    assert desk.page.get_attribute("html", "data-bs-theme") == scheme
    found = {"first": findings(desk.page)}
    desk.go("event=E31")
    desk.card_opens("E31")
    found["card"] = findings(desk.page)
    desk.page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found["everything open"] = findings(desk.page)
    assert not any(found.values()), {state: told for state, told in found.items() if told}


def test_axe_finds_nothing_serious_on_a_phone(new_desk):
    desk = new_desk(**PHONE)
    desk.open()
    found = {"list": findings(desk.page)}
    desk.page.tap("#header-filters")
    desk.until(lambda: desk.page.locator("#filter-panel").is_visible(), "the drawer opens")
    found["drawer"] = findings(desk.page)
    assert not any(found.values()), {state: told for state, told in found.items() if told}
