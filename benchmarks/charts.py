"""How long 500 charts of 200 points take, each judged by every rule set, and what the chooser costs on top."""

import time
from collections.abc import Callable

import numpy as np

from pyrometer.registry import names
from pyrometer.statistics.charts import c, laney_p, p, u, xmr
from pyrometer.statistics.choose import choose
from pyrometer.statistics.false_discovery import over_charts
from pyrometer.statistics.rules import signals, signals_of_many

CHARTS, POINTS = 500, 200


def timed(what: str, work: Callable[[], object], limit: float | None = None) -> None:
    """One line: what, seconds on the clock and of one processor (best of three), and the limit on the latter."""
    clock, cpu = (min(pair) for pair in zip(*(_seconds(work) for _ in range(3)), strict=True))
    against = "" if limit is None else f"   limit {limit:.1f} s   {'kept' if cpu <= limit else 'BROKEN'}"
    print(f"{what:<56} {clock:7.3f} s {cpu:7.3f} s cpu{against}")


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(1)
    values = rng.normal(100, 10, (CHARTS, POINTS))
    n = rng.integers(80, 120, (CHARTS, POINTS))
    k = rng.binomial(n, 0.3)
    sets = names("pyrometer.statistics.rules")
    print(f"{CHARTS} charts of {POINTS} points; rule sets: {', '.join(sets)}")
    drawn = [xmr.chart(row) for row in values]
    timed("XmR charts", lambda: [xmr.chart(row) for row in values])
    timed("p charts", lambda: [p.chart(a, b) for a, b in zip(k, n, strict=True)])
    timed("Laney p' charts", lambda: [laney_p.chart(a, b) for a, b in zip(k, n, strict=True)])
    timed("u charts, exact limits", lambda: [u.chart(a, b, convention="exact") for a, b in zip(k, n, strict=True)])
    timed("c charts", lambda: [c.chart(a) for a in k])
    for name in sets:
        timed(f"rules {name}", lambda name=name: signals_of_many(drawn, [name]))  # type: ignore[misc]
    timed("all rule sets, one chart at a time", lambda: [signals(each, name) for each in drawn for name in sets])
    timed("false discoveries over all charts", lambda: over_charts(drawn))
    timed("the whole task: draw all, judge by every rule set", lambda: _judged(values, sets), limit=1.0)
    timed("the chooser, 50 of them (with its calendar test)", lambda: [choose(v) for v in values[:50]])


def _judged(values: np.ndarray, sets: tuple[str, ...]) -> int:  # type: ignore[type-arg]
    drawn = [xmr.chart(row) for row in values]
    return sum(len(found) for name in sets for found in signals_of_many(drawn, [name]))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
