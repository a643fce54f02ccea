"""Our methods beside statsmodels' and R's, on the same cases in one run: same answers, times and ratios.

python -m benchmarks.methods [--rows 100000 1000000] [--out benchmarks/out] prints a table. statsmodels gets an
environment of its own under --out and is no dependency; R (Debian: apt-get install r-base-core r-cran-survival
r-cran-cmprsk r-cran-spc) is used where there is an Rscript. Each peer's task runs in a process of its own; its time is
that of the call alone, the best of three, its cases loaded and its library imported. Answers must agree within 1e-6.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks import _our_methods as ours

HERE = Path(__file__).parent
AGES = (30.0, 90.0, 180.0, 360.0)
FINEST = 1e-4  # days, nine seconds: R takes times that differ by less than about 1e-6 as tied
CLOSE = 1e-6  # the most that answers may differ, relative to the larger of 1 and themselves
PATIENCE = 120  # seconds for one task of a peer
GET_R = "R is not here; to set it beside: apt-get install r-base-core r-cran-survival r-cran-cmprsk r-cran-spc"
SURVIVAL = (  # task, what it is, whether statsmodels and R have it
    ("km", "Kaplan-Meier with errors", True, True),
    ("aj", "Aalen-Johansen with errors", True, True),
    ("logrank", "log-rank, 5 groups", True, True),
    ("gray", "Gray, 5 groups", False, True),
)
GROUPED = (
    ("grouped_km", "Kaplan-Meier with errors", True, True),
    ("grouped_aj", "Aalen-Johansen", True, True),
)
OTHER = (
    ("fleiss", "Fleiss' kappa, 100,000 items of 5", True, False),
    ("weighted kappa", "weighted kappa, 1,000,000 pairs", True, False),
    ("homogeneity", "chi-squared of 200 groups", True, False),
    ("false discoveries", "Benjamini-Hochberg of 1,000,000", True, False),
    ("wilson", "Wilson intervals of 100,000 shares", True, False),
    ("clopper-pearson", "Clopper-Pearson of 100,000 shares", True, False),
    ("ewma", "EWMA run lengths at 9 shifts", False, True),
    ("cusum", "CUSUM run lengths at 9 shifts", False, True),
)
Task = tuple[str, str, bool, bool]


def environment(out: Path) -> Path:
    """statsmodels' own Python, made once."""
    python = out / "statsmodels" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(out / "statsmodels")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "statsmodels"], check=True)
    return python


def side(*command: str) -> dict[str, Any] | None:
    """What one side printed, from a process of its own; None where it took longer than our patience."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise SystemExit(f"{' '.join(command)} gave no result:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(lines[-1].removeprefix("RESULT "))
    return result


def clock(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the fastest of three runs, and the answer."""
    best, answer = float("inf"), None
    for _ in range(3):
        started = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - started)
    return best, np.asarray(answer, dtype=float)


def put(place: Path, **columns: Any) -> None:
    """Columns as files of doubles that every side reads."""
    place.mkdir(parents=True, exist_ok=True)
    for name, values in columns.items():
        np.asarray(values, dtype=np.float64).tofile(place / f"{name}.bin")


def cases(place: Path, n: int, *, whole_days: bool) -> int:
    """Prospects: won or lost after a while, open where watched too short; five sellers, one of them quicker."""
    rng = np.random.default_rng(7)
    seller = rng.integers(0, 5, n)
    won, lost = rng.gamma(2, 90 - 6 * (seller == 4)), rng.gamma(1.2, 160, n)
    watched = rng.uniform(1, 500, n)
    t = np.minimum(np.minimum(won, lost), watched)
    how = np.where(t == watched, 0, np.where(won <= lost, 1, 2))
    put(place, time=np.floor(t) + 1 if whole_days else np.round(t + FINEST, 4), how=how, group=seller)
    return n


def counted(place: Path, n: int) -> int:
    """The same prospects as counts by day and way out."""
    cases(place, n, whole_days=True)
    t, how = ours.column(place, "time"), ours.column(place, "how")
    rows, many = np.unique(np.column_stack((t, how)), axis=0, return_counts=True)
    put(place, time=rows[:, 0], how=rows[:, 1], group=np.zeros(len(rows)), many=many)
    return len(rows)


