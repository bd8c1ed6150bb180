"""Components as one piece of HTML: nothing is lost, everything is escaped."""

from __future__ import annotations

from typing import Any

import pytest
from dash import dcc, html

from components.shared.attributes import attributes
from components.shared.markup import as_markup, markup, written

CASES: list[tuple[Any, str]] = [
    ("a < b & “c”", "a &lt; b &amp; “c”"),
    (["one ", None, 2], "one 2"),
    (html.P("x", className="fine"), '<p class="fine">x</p>'),
    (html.Th("x", scope="col", colSpan=3), '<th colspan="3" scope="col">x</th>'),
    (html.Div(None, tabIndex="0"), '<div tabindex="0"></div>'),
    (html.Details([html.Summary("s")], open=True), "<details open><summary>s</summary></details>"),
    (html.Details([], open=False), "<details></details>"),
    (html.Br(), "<br>"),
    (html.Span("x", title='"><script>'), '<span title="&quot;&gt;&lt;script&gt;">x</span>'),
    (html.Button("x", **attributes({"data-open-event": "E01"})), '<button data-open-event="E01">x</button>'),
]


@pytest.mark.parametrize(("part", "told"), CASES)
def test_html(part: Any, told: str) -> None:
    assert markup(part) == told


@pytest.mark.parametrize("part", [dcc.Markdown("x"), object()])
def test_what_is_no_plain_html_is_refused(part: Any) -> None:
    with pytest.raises(TypeError):
        markup(part)


def test_it_is_one_component() -> None:
    held: Any = as_markup([html.P("a"), html.P("b")]).to_plotly_json()["props"]
    assert held == {"data-markup": "<p>a</p><p>b</p>", "children": None} or held == {
        "data-markup": "<p>a</p><p>b</p>"
    }


def test_a_style_is_written_as_rules_and_escaped() -> None:
    assert markup(html.P("x", style={"--room": '1px"'})) == '<p style="--room:1px&quot;">x</p>'


def test_what_is_written_goes_in_once_and_joined_to_anything_it_is_a_text_again() -> None:
    row = written(html.Li("<b>"))
    assert markup(html.Ol([row, "<i>"])) == "<ol><li>&lt;b&gt;</li>&lt;i&gt;</ol>"
    assert markup(row + "") == "&lt;li&gt;&amp;lt;b&amp;gt;&lt;/li&gt;"
