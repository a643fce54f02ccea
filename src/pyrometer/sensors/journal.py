"""Journal: a text file that anyone can type, one event a line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pyrometer.errors import SensorError, near
from pyrometer.model.event import SIDES, Event, Grade, Precision, Side
from pyrometer.sensors import Rows, Sensor
from pyrometer.sensors._files import head, opened

NUMBERS = ("minutes", "cost", "amount")
NAMES = ("actor", "person", "account", "currency")
DEFAULT_GRADE: Mapping[Side, int] = {"customer": Grade.DELIBERATE}  # who types it names a deliberate act; else SAID

_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*")+')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\S+)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?")
_WHO = re.compile(r"[;#]\s*who\s*:\s*(?P<who>.+?)\s*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_ACTION = re.compile(r'\w[^\s"=]*|"[^"]+"')


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no event, with the sentence that says why."""

    line: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class _Words:
    """The rest of a line after side and action: numbers, names, when it became known, and what it was about."""

    numbers: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    grade: int | None = None
    known_at: datetime | None = None


def parse(text: str, who: str = "", *, source: str = "journal", zone: str = "UTC") -> list[Event]:
    """The events of a journal text; `who` is the prospect until a line `; who: name` says otherwise.

    ::

        ; who: acme
        2026-10-05 09:30 customer:olga replied
        2026-10-05 customer attended_meeting minutes=30 grade=3
        2026-10-12 seller:ben sent_quote amount=12000 EUR minutes=90 known=2026-10-14 about="price list"

    A line is `day [time] side[:name] action [key=value ...]`; an action of several words stands in quotes. Times
    without an offset are of `zone`; a line without a time has precision 'day'. A customer's name becomes `person`,
    anyone else's `actor`. The grade is 2 for the customer's lines and 0 for others unless `grade=` says so. Keys other
    than minutes, cost, amount, currency, grade, known, actor, person and account become fields of `about`. Lines of
    one prospect at one instant keep their order (`source_seq`). Raises SensorError at the first line that is none of
    this.
    """
    events = []
    for _, item in lines(text, who=who, source=source, zone=zone):
        if isinstance(item, Fault):
            raise SensorError(f"Line {item.line} of the journal: {item.reason}")
        events.append(item)
    return events


def lines(
    text: str, who: str = "", *, source: str = "journal", zone: str = "UTC"
) -> Iterator[tuple[int, Event | Fault]]:
    """Every line that holds something, as (line number, Event or Fault); comments and blank lines give nothing."""
    where = ZoneInfo(zone)
    seen: dict[tuple[str, datetime], dict[str, int]] = {}
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = raw.strip().removeprefix("\ufeff")
        if named := _WHO.fullmatch(line):
            who = named["who"]
        if not line or line[0] in ";#":
            continue
        try:
            event = _event(_tokens(line), who=who, source=source, zone=where)
        except ValueError as error:
            yield number, Fault(number, str(error), raw[:2000])
            continue
        # The same line twice is the same record; different lines at one instant keep the order they were typed in.
        order = seen.setdefault((event.prospect, event.happened_at), {})
        yield number, replace(event, source_seq=order.setdefault(line, len(order)))


def _tokens(line: str) -> list[str]:
    if line.count('"') % 2:
        raise ValueError("a quotation mark is opened and never closed.")
    tokens = _TOKEN.findall(line)
    for i, token in enumerate(tokens):
        if token.startswith(";"):  # the rest of the line is a remark
            return tokens[:i]
    return tokens


def _event(tokens: list[str], *, who: str, source: str, zone: ZoneInfo) -> Event:
    if not _DAY.fullmatch(tokens[0]):
        raise ValueError(f"'{tokens[0]}' is not a day. Begin with a day like 2026-10-05.")
    timed = len(tokens) > 1 and _TIME.fullmatch(tokens[1]) is not None
    stamp = f"{tokens[0]}T{tokens[1]:0>5}" if timed else tokens[0]
    rest = tokens[2:] if timed else tokens[1:]
    if len(rest) < 2:
        raise ValueError("it needs a side and an action, like: 2026-10-05 customer replied")
    side, _, name = rest[0].partition(":")
    action = rest[1].strip('"')
    if side not in SIDES:
        raise ValueError(f"'{side}' is no side.{near(side, SIDES)}")
    if not _ACTION.fullmatch(rest[1]):
        raise ValueError(f"'{action}' is no action; write one word like gave_facts or \"gave facts\", then key=value.")
    if not who:
        raise ValueError("no prospect is named. Put a line before it: ; who: acme")
    words = _words(rest[2:], zone)
    if name:
        words.names.setdefault("person" if side == "customer" else "actor", name.strip('"'))
    return _made(source, who, instant(stamp, zone), (side, action), words)


