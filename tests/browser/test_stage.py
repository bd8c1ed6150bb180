"""A brief on stage: told by keyboard without the network, drilled into, in step with the presenter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.briefs import Brief, load_briefs
from data.dataset import Dataset
from data.filters import select, sentence, to_query
from tests.browser.conftest import NewDesk

pytestmark = pytest.mark.browser

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STAGE = {"viewport": {"width": 1280, "height": 720}}
WITHOUT_WEBGL = """(() => {
  const asked = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return /webgl/.test(kind) ? null : asked.call(this, kind, ...rest);
  };
})();"""
MAP = "document.getElementById('stage-map')._fullLayout.map._subplot.map"


@pytest.fixture(scope="module")
def briefs(dataset: Dataset) -> dict[str, Brief]:
    return load_briefs(dataset)[0]


@pytest.fixture
def stage(new_desk: NewDesk, address: str) -> Page:
    """The talks, loaded, and then without any network."""
    return ready(new_desk(**STAGE).page, f"{address}brief/talks", cut=True)


def ready(page: Page, url: str, cut: bool = False) -> Page:
    page.goto(url)
    page.wait_for_selector("html.is-ready", timeout=60_000)
    page.context.set_offline(cut)
    return page


def until(page: Page, expression: str) -> None:
    """Polled from here: the page's policy forbids the browser to evaluate strings."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {expression}")


def at(page: Page, number: int, total: int = 11) -> None:
    expect(page.locator("#stage-progress, #presenter-progress")).to_have_text(f"{number} / {total}")


def test_a_whole_brief_is_told_by_keyboard_without_the_network(stage: Page, briefs: dict[str, Brief]) -> None:
    asked: list[str] = []
    stage.on("request", lambda request: asked.append(request.url))
    for number, step in enumerate(briefs["talks"].steps, 1):
        at(stage, number)
        assert stage.url.endswith(f"#{number}")
        expect(stage.locator(".step:visible h2")).to_have_text(step.headline)
        assert stage.locator("#stage-told").inner_text() == f"Step {number} of 11: {step.headline}"
        expect(stage.locator(".step:visible .step-foot")).to_contain_text("somebody said so")
        stage.keyboard.press("ArrowRight")
    at(stage, 11)
    stage.keyboard.press("l")
    for event in stage.locator("#stage-card [data-open-event]").evaluate_all(
        "all => all.map(e => e.dataset.openEvent)"
    ):
        stage.evaluate(
            "name => document.querySelector(`#stage-card [data-open-event='${name}']`).click()", event
        )
        expect(stage.locator("#stage-card .event-id")).to_have_text(event)
        stage.keyboard.press("Escape")
        stage.keyboard.press("l")
    assert not [url for url in asked if not url.startswith(("blob:", "data:"))]


def test_no_step_takes_a_layer_out_of_the_map(stage: Page) -> None:
    """What a worker sends between two drawings would meet one that is not ready."""
    stage.evaluate(f"""() => {{
      const map = {MAP};
      window.moved = [];
      for (const name of ['addLayer', 'removeLayer', 'addSource', 'removeSource']) {{
        const done = map[name];
        map[name] = function (...all) {{ window.moved.push(name); return done.apply(this, all); }};
      }}
      window.drawn = 0;
      document.getElementById('stage-map').on('plotly_afterplot', () => {{ window.drawn += 1; }});
    }}""")
    for number in range(2, 6):
        drawn = stage.evaluate("window.drawn")
        stage.keyboard.press("ArrowRight")
        at(stage, number)
        until(stage, f"window.drawn > {drawn}")
    assert stage.evaluate("window.moved") == []


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (["End"], 11), (["End", "Home"], 1), (["3"], 3), (["1", "1"], 11), (["2", "3"], 3), ([" "], 2),
        (["PageDown", "PageUp"], 1), (["9", "PageDown"], 10), (["ArrowLeft"], 1),
    ],
)  # fmt: skip
def test_keys_lead_to_steps(stage: Page, keys: list[str], number: int) -> None:
    for key in keys:
        stage.keyboard.press(key)
    at(stage, number)


def test_a_step_has_its_address_and_a_reload_returns_to_it(new_desk: NewDesk, address: str) -> None:
    page = ready(new_desk(**STAGE).page, f"{address}brief/talks#4")
    at(page, 4)
    page.keyboard.press("ArrowRight")
    at(page, 5)
    page.go_back()
    at(page, 4)
    page.keyboard.press("7")
    page.reload()
    page.wait_for_selector("html.is-ready", timeout=60_000)
    at(page, 7)


