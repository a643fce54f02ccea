"""Reads the reference cases and holds an answer against what was published, within the case's own tolerance."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np


def load(shared: Path, file: str, name: str) -> dict[str, Any]:
    """One named case of a reference file."""
    cases = {c["name"]: c for c in json.loads((shared / "references" / f"{file}.json").read_text())}
    return cases[name]


def holds(ours: Any, published: Any, tolerance: float) -> None:
    """Assert every number within max(|e| tol, tol) of the published one; a published None asks for None or infinity."""
    if published is None:
        assert ours is None or not math.isfinite(ours)
        return
    mine, theirs = np.asarray(ours, dtype=float), np.asarray(published, dtype=float)
    assert mine.shape == theirs.shape, f"{mine.shape} against {theirs.shape}"
    room = np.maximum(np.abs(theirs) * tolerance, tolerance)
    off = np.abs(mine - theirs)
    assert (off <= room).all(), f"ours {mine}, published {theirs}, off by {off.max()}"


def named(case: dict[str, Any], names: list[str]) -> list[Any]:
    """Those expected values of a case, in order."""
    return [case["expected"][n] for n in names]
