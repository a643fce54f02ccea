"""Sheet of judgements: who called which item what, in which round, and what is right where that is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyrometer.errors import BadSetting, SensorError, near
from pyrometer.model.table import Column

STANDARDS = ("standard", "reference", "truth", "true", "gold", "expert", "master", "correct")
COLUMNS = (
    Column("sheet", "", "the file of judgements, named after the word or definition that is judged"),
    Column("item", "", "what is judged"),
    Column("judge", "", "who judges"),
    Column("label", "", "what they called it"),
    Column("round", "", "which time they judged it; empty: the only one"),
    Column("standard", "", "what is right, where that is known"),
    Column("standard_by", "", "who says what is right: the file, or the definition of that name; empty: nobody"),
)
Row = tuple[str, str, str, str, str]  # item, judge, label, round, standard


@dataclass(frozen=True, slots=True)
class Sheet:
    """Judgements of one word: `calls` (item, judge) -> label by round; items, judges and rounds as they came.

    `read_as` says how the columns were understood, and why. `n_empty`: rows without item, judge or label.
    `standard_by`: 'definition' where the definition of that name is the standard.
    """

    name: str
    items: tuple[str, ...]
    judges: tuple[str, ...]
    rounds: tuple[str, ...]
    calls: Mapping[tuple[str, str], Mapping[str, str]]
    standard: Mapping[str, str] = field(default_factory=dict)
    read_as: tuple[str, ...] = ()
    n_empty: int = 0
    standard_by: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, those of the standard too, in the order in which they came."""
        said = (label for calls in self.calls.values() for label in calls.values())
        return tuple(dict.fromkeys([*said, *self.standard.values()]))

    def first(self, item: str, judge: str) -> str | None:
        """What a judge called an item the first time; None where he did not."""
        calls = self.calls.get((item, judge), {})
        return next((calls[r] for r in self.rounds if r in calls), None)

    def all_calls(self, item: str, judge: str) -> tuple[str, ...]:
        """All that a judge called an item, round by round."""
        calls = self.calls.get((item, judge), {})
        return tuple(calls[r] for r in self.rounds if r in calls)


@dataclass(frozen=True, slots=True)
class Split:
    """An item on which calls differ: `split` is the share of pairs of calls that do, or for numbers their range."""

    item: str
    split: float
    said: tuple[tuple[str, tuple[str, ...]], ...]
    standard: str | None


def of_rows(name: str, rows: Iterable[Row], read_as: Sequence[str] = ()) -> Sheet:
    """The sheet of rows (item, judge, label, round, standard), '' where something is not there.

    Without rounds the same judge's second call of an item is his second round. Raises SensorError where a judge
    called an item twice in one round, or an item has two standards.
    """
    calls: dict[tuple[str, str], dict[str, str]] = {}
    standard, items, judges, rounds, n_empty = dict[str, str](), list[str](), list[str](), list[str](), 0
    for item, judge, label, round_, right in rows:
        if right and standard.setdefault(item, right) != right:
            raise SensorError(f"{name}: item '{item}' has two standards, '{standard[item]}' and '{right}'. Keep one.")
        if not (item and judge and label):
            n_empty += 1
            continue
        cell = calls.setdefault((item, judge), {})
        when = round_ or str(len(cell) + 1)
        if when in cell:
            raise SensorError(f"{name}: {judge} judged item '{item}' twice in round {when}. Keep one of the two.")
        cell[when] = label
        items.append(item)
        judges.append(judge)
        rounds.append(when)
    judged, who, times = (tuple(dict.fromkeys(names)) for names in (items, judges, rounds))
    times = tuple(sorted(times, key=int)) if all(t.isdecimal() for t in times) else times
    known = {item: right for item, right in standard.items() if item in set(judged)}
    return Sheet(name, judged, who, times, calls, known, tuple(read_as), n_empty)


def with_standard(sheet: Sheet, judge: str) -> Sheet:
    """The sheet in which that judge's calls are what is right; raises BadSetting for a judge who is not there."""
    if judge not in sheet.judges:
        raise BadSetting(f"{sheet.name}: no column and no judge named '{judge}'.{near(judge, sheet.judges)}")
    right = {item: sheet.first(item, judge) for item in sheet.items}
    calls = {key: called for key, called in sheet.calls.items() if key[1] != judge}
    kept = {key[0] for key in calls}
    return replace(
        sheet,
        items=tuple(i for i in sheet.items if i in kept),
        judges=tuple(j for j in sheet.judges if j != judge),
        calls=calls,
        standard={item: label for item, label in right.items() if label is not None and item in kept},
        read_as=(*sheet.read_as, f"'{judge}' is the standard"),
    )


def respelled(sheet: Sheet, words: Mapping[str, str]) -> Sheet:
    """The sheet with every label written as `words` write it."""
    calls = {key: {when: words[label] for when, label in called.items()} for key, called in sheet.calls.items()}
    return replace(sheet, calls=calls, standard={item: words[label] for item, label in sheet.standard.items()})


def settled(sheet: Sheet, standard: str) -> Sheet:
    """The sheet with the standard that was named, or with a judge whose name says that he is one."""
    if standard and (standard in sheet.judges or not sheet.standard):
        return with_standard(sheet, standard)
    named = [j for j in sheet.judges if j.casefold() in STANDARDS]
    return with_standard(sheet, named[0]) if named and not sheet.standard and len(sheet.judges) > 1 else sheet
