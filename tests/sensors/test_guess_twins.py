"""One log in two formats is read once; two logs of the same prospects are both read."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet

from pyrometer.sensors._guess import Answers, guess

N = 30


def log(extra: int = 0) -> pa.Table:
    """Prospect i has i % 4 + 2 rows, and `extra` more of its calls."""
    acts = ("asked", "talked", "tried", "quoted", "ordered")
    rows = [(f"p{i}", f"2026-01-{d + 1:02d}T0{i % 9}:00:00Z", acts[d]) for i in range(N) for d in range(i % 4 + 2)]
    rows += [("p0", f"2026-02-{d + 1:02d}T09:00:00Z", "called") for d in range(extra)]
    who, at, what = zip(*rows, strict=True)
    return pa.table({"deal": who, "time": at, "activity": what})


def named(folder: Path, second: pa.Table) -> tuple[set[str], dict[str, str]]:
    csv.write_csv(log(), folder / "log.csv")
    parquet.write_table(second, folder / "more.parquet")
    found = guess([folder / "log.csv", folder / "more.parquet"], Answers(won=("ordered",)), folder / "plant")
    return set(found.sensors), {Path(path).name: why for path, why in found.unused.items()}


def test_the_same_log_in_another_format_is_left_out_and_told(tmp_path: Path) -> None:
    sensors, unused = named(tmp_path, log().rename_columns(["case", "when", "event"]))
    (left_out,) = unused
    assert sensors == {{"more.parquet": "log.toml", "log.csv": "more.toml"}[left_out]}
    assert "it has as many rows of every prospect as" in unused[left_out]


def test_another_log_of_the_same_prospects_is_read_too(tmp_path: Path) -> None:
    sensors, unused = named(tmp_path, log(extra=3))
    assert (sensors, unused) == ({"log.toml", "more.toml"}, {})
