"""Agreements that begin, are paid and end: who paid once is won, whatever the status says today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

import pyarrow.compute as pc

from pyrometer.sensors._columns import matches, text
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.days import Days, days
from pyrometer.sensors._guess.ends import ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.styles import is_readable
from pyrometer.sensors._guess.words import ending, plain, rank

FEWEST = 3  # who paid and left, for it to be no slip
IN_ORDER = 0.95  # of those who paid and left, left no earlier than they paid
STRAY = 0.05  # of those whose status says that they go on, at most have a day of leaving
ALL = 0.95  # of those who left have a status that says so
_PAID_NAMES = (
    "paid at*,paid on*,paid date*,date paid*,first paid*,first payment*,activated at*,activated on*,activation date*,"
    "signed at*,signed on*,signed date*,date signed*,contract signed*,subscribed at*,subscribed on*,converted at*,"
    "converted on*,converted to paid*,bezahlt am,erste zahlung*,unterschrieben am,vertrag unterschrieben*,aktiviert am,"
    "paye le,signe le,pagado el,firmado el,betaald op,getekend op"
)
_TRIAL_NAMES = (
    "trial end*,trial ends*,trial ended*,trial expires*,end of trial*,testphase ende*,ende testphase*,testphase bis,"
    "ende der testphase,probezeit ende*,fin essai*,fin de prueba*"
)
_LEFT_NAMES = (
    "ended at*,ended on*,ended date*,ended,churned*,churn date*,terminated*,termination date*,left at*,left on*,"
    "deactivated*,cancelled*,canceled*,cancellation date*,canceled at*,beendet am,gekundigt am,gekundigt zum,"
    "kundigungsdatum,kundigung zum,resilie le,cancelado el,beeindigd op,end date*,ende am,vertragsende"
)
_PAID, _TRIAL, _LEFT = (tuple(names.split(",")) for names in (_PAID_NAMES, _TRIAL_NAMES, _LEFT_NAMES))
_TRYING_WORDS = "trial trialing trialling incomplete future pending draft offered quoted test testphase"
_ENDED_WORDS = "terminated ended inactive closed gekundigt beendet resilie"
_TRYING, _ENDED = (frozenset(words.split()) for words in (_TRYING_WORDS, _ENDED_WORDS))
SAYS_SO = 2  # strength of a word that says 'lost' (see words.ending)


@dataclass(frozen=True, slots=True)
class Status:
    """What the values of a status say: it goes on, it ended, it ended before it was paid; `column` '' where none is."""

    column: str = ""
    stays: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """What tells of a row that it was won and that it ended: two columns of days, and the status where there is one.

    With `by_trial` the win is the end of a trial that the customer outlasted. `n_left` paid and left since.
    """

    won: Profile
    left: Profile
    n_left: int
    status: Status
    by_trial: bool = False
    by_day: bool = False  # who left on the day on which the trial ended, left with it


def found(loaded: Loaded, answers: Answers) -> Agreement | None:
    """The agreement that the rows of a file tell of; None where nobody paid and left, or a person said what is won."""
    if answers.won or answers.lost or answers.ended or answers.stage:
        return None
    for left in _named(loaded, _LEFT, answers):
        for won in _named(loaded, _PAID, answers):
            if won is not left and (it := _of_payment(loaded, won, left, answers)) is not None:
                return it
        for trial in _named(loaded, _TRIAL, answers):
            if (it := _of_trial(loaded, trial, left, answers)) is not None:
                return it
    return None


def _named(loaded: Loaded, patterns: Sequence[str], answers: Answers) -> list[Profile]:
    """The columns of times by such names, those of the likelier name first."""
    fit = [c for c in loaded.columns.values() if c.kind == "time" and c.span is not None and is_readable(c, answers)]
    ranked = [(i, c) for c in fit for i, pattern in enumerate(patterns) if fnmatch(plain(c.name), pattern)]
    return list({c.name: c for _, c in sorted(ranked, key=lambda it: it[0])}.values())


def _of_payment(loaded: Loaded, won: Profile, left: Profile, answers: Answers) -> Agreement | None:
    """The agreement whose win has a day of its own."""
    paid, gone = days(loaded, won, answers), days(loaded, left, answers)
    if paid is None or gone is None:
        return None
    both = paid.is_told & gone.is_told
    n_left = int((both & (gone.day >= paid.day)).sum())
    if n_left < FEWEST or n_left < IN_ORDER * both.sum():
        return None
    end = ends(loaded, Answers())
    if end is not None and not (end.lost and (rows(loaded, end.lost) & both).sum() >= FEWEST):
        return None  # their loss is none of those who were won: the words of the status say all
    status = _status(loaded, gone)
    over = rows(loaded, {status.column: (*status.gone, *status.never)}) if status.column else gone.is_told
    says_all = (over & gone.is_told).sum() >= ALL * gone.is_told.sum()
    return Agreement(won, left, n_left, status if says_all else Status())


def _of_trial(loaded: Loaded, trial: Profile, left: Profile, answers: Answers) -> Agreement | None:
    """The agreement that is paid once its trial is over; the status must tell who still tries."""
    over, gone = days(loaded, trial, answers), days(loaded, left, answers)
    status = _status(loaded, gone) if gone is not None else Status()
    if over is None or gone is None or not status.stays or not status.gone:
        return None
    both = rows(loaded, {status.column: status.gone}) & over.is_told & gone.is_told
    n_left = int((both & (gone.day > over.day)).sum())
    if n_left < FEWEST:
        return None
    are_times = all(c.span is not None and not c.span.is_day for c in (trial, left))
    by_day = are_times and not _to_the_second(loaded, trial, left)
    return Agreement(trial, left, n_left, status, by_trial=True, by_day=by_day)


def _to_the_second(loaded: Loaded, trial: Profile, left: Profile) -> bool:
    """Whether those who leave with the trial leave at its very instant, so that later that day is later."""
    cells = [text(loaded.table.column(c.name)) for c in (trial, left)]
    told = [days(loaded, c) for c in (trial, left)]
    if told[0] is None or told[1] is None:
        return False
    on_it = (told[0].day == told[1].day) & told[0].is_told & told[1].is_told
    same = pc.fill_null(pc.equal(*cells), fill_value=False).to_numpy(zero_copy_only=False)
    return bool((on_it & same).sum() > (on_it & ~same).sum())


def _status(loaded: Loaded, gone: Days) -> Status:
    """The column that says who goes on and who has left, if those who go on have no day of leaving."""
    for name, column in loaded.columns.items():
        if column.kind != "text" or rank(name, "stage") is None or not 2 <= column.n_values <= roles.MOST_STAGES:
            continue
        over = [v for v in column.values if ending(v, "lost") >= SAYS_SO or _ENDED & set(plain(v).split())]
        tries = [v for v in column.values if _TRYING & set(plain(v).split())]
        going = rows(loaded, {name: tuple(v for v in column.values if v not in over)})
        if over and (going & gone.is_told).sum() <= STRAY * max(going.sum(), 1):
            return Status(
                name,
                stays=tuple(v for v in column.values if v not in (*over, *tries)),
                gone=tuple(v for v in over if v not in tries),
                never=tuple(v for v in over if v in tries),
            )
    return Status()


def rows(loaded: Loaded, where: Mapping[str, tuple[str, ...]]) -> Any:
    """The mask of rows on that condition."""
    return matches(loaded.table, where).to_numpy(zero_copy_only=False)
