"""Every way a call can go wrong, as one drawn tree; each error is a sentence with a way out."""

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 60  # letters of a name that an error repeats
NEAR = 0.65  # 'cvs' is .67 like 'csv' and is meant; 'nosuch' is .62 like 'vouched' and is not


class PyrometerError(Exception):
    """The root: a wrong call, with one sentence that says what, where and what next.

    ::

        PyrometerError
        ├── UnknownName        a name that nothing here has; the nearest known one is offered
        ├── BadSetting         an option or a key of a TOML file with a value that cannot be
        ├── SensorError        a file or source that cannot be read as what it claims to be
        │   └── Ambiguous      a file that could be read in two ways; the flag that decides is named
        ├── LedgerError        the ledger's folder is not one, is broken, or is being written by another
        ├── DefinitionError    an operational definition that does not parse or does not hold
        ├── PlantError         a folder that is not a plant, or a plant that cannot be made there
        ├── NotInstalled       a part that the plain installation does not bring
        └── StatisticsError    arrays that no estimator could take: wrong lengths, negative counts, NaN
    """


class UnknownName(PyrometerError):
    """A name that nothing here has."""


class BadSetting(PyrometerError):
    """An option or key with a value that cannot be."""


class SensorError(PyrometerError):
    """A source that cannot be read as what it claims to be."""


class Ambiguous(SensorError):
    """A source that could be read in two ways; `decides` names the answer of `start` that settles it."""

    def __init__(self, text: str, decides: str = "") -> None:
        """The sentence, and the answer."""
        super().__init__(text)
        self.decides = decides


class LedgerError(PyrometerError):
    """A ledger that cannot be opened or written."""


class DefinitionError(PyrometerError):
    """An operational definition that does not parse or does not hold."""


class PlantError(PyrometerError):
    """A folder that is not a plant, or cannot become one."""


class StatisticsError(PyrometerError):
    """Arrays that no estimator could take."""


class NotInstalled(PyrometerError):
    """A part that the plain installation does not bring."""


def short(word: object) -> str:
    """What somebody wrote, as an error repeats it: on one line, without signs that command a terminal, cut if long."""
    if isinstance(word, int) and abs(word) > 10**LONGEST:
        return "a number of more digits than can be shown"
    line = "".join(c if c.isprintable() else " " for c in str(word)[: LONGEST + 1])
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."


def near(word: str, known: Iterable[str]) -> str:
    """The sentence that offers the nearest known name, or lists what there is; empty when nothing is known."""
    names = sorted(set(known))
    close = get_close_matches(word[: 2 * LONGEST], [n for n in names if len(n) <= 2 * LONGEST], n=1, cutoff=NEAR)
    if close:
        return f" Did you mean '{short(close[0])}'?"
    if not names:
        return ""
    shown = ", ".join(map(short, names[:12])) + (" ..." if len(names) > 12 else "")
    return f" There is: {shown}."


def unknown(kind: str, word: str, known: Iterable[str]) -> UnknownName:
    """An UnknownName for a `kind` of thing, with the near name; raise what it returns."""
    return UnknownName(f"No {kind} named '{short(word)}'.{near(word, known)}")
