"""What tells that a prospect was won or lost: a stage and its words, two flags, or what a person said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyrometer.errors import SensorError, near
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.places import is_place
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.roles import answered, is_truth, stage, yes_of
from pyrometer.sensors._guess.words import Ending, best, ending, may_come, plain, rank


@dataclass(frozen=True, slots=True)
class Ends:
    """What tells that a prospect was won or lost: conditions on columns, and the words for the evidence.

    The words may be ones that no row says yet.
    """

    won: Mapping[str, tuple[str, ...]]
    lost: Mapping[str, tuple[str, ...]]
    why_won: str
    why_lost: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that tell it."""
        return (*self.won, *self.lost)


def ends(loaded: Loaded, answers: Answers) -> Ends | None:
    """What tells won and lost in a file of one row a prospect; None when nothing does."""
    said = answered(loaded, answers.stage)
    if said or answers.won or answers.lost:
        return _by_answers(loaded, said or _holding(loaded, answers), answers)
    return _by_flags(loaded) or _by_stage(loaded) or _by_probability(loaded)


def _holding(loaded: Loaded, answers: Answers) -> str:
    """The column that holds the words said; where none does yet, the one that is named like a stage."""
    words = (*answers.won, *answers.lost)
    held = {name: sum(w in c.values for w in words) for name, c in loaded.columns.items()}
    if most := max(held.values(), default=0):
        holding = [name for name, n in held.items() if n == most]
        return best(holding, "stage") or holding[0]
    known = [value for column in loaded.columns.values() if column.kind == "text" for value in list(column.values)[:20]]
    column = stage(loaded)
    which: Ending = "won" if answers.won else "lost"
    if column is None or not may_come(words[0], known, which):
        flag = f"--{which}"
        raise SensorError(f"{flag} {words[0]}: no column of {loaded.path} holds it.{near(words[0], known)}")
    return column.name


def _by_answers(loaded: Loaded, column: str, answers: Answers) -> Ends:
    values = loaded.columns[column].values
    said_of: dict[Ending, tuple[str, ...]] = {"won": answers.won, "lost": answers.lost}
    for which, said in said_of.items():
        for word in said:
            if word not in values and not may_come(word, values, which):
                raise SensorError(f"'{word}' is no value of {column} in {loaded.path}.{near(word, values)}")
    won, lost = answers.won or _words(values, "won"), _lost_too(values, won=answers.won, said=answers.lost)
    if not won:
        there = ", ".join(list(values)[:12])
        raise SensorError(
            f"{loaded.path}: which value of {column} means won? There is: {there}. Say it with --won, even if no row "
            "says it yet."
        )
    whys = _why(values, won, answers.won), _why(values, lost, answers.lost)
    return Ends({column: won}, {column: lost} if lost else {}, *whys)


def _lost_too(values: Mapping[str, int], *, won: tuple[str, ...], said: tuple[str, ...]) -> tuple[str, ...]:
    """The values that were said to mean lost, and those that say so themselves."""
    return tuple(dict.fromkeys([*said, *(v for v in _words(values, "lost") if v not in won)]))


def _by_flags(loaded: Loaded) -> Ends | None:
    """IsWon and IsClosed, as Salesforce has them."""
    flags = {plain(name).removeprefix("is "): column for name, column in loaded.columns.items() if is_truth(column)}
    if "won" not in flags or "closed" not in flags:
        return None
    won, closed = flags["won"], flags["closed"]
    yes, shut = yes_of(won), yes_of(closed)
    no = tuple(value for value in won.values if value not in yes)
    return Ends(
        {won.name: yes},
        {closed.name: shut, won.name: no},
        f"{sum(won.values[v] for v in yes):,} rows",
        "closed, but not won",
    )


def _by_stage(loaded: Loaded) -> Ends | None:
    """The column whose words say won and lost most plainly."""
    found: list[tuple[int, int, str]] = []
    for name, column in loaded.columns.items():
        place = rank(name, "stage")
        if (
            column.kind not in ("text", "number")
            or not 1 <= column.n_values <= 200
            or not column.values
            or is_place(column)
        ):
            continue
        if is_truth(column) or column.kind == "number":
            named = place is not None or len(plain(name).removeprefix("is ").split()) == 1
            if is_truth(column) and named and yes_of(column) and ending(name, "won"):
                found.append((2, -(place if place is not None else 99), name))
            continue
        strength = max((ending(v, "won") for v in column.values), default=0)
        if column.n_values == 1 and strength < 3:
            continue  # the same for all, and not in so many words
        both = any(ending(v, "lost") for v in column.values)
        if strength and (place is not None or (strength == 3 and both)):
            found.append((2 * strength + both, -(place if place is not None else 99), name))
    return _of_column(loaded.columns[max(found)[2]]) if found else None


def _by_probability(loaded: Loaded) -> Ends | None:
    """A probability of 100 is won, of 0 lost, where no stage says it in words."""
    for name, column in loaded.columns.items():
        won, lost = (tuple(v for v in column.values if v in values) for values in (("100", "100.0"), ("0", "0.0")))
        if plain(name) == "probability" and won:
            return Ends({name: won}, {name: lost} if lost else {}, "certain", "impossible")
    return None


def _of_column(column: Profile) -> Ends:
    if is_truth(column):
        yes = yes_of(column)
        return Ends({column.name: yes}, {}, _why(column.values, yes, ()), "")
    won, lost = _words(column.values, "won"), _words(column.values, "lost")
    return Ends(
        {column.name: won},
        {column.name: lost} if lost else {},
        _why(column.values, won, ()),
        _why(column.values, lost, ()),
    )


def _words(values: Iterable[str], which: Ending) -> tuple[str, ...]:
    """The values that say it most plainly."""
    strengths = {v: ending(v, which) for v in values}
    most = max(strengths.values(), default=0)
    least = most if which == "won" else 2
    return tuple(v for v, strength in strengths.items() if strength >= max(least, 1)) if most else ()


def _why(values: Mapping[str, int], chosen: tuple[str, ...], said: tuple[str, ...]) -> str:
    if not chosen:
        return ""
    if not any(v in values for v in chosen):
        return "as you said; no row says it yet"
    n_of = [(v, values.get(v, 0)) for v in chosen[:4]]
    counts = ", ".join(f"'{v}' in {n:,} row{'s' * (n != 1)}" for v, n in n_of)
    return f"{'as you said' if said else 'by its name'}: {counts}"
