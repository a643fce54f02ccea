"""A kill at any moment leaves the ledger as it was before the reading, or as it is after it."""

from pathlib import Path

from benchmarks import kill

from pyrometer.ledger.store import Ledger


def test_killed_readings_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "ledger")
    mark, in_exports = kill.kills(tmp_path / "ledger", 12, seed=7)
    assert mark >= 1
    assert in_exports >= 1
