"""How wide words are, from the letters of the vendored fonts: nothing is guessed, so labels never overlap."""

from collections.abc import Sequence
from functools import cache

from pyrometer.figures import _advances
from pyrometer.figures._style import Letters

WIDE = 1000  # a letter that no vendored font has (say a Chinese one) is taken as wide as the font is high
ELLIPSIS = "…"


@cache
def _table(weight: int, *, is_serif: bool) -> dict[str, int]:
    name = f"{'SERIF' if is_serif else 'INTER'}_{600 if weight >= 500 else 400}"
    points: list[int] = []
    for span in _advances.RANGES.split():
        first, last = (int(end, 16) for end in span.split("-"))
        points.extend(range(first, last + 1))
    widths = [int(w) for w in getattr(_advances, name).split()]
    return {chr(point): w for point, w in zip(points, widths, strict=True) if w}


def width(words: str, letters: Letters) -> float:
    """How many pixels `words` take in these letters (without kerning, which only makes them narrower)."""
    table = _table(letters.weight, is_serif=letters.is_serif)
    return sum(table.get(letter, WIDE) for letter in words) * letters.size / 1000


def is_foreign(words: str) -> bool:
    """Whether any letter is in none of the vendored fonts; signs that are not seen do not count."""
    table = _table(400, is_serif=False)
    return any(letter not in table and letter.isprintable() for letter in words)


def fit(words: str, room: float, letters: Letters) -> str:
    """`words`, cut with an ellipsis if they are wider than `room` pixels. For names only, never for numbers."""
    if width(words, letters) <= room:
        return words
    cut = words
    while cut and width(cut.rstrip() + ELLIPSIS, letters) > room:
        cut = cut[:-1]
    return cut.rstrip() + ELLIPSIS


def wrap(words: str, room: float, letters: Letters) -> list[str]:
    """`words` in lines no wider than `room`; a single word that is too wide is cut with an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, letters) <= room:
            lines[-1] = longer
        else:
            lines.append(fit(word, room, letters))
    return lines


def at_most(words: str, n_lines: int, room: float, letters: Letters) -> list[str]:
    """`words` in at most `n_lines` lines; what does not fit is cut with an ellipsis."""
    lines = wrap(words, room, letters)
    if len(lines) <= n_lines:
        return lines
    return [*lines[: n_lines - 1], fit(" ".join(lines[n_lines - 1 :]), room, letters)]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least `gap` apart and as near as can be to the `wanted` ones, inside low..high if there is room.

    Clusters that collide are merged and centred on the mean of what they wanted (isotonic regression by pooling).
    Source: Robertson, Wright, Dykstra 1988, Order Restricted Statistical Inference, ch. 1 (pool adjacent violators).
    """
    ranked = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    pools: list[list[float]] = []  # [sum of (wanted - rank * gap), count]
    for rank, i in enumerate(ranked):
        pools.append([wanted[i] - rank * gap, 1.0])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, count = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += count
    roof = high - (len(wanted) - 1) * gap
    bases = [max(low, min(total / count, max(low, roof))) for total, count in pools for _ in range(int(count))]
    places = [0.0] * len(wanted)
    for rank, (i, base) in enumerate(zip(ranked, bases, strict=True)):
        places[i] = base + rank * gap
    return places
