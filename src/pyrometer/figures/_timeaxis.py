"""The time axis: a base line, marks at the first point of each month, and as many names as fit."""

from collections.abc import Sequence

from pyrometer.figures import _svg as svg
from pyrometer.figures._series import tick_words
from pyrometer.figures._style import RULE, SMALL
from pyrometer.figures._text import width


def time_axis(dates: Sequence[str], every: str, xs: Sequence[float], y: float) -> list[str]:
    """The axis at height y for points of these dates at these places; names that would touch are left out."""
    if not xs:
        return []
    parts = [svg.line(xs[0], y, xs[-1], y, stroke=RULE)]
    words = tick_words(list(dates), every)
    for i, _ in words if len(words) <= 60 else ():
        parts.append(svg.line(xs[i], y, xs[i], y + 4, stroke=RULE))
    for x, name in chosen([(xs[i], name) for i, name in words]):
        parts.append(svg.text(x, y + 17, name, SMALL, "middle"))
    return parts


def chosen(marks: Sequence[tuple[float, str]], air: float = 8) -> list[tuple[float, str]]:
    """The marks to name: years first, then every month, second, third, fourth or sixth month that leaves room."""
    years = [m for m in marks if m[1][-4:].isdigit()]
    others = [m for m in marks if m not in years]
    kept: list[tuple[float, str]] = []
    for stride in (1, 2, 3, 4, 6, 12):
        first = _free(years, [], air)
        kept = first + [m for m in others[:: max(1, stride)] if _touches(m, first, air) is False]
        kept = sorted(kept)
        if all(_ends(a)[1] + air <= _ends(b)[0] for a, b in zip(kept, kept[1:], strict=False)):
            return kept
    return _free(sorted(kept), [], air)


def _ends(mark: tuple[float, str]) -> tuple[float, float]:
    half = width(mark[1], SMALL) / 2
    return mark[0] - half, mark[0] + half


def _touches(mark: tuple[float, str], others: Sequence[tuple[float, str]], air: float) -> bool:
    left, right = _ends(mark)
    return any(left < _ends(o)[1] + air and right > _ends(o)[0] - air for o in others)


def _free(marks: Sequence[tuple[float, str]], kept: list[tuple[float, str]], air: float) -> list[tuple[float, str]]:
    for mark in marks:
        if not _touches(mark, kept, air):
            kept = [*kept, mark]
    return kept