def test_escape_leads_back_from_a_card_to_the_step_and_its_button(stage: Page) -> None:
    stage.keyboard.press("3")
    button = stage.locator(".step:visible .ringed-event")
    button.focus()
    stage.keyboard.press("Enter")
    card = stage.locator("#stage-card")
    expect(card.locator("h2")).to_have_text("Senior Taliban officials reportedly cross into Tajikistan")
    assert card.locator(".chain > li").count() >= 2
    stage.keyboard.press("ArrowRight")
    at(stage, 3)  # the card has the keys while it is open
    stage.keyboard.press("Escape")
    expect(card).not_to_be_visible()
    expect(button).to_be_focused()
    at(stage, 3)


def test_marks_of_map_and_timeline_open_cards(stage: Page) -> None:
    stage.keyboard.press("3")
    until(stage, f"() => Math.abs({MAP}.getCenter().lng - 68.65) < 0.01")
    spot = stage.evaluate(
        f"""() => {{
          const graph = document.getElementById('stage-map');
          const trace = graph.data.find(held => (held.customdata || [])[0] === 'place:L-BCP');
          const at = {MAP}.project([trace.lon[0], trace.lat[0]]);
          const box = graph.getBoundingClientRect();
          const scale = box.width / graph.offsetWidth;
          return [box.left + at.x * scale, box.top + at.y * scale];
        }}"""
    )
    stage.mouse.move(spot[0] - 4, spot[1] - 2)
    stage.wait_for_timeout(300)
    stage.mouse.move(*spot)
    stage.wait_for_timeout(300)
    stage.mouse.click(*spot)
    expect(stage.locator("#stage-card")).to_be_visible()
    stage.keyboard.press("Escape")
    lanes = "document.getElementById('stage-timeline')"
    stage.evaluate(f"() => {lanes}.emit('plotly_click', {{points: [{{customdata: 'E02'}}]}})")
    expect(stage.locator("#stage-card .event-id")).to_have_text("E02")


def test_what_has_no_place_is_said_and_listed(stage: Page) -> None:
    stage.get_by_role("button", name="8 of 18 without a place").click()
    assert stage.locator("#stage-card [data-open-event]").count() == 8


def test_open_as_analyst_leads_to_the_same_view(
    new_desk: NewDesk, address: str, dataset: Dataset, briefs: dict[str, Brief]
) -> None:
    page = ready(new_desk(**STAGE).page, f"{address}brief/talks#2")
    with page.context.expect_page() as opened:
        page.click("#stage-analyst")
    view = briefs["talks"].steps[1].view
    assert opened.value.url == f"{address}?{to_query(view)}"
    told = opened.value.locator("#summary")
    expect(told).to_contain_text(sentence(select(dataset, view)), timeout=30_000)


def test_the_presenter_and_the_stage_stay_in_step(
    new_desk: NewDesk, address: str, briefs: dict[str, Brief]
) -> None:
    stage = ready(new_desk(**STAGE).page, f"{address}brief/talks#3")
    with stage.context.expect_page() as opened:
        stage.keyboard.press("p")
    presenter = opened.value
    presenter.wait_for_selector("html.is-ready")
    at(presenter, 3)
    steps = briefs["talks"].steps
    expect(presenter.locator("#presenter-note")).to_have_text(re.sub(r"\s+", " ", steps[2].note))
    expect(presenter.locator("#presenter-next")).to_have_text(steps[3].headline)
    stage.context.set_offline(True)
    stage.keyboard.press("ArrowRight")
    at(presenter, 4)
    presenter.click("#presenter-forward")
    at(stage, 5)
    presenter.keyboard.press("b")
    expect(stage.locator("#stage-blank")).to_be_visible()
    stage.keyboard.press("b")
    expect(stage.locator("#stage-blank")).to_be_hidden()
    stage.context.set_offline(False)
    presenter.reload()
    at(presenter, 5)
    stage.reload()
    stage.wait_for_selector("html.is-ready", timeout=60_000)
    at(stage, 5)
    stage.keyboard.press("End")
    at(presenter, 11)
    assert re.fullmatch(r"\d\d:\d\d", presenter.locator("#presenter-clock").inner_text())
    assert re.fullmatch(r"\d+:\d\d", presenter.locator("#presenter-elapsed").inner_text())


