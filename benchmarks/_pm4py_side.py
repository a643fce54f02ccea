"""The peer's side of peers.py, run in pm4py's own environment: prints times, memory and answers as one JSON line."""

import json
import sys
import time
from pathlib import Path


def clock(work):
    """Seconds of the fastest of three runs (one above five seconds), and the answer."""
    best, answer = float("inf"), None
    for _ in range(3):
        started = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - started)
        if best > 5:
            break
    return best, answer


def events(path):
    """Graph, performance graph, variants and durations from a Parquet of strings, as pm4py's users compute them."""
    import pandas as pd
    import pm4py

    started = time.perf_counter()
    frame = pd.read_parquet(path, columns=["prospect", "action", "happened_at"])
    log = pm4py.format_dataframe(frame, case_id="prospect", activity_key="action", timestamp_key="happened_at")
    loaded = time.perf_counter() - started
    graph_s, (graph, _, _) = clock(lambda: pm4py.discover_dfg(log))
    times_s, times = clock(lambda: pm4py.discover_performance_dfg(log)[0])
    variants_s, variants = clock(lambda: pm4py.get_variants(log))
    durations_s, durations = clock(lambda: pm4py.get_all_case_durations(log))
    top = max(graph, key=graph.get)
    return {
        "load": loaded,
        "graph": graph_s,
        "graph_times": times_s,
        "variants": variants_s,
        "durations": durations_s,
        "n_edges": len(graph),
        "n_steps": int(sum(graph.values())),
        "n_variants": len(variants),
        "duration_sum": float(sum(durations)),
        "top_edge_n": int(graph[top]),
        "top_edge_median": float(times[top]["median"]),
    }


def read(path):
    """The time that pm4py takes to read an XES file alone, its import left out."""
    import pm4py

    seconds, frame = clock(lambda: pm4py.read_xes(path, show_progress_bar=False))
    return {"read": seconds, "n_events": len(frame)}


if __name__ == "__main__":
    result = {"events": events, "read": read}[sys.argv[1]](sys.argv[2])
    status = Path("/proc/self/status").read_text()  # ru_maxrss would begin with the parent's
    result["peak_gb"] = int(status.split("VmHWM:")[1].split()[0]) / 1e6
    print("RESULT " + json.dumps(result))
