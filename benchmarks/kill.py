"""Kills a reading at random moments and checks each time that the ledger lost nothing and holds nothing twice.

Every other reading is an export that takes back and amends what the one before it said, leaves deals out, and parts
what was merged.
Run from the checkout: python -m benchmarks.kill [--kills 200] [--seed 1]
"""

import argparse
import multiprocessing
import random
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable

from pyrometer.config import EngineSettings
from pyrometer.engines.duckdb import ENGINE
from pyrometer.ledger import marks
from pyrometer.ledger.files import Folder
from pyrometer.ledger.store import Ledger
from pyrometer.process.cut import cut
from pyrometer.sensors import _batch
from pyrometer.sensors._batch import Batch, Telling

READ_AT = datetime(2024, 6, 1)
N = 60  # events and prospects touched by one reading
TARGET = 150  # events a segment: readings touch several and open new ones
DEALS = 30  # in an export
SHOWN = 3  # so many of the last exports are looked at as known then
FACTS = ("entered", "ordered", "declined", "merged_into")
Known = set[tuple[str, str, datetime, float | None]]  # prospect, action, when, amount


def read(ledger: Ledger, engine: Any) -> None:
    """The reading that comes next: part of a log, then an export, and so on."""
    source, part = ("crm", export(ledger.mark // 2)) if ledger.mark % 2 else ("log", reading(ledger.mark // 2))
    ledger.read([part], engine, source=source, read_at=READ_AT)


def told(e: int) -> list[dict[str, Any]]:
    """All that the e-th export tells: who is in it, who was merged, how each deal ended and for how much."""
    rows = []
    for i in (i for i in range(DEALS) if (5 * i + e) % 6):  # the others are deleted, perhaps to be restored later
        rows.append(_said(i, "entered", i / 24, None))
        if (end := (i + e) % 3) < 2:
            rows.append(_said(i, FACTS[1 + end], 10 + (i + e // 3) % 4, None if end else 100.0 * i + e))
        if _is_merged(i, e):
            rows.append(_said(i, "merged_into", 15, None) | {"about": [("into", f"deal {i + 1}")]})
    return rows


def _is_merged(i: int, e: int) -> bool:
    return not i % 2 and not (i // 2 + e) % 4


def _home(row: dict[str, Any], e: int) -> str:
    """The deal to which an event belongs, as the e-th export tells."""
    i = row["row"] - 1
    return f"deal {i + _is_merged(i, e)}"


def told_at(e: int) -> datetime:
    """When the e-th export was made."""
    return datetime(2024, 2, 1) + timedelta(days=e)


def export(e: int) -> Batch:
    """The e-th export of everybody, one row a deal; an older one's word gives way to it."""
    name = f"deals-{told_at(e):%Y-%m-%d}.csv"
    full = [{name: row.get(name) for name in _batch.EVENTS.names} | {"file": name} for row in told(e)]
    telling = Telling(name, told_at(e), "row", facts=FACTS, is_whole=True)
    return Batch(pa.Table.from_pylist(full, _batch.EVENTS), _batch.REFUSED.empty_table(), DEALS, telling=telling)


def _said(i: int, action: str, day: float, amount: float | None) -> dict[str, Any]:
    own = {"source": "crm", "source_id": f"{i}:{action}", "prospect": f"deal {i}", "row": i + 1, "amount": amount}
    at = datetime(2024, 1, 1) + timedelta(days=day)
    return own | {"source_seq": 0, "happened_at": at, "precision": 0, "side": 0, "action": action, "grade": 0}


def reading(k: int) -> Batch:
    """The k-th reading of the log: events of old and new prospects, some late, one merge, one refused row."""
    rows = [_row(k, i) for i in range(N)]
    if k:
        rows.append(_row(k, N) | {"action": "merged_into", "prospect": f"p{k}", "about": [("into", f"p{k + 1}")]})
    bad = {"source": "log", "file": "log.csv", "row": k, "code": "no-time", "reason": "No time.", "raw": f"raw {k}"}
    full = [{name: row.get(name) for name in _batch.EVENTS.names} for row in rows]
    return Batch(pa.Table.from_pylist(full, _batch.EVENTS), pa.Table.from_pylist([bad], _batch.REFUSED), len(rows) + 1)


def _row(k: int, i: int) -> dict[str, Any]:
    return {
        "source": "log",
        "source_id": f"{k}-{i}",
        "source_seq": i,
        "prospect": f"p{(k + i * 7) % (10 + 4 * k)}",
        "person": f"person {i}",
        "happened_at": datetime(2024, 1, 1) + timedelta(days=k - (i % 5), minutes=i),
        "precision": 0,
        "side": 0,
        "action": f"step {i % 9}",
        "grade": 2,
        "about": None,
        "file": "log.csv",
        "row": 1000 * k + i,
    }


def write(folder: Path, ready: Any) -> None:
    """Reads one reading after the other, for ever."""
    engine = ENGINE.connect(EngineSettings(threads=2, memory="1GB"))
    ledger = Ledger.open(folder)
    ledger.target = TARGET
    ready.set()
    while True:
        read(ledger, engine)


def check(folder: Path, engine: Any) -> int:
    """Raises AssertionError where anything is lost, twice, or left lying about; gives the mark."""
    ledger = Ledger.open(folder)
    place = Folder(folder)
    tables = ledger.tables(engine)
    assert not list(place.staging.iterdir()), "staging was not emptied"
    n_logs, n_exports = (ledger.mark + 1) // 2, ledger.mark // 2
    events = tables.events.to_pyarrow()
    files = tables.words.files
    found = sorted((files[f], r) for f, r in zip(events["file"].to_pylist(), events["row"].to_pylist(), strict=True))
    wanted = sorted(("log.csv", 1000 * k + i) for k in range(n_logs) for i in range(N + (k > 0)))
    n = len(wanted) + (len(told(n_exports - 1)) if n_exports else 0)
    assert [place for place in found if place[0] == "log.csv"] == wanted, f"mark {ledger.mark}: the log is not whole"
    assert len(found) == n, f"mark {ledger.mark}: {len(found)} events instead of {n}"
    assert DeltaTable(place.events).to_pyarrow_table().num_rows == n, "the Delta table disagrees"
    assert tables.prospects.n_events.sum().execute() == (n or None), "prospects do not add up"
    assert sorted(ledger.refused()["row"].to_pylist()) == list(range(n_logs)), "refused rows"
    assert ledger.runs()["mark"].to_pylist() == list(range(1, ledger.mark + 1)), "runs"
    _check_known(tables, n_exports)
    _check_files(place, ledger.mark)
    return ledger.mark


def _check_known(tables: Any, n_exports: int) -> None:
    """What is known of the deals now, and what was known on the days of the last exports, is what those told."""
    newest = range(max(0, n_exports - SHOWN), n_exports)
    for e, as_known in [*((e, told_at(e) + timedelta(hours=1)) for e in newest), *((e, None) for e in newest[-1:])]:
        wanted = {(_home(r, e), r["action"], r["happened_at"], r["amount"]) for r in told(e)}
        found = _known(tables, as_known)
        assert found == wanted, f"export {e} of {n_exports}, as known {as_known}: {sorted(map(str, found ^ wanted))}"


def _known(tables: Any, as_known: datetime | None) -> Known:
    then = cut(tables, READ_AT, as_known)
    names = {p["prospect"]: p["name"] for p in then.prospects.to_pyarrow().to_pylist()}
    rows = then.events.to_pyarrow().to_pylist()
    mine = [row for row in rows if tables.words.sources[row["source"]] == "crm"]
    said = [(names[r["prospect"]], tables.words.actions[r["action"]], r["happened_at"], r["amount"]) for r in mine]
    assert len(set(said)) == len(said), f"as known {as_known}: something stands twice"
    return set(said)


def _check_files(place: Folder, mark: int) -> None:
    named: set[str] = set()
    for version in range(1, mark + 1):
        manifest = marks.manifest(place, version)
        named |= {f for files in manifest.parts.values() for f in files} | {str(manifest.words)}
        named |= {str(f) for s in manifest.segments for f in (s.events, s.prospects)}
        named.add(str(marks.named(place, version)))
    lying = {p.name for p in (*place.side.iterdir(), *place.events.glob("*.parquet"))}
    assert lying == named - {"None"}, f"files that no mark names, or that are missing: {lying ^ (named - {'None'})}"


def kills(folder: Path, n: int, seed: int) -> tuple[int, int]:
    """Kills `n` readings in that new ledger, checking after each; gives the last mark and the kills within exports."""
    rng = random.Random(seed)
    context = multiprocessing.get_context("forkserver" if hasattr(multiprocessing, "reduction") else "spawn")
    context.set_forkserver_preload(["pyrometer.ledger.store", "ibis.backends.duckdb", "deltalake", "pyarrow.parquet"])
    engine = ENGINE.connect(EngineSettings(threads=2, memory="1GB"))
    longest = 2.5 * _seconds_of_one(folder, engine)
    mark, in_exports = check(folder, engine), 0
    for _ in range(n):
        ready = context.Event()
        writer = context.Process(target=write, args=(folder, ready))
        writer.start()
        assert ready.wait(60), "the reading process did not come up"
        time.sleep(rng.uniform(0, longest))
        assert writer.is_alive(), "the reading process died by itself"
        writer.kill()
        writer.join()
        after = check(folder, engine)
        assert after >= mark, "a mark was lost"
        longest *= 1.15 if after == mark else 0.9  # so that about half the kills come before the commit, half after
        mark, in_exports = after, in_exports + after % 2
    return mark, in_exports


def _seconds_of_one(folder: Path, engine: Any) -> float:
    started = time.perf_counter()
    read(Ledger.open(folder), engine)
    return time.perf_counter() - started


def main() -> None:
    """Runs the kills and says how it went."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    started = time.perf_counter()
    n, marks_made, in_exports, seed = 0, 0, 0, chosen.seed
    while n < chosen.kills:  # a new ledger now and then, so that readings stay short and kills dense
        few = min(25, chosen.kills - n)
        with tempfile.TemporaryDirectory() as place:
            Ledger.create(Path(place) / "ledger")
            made, within = kills(Path(place) / "ledger", few, seed)
        n, marks_made, in_exports, seed = n + few, marks_made + made, in_exports + within, seed + 1
        print(
            f"{n} kills, {in_exports} of them within an export that takes something back, {marks_made} marks "
            "published, nothing lost, nothing twice, old and new known as told",
            flush=True,
        )
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
