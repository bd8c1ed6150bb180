"""The map while it loads: what changes meanwhile is drawn, and nothing is lost."""

from __future__ import annotations

import pytest

from tests.browser.desk import MAP

pytestmark = pytest.mark.browser

DRAWN_DISCS = (
    f"() => {{ const map = {MAP}._fullLayout.map._subplot.map;"
    " const discs = map.getStyle().layers.filter(l => l.type === 'circle' && l.id.startsWith('plotly-'));"
    " const shown = discs.length ? map.queryRenderedFeatures({layers: discs.map(l => l.id)}) : [];"
    " return shown.filter(f => f.properties['marker-size'] !== 0).length; }"
)


def test_a_box_that_changes_while_the_style_loads_costs_no_mark(desk):
    # The chips of a filter come with the first answer and take height from a map that has just been made.
    desk.page.goto(desk.address + "?district=TJ-D11")
    for width in (1438, 1434, 1430, 1440):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.page.wait_for_timeout(120)
    desk.settle().pictures_ready()
    at = desk.until(lambda: desk.page.evaluate(DRAWN_DISCS), "the discs of the crossings are drawn")
    assert at >= 4
