"""The address is the state: it holds the whole view, restores it, and survives what people make of it."""

from urllib.parse import quote

import pytest

from tests.browser.desk import MAP

pytestmark = pytest.mark.browser

MANY_KEYS = (
    "actor=A-TALIBAN&actor=A-TJGOV&match=all&role=recipient&from=2021&to=2024-02&dates=best&type=REQUEST&type=CONSULT"
    "&type=AGREE&thread=talks&thread=border&source=S01&collection=article&q=Taliban&event=E10"
)


def _controls(desk):
    """Everything that a person sees chosen in the filter panel."""
    return desk.page.eval_on_selector_all(
        "#filter-panel input, #filter-panel select",
        "all => all.map(i => [i.id, i.type === 'checkbox' || i.type === 'radio' ? i.checked : i.value])",
    )


def test_a_link_restores_the_whole_view_on_reload_and_in_a_second_tab(new_desk):
    desk = new_desk()
    desk.open(MANY_KEYS).agrees()
    assert desk.counts["selected"] > 0, "the link selects something"
    desk.card_opens("E10")
    assert desk.query == MANY_KEYS, "opening a link does not rewrite it"
    for name in (
        "A-TALIBAN",
        "A-TJGOV",
        "all",
        "REQUEST",
        "CONSULT",
        "AGREE",
        "talks",
        "border",
        "S01",
        "article",
    ):
        assert desk.page.locator(f"#filter-panel input[value='{name}']").first.is_checked(), name
    for name in ("role", "from", "to", "text"):
        value = desk.page.input_value(f"#filter-{name}")
        assert [value] == desk.keys["q" if name == "text" else name]
    assert desk.page.locator("#filter-best").is_checked()
    seen = (desk.sentence, desk.counts, desk.listed, _controls(desk))
    desk.page.reload()
    other = new_desk(beside=desk).open(MANY_KEYS)
    for again in (desk.settle(), other):
        again.card_opens("E10")
        assert (again.sentence, again.counts, again.listed, _controls(again)) == seen
        assert again.query == MANY_KEYS


def test_an_actor_named_in_another_script_is_found_and_its_choice_shown(kept_desk):
    desk = kept_desk.go("actor=" + quote("Толибон"))
    desk.agrees()
    assert desk.page.locator("#filter-actors input[value='A-TALIBAN']").is_checked()
    assert desk.notice() == ""


def test_back_and_forward_walk_through_each_step(kept_desk):
    desk = kept_desk
    steps = [desk.query]
    length = desk.page.evaluate("() => history.length")
    desk.page.click("#filter-actors input[value='A-TALIBAN']")
    desk.changed(steps[-1])
    steps.append(desk.query)
    desk.page.click(".preset:text-is('The talks')")
    desk.changed(steps[-1])
    steps.append(desk.query)
    desk.page.click("#event-list [data-open-event='E10']")
    desk.changed(steps[-1])
    steps.append(desk.query)
    assert desk.page.evaluate("() => history.length") == length + 3
    assert "event=E10" in steps[-1]
    for walk, path in (("go_back", steps[-2::-1]), ("go_forward", steps[1:])):
        for query in path:
            getattr(desk.page, walk)()
            desk.until(lambda query=query: desk.query == query, f"{walk} shows {query!r}")
            desk.agrees()
            desk.card_opens("E10" if "event=" in query else "")
            pressed = desk.page.locator("#filter-actors input[value='A-TALIBAN']").is_checked()
            assert pressed == ("A-TALIBAN" in query)


@pytest.mark.parametrize(
    ("control", "values"), [("text", ("letter", "let", "Taliban")), ("from", ("2012", "2023-11"))]
)
def test_typing_replaces_the_step_instead_of_adding_one(kept_desk, control, values):
    desk = kept_desk.go("thread=talks")
    length = desk.page.evaluate("() => history.length")
    for typed in values:
        before = desk.query
        desk.page.fill(f"#filter-{control}", typed)
        desk.page.press(f"#filter-{control}", "Enter")
        desk.changed(before)
    assert desk.page.evaluate("() => history.length") == length


