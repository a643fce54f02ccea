"""Finding: the answer of a study - a sentence, how to read it, figures, tables, cautions and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pyrometer import registry
from pyrometer.model.figure import Figure
from pyrometer.model.interval import Estimate
from pyrometer.model.table import Table

Verdict = Literal["signal", "routine", "yes", "no", "too_early", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Caution:
    """What a reader must know before leaning on the number: a public code, a sentence and how many it concerns."""

    code: str
    text: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """A named method and where it is published (author, year, page or equation)."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class DefinitionRef:
    """A definition as used: its name, version, content hash, how many people signed it, and the words it rests on.

    `reads` are the actions and field values that its test looks for. `agreement` is how far people agree on its
    verdicts beyond chance (the interval's method names the coefficient), None where nobody judged enough.
    """

    name: str
    version: int
    hash: str
    n_agreed: int = 0
    says: str = ""
    reads: tuple[str, ...] = ()
    agreement: Estimate | None = None
    owner: str = ""
    agreed_on: date | None = None  # the day of the latest signature


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a number comes from. The plant fills all but `methods`, which the study names."""

    methods: tuple[Method, ...] = ()
    definitions: tuple[DefinitionRef, ...] = ()
    ledger_mark: int | None = None
    period: tuple[datetime, datetime] | None = None
    zone: str = "UTC"
    as_known: str = "now"
    settings: Mapping[str, str | int | float | bool | date | None] = field(default_factory=dict)
    queries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of a study."""

    study: str
    question: str
    verdict: Verdict
    headline: str
    reading: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    next_step: str = ""

    def __repr__(self) -> str:
        """Its name, verdict and sentence."""
        return f"<Finding {self.study!r}, {self.verdict}: {self.headline}>"

    def __str__(self) -> str:
        """The finding as a terminal shows it."""
        return str(registry.find("pyrometer.views", "text").render((self,)))

    def _repr_html_(self) -> str:
        """The finding as a notebook shows it: sentence, figures, how to read it, and the tables folded."""
        return str(registry.find("pyrometer.views", "notebook").render((self,)))