def numbers(place: Path, task: str) -> None:
    """What the task takes, in the columns a and b."""
    rng = np.random.default_rng(11)
    if task == "fleiss":
        put(place, a=rng.multinomial(5, [0.5, 0.2, 0.2, 0.1], 100_000), b=[0])
    elif task == "weighted kappa":
        first = rng.integers(0, 4, 1_000_000)
        second = np.where(rng.random(len(first)) < 0.7, first, rng.integers(0, 4, len(first)))
        put(place, a=first, b=second)
    elif task == "false discoveries":
        put(place, a=rng.random(1_000_000) ** 1.3, b=[0])
    else:
        n = rng.integers(20, 400, 200 if task == "homogeneity" else 100_000)
        put(place, a=rng.binomial(n, 0.25), b=n)


def beside(task: Task, place: Path, n: int, python: Path) -> None:
    """One line: our time, the peers' times and ratios, the largest difference; stops where answers differ."""
    name, says, has_statsmodels, has_r = task
    is_survival = name in {t[0] for t in (*SURVIVAL, *GROUPED)}
    ages = ",".join(f"{a:g}" for a in AGES) if is_survival else ""
    work = ours.survival(name, place, list(AGES)) if is_survival else ours.other(name, place)
    seconds, answer = clock(work)
    line, worst = f"  {says:<36}{seconds * 1e3:10.1f} ms", 0.0
    rscript = shutil.which("Rscript")
    r_side = (str(rscript), str(HERE / "_survival_side.R"), name, str(place), str(n), ages or "0")
    for has, command in (
        (has_statsmodels, (str(python), str(HERE / "_statsmodels_side.py"), name, str(place), ages)),
        (has_r and rscript is not None, r_side),
    ):
        found = side(*command) if has else None
        if not has:
            line += f"{'-':>13}{'':>10}"
            continue
        if found is None:
            line += f"{f'>{PATIENCE} s':>13}{PATIENCE / seconds:>9.0f}x"
            continue
        theirs = np.asarray(found["answer"])
        away = np.abs(theirs - answer[: len(theirs)]) / np.maximum(1.0, np.abs(theirs))
        worst = max(worst, float(away.max()))
        line += f"{found['seconds'] * 1e3:10.1f} ms{found['seconds'] / seconds:9.1f}x"
    print(f"{line}{worst:12.0e}", flush=True)
    if worst > CLOSE:
        raise SystemExit(f"{says}: our answer and a peer's differ by {worst:.1e}.")


def alone() -> None:
    """What no peer here has: the time of ours."""
    from pyrometer.statistics import compare, sequential
    from pyrometer.statistics.charts import xmr
    from pyrometer.statistics.rules import signals_of_many

    rng = np.random.default_rng(3)
    sizes, series = rng.integers(20, 400, 200), rng.normal(100, 10, (500, 200))
    compare.critical_value(sizes[:20])  # what is imported at the first call is no part of it

    def charts() -> Any:
        drawn = [xmr.chart(row) for row in series]
        return [len(f) for f in signals_of_many(drawn, ["anhoej", "western-electric", "nelson"])[0]]

    def critical() -> Any:
        sizes[0] += 1  # answers are remembered: another question each time
        return compare.critical_value(sizes)

    table: list[tuple[str, Callable[[], Any]]] = [
        ("500 charts of 200 points, three rule sets", charts),
        ("ANOM's critical value, 200 unequal groups", critical),
        ("group-sequential limits, 10 looks", lambda: sequential.group_sequential(10).z),
    ]
    print("\nWithout a peer in statsmodels or in these packages of R")
    for says, work in table:
        print(f"  {says:<44}{clock(work)[0] * 1e3:10.1f} ms")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="+", type=int, default=[100_000, 1_000_000], help="single cases")
    parser.add_argument("--out", type=Path, default=HERE / "out")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    python, place = environment(given.out), given.out / "methods"
    if shutil.which("Rscript") is None:
        print(GET_R)
    print(f"  {'':<36}{'Pyrometer':>13}{'statsmodels':>13}{'ratio':>10}{'R':>13}{'ratio':>10}{'differ by':>12}")
    for n in given.rows:
        for whole_days in (True, False):
            print(f"{n:,} single cases, ages {'in whole days' if whole_days else 'to ten seconds'}")
            cases(place, n, whole_days=whole_days)
            for task in SURVIVAL:
                beside(task, place, n, python)
        rows = counted(place, n)
        print(f"{n:,} cases as {rows:,} counts by day")
        for task in GROUPED:
            beside(task, place, rows, python)
    print("Agreement, groups, intervals, run lengths")
    for task in OTHER:
        numbers(place, task[0])
        beside(task, place, 1, python)
    alone()


if __name__ == "__main__":
    main()