def test_the_camera_flies_to_the_frame_and_tells_plotly(new_desk: NewDesk, address: str) -> None:
    page = ready(new_desk(**STAGE, reduced_motion="no-preference").page, f"{address}brief/talks#2", cut=True)
    page.keyboard.press("ArrowRight")
    until(page, f"() => {MAP}.isMoving()")
    until(page, f"() => !{MAP}.isMoving()")
    page.wait_for_timeout(400)
    told = page.evaluate(
        f"() => {{ const m = {MAP}, c = m.getCenter();"
        "const v = document.getElementById('stage-map')._fullLayout.map;"
        "return [c.lng, c.lat, m.getZoom(), v.center.lon, v.center.lat, v.zoom]; }"
    )
    assert told[:3] == pytest.approx(told[3:], abs=1e-6)
    west, south, east, north = 67.9, 36.7, 69.4, 37.7
    assert (told[0], told[1]) == pytest.approx(((west + east) / 2, (south + north) / 2), abs=0.01)
    axis = page.evaluate("() => document.getElementById('stage-timeline')._fullLayout.xaxis.range")
    assert [day[:10] for day in axis] == ["2023-11-08", "2023-11-09"]


def test_less_motion_jumps(stage: Page) -> None:
    stage.keyboard.press("2")
    stage.keyboard.press("3")
    until(stage, f"() => Math.abs({MAP}.getCenter().lng - 68.65) < 0.01")
    assert not stage.evaluate(f"() => {MAP}.isMoving()")


def test_without_webgl_the_drawn_map_stands_in(new_desk: NewDesk, address: str) -> None:
    page = ready(new_desk(**STAGE, init_script=WITHOUT_WEBGL).page, f"{address}brief/talks#3", cut=True)
    drawn = page.locator("#stage-drawn svg")
    expect(drawn).to_be_visible()
    expect(drawn.locator("desc")).to_contain_text("Sherkhan Bandar")
    page.keyboard.press("7")
    at(page, 7)
    expect(drawn.locator("desc")).to_contain_text("Without a place on the map")


def test_a_swipe_is_a_step(new_desk: NewDesk, address: str) -> None:
    page = ready(
        new_desk(viewport={"width": 390, "height": 844}, has_touch=True).page, f"{address}brief/talks"
    )
    swipe = """across => {
      const on = document.querySelector('.step:not([hidden]) h2');
      const touch = x => new Touch({identifier: 1, target: on, clientX: x, clientY: 90});
      const tell = (kind, touches, changedTouches) =>
        on.dispatchEvent(new TouchEvent(kind, {bubbles: true, touches, changedTouches}));
      tell('touchstart', [touch(200)], [touch(200)]);
      tell('touchend', [], [touch(200 + across)]);
    }"""
    page.evaluate(swipe, -120)
    at(page, 2)
    page.evaluate(swipe, 120)
    at(page, 1)
    page.evaluate(swipe, -30)
    at(page, 1)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390


@pytest.mark.parametrize("name", ["talks", "border"])
def test_no_step_is_cut_off(new_desk: NewDesk, address: str, briefs: dict[str, Brief], name: str) -> None:
    page = ready(new_desk(**STAGE).page, f"{address}brief/{name}")
    for number in range(1, len(briefs[name].steps) + 1):
        at(page, number, len(briefs[name].steps))
        cut = page.evaluate(
            "() => [...document.querySelectorAll('.step:not([hidden]) > div')]"
            ".filter(e => e.scrollHeight > e.clientHeight + 2"
            " || e.getBoundingClientRect().bottom > innerHeight)"
            ".map(e => e.className)"
        )
        assert not cut, (number, cut)
        small = page.evaluate(
            "() => [...document.querySelectorAll('.step:not([hidden]) :is(h2, .step-text, .ringed-title)')]"
            ".map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(small) >= 16
        page.keyboard.press("ArrowRight")


def test_axe_finds_nothing(new_desk: NewDesk, address: str) -> None:
    axe = (REPOSITORY / "node_modules/axe-core/axe.min.js").read_text("utf-8")
    page = ready(new_desk(**STAGE).page, f"{address}brief/talks")
    found = {"first": findings(page, axe)}
    page.keyboard.press("9")
    found["board"] = findings(page, axe)
    page.keyboard.press("l")
    found["list"] = findings(page, axe)
    page.locator("#stage-card [data-open-event]").first.click()
    found["card"] = findings(page, axe)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    found["keys"] = findings(page, axe)
    for path in ("brief/talks/presenter", "brief/"):
        page.goto(f"{address}{path}")
        found[path] = findings(page, axe)
    assert not any(found.values()), {state: told for state, told in found.items() if told}


def findings(page: Page, axe: str) -> list[str]:
    page.evaluate(f"() => {{ if (!window.axe) {{ {axe} }} }}")
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(r => r.violations)",
        TAGS,
    )
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for rule in found
        for node in rule["nodes"][:4]
    ]
