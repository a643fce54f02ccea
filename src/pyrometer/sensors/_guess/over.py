"""Who is over: days that tell an end by their name, or because they stand only where a record has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow.compute as pc

from pyrometer.sensors._columns import text
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.ends import Ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile, is_told
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import Ending, ending, plain, rank

FILLED = 0.8  # of the rows that ended must have the time at which they did
STRAY = 0.05  # of the open rows at most may have it too, where its name does not tell what it is
FEWEST = 3  # rows that say a word, of which it can be seen whether a day goes with it


def named(loaded: Loaded, which: Ending) -> list[Profile]:
    """Columns of times that a word for that end names and not every row has: 'paid_at', 'Absage'; plainest first."""
    other: Ending = "lost" if which == "won" else "won"
    found = [
        (rank(c.name, "ended") is None, -ending(c.name, which), i, c)
        for i, c in enumerate(roles.times(loaded))
        if ending(c.name, which) and not ending(c.name, other) and 0 < c.filled_share <= roles.MOST_ENDED
    ]
    return [c for *_, c in sorted(found, key=lambda it: it[:3])]


def shares(loaded: Loaded, stage: str, time: Profile) -> dict[str, float]:
    """Of each word of a stage that enough rows say: the share of them that have that time."""
    words = text(loaded.table.column(stage))
    has = pc.value_counts(words.filter(is_told(loaded.table, time)).drop_null()).to_pylist()
    n_with = {row["values"]: row["counts"] for row in has}
    return {word: n_with.get(word, 0) / n for word, n in loaded.columns[stage].values.items() if n >= FEWEST}


def parts_words(found: Mapping[str, float], won: Sequence[str]) -> bool:
    """Whether a time stands in (nearly) all rows of some words, those won among them, and in hardly any of others."""
    clear = all(share > FILLED or share < STRAY for word, share in found.items() if not ending(word, "lost"))
    none = any(share < STRAY for share in found.values())
    return clear and none and any(found.get(word, 0.0) > FILLED for word in won)


def by_words(loaded: Loaded, end: Ends, taken: Sequence[str]) -> Profile | None:
    """The column that tells when those won were: named by their very word, else the only one that parts the words."""
    stage = _stage(end)
    if stage is None:
        return None
    fit = [c for c in roles.times(loaded) if c.name not in taken and rank(c.name, "entered") is None]
    parting = [c for c in fit if parts_words(shares(loaded, stage, c), end.won[stage])]
    for column in parting:
        spoken = set(plain(column.name).split())
        if any(set(plain(word).split()) <= spoken for word in end.won[stage]):
            return column
    return parting[0] if len(parting) == 1 else None


def whole(loaded: Loaded, end: Ends | None, ended: Profile | None, answers: Answers) -> Ends | None:
    """The ends with the words that no list knows: rows that say them have a day on which they ended, open ones none.

    They are won where the column is named so, or they are; else lost, if no word for a loss is known: beside one,
    they may as well be what follows a win, so they stay open and it is said.
    """
    stage = _stage(end) if end is not None else None
    if end is None or stage is None or ended is None or ended.name not in loaded.columns or answers.lost:
        return end
    found = shares(loaded, stage, ended)
    known = (*end.won[stage], *end.lost.get(stage, ()))
    more = [word for word, share in found.items() if share > FILLED and word not in known]
    if not more or not parts_words(found, end.won[stage]):
        return end
    won = [word for word in more if ending(ended.name, "won") or ending(word, "won")]
    lost = tuple(word for word in more if word not in won)
    if lost and end.lost:
        words = ", ".join(f"'{word}'" for word in lost)
        unclear = f"{words} may mean won or lost too, as {ended.name} is told there: say it with --won or --lost"
        end, lost = replace(end, why_lost=f"{end.why_lost}; {unclear}"), ()
    return _with(loaded, end, (stage, ended.name), () if answers.won else tuple(won), lost)


def _with(loaded: Loaded, end: Ends, columns: tuple[str, str], won: tuple[str, ...], lost: tuple[str, ...]) -> Ends:
    stage, time = columns

    def why(before: str, words: tuple[str, ...]) -> str:
        n_of = ", ".join(f"'{w}' in {loaded.columns[stage].values[w]:,} rows" for w in words)
        said = f"as {time} is told there and not of the open ones: {n_of}" if words else ""
        return "; ".join(part for part in (before, said) if part)

    return replace(
        end,
        won={stage: (*end.won[stage], *won)},
        lost={stage: (*end.lost.get(stage, ()), *lost)} if lost else end.lost,
        why_won=why(end.why_won, won),
        why_lost=why(end.why_lost, lost),
    )


def _stage(end: Ends) -> str | None:
    """The one column whose words say both ends; None where several columns or flags do."""
    columns = set(end.columns)
    return next(iter(columns)) if len(columns) == 1 and end.won else None
