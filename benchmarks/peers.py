"""Pyrometer beside pm4py, on the same log in one run: graph, variants, durations, and a first report from a XES file.

python -m benchmarks.peers [--sizes 1 10] [--xes FILE] [--out benchmarks/out] prints a table. pm4py gets an environment
of its own under --out and is no dependency. Its times are from its own loaded frame; ours include opening the ledger,
whose builds keep the edges of the graph, as its loaded frame keeps rows: what loading and building take is told below.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks._generate import sales_log

HERE = Path(__file__).parent
ROUNDS = 3  # of both sides in turns, where they are short
PLANT = """[plant]
name = "generated sales log"
"""
SENSOR = """sensor = "parquet"
path = "{path}"
prospect = "prospect"
row_is = "event"
id = "event_id"

[[event]]
happened_at = "happened_at"
action = "{{action}}"
side = "seller"
actor = "actor"
"""


def environment(out: Path) -> Path:
    """pm4py's own Python, made once."""
    python = out / "pm4py" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(out / "pm4py")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "pm4py", "pyarrow"], check=True)
    return python


def side(*command: str) -> dict[str, Any]:
    """What one side printed, from a process of its own."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise SystemExit(f"{' '.join(command)} gave no result:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(lines[-1].removeprefix("RESULT "))
    return result


def best(*sides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each side the fastest round: what disturbs a machine for a second or two disturbs neither."""
    return [min(rounds, key=whole) for rounds in sides]


def whole(result: dict[str, Any]) -> float:
    """Seconds for all of the answers, ours with the opening."""
    own = (result[k] for k in ("graph", "graph_times", "variants", "durations") if k in result)
    return float(result["all"]) if "all" in result else sum(own)


def plant(log: Path, folder: Path) -> float:
    """A plant over the log, read; the seconds that reading took."""
    import pyrometer

    if (folder / "ledger").exists():
        return float("nan")
    (folder / "sensors").mkdir(parents=True, exist_ok=True)
    (folder / "definitions").mkdir(exist_ok=True)
    (folder / "pyrometer.toml").write_text(PLANT)
    (folder / "sensors" / "log.toml").write_text(SENSOR.format(path=log.resolve()))
    started = time.perf_counter()
    opened = pyrometer.open(str(folder))
    opened.read()
    return time.perf_counter() - started


def compare(size: float, out: Path, python: Path) -> None:
    """One size: both sides, their answers held against each other, times and memory side by side."""
    log, folder = out / f"log-{size:g}m.parquet", out / f"plant-{size:g}m"
    if not log.exists():
        sales_log(log, round(size * 1e6))
    read = plant(log, folder)
    ours_side = (sys.executable, str(HERE / "_our_side.py"), str(folder))
    their_side = (str(python), str(HERE / "_pm4py_side.py"), "events", str(log))
    rounds = [(side(*ours_side), side(*their_side)) for _ in range(ROUNDS if size <= 1 else 1)]
    ours, theirs = best(*map(list, zip(*rounds, strict=True)))
    for answer in ("n_edges", "n_steps", "n_variants", "top_edge_n"):
        print(
            f"  {answer}: {ours[answer]:,} and {theirs[answer]:,}"
            + ("" if ours[answer] == theirs[answer] else "  DIFFER")
        )
    peers = whole(theirs)
    print(f"\n{size:g} million events      Pyrometer     pm4py    ratio")
    rows = [
        ("open", ours["open"], 0.0),
        ("graph, mean and median", ours["graph"], theirs["graph"] + theirs["graph_times"]),
        ("variants", ours["variants"], theirs["variants"]),
        ("durations", ours["durations"], theirs["durations"]),
        ("all, with opening", ours["all"], peers),
    ]
    for name, a, b in rows:
        print(f"  {name:<24}{a:9.3f} s {b:9.3f} s {b / a:8.1f}")
    a, b = ours["peak_gb"], theirs["peak_gb"]
    print(f"  {'memory at the most':<24}{a:8.2f} GB {b:8.2f} GB {b / a:7.1f}")
    print(f"  once a log: read into the ledger {read:.1f} s; loaded by pm4py {theirs['load']:.1f} s")
    first = ours["all"] + ours["built"]
    print(f"  once a mark: journeys, spells, edges and ways built in {ours['built']:.2f} s; with it, the first answers")
    print(f"  come after {first:.2f} s, and the ratio is {peers / first:.1f}\n")


def first_report(xes: Path, python: Path) -> None:
    """From the XES file to the first report, everything included, beside pm4py reading the file alone."""
    theirs = side(str(python), str(HERE / "_pm4py_side.py"), "read", str(xes))
    best = float("inf")
    for _ in range(3):
        place = Path(tempfile.mkdtemp())
        command = [sys.executable, "-m", "pyrometer", "start", str(xes), "--folder", str(place / "plant")]
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        best = min(best, time.perf_counter() - started)
        shutil.rmtree(place)
    print(f"first report from {xes.name}, everything included: {best:.2f} s")
    print(f"pm4py reads that file alone: {theirs['read']:.2f} s; ratio {best / theirs['read']:.2f} (3 at the most)\n")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=float, default=[1.0, 10.0], help="million events")
    parser.add_argument("--xes", type=Path, default=None, help="an event log in XES")
    parser.add_argument("--out", type=Path, default=HERE / "out")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    python = environment(given.out)
    if given.xes is not None:
        first_report(given.xes, python)
    for size in given.sizes:
        compare(size, given.out, python)


if __name__ == "__main__":
    main()
