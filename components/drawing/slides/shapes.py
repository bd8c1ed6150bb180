"""Native shapes of a presentation, written as DrawingML: polygons, lines, geometric shapes, texts, groups.

The library writes slides, tables and notes; its shapes know neither transparency nor dashes, and it measures
a group anew for each shape in it. A group written in one piece has all of that and costs milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import count
from typing import Final

EMU: Final = 914_400
"""Units of the format in an inch."""
SPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
NOTHING: Final = "<a:noFill/>"
Point = tuple[float, float]


def plain(words: str) -> str:
    """Escaped, and without the characters that XML forbids."""
    return escape("".join(c for c in words if c.isprintable() or c in "\t\n"))


def solid(colour: str, opacity: float = 1.0) -> str:
    """A fill of one colour (`#rrggbb`)."""
    return f"<a:solidFill>{_colour(colour, opacity)}</a:solidFill>"


def fading(colour: str, first: float, last: float) -> str:
    """A fill that goes from one opacity on the left to another on the right."""
    ends = ((0, first), (100_000, last))
    stops = "".join(f'<a:gs pos="{place}">{_colour(colour, opacity)}</a:gs>' for place, opacity in ends)
    return f'<a:gradFill rotWithShape="1"><a:gsLst>{stops}</a:gsLst><a:lin ang="0" scaled="0"/></a:gradFill>'


def _colour(colour: str, opacity: float) -> str:
    alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    return f'<a:srgbClr val="{colour.lstrip("#").upper()}">{alpha}</a:srgbClr>'


def stroke(colour: str, points: float, dash: str = "", opacity: float = 1.0, arrow: bool = False) -> str:
    """A line so many points wide; `dash` is a name of the format, e.g. `sysDash`, `dash`, `lgDashDot`."""
    dashes = f'<a:prstDash val="{dash}"/>' if dash else ""
    head = '<a:tailEnd type="triangle"/>' if arrow else ""
    width = round(points * 12_700)
    return f'<a:ln w="{width}">{solid(colour, opacity)}{dashes}<a:round/>{head}</a:ln>'


NO_LINE: Final = f"<a:ln>{NOTHING}</a:ln>"


@dataclass(frozen=True)
class Words:
    """Text in a shape: its lines, size in points, `align` l, ctr or r, `anchor` t, ctr or b."""

    lines: Sequence[str]
    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    align: str = "ctr"
    anchor: str = "ctr"
    wrap: bool = False

    def paragraphs(self) -> str:
        """A paragraph for each line."""
        look = f'sz="{round(self.size * 100)}" b="{int(self.bold)}" i="{int(self.italic)}"'
        return "".join(
            f'<a:p><a:pPr algn="{self.align}"/><a:r><a:rPr lang="en-GB" {look}>{solid(self.colour)}</a:rPr>'
            f"<a:t>{plain(line)}</a:t></a:r></a:p>"
            for line in self.lines
        )

    def xml(self) -> str:
        """The text body."""
        return _body(self.paragraphs(), self.wrap, self.anchor, 0)


@dataclass(frozen=True)
class Rich:
    """Paragraphs of several looks in one shape, wrapped, from its top; `inset` is in inches."""

    parts: Sequence[Words]
    inset: float = 0.0

    def xml(self) -> str:
        """The text body."""
        paragraphs = "".join(part.paragraphs() for part in self.parts)
        return _body(paragraphs, True, "t", round(self.inset * EMU))


def _body(paragraphs: str, wrap: bool, anchor: str, inset: int) -> str:
    sides = " ".join(f'{side}Ins="{inset}"' for side in "ltrb")
    looks = f'wrap="{"square" if wrap else "none"}" {sides} rtlCol="0" anchor="{anchor}"'
    return f"<p:txBody><a:bodyPr {looks}><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"


@dataclass(frozen=True)
class Sheet:
    """A drawing area on a slide: pixels from its left and top become the units of the format.

    Attributes:
        left, top: where it lies, in inches.
        width, height: in pixels.
        density: pixels in an inch.
        ids: numbers for the shapes, each once on a slide.
    """

    left: float
    top: float
    width: float
    height: float
    density: float
    ids: Iterator[int] = field(default_factory=lambda: count(1000))

    def points(self, pixels: float) -> float:
        """Pixels as points, for letters and lines."""
        return pixels * 72 / self.density

    def group(self, name: str, told: str, children: Iterable[str]) -> str:
        """Shapes that move as one; `told` says what they show to those who do not see it."""
        inside = "".join(children)
        frame = _frame(*self._box(0, 0, self.width, self.height), inner=True)
        return (
            f"<p:grpSp {SPACES}><p:nvGrpSpPr>{self._named(name, told)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{frame}</p:grpSpPr>{inside}</p:grpSp>"
        )

    def shape(
        self,
        kind: str,
        name: str,
        box: tuple[float, float, float, float],
        fill: str = NOTHING,
        line: str = NO_LINE,
        words: Words | Rich | None = None,
        told: str = "",
        turn: float = 0.0,
    ) -> str:
        """A geometric shape of the format (`ellipse`, `rect`, `roundRect` ...) in left, top, width, height.

        `turn` is in degrees, clockwise.
        """
        where = _frame(*self._box(*box), turn=turn)
        form = f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'
        return self._shape(name, told, where + form + fill + line, words)

    def text(
        self, name: str, box: tuple[float, float, float, float], words: Words | Rich, fill: str = NOTHING
    ) -> str:
        """A text of its own in left, top, width, height."""
        return self.shape("rect", name, box, fill, NO_LINE, words)

    def path(
        self,
        name: str,
        ways: Sequence[Sequence[Point]],
        fill: str = NOTHING,
        line: str = NO_LINE,
        closed: bool = True,
        told: str = "",
    ) -> str:
        """One freeform of one or several polygons or lines; "" where there is nothing to draw."""
        ways = [way for way in ways if len(way) > 1]
        if not ways:
            return ""
        left, top = (min(point[side] for way in ways for point in way) for side in (0, 1))
        right, bottom = (max(point[side] for way in ways for point in way) for side in (0, 1))
        x, y, width, height = self._box(left, top, right - left, bottom - top)
        if not closed and not (width and height):
            straight = '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
            return self._shape(name, told, _frame(x, y, width, height) + straight + line, None)
        if closed and not (width and height):
            return ""
        steps = "".join(_way(way, left, top, closed) for way in ways)
        across, down = _units(right - left), _units(bottom - top)
        filled = "" if closed else ' fill="none"'
        form = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="{across}" h="{down}"{filled}>{steps}</a:path></a:pathLst></a:custGeom>'
        )
        return self._shape(name, told, _frame(x, y, width, height) + form + fill + line, None)

    def _shape(self, name: str, told: str, properties: str, words: Words | Rich | None) -> str:
        body = words.xml() if words else ""
        return (
            f"<p:sp><p:nvSpPr>{self._named(name, told)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{properties}</p:spPr>{body}</p:sp>"
        )

    def _named(self, name: str, told: str) -> str:
        descr = f' descr="{plain(told)}"' if told else ""
        return f'<p:cNvPr id="{next(self.ids)}" name="{plain(name)}"{descr}/>'

    def _length(self, pixels: float) -> int:
        return round(pixels * EMU / self.density)

    def _box(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        left, top = round(self.left * EMU), round(self.top * EMU)
        return left + self._length(x), top + self._length(y), self._length(width), self._length(height)


def _way(way: Sequence[Point], left: float, top: float, closed: bool) -> str:
    (x, y), *others = [(_units(x - left), _units(y - top)) for x, y in way]
    steps = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{steps}{"<a:close/>" if closed else ""}'


def _units(pixels: float) -> int:
    """The units of a path: tenths of a pixel, which are short to write."""
    return max(round(pixels * 10), 0)


def _frame(x: int, y: int, width: int, height: int, inner: bool = False, turn: float = 0.0) -> str:
    rot = f' rot="{round(turn * 60_000)}"' if turn else ""
    size = f'<a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/>'
    child = f'<a:chOff x="{x}" y="{y}"/><a:chExt cx="{width}" cy="{height}"/>' if inner else ""
    return f"<a:xfrm{rot}>{size}{child}</a:xfrm>"
