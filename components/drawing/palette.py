"""The one palette: what each colour means, in three themes.

Colour says the PLOVER quad class (verbal / material x cooperation / conflict) and nothing else; a
neutral stands for events that PLOVER does not code. A shape repeats every colour, so that nothing
rests on hue alone. The hues keep apart under the common forms of colour blindness (after Okabe and
Ito 2008) and keep 3:1 against their theme's ground; text colours keep 4.5:1 (WCAG 2.2). Both are tested.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

QUAD_NAMES = {
    "verbal cooperation": "Verbal cooperation",
    "material cooperation": "Material cooperation",
    "verbal conflict": "Verbal conflict",
    "material conflict": "Material conflict",
    "uncoded": "Not coded by PLOVER",
}
"""Quad class -> the words shown to a reader."""

QUAD_SHAPES = {
    "verbal cooperation": "circle",
    "material cooperation": "square",
    "verbal conflict": "diamond",
    "material conflict": "triangle-up",
    "uncoded": "pentagon",
}
"""Quad class -> marker shape (plotly's name; the SVG renderer draws the same five)."""


@dataclass(frozen=True)
class Theme:
    """Colours of one theme, all as `#rrggbb`."""

    name: str
    page: str
    surface: str
    raised: str
    text: str
    muted: str
    rule: str
    accent: str
    accent_text: str
    warning: str
    water: str
    river: str
    border: str
    relief_opacity: float
    afghanistan: str
    tajikistan: str
    neighbour: str
    district_line: str
    province_line: str
    country_line: str
    crossing: str
    area_fill: str
    halo: str
    verbal_cooperation: str
    material_cooperation: str
    verbal_conflict: str
    material_conflict: str
    uncoded: str

    def quad(self, quad: str) -> str:
        """Colour of a quad class, e.g. `verbal conflict`."""
        return str(getattr(self, quad.replace(" ", "_")))

    def colours(self) -> dict[str, str]:
        """Every colour by name, for the style sheet's custom properties."""
        return {
            f.name: str(getattr(self, f.name))
            for f in fields(self)
            if f.name not in ("name", "relief_opacity")
        }


LIGHT = Theme(
    name="light", page="#f4f5f3", surface="#ffffff", raised="#f8f9f7", text="#1c2321", muted="#55605b",
    rule="#d5dad6", accent="#1f5a6b", accent_text="#ffffff", warning="#8a4b00",
    water="#a9c9db", river="#6f9fbc", border="#3a4a52", relief_opacity=0.34,
    afghanistan="#f4eedf", tajikistan="#e9f0e8", neighbour="#ededea",
    district_line="#8f9892", province_line="#6d7570", country_line="#4c5450",
    crossing="#12303f", area_fill="#5d6b8a", halo="#ffffff",
    verbal_cooperation="#0b6fb3", material_cooperation="#00805f", verbal_conflict="#b35900",
    material_conflict="#b3246b", uncoded="#626a70",
)  # fmt: skip
DARK = Theme(
    name="dark", page="#12171a", surface="#1a2125", raised="#222a2f", text="#e8ecea", muted="#a9b4af",
    rule="#39444a", accent="#7fc4d6", accent_text="#0d1417", warning="#f0b35c",
    water="#24465a", river="#3f6f8c", border="#b9c6cc", relief_opacity=0.30,
    afghanistan="#2b2a25", tajikistan="#232c29", neighbour="#1d2326",
    district_line="#5a665f", province_line="#7a8680", country_line="#9aa6a0",
    crossing="#dcebf2", area_fill="#93a4c9", halo="#12171a",
    verbal_cooperation="#59b0f0", material_cooperation="#2fc79b", verbal_conflict="#f5a142",
    material_conflict="#f27ab4", uncoded="#a3adb3",
)  # fmt: skip
PROJECTOR = Theme(
    name="projector", page="#ffffff", surface="#ffffff", raised="#f0f3f1", text="#0a0e0d", muted="#36403c",
    rule="#a3ada8", accent="#0a4658", accent_text="#ffffff", warning="#743900",
    water="#8ebbd5", river="#3a789f", border="#101a20", relief_opacity=0.26,
    afghanistan="#f8edd2", tajikistan="#dfeedf", neighbour="#e9e9e5",
    district_line="#78827c", province_line="#525a55", country_line="#313835",
    crossing="#06202d", area_fill="#3f4f78", halo="#ffffff",
    verbal_cooperation="#00579a", material_cooperation="#00674c", verbal_conflict="#9a4700",
    material_conflict="#990e5a", uncoded="#4a5258",
)  # fmt: skip
"""Light and stronger than the light theme: a beamer in a lit room washes colours out."""
THEMES = {theme.name: theme for theme in (LIGHT, DARK, PROJECTOR)}