def _made(source: str, who: str, when: tuple[datetime, Precision], did: tuple[Side, str], words: _Words) -> Event:
    side, action = did
    grade = DEFAULT_GRADE.get(side, int(Grade.SAID)) if words.grade is None else words.grade
    return Event(
        source=source,
        source_id="",
        prospect=who,
        happened_at=when[0],
        precision=when[1],
        action=action,
        side=side,
        known_at=words.known_at,
        grade=int(grade),
        about=words.about,
        **words.numbers,  # type: ignore[arg-type]
        **words.names,  # type: ignore[arg-type]
    )


def instant(stamp: str, zone: ZoneInfo) -> tuple[datetime, Precision]:
    """A day or a time of ISO 8601 as naive UTC and its precision; raises ValueError with a sentence."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        raise ValueError(f"'{stamp.replace('T', ' ')}' is no time that ever was.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    precision: Precision = "instant" if "T" in stamp else "day"
    try:
        return moment.astimezone(UTC).replace(tzinfo=None), precision
    except OverflowError:
        raise ValueError(f"'{stamp}' is beyond the calendar.") from None


def _words(tokens: list[str], zone: ZoneInfo) -> _Words:
    numbers: dict[str, float] = {}
    names: dict[str, str] = {}
    about: dict[str, str] = {}
    grade: int | None = None
    known_at: datetime | None = None
    last = ""
    for token in tokens:
        key, equals, value = token.partition("=")
        value = value.strip('"')
        if not equals and last in ("amount", "cost") and _CURRENCY.fullmatch(token):
            names["currency"] = token
        elif not equals or not key:
            raise ValueError(f"'{token}' is not of the form key=value.")
        elif key in NUMBERS:
            numbers[key] = _number(key, value)
        elif key in NAMES:
            names[key] = value
        elif key == "grade":
            grade = _grade(value)
        elif key == "known":
            known_at = instant(value, zone)[0]
        else:
            about[key] = value
        last = key
    return _Words(numbers, names, about, grade, known_at)


def _number(key: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        raise ValueError(f"{key}={value} is no number; write it like {key}=1250.50") from None
    if number - number != 0:  # infinite or not a number
        raise ValueError(f"{key}={value} is no number.")
    return number


def _grade(value: str) -> int:
    if value not in ("0", "1", "2", "3", "4"):
        raise ValueError(f"grade={value}; a grade is 0, 1, 2, 3 or 4.")
    return int(value)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a journal may be told from outside."""

    who: str = field(default="", metadata={"help": "The prospect, until a line names another."})


def rows(path: Path, settings: Settings) -> Iterator[Rows]:
    """The journal's lines as they stand, one column; raises SensorError when it is no text."""
    import pyarrow as pa

    yield Rows(pa.table({"line": _read(path).split("\n")}), first=1)


def batches(path: Path, config: Any) -> Iterator[Any]:
    """The journal's events and the lines that are none, as one batch; row numbers are line numbers."""
    from pyrometer.sensors._small import batch

    found = list(lines(_read(path), config.settings.who, source=config.name, zone=config.zone))
    events = [(n, e) for n, e in found if isinstance(e, Event)]
    faults = [(f.line, f.reason, f.raw) for _, f in found if isinstance(f, Fault)]
    yield batch(config.name, config.path, events, faults)


def _read(path: Path) -> str:
    head(path)
    with opened(path) as stream:
        try:
            return stream.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SensorError(f"{path} is not UTF-8 text ({error.reason}). Save it as UTF-8.") from error


SENSOR = Sensor(suffixes=(".journal",), settings=Settings, rows=rows, events=batches)
