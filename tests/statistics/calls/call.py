"""A right call of a public function, from which the wrong ones are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

RNG = np.random.default_rng(11)
X = RNG.normal(50, 5, 30).round(2)
N = RNG.integers(60, 140, 30).astype(float)
K = RNG.binomial(N.astype(int), 0.3).astype(float)
COUNTS = RNG.poisson(9, 30).astype(float)
TIMES = RNG.exponential(10, 30).round(2) + 0.1
GROUP_K, GROUP_N = [12.0, 20.0, 9.0, 15.0], [40.0, 60.0, 35.0, 50.0]
Y = [0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0] * 3
SCORE = RNG.normal(0, 1, 30).round(2)


@dataclass(frozen=True)
class Call:
    """A function and its arguments by name, and what of them may be what.

    `together`: of one length with another; `counts`: never below zero; `parts_of`: never above that other argument;
    `groups`: at least two; `may_miss`: may hold NaN; `may_be_negative`: numbers; `harmless`: (how, argument) that is
    no fault here.
    """

    make: Callable[..., Any]
    given: dict[str, Any]
    together: str = ""
    counts: str = ""
    parts_of: Mapping[str, str] = field(default_factory=dict)
    groups: str = ""
    may_miss: str = ""
    may_be_negative: str = ""
    harmless: tuple[tuple[str, str], ...] = ()


def of(make: Callable[..., Any], given: dict[str, Any], **said: Any) -> Call:
    """A call; the words of each string are names of arguments."""
    return Call(make, given, **said)


KN: dict[str, Any] = {"together": "k n", "counts": "k n", "parts_of": {"k": "n"}}
GROUPS: dict[str, Any] = KN | {"groups": "k n"}
