"""Studies: one question a file - what it reads, what it computes, what it says, when it refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pyrometer.model.finding import Finding
from pyrometer.model.process import Ask

Audience = Literal["process", "marketing", "seller", "manager"]


@dataclass(frozen=True, slots=True)
class Study:
    """A question with its answer.

    `settings` is a frozen dataclass: its fields (with `metadata={"help": ...}`) are the options of every face.
    `answer(ask, settings)` is pure: it asks for tables, calls statistics and returns a Finding; the plant completes
    the provenance.
    """

    question: str
    audience: Audience
    settings: type[Any]
    answer: Callable[[Ask, Any], Finding]
