"""Pyrometer's side of peers.py, in a process of its own: opens the plant, measures, prints one JSON line."""

import json
import shutil
import sys
import time
from pathlib import Path

import pyrometer

RUNS = 25  # of 40 ms each: their fastest is as little disturbed as the fastest of the peer's three, a second each


def events(folder):
    """The same answers as the peer's, the opening of plant and ledger included each time."""
    import ibis  # noqa: F401 - as the peer's import, not part of the answer

    shutil.rmtree(Path(folder) / "ledger" / "built", ignore_errors=True)
    started = time.perf_counter()
    pyrometer.open(folder).known()
    built = time.perf_counter() - started
    best: dict[str, float] = {}
    answers = {}
    for _ in range(RUNS):
        started = time.perf_counter()
        plant = pyrometer.open(folder)
        plant.known()
        laps = {"open": time.perf_counter() - started}
        for name in ("graph", "variants", "durations"):
            lap = time.perf_counter()
            answers[name] = plant.measure(name)
            laps[name] = time.perf_counter() - lap
        laps["all"] = time.perf_counter() - started
        if not best or laps["all"] < best["all"]:
            best = laps
    graph, durations = answers["graph"], answers["durations"]
    counts = graph["n"]
    top = counts.index(max(counts))
    return {
        **best,
        "built": built,
        "n_edges": len(graph),
        "n_steps": sum(counts),
        "n_variants": answers["variants"]["n_variants"][0],
        "duration_sum": durations["sum_days"][0] * 86_400,
        "top_edge_n": counts[top],
        "top_edge_median": graph["median_seconds"][top],
    }


if __name__ == "__main__":
    result = events(sys.argv[1])
    status = Path("/proc/self/status").read_text()  # ru_maxrss would begin with the parent's
    result["peak_gb"] = int(status.split("VmHWM:")[1].split()[0]) / 1e6
    print("RESULT " + json.dumps(result))
