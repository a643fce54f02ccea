"""Where a label goes: beside what it names, on nothing else, inside the picture; its words are never changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyrometer.figures._scale import Room
from pyrometer.figures._style import Letters
from pyrometer.figures._text import width

LATER = 3.0  # square pixels of a line that words may cover rather than take the next spot


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for words: where they start, end or are centred, and on which base line."""

    x: float
    y: float
    anchor: str


def box(spot: Spot, words: str, letters: Letters) -> Room:
    """The rectangle that words cover at that spot."""
    wide = width(words, letters)
    left = spot.x - {"start": 0.0, "middle": wide / 2, "end": wide}[spot.anchor]
    return Room(left, left + wide, spot.y - letters.size * 0.8, spot.y + letters.size * 0.25)


def shared(a: Room, b: Room) -> float:
    """How many square pixels two rectangles share."""
    wide = min(a.right, b.right) - max(a.left, b.left)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    return wide * high if wide > 0 and high > 0 else 0.0


def along(places: Sequence[tuple[float, float]], every: float = 5.0) -> list[Room]:
    """Small rectangles along a broken line, for labels to keep away from."""
    found = []
    for (x1, y1), (x2, y2) in zip(places, places[1:], strict=False):
        n = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / every))
        for i in range(n + 1):
            x, y = x1 + (x2 - x1) * i / n, y1 + (y2 - y1) * i / n
            found.append(Room(x - 1.5, x + 1.5, y - 1.5, y + 1.5))
    return found


def around(x: float, y: float, off: float = 11) -> list[Spot]:
    """Spots beside, above and below a point, the best first."""
    near = [Spot(x + off, y + 4, "start"), Spot(x - off, y + 4, "end"), Spot(x, y - off, "middle")]
    near += [Spot(x, y + off + 8, "middle")]
    for lift in (16, -16, 30, -30, 46, -46):
        near += [Spot(x + off - 4, y + 4 + lift, "start"), Spot(x - off + 4, y + 4 + lift, "end")]
    return near


@dataclass(frozen=True, slots=True)
class Paper:
    """What is on the paper already: other words and marks (never to be covered), lines (better not), and its edges."""

    words: Sequence[Room]
    lines: Sequence[Room]
    edges: Room


def find(
    words: str, letters: Letters, spots: Sequence[Spot], paper: Paper, *, most: float = float("inf")
) -> Spot | None:
    """The freest of the spots, earlier ones preferred; None when every one covers other words or leaves the paper.

    `most`: the square pixels of lines that the words may cover at the most, a later spot counting for some.
    """
    edges, lowest, found = paper.edges, most, None
    for i, spot in enumerate(spots):
        if i * LATER >= lowest:
            break
        cover = box(spot, words, letters)
        if cover.left < edges.left or cover.right > edges.right or cover.top < edges.top or cover.bottom > edges.bottom:
            continue
        if any(shared(cover, other) > 0 for other in paper.words):
            continue
        cost = sum(shared(cover, other) for other in paper.lines) + i * LATER
        if cost < lowest:
            lowest, found = cost, spot
    return found
