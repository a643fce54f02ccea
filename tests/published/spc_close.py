"""Reference cases by name, and nearness as the references state it: relative plus absolute tolerance."""

import json
from pathlib import Path
from typing import Any

import numpy as np


def cases(shared: Path, file: str) -> dict[str, dict[str, Any]]:
    found = json.loads((shared / "references" / file).read_text())
    return {case["name"]: case for case in found}


def listed(value: Any) -> list[Any]:
    """A single number may stand where a list of one was meant."""
    return value if isinstance(value, list) else [value]


def close(ours: Any, expected: Any, tolerance: float) -> None:
    """max(|expected| * tolerance, tolerance), element by element; a single number stands for all points."""
    ours, expected = np.atleast_1d(np.asarray(ours, float)), np.atleast_1d(np.asarray(expected, float))
    assert expected.size == 1 or ours.shape == expected.shape
    room = np.maximum(np.abs(expected) * tolerance, tolerance)
    assert (np.abs(ours - expected) <= room).all(), (ours, expected, float(np.abs(ours - expected).max()))
