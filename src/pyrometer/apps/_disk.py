"""Disk: the sentence for what the disk, not the program, does wrong."""

import errno
import os
import re

# What a system says of a disk that is full, shut or failing; an engine repeats it within its own words.
REFUSALS = tuple(
    os.strerror(n) for n in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EMFILE, errno.EIO)
)

ENGINES = ("_duckdb", "duckdb", "deltalake", "_internal", "pyarrow")  # delta-rs keeps its own errors in _internal

BUILT = "/ledger/built/"  # journeys and spells, which follow from the ledger


def fault(error: Exception) -> str | None:
    """What is missing, full, shut or damaged, with the way out; None where the disk is not at fault."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}."
    if not isinstance(error, OSError) and not type(error).__module__.startswith(ENGINES):
        return None
    if "out of memory" in str(error).lower():
        return 'The engine ran out of memory. Give it more, with memory = "4GB" under [engine] in pyrometer.toml.'
    refusal = next((words for words in REFUSALS if words.lower() in str(error).lower()), None)
    if refusal is not None:
        return f"The disk refuses: {refusal}. Nothing is half-written; mend that and say it again."
    file = re.search(r"(?<=['\"])[^'\"\n]+\.parquet|[^'\"\s]+\.parquet", str(error))
    if file is None:
        return f"{error.strerror}." if isinstance(error, OSError) and error.strerror else None
    if BUILT in file[0]:
        return f"{file[0]} is missing or damaged. Take the folder it lies in away: what was built is built anew."
    return (
        f"{file[0]} is missing or damaged. The records are in their own files still: take the plant's folder ledger "
        "away, then: pyrometer read"
    )
