"""A part on a phone, by keyboard, with a screen reader."""

from __future__ import annotations

import pytest

from portal.settings import REPOSITORY

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["timeline", "map", "board", "dashboard", "event/E10"])
def test_nothing_is_wider_than_a_phone(new_visit, open_panj, path):
    visit = new_visit(open_panj, viewport={"width": 390, "height": 844})
    frame = visit.open(f"embed/{path}?from=2023-11&actor=Taliban")
    widths = frame.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1]
    edges = """() => [...document.querySelectorAll('.panel > *, .summary, .embed-bar')]
        .map(e => e.getBoundingClientRect().right)"""
    assert max(frame.evaluate(edges)) <= widths[1] + 1


def test_the_keyboard_goes_into_the_frame_and_out_again(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/timeline?from=2023-11&actor=A-JA")
    visit.page.evaluate(
        "() => { for (const where of ['beforebegin', 'afterend'])"
        " document.getElementById('panj').insertAdjacentHTML(where, `<button id='${where}'>host</button>`); }"
    )
    visit.page.focus("#beforebegin")
    seen = []
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("() => document.activeElement.id") == "afterend":
            break
        seen.append(frame.evaluate("() => document.activeElement.closest('[id]').id"))
    assert visit.page.evaluate("() => document.activeElement.id") == "afterend", seen
    order = list(dict.fromkeys(seen))
    wanted = ["summary-chips", "summary-reset", "tray-undated", "embed-list", "embed-open"]
    assert [one for one in order if one in wanted] == wanted
    assert not [one for one in seen if one.startswith(("filter-", "header-", "search-"))], "nothing hidden"


@pytest.mark.parametrize("path", ["timeline", "map", "board", "dashboard", "event/E10", "check"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_visit, open_panj, path, theme):
    visit = new_visit(open_panj, color_scheme=theme)
    if path == "check":
        frame = visit.load("embed/check")
        frame.locator("#check-list li").first.wait_for()
    else:
        frame = visit.open(f"embed/{path}?from=2023-11&actor=Taliban&theme={theme}")
    script = (REPOSITORY / "node_modules/axe-core/axe.min.js").read_text("utf-8")
    frame.evaluate(f"() => {{ {script} }}")
    found = frame.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(r => r.violations)",
        ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    )
    serious = [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for rule in found if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:4]
    ]  # fmt: skip
    assert not serious