@pytest.mark.parametrize(("query", "told"), [
    ("colour=red&thread=talks", ["colour"]),
    ("actor=Nobody%20Atall&thread=talks", ["Nobody Atall"]),
    ("from=2024&to=2010&thread=talks", ["2024", "2010", "reversed"]),
    ("from=yesterday&thread=talks", ["yesterday"]),
    ("type=NOPE&thread=nope&thread=talks&role=king", ["NOPE", "nope", "king"]),
    ("event=NOPE&thread=talks", ["NOPE", "no card is open"]),
    ("place=%F0%9F%92%A3&district=%00%0A&thread=talks", ["💣"]),
])  # fmt: skip
def test_what_cannot_be_used_is_named_and_the_rest_still_works(kept_desk, query, told):
    desk = kept_desk.go(query)
    desk.agrees()
    notice = desk.until(desk.notice, "the notice shows")
    assert not [words for words in told if words not in notice], notice
    assert desk.counts["selected"] == 19 == len(desk.listed), "thread=talks is still in force"
    assert desk.card() == ""
    desk.go("")
    desk.until(lambda: desk.notice() == "", "the notice goes with its cause")


def test_no_text_of_a_link_becomes_part_of_the_page(desk):
    attack = "<script>window.hit=1</script><img src=x onerror=window.hit=1>"
    keys = ("actor", "place", "from", "q", "event", "view", attack)
    desk.open("&".join(f"{quote(key)}={quote(attack)}" for key in keys))
    assert attack[:30] in desk.notice()
    desk.pictures_ready()
    assert desk.page.evaluate("() => window.hit") is None
    assert desk.page.locator("#page script, #page img[src='x']").count() == 0


def test_a_link_that_is_too_long_is_refused_in_words(desk):
    long = "q=" + "a" * 5000
    desk.page.goto(f"{desk.address}?{long}")
    desk.until(lambda: "was not used" in desk.notice(), "the notice says that the link is too long")
    desk.until(lambda: desk.counts["selected"] > 0, "everything is shown instead")
    assert desk.counts["selected"] == len(desk.listed)
    desk.page.click("#filter-actors input[value='A-TALIBAN']")
    desk.until(lambda: "was not used" not in desk.notice(), "a press makes the page usable again")
    desk.agrees()


def test_two_tabs_do_not_disturb_each_other(new_desk):
    first = new_desk()
    first.open("thread=talks")
    second = new_desk(beside=first).open("thread=border")
    second.page.click("#filter-actors input[value='A-TJGOV']")
    second.changed("thread=border")
    first.agrees()
    assert first.query == "thread=talks"
    first.page.click("#event-list [data-open-event='E10']")
    first.changed("thread=talks")
    assert second.card() == ""
    second.agrees()
    assert second.query == "actor=A-TJGOV&thread=border"


def test_the_theme_switches_everything_and_is_remembered(desk):
    desk.open("thread=border").pictures_ready()
    ground = (
        f"() => [getComputedStyle(document.body).backgroundColor, {MAP}._fullLayout.paper_bgcolor,"
        " document.querySelector('#timeline-graph .js-plotly-plot')._fullLayout.paper_bgcolor]"
    )
    light = desk.page.evaluate(ground)
    desk.page.click("#header-theme")
    desk.until(
        lambda: all(a != b for a, b in zip(light, desk.page.evaluate(ground), strict=True)),
        "page and pictures darken",
    )
    assert desk.page.get_attribute("html", "data-bs-theme") == "dark"
    desk.pictures_ready()
    drawn = desk.page.evaluate(f"() => {MAP}._fullLayout.map._subplot.map.queryRenderedFeatures().length")
    assert drawn > 50, "the map is still painted"
    desk.agrees()
    assert desk.query == "thread=border"
    desk.page.reload()
    desk.settle()
    assert desk.page.get_attribute("html", "data-bs-theme") == "dark"
    desk.until(lambda: desk.page.evaluate(ground)[1] != light[1], "the map is drawn dark at once")
