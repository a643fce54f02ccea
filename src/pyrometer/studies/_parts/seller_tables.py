"""Tables of sellers: each beside what the system would give, and what holds of all of them together."""

from typing import TYPE_CHECKING, Any

from pyrometer.model.interval import NotEnough
from pyrometer.model.table import Table
from pyrometer.studies._parts import say
from pyrometer.studies._parts.columns import SELLERS, SYSTEM

if TYPE_CHECKING:
    from pyrometer.studies._parts.groups import Compared
    from pyrometer.studies._parts.mix import Judged

MOST_ROWS = 200  # of a table: with more sellers those who are special, or differ among like ones, and the largest


def _says(special: int, outside: int, few: bool, mixed: str) -> str:  # noqa: FBT001 - one row of a table
    if few:
        return "too few cases"
    if special:
        return "special, high" if special > 0 else "special, low"
    if mixed:
        return mixed
    return "outside among the closed, not with open ones and ages counted" if outside else "the system"


def sellers(held: "Compared", judged: "Judged", labels: list[str]) -> Table:
    """One row a seller, in the order in which they were given: never sorted by what they win."""
    g, s = held.groups, held.shrunken
    mixed = {i: f"the system within {say.listed(fields)}" for i, fields in judged.explained.items()}
    mixed |= {i: f"differs within {a.field}" for i, a in judged.hidden.items()}
    rows = zip(judged.special, held.outside, held.too_few, strict=True)
    says = [_says(int(a), int(b), bool(c), mixed.get(i, "")) for i, (a, b, c) in enumerate(rows)]
    counts = (g.entered, g.won, g.lost, g.waiting)
    shares = (held.value, held.lower, held.upper, held.expected, held.ratio, held.ratio_low, held.ratio_high)
    columns: list[list[Any]] = [labels, *([int(x) for x in c] for c in counts)]
    columns += [[float(x) for x in c] for c in (*shares, s.value, s.low, s.high)]
    every = list(zip(*columns, says, strict=True))
    return Table(SELLERS, tuple(every[i] for i in listed(judged, len(every))))


def listed(judged: "Judged", n: int) -> list[int]:
    """The sellers in the tables, in their order: all, or of very many those of whom much is said, and the largest."""
    said = {i for i, s in enumerate(judged.special) if s} | {*judged.explained, *judged.hidden}
    rest = [i for i in range(n) if i not in said][: max(0, MOST_ROWS - len(said))]
    return sorted([*said, *rest])


def system(held: "Compared") -> Table:
    """What holds of all sellers together."""
    rows: list[tuple[str, float | None, str]] = [
        ("share_won", held.centre, "of all closed cases together"),
        (
            "p_equal",
            held.p,
            "the chance that equal sellers would differ as much (Pearson; at like ages where that is larger)",
        ),
        ("p_extreme", held.p_extreme, "the chance that the most extreme of equal sellers would lie as far out"),
        (
            "p_pace",
            held.p_ratio,
            "the chance that sellers of equal pace would differ as much (log-rank, open ones counted)",
        ),
        ("dispersion", held.phi, "variation between sellers over that of chance alone; 1 is chance alone"),
        ("tau", held.tau, "standard deviation of the true shares between sellers"),
    ]
    if not isinstance(held.visible, NotEnough):
        rows.append(
            ("visible_difference", held.visible.difference, "a true difference that would have been seen 8 in 10")
        )
    return Table(SYSTEM, tuple(rows))
