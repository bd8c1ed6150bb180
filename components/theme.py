"""How every graph behaves and looks: one configuration, one template, the palette as style properties."""

from __future__ import annotations

from typing import Any, Final

from components.drawing.palette import THEMES, Theme

FONT: Final = "Noto Sans, system-ui, sans-serif"

GRAPH_CONFIG: Final[dict[str, Any]] = {
    "showSendToCloud": False,  # plotly 4 turns an upload button on by default
    "plotlyServerURL": "",
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": True,
    "doubleClick": "reset",
    "responsive": True,
}
"""Every `dcc.Graph` takes this one; a test walks the layout."""


def theme_named(name: object) -> Theme:
    """A theme by name; anything unknown (values come from the client) is the light one."""
    return THEMES.get(name, THEMES["light"]) if isinstance(name, str) else THEMES["light"]


def template(theme: Theme) -> dict[str, Any]:
    """The layout that all figures share."""
    return {
        "layout": {
            "font": {"family": FONT, "size": 12, "color": theme.text},
            "paper_bgcolor": theme.surface,
            "plot_bgcolor": theme.surface,
            "hoverlabel": {
                "bgcolor": theme.raised,
                "bordercolor": theme.rule,
                "align": "left",
                "font": {"family": FONT, "size": 12, "color": theme.text},
            },
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "showlegend": False,
        }
    }


def style_properties() -> str:
    """The palette as CSS custom properties, for both themes."""
    blocks = []
    for theme in THEMES.values():
        lines = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in theme.colours().items())
        blocks.append(f'[data-bs-theme="{theme.name}"]{{color-scheme:{theme.name};{lines}}}')
    return "\n".join(blocks)
