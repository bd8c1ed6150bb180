"""The page that takes files, driven as a visitor does: a sheet, its columns, its rows, the collection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app import create_app
from data.dataset import Dataset
from data.releases import Releases
from portal.settings import Settings
from tests.browser.accessibility import findings
from tests.browser.conftest import Visitor
from tests.browser.serving import serving

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>"
SHEET = (
    "Id;Date;What happened;Town;Country;Who;Source;Published;Colour\n"
    f"1;early December 2023;Talks {HOSTILE};Kulob;Tajikistan;{HOSTILE};SIGA;2024-01-10;red\n"
    "2;sometime soon;Nothing;;;;Z;2024-02-01;\n"
    "3;2023-11-08;A meeting;Dushanbe;Tajikistan;A party;Z;2024-02-01;\n"
)


@pytest.fixture
def visit(browser: Browser, dataset: Dataset, releases: Releases, tmp_path: Path) -> Iterator[Any]:
    """Pages of a server that takes files; at the end nothing may have complained."""
    held = tmp_path / "uploads"
    held.mkdir()
    visitors: list[Visitor] = []
    with serving(create_app(Settings(uploads=held, upload_mb=1), releases)) as address:

        def page(**options: Any) -> Any:
            visitors.append(Visitor(browser, address, dataset, options))
            opened = visitors[-1].context.new_page()
            opened.goto(f"{address}import")
            return opened

        yield page
        for visitor in visitors:
            visitor.context.close()
    # The browser writes an answer that refuses a file to its console; the page says it in a sentence.
    found = [one for visitor in visitors for one in visitor.complaints]
    complaints = [one for one in found if "Failed to load resource" not in one]
    assert not complaints, complaints


def send(page: Any, tmp_path: Path, text: str, form: str = "sheet", name: str = "mine.csv") -> None:
    sent = tmp_path / name
    sent.write_text(text, "utf-8")
    page.select_option("#import-format", form)
    page.set_input_files("#import-file", str(sent))


def test_a_sheet_becomes_a_collection_that_opens(visit, tmp_path):
    page = visit()
    send(page, tmp_path, SHEET)
    expect(page.get_by_label("Date", exact=True)).to_have_value("Date")
    expect(page.get_by_label("Place", exact=True)).to_have_value("Town")
    page.get_by_role("button", name="These are the columns").click()
    expect(page.locator("#import-told")).to_have_text("3 rows read = 2 accepted + 1 rejected + 0 superseded.")
    row = page.locator(".preview tbody tr").first
    expect(row).to_contain_text("“early December 2023”")
    expect(row).to_contain_text("10 December 2023")
    expect(page.locator(".reasons")).to_contain_text("sometime soon")
    assert page.locator("img").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rejects").click()
    assert "sometime soon" in download.value.path().read_text("utf-8")
    page.get_by_role("link", name="Open it in Panj").click()
    expect(page.locator("#summary")).to_contain_text("2 of 2 events", timeout=20_000)
    page.locator("#event-list button").last.click()
    expect(page.locator("#event-card")).to_contain_text("Colour: red")
    assert page.locator("img").count() == 0


def test_columns_confirmed_once_are_proposed_again(visit, tmp_path):
    page = visit()
    send(page, tmp_path, SHEET)
    page.get_by_label("Place", exact=True).select_option("")
    page.get_by_label("Title", exact=True).select_option("What happened")
    page.get_by_label("What is told").select_option("")
    page.get_by_role("button", name="These are the columns").click()
    expect(page.locator("#import-result h2")).to_be_visible()
    send(page, tmp_path, SHEET, name="again.csv")
    expect(page.locator("#import-columns")).to_contain_text("confirmed")
    expect(page.get_by_label("Title", exact=True)).to_have_value("What happened")


@pytest.mark.parametrize(
    ("text", "form", "words"),
    [
        ("", "sheet", "holds nothing"),
        ("no dataset", "acled", "mine.csv"),
        ("x" * (2 << 20), "ucdp", "command line"),
    ],
)
def test_what_is_refused_is_said_and_the_page_goes_on(visit, tmp_path, text, form, words):
    page = visit()
    send(page, tmp_path, text, form)
    expect(page.locator("#import-told")).to_contain_text(words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_is_accessible_and_fits(visit, tmp_path, scheme, width):
    page = visit(color_scheme=scheme, viewport={"width": width, "height": 844})
    send(page, tmp_path, SHEET)
    assert findings(page, tags=(), impacts=()) == []
    page.get_by_role("button", name="These are the columns").click()
    expect(page.locator("#import-result h2")).to_be_visible()
    assert findings(page, tags=(), impacts=()) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
