"""Definition: a word in use, as a test, a criterion and a decision that people can sign and a machine can run."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Literal

from pyrometer.model.event import Side

Kind = Literal["milestone", "judgment", "measure"]
KINDS: tuple[Kind, ...] = ("milestone", "judgment", "measure")

Met = Literal["met", "not_met", "too_early", "cannot_tell"]
VERDICTS: tuple[Met, ...] = ("met", "not_met", "too_early", "cannot_tell")  # the position is the code in tables

Value = Literal["attention", "information", "time", "trust", "money"]
VALUES: tuple[Value, ...] = ("attention", "information", "time", "trust", "money")

NOT_CONTENT = ("version", "owner", "review_by", "agreed", "where")  # what may change without a new version
FIRST_ACTIONS = ("first_action", "first_customer_action", "first_seller_action", "first_marketing_action")


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a sensor was dead: `since` None from ever, `until` None to now; both: it was never connected."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as written ('30d', '2wd'): seconds, or working days; learned and pinned, or given."""

    text: str
    seconds: int = 0
    working_days: int = 0
    learned: str = ""
    pinned: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field of the event must hold: one of `values`, or a number at least or at most `number`."""

    name: str
    test: Literal["one_of", "at_least", "at_most"]
    values: tuple[str, ...] = ()
    number: float = 0.0


@dataclass(frozen=True, slots=True)
class Clause:
    """One named line of a test: which events count, how many, in which time. An empty tuple of actions is any.

    `until` names the clause beside whose events undo it.
    """

    name: str
    sides: tuple[tuple[Side, tuple[str, ...]], ...] = ()
    having: tuple[Condition, ...] = ()
    grade: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    distinct: Literal["people", "days"] | None = None
    within: Span | None = None
    within_of_start: Span | None = None
    since: str | date | None = None
    before: str | date | None = None
    after: str | date | None = None
    definition: str = ""
    check_sheet: str = ""
    level: int | None = None
    silent_for: Span | None = None
    sql: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Which clauses must hold: all of, any of, none of, at least n of; `only_if`: else nothing can be told."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    at_least: tuple[tuple[int, tuple[str, ...]], ...] = ()
    only_if: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """Judged once, `wait` after the first time of `after`; only facts known by then count."""

    after: str
    wait: Span


@dataclass(frozen=True, slots=True)
class Number:
    """What a measure counts: events of a clause, the sum of a field over them, or days from one clause to another."""

    count: str = ""
    sum: str = ""
    of: str = ""
    days_from: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What the definition must foretell to be worth keeping: another definition, met within a length of time."""

    definition: str
    within: Span


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who signed, on which day, and which version (None: whichever stood then)."""

    by: str
    on: date
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A limit sample: a story in journal notation and the verdict (or number) that it must get.

    `judged_on` is the instant of judging; without it the story's last line. `note` says what it teaches.
    `borderline` marks the samples that lie at the edge of the definition.
    """

    story: str
    verdict: Met | None = None
    number: float | None = None
    borderline: bool = False
    judged_on: date | datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """An operational definition. `judge` None means now; `where` is the file it came from, no part of its content."""

    name: str
    kind: Kind
    version: int = 1
    title: str = ""
    says: str = ""
    used_to_decide: str = ""
    owner: str = ""
    value: Value | None = None
    needs: tuple[str, ...] = ()
    beware: str = ""
    review_by: date | None = None
    unit: str = "prospect"  # what is judged; 'kind of step' where each story is about a kind of step
    test: tuple[Clause, ...] = ()
    criterion: Criterion = field(default_factory=Criterion)
    judge: Judge | None = None
    number: Number | None = None
    must_predict: Promise | None = None
    decision: Mapping[str, str] = field(default_factory=dict)
    agreed: tuple[Agreement, ...] = ()
    examples: tuple[Example, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def slug(self) -> str:
        """The name as part of a column name: gave-time -> gave_time."""
        return self.name.replace("-", "_")

    @property
    def hash(self) -> str:
        """Twelve hex digits of the content: all that is signed; not version, owner, review day and signatures.

        Comments, spaces, the order of words and the order in which clauses are written do not change it.
        """
        content = {k: v for k, v in asdict(self).items() if k not in NOT_CONTENT}
        content["test"] = sorted((_told(c) for c in content["test"]), key=lambda c: str(c["name"]))
        content["criterion"] = {word: sorted(names) for word, names in content["criterion"].items()}
        written = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()[:12]

    @property
    def n_agreed(self) -> int:
        """How many signed this version."""
        return len({a.by for a in self.agreed if a.version in (None, self.version)})

    @property
    def agreed_on(self) -> date | None:
        """The day of the latest signature under this version; None where nobody signed it."""
        return max((a.on for a in self.agreed if a.version in (None, self.version)), default=None)

    def clause(self, name: str) -> Clause:
        """The clause of that name; the parser has made sure that it is there."""
        return next(c for c in self.test if c.name == name)


def _told(clause: dict[str, object]) -> dict[str, object]:
    """A clause as hashed: `until` came later, and where it is not said the hash is what it was."""
    return {word: value for word, value in clause.items() if value or word != "until"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found: its public code, how bad, where, and a sentence with the way out."""

    code: str
    level: Literal["error", "warning"]
    where: str
    text: str
