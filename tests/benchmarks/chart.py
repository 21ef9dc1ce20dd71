"""Draws lines on two logarithmic axes as SVG: dashed each its own way and named where they end.

What a colour says, a dash and a name say too, so that it can be read without colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 800, 500
LEFT, RIGHT, TOP, BOTTOM = 80, 560, 20, 440
NAME_HEIGHT = 18
STROKES = {
    "#000000": "none",
    "#0060a0": "9 4",
    "#b04000": "2 3",
    "#00704c": "12 3 2 3",
    "#8a2f6b": "5 5",
    "#555555": "16 6",
}

Points = list[tuple[float, float]]


class Axis:
    """Whole powers of ten about some values, laid out from one place in the picture to another."""

    def __init__(self, values: list[float], start: int, stop: int) -> None:
        self.low, self.start = floor(log10(min(values))), start
        self.powers = range(self.low, max(ceil(log10(max(values))), self.low + 1) + 1)
        self.step = (stop - start) / (len(self.powers) - 1)

    def at(self, value: float) -> float:
        return round(self.start + (log10(value) - self.low) * self.step, 1)

    def marks(self) -> Iterator[tuple[float, str]]:
        for power in self.powers:
            yield self.at(10.0**power), f"{10.0**power:,.{max(-power, 0)}f}"


def draw_lines(title: str, desc: str, labels: tuple[str, str], lines: dict[str, Points]) -> str:
    """The picture, with the title and the description that a screen reader reads.

    Args:
        title: what it shows, in a few words.
        desc: what the lines show, in words and numbers.
        labels: of the axis along and the axis up.
        lines: at most six, by name; the points of each from left to right, all above 0.
    """
    along = Axis([x for points in lines.values() for x, _ in points], LEFT, RIGHT)
    up = Axis([y for points in lines.values() for _, y in points], BOTTOM, TOP)
    places = {name: [(along.at(x), up.at(y)) for x, y in lines[name]] for name in lines}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="title desc" font-family="sans-serif" font-size="14">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(desc)}</desc>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n'
        + "\n".join([*_grid(along, up, *labels), *_named(places), "</svg>\n"])
    )


def _grid(along: Axis, up: Axis, below: str, beside: str) -> Iterator[str]:
    for x, mark in along.marks():
        yield _stroke([(x, TOP), (x, BOTTOM)], "#dddddd") + _text(x, BOTTOM + 20, mark, "middle")
    for y, mark in up.marks():
        yield _stroke([(LEFT, y), (RIGHT, y)], "#dddddd") + _text(LEFT - 6, y + 5, mark, "end")
    yield _text((LEFT + RIGHT) / 2, BOTTOM + 45, below, "middle")
    turned = _text(0, 0, beside, "middle")
    yield f'<g transform="translate(18 {(TOP + BOTTOM) / 2}) rotate(-90)">{turned}</g>'


def _named(places: dict[str, Points]) -> Iterator[str]:
    """Each line and its name, from the top down, so that no two names overlap."""
    name_y = 0.0
    colour_of = dict(zip(places, STROKES, strict=False))
    for name in sorted(places, key=lambda name: places[name][-1][1]):
        colour, end = colour_of[name], places[name][-1]
        name_y = max(end[1], name_y + NAME_HEIGHT)
        yield _stroke(
            places[name], colour, f'stroke-width="2" stroke-dasharray="{STROKES[colour]}"'
        )
        yield _stroke([end, (RIGHT + 14, name_y)], colour)
        yield _text(RIGHT + 18, name_y + 5, name, "start", colour)


def _stroke(points: Points, colour: str, more: str = "") -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" {more}/>'


def _text(x: float, y: float, words: str, anchor: str, colour: str = "#000000") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
