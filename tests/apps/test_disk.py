"""A disk that is full or shut is said to be so; nobody is sent to throw a whole ledger away for it."""

import pytest

pytest.importorskip("duckdb")

import duckdb
from deltalake.exceptions import DeltaError

from pyrometer.apps import _disk


@pytest.mark.parametrize("reason", ["No space left on device", "Permission denied", "Read-only file system"])
@pytest.mark.parametrize("kind", [duckdb.IOException, DeltaError])
def test_a_full_or_shut_disk_is_no_damaged_file(kind: type[Exception], reason: str) -> None:
    sentence = _disk.fault(kind(f'IO Error: Could not write file "ledger/events/part-1.parquet": {reason}'))
    assert sentence == f"The disk refuses: {reason}. Nothing is half-written; mend that and say it again."


def test_a_file_that_is_gone_is_said_to_be_so() -> None:
    error = duckdb.IOException('No files found that match the pattern "ledger/events/part-1.parquet"')
    assert "ledger/events/part-1.parquet is missing or damaged" in (_disk.fault(error) or "")


def test_a_fault_of_ours_stays_one() -> None:
    assert _disk.fault(ValueError("part-1.parquet")) is None


def test_too_little_memory_is_said_with_the_setting_that_gives_more() -> None:
    error = duckdb.OutOfMemoryException("Out of Memory Error: could not allocate block of size 8.0 KiB")
    assert 'memory = "4GB" under [engine]' in (_disk.fault(error) or "")


def test_a_disk_that_is_full_at_the_last_step_is_said_to_be_so() -> None:
    error = OSError(
        "Generic LocalFileSystem error\n  ↳ Unable to open file 2.json#1\n  ↳ No space left on device (os error 28)"
    )
    assert "The disk refuses: No space left on device." in (_disk.fault(error) or "")
    assert "Nothing is half-written" in (_disk.fault(OSError(28, "No space left on device")) or "")


def test_what_is_built_from_the_ledger_sends_nobody_to_throw_the_ledger_away() -> None:
    error = duckdb.IOException('No files found that match the pattern "a plant/ledger/built/1-ab/journeys.parquet"')
    assert (_disk.fault(error) or "").startswith(
        "a plant/ledger/built/1-ab/journeys.parquet is missing or damaged. Take"
    )
