"""What stands on the page when it has just been opened."""

import pytest

from data.filters import from_query, select
from tests.browser.desk import MAP

pytestmark = pytest.mark.browser

MANY_UNPLACED = "thread=reporting"
MANY_PLACED = "thread=border"


@pytest.mark.parametrize("query", ["", "from=2012&to=2013"])
def test_the_summary_and_the_list_are_what_python_selects(desk, query):
    desk.open(query).agrees()
    counts = desk.expected.counts
    assert desk.sentence.startswith(f"{counts.selected} of {counts.total} events")
    for number, words in ((counts.undated, "undated"), (counts.unplaced, "without a place")):
        assert f"{number} {words}" in desk.sentence
    titles = desk.page.locator("#event-list .row-title").all_inner_texts()
    assert titles == list(desk.expected.events["title"])
    chips = desk.page.locator("#event-list .chip-possible", has_text="possibly in range").count()
    assert chips == counts.possible


def test_map_and_timeline_are_drawn(kept_desk):
    desk = kept_desk
    desk.pictures_ready()
    size = desk.page.evaluate(
        "() => [document.querySelector('#map-graph canvas.maplibregl-canvas')]"
        ".flatMap(canvas => [canvas.width, canvas.height])"
    )
    assert min(size) > 200
    drawn = desk.page.evaluate(f"() => {MAP}._fullLayout.map._subplot.map.queryRenderedFeatures().length")
    assert drawn > 50, "the map's base and marks are painted"
    for graph, least in (("timeline-graph", 20), ("timeline-strip", 2)):
        layer = f"#{graph} .main-svg .scatterlayer"
        assert desk.page.locator(f"{layer} path").count() >= least, graph
    labels = desk.page.locator("#timeline-graph .annotation-text").all_text_contents()
    assert any("The talks" in label for label in labels)


def test_the_marks_of_the_map_count_the_events_of_their_place(kept_desk):
    desk = kept_desk
    desk.pictures_ready()
    numbers = desk.page.evaluate(f"() => {MAP}.data.filter(t => t.mode === 'text').flatMap(t => [...t.text])")
    places = desk.expected.places
    points = places[places["precision"].isin(("exact", "settlement"))].groupby("place")["event"].nunique()
    told = sorted(int("".join(filter(str.isdigit, number))) for number in numbers)
    assert told[-1] == points["L-BCP"] == points.max()


def test_the_trays_count_and_list_with_reasons(kept_desk):
    desk = kept_desk
    selection = desk.expected
    for tray, frame in (("#tray-undated", selection.undated), ("#tray-unplaced", selection.unplaced)):
        assert desk.page.locator(f"{tray} .tray-count").inner_text() == str(len(frame))
        assert desk.ids_in(f"{tray} > ol:first-of-type > li") == list(frame["id"])
        if desk.page.locator(tray).get_attribute("open") is None:
            desk.page.click(f"{tray} > summary")
        reasons = desk.page.locator(f"{tray} > ol:first-of-type .row-reason").all_inner_texts()
        assert len(reasons) == len(frame) > 0
        assert all(reason.strip() for reason in reasons)
    assert not set(selection.undated["id"]) & set(desk.listed)


def test_the_tray_without_places_opens_by_itself_when_it_holds_more_than_the_map(desk):

    def open_() -> bool:
        return bool(desk.page.evaluate("() => document.getElementById('tray-unplaced').open"))

    for query, wanted in ((MANY_UNPLACED, True), (MANY_PLACED, False)):
        counts = select(desk.dataset, from_query(query)).counts
        assert (counts.unplaced > counts.selected - counts.unplaced) is wanted, "the test's own example"
    desk.open(MANY_PLACED)
    assert not open_()
    desk.go(MANY_UNPLACED)
    desk.until(open_, "the tray opens")


def test_no_chart_offers_to_upload_itself(kept_desk):
    desk = kept_desk
    desk.pictures_ready()
    titles = desk.page.eval_on_selector_all(
        "[data-title], button, a", "all => all.map(e => (e.dataset.title || '') + ' ' + e.textContent)"
    )
    assert not [title for title in titles if "share chart" in title.lower() or "cloud" in title.lower()]
    contexts = desk.page.evaluate(
        "() => [...document.querySelectorAll('.js-plotly-plot')].map(g => g._context)"
        ".map(held => [held.showSendToCloud, held.plotlyServerURL])"
    )
    assert contexts == [[False, ""]] * 4
