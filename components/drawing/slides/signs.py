"""The five shapes that repeat the colour of a class, by their names in the format."""

from __future__ import annotations

from typing import Final

from components.drawing.palette import QUAD_SHAPES

_FORM_OF: Final = {
    "circle": "ellipse",
    "square": "rect",
    "diamond": "diamond",
    "triangle-up": "triangle",
    "pentagon": "pentagon",
}
FORMS: Final = {quad: _FORM_OF[shape] for quad, shape in QUAD_SHAPES.items()}
"""Quad class -> geometric shape."""
