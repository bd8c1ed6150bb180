"""Contrast of the palette in every theme (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest

from components.drawing.palette import QUAD_NAMES, QUAD_SHAPES, THEMES

GROUNDS = ("page", "surface", "raised")


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white_is_the_greatest() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", ["text", "muted", "warning", "accent"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_readable(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme].colours()
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_the_accent_is_readable(theme: str) -> None:
    assert contrast(THEMES[theme].accent_text, THEMES[theme].accent) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("quad", QUAD_NAMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_class_colours_stand_out(theme: str, quad: str, ground: str) -> None:
    assert contrast(THEMES[theme].quad(quad), THEMES[theme].colours()[ground]) >= 3.0


def test_every_class_has_its_own_shape_and_colour() -> None:
    assert set(QUAD_SHAPES) == set(QUAD_NAMES)
    assert len(set(QUAD_SHAPES.values())) == len(QUAD_SHAPES)
    for theme in THEMES.values():
        assert len({theme.quad(quad) for quad in QUAD_NAMES}) == len(QUAD_NAMES)


@pytest.mark.parametrize(
    "colour", ["text", "muted", "warning", "accent", *(q.replace(" ", "_") for q in QUAD_NAMES)]
)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_projector_has_contrast_to_spare(colour: str, ground: str) -> None:
    """A beamer in a lit room takes half of it away: text there keeps 7:1 (1.4.6), marks 4.5:1."""
    colours = THEMES["projector"].colours()
    least = 4.5 if colour in {quad.replace(" ", "_") for quad in QUAD_NAMES} else 7.0
    assert contrast(colours[colour], colours[ground]) >= least
