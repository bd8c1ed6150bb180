"""The map as one group of native shapes: polygons, lines, discs, signs and names that can be edited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from components.drawing.palette import Theme
from components.drawing.prepare.map import MIXED, Area, MapMarks, Tally
from components.drawing.prepare.map_frame import LAYERS_OF
from components.drawing.prepare.map_layout import (
    BadgeBox,
    Box,
    Disc,
    Edge,
    MapLayout,
    Name,
    Projection,
    Sign,
    area_strength,
    count_words,
    in_words,
    lines_of,
    map_layout,
    seen,
)
from components.drawing.slides.clip import Point, clip_line, clip_ring
from components.drawing.slides.shapes import NO_LINE, NOTHING, Sheet, Words, solid, stroke
from components.drawing.slides.signs import FORMS
from data.export.manifest import LAYERS_ATTRIBUTION

ATTRIBUTION: Final = LAYERS_ATTRIBUTION.replace("Relief NOAA GLOBE · ", "")
"""The makers of the layers; the relief, a picture, is left out of slides."""

THINNED: Final = 1.1
"""Pixels between two points of a line: what a slide shows of it."""


def map_group(
    marks: MapMarks,
    theme: Theme,
    sheet: Sheet,
    frame: Box,
    folder: Path,
    rung: frozenset[str] = frozenset(),
    beyond: str = "",
) -> str:
    """The map as DrawingML.

    Args:
        marks: what to draw, placed for this picture (`map_frame.framed`).
        theme: the colours.
        sheet: where it stands on the slide.
        frame: west, south, east, north in degrees, shown whole.
        folder: folder of the map layers.
        rung: events whose marks have a ring around them.
        beyond: what the picture cannot show (`beyond_words`), for those who do not see it.
    """
    projection = Projection(sheet.width, sheet.height, frame)
    layout = map_layout(marks, projection, folder, generous=True)
    ground = _Ground(theme, sheet, projection, folder, rung)
    top = _Top(theme, sheet, rung)
    children = [*ground.shapes(marks), *top.shapes(layout)]
    children.append(sheet.shape("rect", "Map frame", (0, 0, sheet.width, sheet.height),
                                line=stroke(theme.muted, 1)))  # fmt: skip
    return sheet.group("Map", f"Map of the Afghan–Tajik border. {in_words(marks)} {beyond}".strip(), children)


class _Ground:
    """Land, water and boundaries, cut at the frame."""

    def __init__(
        self, theme: Theme, sheet: Sheet, projection: Projection, folder: Path, rung: frozenset[str]
    ) -> None:
        self.theme, self.sheet, self.projection = theme, sheet, projection
        self.folder, self.rung = folder, rung

    def shapes(self, marks: MapMarks) -> Iterator[str]:
        theme, size = self.theme, (0, 0, self.sheet.width, self.sheet.height)
        yield self.sheet.shape("rect", "Map ground", size, solid(theme.neighbour))
        for country in seen(self.projection, self.folder, "countries"):
            land = {"AF": theme.afghanistan, "TJ": theme.tajikistan}.get(country["properties"]["iso"])
            if land:
                yield self._polygon(f"Country {country['properties']['name']}", country, solid(land))
        yield self._lines("River", "rivers_tributaries", stroke(theme.river, 0.5, opacity=0.7))
        for number, lake in enumerate(seen(self.projection, self.folder, "lakes"), start=1):
            yield self._polygon(f"Lake {number}", lake, solid(theme.water))
        yield from self._areas("district", marks, stroke(theme.district_line, 0.35, opacity=0.6))
        yield from self._areas("province", marks, stroke(theme.province_line, 0.6, "dash"))
        yield self._lines("Country boundaries", "country_lines", stroke(theme.country_line, 0.8))
        yield self._lines("Border river", "rivers_main", stroke(theme.water, 3))
        yield self._lines("Border", "border", stroke(theme.border, 1.1, "lgDashDot"))

    def _areas(self, kind: str, marks: MapMarks, line: str) -> Iterator[str]:
        """Every district or province as a polygon of its own; those with events are filled."""
        layer, key = LAYERS_OF[kind]
        told = {area.area: area for area in marks.areas if area.kind == kind}
        for item in seen(self.projection, self.folder, layer):
            area = told.get(str(item["properties"][key]))
            name = f"{kind.capitalize()} {area.name if area else item['properties']['name']}"
            yield self._filled(name, item, area) if area else self._polygon(name, item, NOTHING, line)

    def _filled(self, name: str, item: dict[str, Any], area: Area) -> str:
        certain = bool(area.tally.certain)
        fill = solid(self.theme.area_fill, area_strength(area.tally, area.kind) if certain else 0.07)
        ring = bool(self.rung.intersection(area.tally.events))
        colour = self.theme.accent if ring else self.theme.area_fill
        line = stroke(colour, 2.25 if ring else 1, "" if certain else "dash")
        return self._polygon(name, item, fill, line, f"{area.name}: {count_words(area.tally)}")

    def _polygon(
        self, name: str, item: dict[str, Any], fill: str, line: str = NO_LINE, told: str = ""
    ) -> str:
        rings = [
            clip_ring(list(self.projection.thinned(ring, THINNED)), self.sheet.width, self.sheet.height)
            for ring in lines_of(item["geometry"])
        ]
        return self.sheet.path(name, [ring for ring in rings if len(ring) > 2], fill, line, told=told)

    def _lines(self, name: str, layer: str, line: str) -> str:
        ways: list[list[Point]] = [
            piece
            for item in seen(self.projection, self.folder, layer)
            for way in lines_of(item["geometry"])
            for piece in clip_line(self.projection.thinned(way, THINNED), self.sheet.width, self.sheet.height)
        ]
        return self.sheet.path(name, ways, line=line, closed=False)


class _Top:
    """Marks, signs and names."""

    def __init__(self, theme: Theme, sheet: Sheet, rung: frozenset[str]) -> None:
        self.theme, self.sheet, self.rung = theme, sheet, rung

    def shapes(self, layout: MapLayout) -> Iterator[str]:
        for name in layout.names:
            if name.dot is None or self._inside(*name.dot):
                yield from self._name(name)
        for sign in layout.signs:
            yield from self._stem(sign)
        for disc in layout.discs:
            yield from self._disc(disc)
        for edge in layout.edges:
            yield from self._edge(edge)
        for sign in layout.signs:
            yield from self._sign(sign)
        for box in layout.badges:
            yield self._badge(box)

    def _inside(self, x: float, y: float) -> bool:
        return 3 <= x <= self.sheet.width - 3 and 3 <= y <= self.sheet.height - 3

    def _label(self, name: str, x: float, y: float, width: float, words: Words, back: float = 0.6) -> str:
        """Lines about a point, on a ground that lets the map shine through."""
        high = len(words.lines) * words.size * 1.2 * self.sheet.density / 72
        box = (x - width / 2, y - high / 2, width, high)
        return self.sheet.text(name, box, words, solid(self.theme.surface, back) if back else NOTHING)

    def _name(self, name: Name) -> Iterator[str]:
        colour = self.theme.text if name.kind == "town" else self.theme.muted
        if name.dot:
            (x, y), paint = name.dot, stroke(self.theme.muted, 0.75)
            yield self.sheet.shape(
                "ellipse", f"Town {name.words}", (x - 2, y - 2, 4, 4), solid(self.theme.surface), paint
            )
        words = Words((name.words,), self.sheet.points(name.size), colour)
        yield self._label(f"Name {name.words}", *name.at, name.width, words, 0.45 if name.dot else 0)

    def _stem(self, sign: Sign) -> Iterator[str]:
        ink, x, y = self.theme.crossing, sign.x, sign.y
        ways = [[(x, y), (x, sign.top + 8.5)]]
        yield self.sheet.path(
            f"Crossing {sign.crossing.name}, stem", ways, line=stroke(ink, 0.75), closed=False
        )
        yield self.sheet.shape(
            "ellipse", f"Crossing {sign.crossing.name}, position", (x - 2.2, y - 2.2, 4.4, 4.4), solid(ink)
        )

    def _disc(self, disc: Disc) -> Iterator[str]:
        """A disc with its number, and the sign that repeats its colour; hollow where no event is certain."""
        theme, mark = self.theme, disc.mark
        colour, certain = _colour(mark.tally, theme), bool(mark.tally.certain)
        fill, ink = (colour, theme.surface) if certain else (theme.surface, theme.text)
        line = stroke(theme.halo if certain else colour, 1.5)
        box = (disc.x - disc.radius, disc.y - disc.radius, 2 * disc.radius, 2 * disc.radius)
        told = f"{mark.name}: {count_words(mark.tally)}"
        yield self.sheet.shape("ellipse", f"Events at {mark.name}", box, solid(fill), line, told=told)
        if self.rung.intersection(mark.tally.events):
            reach = disc.radius + 3.5
            around = (disc.x - reach, disc.y - reach, 2 * reach, 2 * reach)
            ring = stroke(self.theme.accent, 2)
            yield self.sheet.shape("ellipse", f"Highlighted at {mark.name}", around, line=ring)
        form = FORMS.get(mark.tally.quad)
        shift = 4.0 if form else 0.0
        words = Words((str(mark.tally.total),), self.sheet.points(11), ink, bold=True)
        yield self._label(f"Number at {mark.name}", disc.x - shift, disc.y, 14, words, 0)
        if form:
            sign = (disc.x + 2.5, disc.y - 3, 6, 6)
            yield self.sheet.shape(form, f"Class at {mark.name}", sign, solid(ink))

    def _edge(self, edge: Edge) -> Iterator[str]:
        """A point beyond the frame: an arrow at the edge, its name and number beside it."""
        turn = {"top": 0, "right": 90, "bottom": 180, "left": 270}[edge.mark.side]
        fill, line = solid(_colour(edge.mark.tally, self.theme)), stroke(self.theme.halo, 0.75)
        name, told = f"Beyond the map: {edge.mark.name}", f"{edge.mark.name}: {count_words(edge.mark.tally)}"
        box = (edge.x - 6, edge.y - 6, 12, 11)
        yield self.sheet.shape("triangle", name, box, fill, line, told=told, turn=turn)
        words = Words((edge.words,), self.sheet.points(11), self.theme.text, bold=True)
        yield self._label(f"Name {edge.words}", *edge.at, edge.width, words)

    def _sign(self, sign: Sign) -> Iterator[str]:
        """A bridge in a ring; an unverified position is a dashed ring with a question mark."""
        theme, trusted, x, top = self.theme, sign.crossing.trusted, sign.x, sign.top
        ring = stroke(theme.crossing, 1.2 if trusted else 0.9, "" if trusted else "sysDash")
        words = None if trusted else Words(("?",), self.sheet.points(11), theme.crossing, bold=True)
        name = f"Crossing {sign.crossing.name}"
        told = f"{sign.crossing.name}: {sign.crossing.kind}" + ("" if trusted else ", position not verified")
        box = (x - 8.5, top - 8.5, 17, 17)
        fill = solid(theme.surface, 1 if trusted else 0.6)
        yield self.sheet.shape("ellipse", name, box, fill, ring, words, told)
        if trusted:
            arch = [(x - 5 + step, top + 2.5 - 5 * (1 - ((step - 5) / 5) ** 2) ** 0.5) for step in range(11)]
            deck = [(x - 6.5, top + 3), (x + 6.5, top + 3)]
            ways, line = [arch, deck], stroke(theme.crossing, 1.1)
            yield self.sheet.path(f"{name}, bridge", ways, line=line, closed=False)
        if sign.at:
            words = Words(sign.lines, self.sheet.points(10.5), theme.crossing, bold=True)
            yield self._label(f"{name}, names", *sign.at, sign.width, words)

    def _badge(self, box: BadgeBox) -> str:
        words = Words((box.badge.label,), self.sheet.points(11), self.theme.text)
        place, fill = (box.left, box.top, box.width, 20), solid(self.theme.raised)
        return self.sheet.shape(
            "roundRect", f"Badge {box.badge.name}", place, fill, stroke(self.theme.muted, 0.75), words
        )


def _colour(tally: Tally, theme: Theme) -> str:
    return theme.quad("uncoded" if tally.quad == MIXED else tally.quad)
