"""The composer: what the server sends of it, and a draft written, moved, checked, saved and previewed.

The journeys run in a real Chromium under our content security policy, on a page of the composer alone.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, html
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from components.composer import ADDED, add_button, composer, view_in_words
from components.shared.markup import markup
from data.briefs import _HEAD, _TEXTS, FRAME, MOST_STEPS, WIDEST, Brief, read_brief
from data.dataset import Dataset, load
from data.query import PANELS
from data.releases import Releases
from portal import drafts, headers
from tests.components.test_parts import text, walk

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SCRIPT = (ASSETS / "composer.js").read_text("utf-8")
STYLE = (ASSETS / "composer.css").read_text("utf-8")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def facts(view: list[Any]) -> dict[str, Any]:
    held = [part for child in view for part in walk(child) if hasattr(part, "data-composer")]
    assert len(held) == 1
    found: dict[str, Any] = json.loads(getattr(held[0], "data-composer"))
    return found


def test_it_can_be_written_as_html(dataset: Dataset) -> None:
    assert markup(composer(dataset, "thread=talks&q=%3Cb%3E")).startswith("<h2")
    assert "<b>" not in markup(composer(dataset, "thread=talks&q=%3Cb%3E"))


def test_the_script_is_told_the_titles_the_frame_and_the_most_steps(dataset: Dataset) -> None:
    told = facts(composer(dataset, ""))
    assert set(told["titles"]) == set(dataset.events["id"])
    assert told["titles"]["E02"] == dataset.row("events", "E02")["title"]
    assert (told["frame"], told["most"]) == (list(FRAME), MOST_STEPS)


def test_the_view_of_now_is_told_in_words(dataset: Dataset) -> None:
    assert "in the thread “The talks”" in text(composer(dataset, "thread=talks"))
    assert view_in_words(dataset, "colour=red") == view_in_words(dataset, "")


def test_it_says_where_the_draft_is_kept(dataset: Dataset) -> None:
    assert "nothing of it is stored on the server" in text(composer(dataset, ""))


def test_the_button_of_the_toolbar_carries_what_the_script_listens_to() -> None:
    button = add_button()
    assert isinstance(button, html.Button) and getattr(button, ADDED) == "1"
    assert button.children == "Add this view"
    assert f"[{ADDED}]" in SCRIPT


def numbers(name: str) -> dict[str, int]:
    """An object of numbers in the script."""
    found = re.search(rf"var {name} = {{(.*?)}};", SCRIPT)
    assert found
    return {key: int(number) for key, number in re.findall(r"(\w+): (\d+)", found[1])}


def test_script_and_reader_agree_on_the_lengths() -> None:
    assert numbers("TEXTS") == _TEXTS and numbers("HEAD") == _HEAD


def test_script_and_reader_agree_on_the_frames() -> None:
    assert f"var WIDEST = [{', '.join(f'{side:g}' for side in WIDEST)}];" in SCRIPT


def test_panels_that_a_step_may_show_are_panels() -> None:
    found = re.search(r"var PANELS = \[(.*?)\];", SCRIPT)
    assert found and set(re.findall(r'"(\w+)"', found[1])) == set(PANELS) - {"brief", "changes"}


def test_text_of_a_person_never_becomes_markup() -> None:
    """The one page that is written as HTML comes from our own server, which has escaped it."""
    assert "innerHTML" not in SCRIPT and "insertAdjacentHTML" not in SCRIPT
    assert SCRIPT.count("document.write(") == 1


def test_storage_is_only_touched_where_it_may_be_closed() -> None:
    lines = [line for line in SCRIPT.split("\n") if "localStorage." in line]
    assert len(lines) == 3 and all("try {" in line and "catch" in line for line in lines)


def test_the_draft_is_sent_to_our_own_addresses_only() -> None:
    assert "http" not in SCRIPT
    assert set(re.findall(r'"(brief/\w+)"', SCRIPT)) == {"brief/check", "brief/file", "brief/preview"}


def test_the_style_has_no_colours_of_its_own() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", STYLE)
    assert set(re.findall(r"rgb\([^)]*\)", STYLE)) <= {"rgb(0 0 0 / .25)"}


# --- in Chromium ---

PREFIX = "/portal/"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CLOSED = "Object.defineProperty(window, 'localStorage', {get: () => { throw new DOMException('closed'); }});"


def _stage(_: Dataset, brief: Brief) -> str:
    """A page with a script of ours: `.composer-told` is there once it has run."""
    script = f'<script src="{PREFIX}assets/composer.js" defer></script>'
    told = "".join(f"<h2>{escape(step.headline)}</h2>" for step in brief.steps)
    title = escape(brief.title)
    head = f"<head><title>{title}</title>{script}</head>"
    return f'<!DOCTYPE html><html lang="en">{head}<body>{told}</body></html>'


def _page(dataset: Dataset) -> str:
    body = markup(
        [html.Main([html.H1("Composer"), html.Div(add_button(), className="bar"), *composer(dataset, "")])]
    )
    styles = "".join(
        f'<link rel="stylesheet" href="{PREFIX}assets/{name}.css">'
        for name in ("palette", "panj", "composer")
    )
    script = f'<script src="{PREFIX}assets/composer.js" defer></script>'
    head = f'<title>Composer</title><link rel="icon" href="data:,">{styles}{script}'
    return (
        f'<!DOCTYPE html><html lang="en" data-bs-theme="light"><head>{head}</head><body>{body}</body></html>'
    )


@pytest.fixture(scope="module")
def address(dataset: Dataset) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = Dash(
        "tiny", assets_folder=str(ASSETS), requests_pathname_prefix=PREFIX, routes_pathname_prefix=PREFIX
    )
    app.layout = html.Div()
    drafts.install(app, Releases(dataset), _stage)
    headers.install(app)
    app.server.add_url_rule(f"{PREFIX}page", "page", lambda: _page(dataset))
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}{PREFIX}page"
    server.shutdown()
    thread.join()
    server.server_close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[NewPage]:
    """Opens the composer in a browser profile of its own; no page of it may complain."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def opened(query: str = "?thread=talks&event=E02", script: str = "", width: int = 1000) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-GB")
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
        context.on("weberror", lambda one: said.append(str(one.error)))
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(address + query)
        page.wait_for_selector("[data-composer][data-drawn]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def kept(page: Page) -> dict[str, Any]:
    """The draft as the browser keeps it."""
    found: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('panj-draft')"))
    return found


def told(page: Page) -> str:
    return page.inner_text(".composer-told [role=status]")


def headlines(page: Page) -> list[str]:
    return [step["headline"] for step in kept(page)["steps"]]


def written(page: Page, *steps: str) -> None:
    """A draft with a title and these headlines, as a person would write it."""
    page.fill("[data-field=title]", "My brief")
    for number, step in enumerate(steps, 1):
        page.click(".composer [data-add-view]")
        page.fill(f".composer-steps > li:nth-child({number}) [data-field=headline]", step)


@pytest.mark.browser
def test_the_view_of_now_becomes_a_step_and_the_page_says_which(new_page: NewPage) -> None:
    page = new_page("?thread=talks&event=E02&card=A-JA&view=brief&q=a%20b")
    page.focus(".bar [data-add-view]")
    page.keyboard.press("Enter")
    assert told(page) == "Added as step 1."
    page.keyboard.press("Enter")
    assert told(page) == "Added as step 2."
    step = kept(page)["steps"][1]
    assert (step["view"], step["highlight"], step["frame"]) == ("thread=talks&q=a%20b", ["E02"], list(FRAME))
    page.click("text=keep the open card in the step")
    page.click(".bar [data-add-view]")
    assert kept(page)["steps"][2]["view"] == "thread=talks&event=E02&card=A-JA&q=a%20b"


@pytest.mark.browser
def test_a_panel_and_a_since_come_along_where_they_are_wanted(new_page: NewPage) -> None:
    page = new_page("?view=board&thread=talks")
    page.click(".bar [data-add-view]")
    page.click("text=keep the panel in front in the step")
    page.click(".bar [data-add-view]")
    assert [step["view"] for step in kept(page)["steps"]] == ["thread=talks", "view=board&thread=talks"]
    page = new_page("?view=changes&since=1.0.0&thread=talks")
    page.click(".bar [data-add-view]")
    (step,) = kept(page)["steps"]
    assert (step["view"], step["since"]) == ("thread=talks", "1.0.0")


@pytest.mark.browser
def test_steps_are_moved_deleted_and_brought_back_by_keyboard_alone(new_page: NewPage) -> None:
    page = new_page()
    written(page, "One", "Two", "Three")
    page.focus(".composer-steps > li:nth-child(3) .composer-toggle")
    page.keyboard.press("Alt+ArrowUp")
    assert headlines(page) == ["One", "Three", "Two"] and told(page) == "Step 3 is now step 2."
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "up", of the same step
    assert headlines(page) == ["Three", "One", "Two"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move step 1 up"
    page.keyboard.press("Enter")  # it is the first already
    assert headlines(page) == ["Three", "One", "Two"]
    page.focus("[aria-label='Delete step 1']")
    page.keyboard.press("Enter")
    assert headlines(page) == ["One", "Two"]
    assert "One" in page.evaluate("document.activeElement.textContent")
    page.focus("[data-undo]")
    page.keyboard.press("Enter")
    assert headlines(page) == ["Three", "One", "Two"]


@pytest.mark.browser
def test_the_draft_is_there_again_after_a_reload(new_page: NewPage) -> None:
    page = new_page()
    written(page, "One <b>bold</b>")
    page.fill("textarea[data-field=text]", "Said to be so.")
    page.fill("[data-field=highlight]", "E02, E03 E999")
    assert page.inner_text(".field-highlight .warning") == "E999 is no event of this dataset"
    page.fill("[data-field=frame]", "67 36.5 70")
    assert page.get_attribute("[data-field=frame]", "aria-invalid") == "true"
    page.fill("[data-field=frame]", "67 36.5 70 38")
    page.reload()
    page.wait_for_selector(".composer-steps")
    assert page.inner_text(".composer-headline") == "One <b>bold</b>"
    (step,) = kept(page)["steps"]
    assert (step["text"], step["frame"]) == ("Said to be so.", [67, 36.5, 70, 38])
    assert step["highlight"] == ["E02", "E03", "E999"]


@pytest.mark.browser
def test_the_file_is_saved_once_nothing_is_wrong_and_can_be_opened_again(
    new_page: NewPage, dataset: Dataset, tmp_path: Path
) -> None:
    page = new_page()
    written(page, "One", "")
    page.click("[data-act=download]")
    assert page.inner_text(".composer-problems li") == "step 2: headline is empty"
    page.click("[data-goto]")
    page.keyboard.type("Two")
    with page.expect_download() as saved:
        page.click("[data-act=download]")
    assert saved.value.suggested_filename == "my-brief.yaml"
    saved.value.save_as(tmp_path / "mine.yaml")
    brief = read_brief((tmp_path / "mine.yaml").read_text("utf-8"), "mine", dataset)
    assert [step.headline for step in brief.steps] == ["One", "Two"]
    assert page.inner_text(".composer-problems") == ""
    page.click("text=New draft")
    assert kept(page)["steps"] == []
    page.set_input_files(".composer-file", tmp_path / "mine.yaml")
    page.wait_for_selector(".composer-steps")
    assert headlines(page) == ["One", "Two"] and told(page) == "Opened mine.yaml: 2 steps."


@pytest.mark.browser
def test_a_broken_file_is_not_opened_and_its_lines_are_named(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page()
    written(page, "One")
    text = (
        "title: x\nas_of: 2024-13-01\nsteps:\n- headline: <img src=x onerror=alert(1)>\n  highlight: [E999]\n"
    )
    (tmp_path / "broken.yaml").write_text(text, "utf-8")
    page.set_input_files(".composer-file", tmp_path / "broken.yaml")
    page.wait_for_selector(".composer-problems li")
    lines = [line.split(":")[0] for line in page.locator(".composer-problems li").all_inner_texts()]
    assert lines == ["line 2", "line 5"]
    assert headlines(page) == ["One"]


@pytest.mark.browser
@pytest.mark.parametrize("script", ["", CLOSED], ids=["kept by the browser", "storage closed"])
def test_the_preview_becomes_the_stage_page_under_our_policy(new_page: NewPage, script: str) -> None:
    page = new_page(script=script)
    written(page, "One", "Two")
    assert ("This browser keeps no draft" in told(page)) == bool(script)
    with page.context.expect_page() as opening:
        page.click("text=Preview")
    stage = opening.value
    stage.wait_for_selector(".composer-told", state="attached")  # its script has run
    assert stage.title() == "My brief" and stage.url.endswith("/brief/preview")
    assert stage.locator("h2").all_inner_texts() == ["One", "Two"]
    stage.reload()
    stage.wait_for_selector("h2")
    assert stage.title() == "My brief"


@pytest.mark.browser
def test_the_preview_of_what_is_no_brief_says_why(new_page: NewPage) -> None:
    page = new_page()
    with page.context.expect_page() as opening:
        page.click("text=Preview")
    opening.value.wait_for_selector("li")
    assert "title is empty" in opening.value.inner_text("main")


@pytest.mark.browser
@pytest.mark.parametrize(
    "store", ["x", "null", "[]", '{"steps": 5}', '{"steps": [null, 1, {"frame": ["a"]}]}']
)
def test_whatever_the_store_holds_the_composer_is_there(new_page: NewPage, store: str) -> None:
    page = new_page(
        script=f"try {{ localStorage['panj-draft'] = {store!r}; }} catch (_) {{ /* a blank page */ }}"
    )
    page.click(".bar [data-add-view]")
    assert told(page).startswith("Added as step ")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1000])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_and_fits(new_page: NewPage, width: int, theme: str) -> None:
    page = new_page(width=width)
    written(page, "One", "")
    page.evaluate(f"document.documentElement.setAttribute('data-bs-theme', '{theme}')")
    page.click("[data-act=download]")
    page.wait_for_selector(".composer-problems li")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
