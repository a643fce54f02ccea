"""Times as people write them: taken apart by their shape (where digits, letters and marks stand), all rows at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

MAX_SHAPES = 200  # a column of times has a handful of shapes; free text has thousands
MAX_LENGTH = 48
NO_ZONE = np.iinfo(np.int32).min
NO_TIME = -1

_CLASS = np.arange(256, dtype=np.uint8)
_CLASS[ord("0") : ord("9") + 1] = ord("9")
_CLASS[ord("a") : ord("z") + 1] = ord("a")
_CLASS[ord("A") : ord("Z") + 1] = ord("a")
_CLASS[128:] = ord("a")  # letters beyond ASCII: the name of a month

_DAY_FORMS = (
    r"(?P<y>9999)(?P<s>[-/.])(?P<m>99?)(?P=s)(?P<d>99?)",
    r"(?P<y>9999)(?P<m>99)(?P<d>99)",
    r"(?P<a>99?)(?P<s>[-/.])(?P<b>99?)(?P=s)(?P<y>9999|99)",
    r"(?:a{2,9}\.?,? )?(?P<d>99?)(?:\. ?|[-/ ])(?P<n>a{3,10})(?:\.?,? |[-/])(?P<y>9999|99)",
    r"(?:a{2,9}\.?,? )?(?P<n>a{3,10})\.? (?P<d>99?)(?:aa)?,? (?P<y>9999)",
)
_CLOCK = (
    r"(?:(?P<t>a)|,? | - )(?P<H>99?):?(?P<M>99)(?::?(?P<S>99)(?:[.,](?P<f>9{1,9}))?)?"
    r"(?: ?(?P<p>aa|a\.a\.)(?!a))?(?: ?(?P<z>a|aaa|[+-]99:?99|[+-]99))?"
)
_FORMS = tuple(re.compile(f"{day}(?:{_CLOCK})?") for day in _DAY_FORMS)
_EPOCH = re.compile(r"(?P<e>9{10}|9{13}|9{16})(?:\.(?P<f>9{1,9}))?")

_MONTHS = (
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari",
    "february feb februar février févr fév febrero fevereiro fev febbraio februari",
    "march mar märz mär mrz mars marzo março maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maio maggio mag mei",
    "june jun juni juin junio junho giugno giu",
    "july jul juli juillet juil julio julho luglio lug",
    "august aug août aoû agosto ago augustus",
    "september sep sept septembre septiembre setembro set settembre",
    "october oct oktober okt octobre octubre outubro out ottobre ott",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre",
)
MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of n texts: arrays of equal length; where `is_open`, `month` and `day` may be the other way round."""

    year: Any
    month: Any
    day: Any
    micros: Any  # of the day; NO_TIME where only a day is written
    offset: Any  # minutes east of UTC; NO_ZONE where none is written
    is_open: Any  # the order of day and month is not told by the shape
    is_good: Any


def parts(words: Any) -> Parts:
    """Take apart an Arrow string array without nulls; what is no time is not `is_good`, nothing is raised."""
    n = len(words)
    year, month, day = (np.zeros(n, np.int32) for _ in range(3))
    micros, offset = np.full(n, NO_TIME, np.int64), np.full(n, NO_ZONE, np.int32)
    found = Parts(year, month, day, micros, offset, is_open=np.zeros(n, bool), is_good=np.zeros(n, bool))
    for rows, matrix, shape in _groups(pc.utf8_trim_whitespace(words)):
        _read_group(found, rows, matrix, shape)
    return found


def _groups(words: Any) -> Iterator[tuple[Any, Any, str]]:
    """Texts of one shape together: (row numbers, their bytes as a matrix, the shape)."""
    lengths = pc.binary_length(words).to_numpy(zero_copy_only=False)
    n_shapes = 0
    for length in np.unique(lengths):
        if not 6 <= length <= MAX_LENGTH:
            continue
        rows = np.flatnonzero(lengths == length)
        matrix = _matrix(words.take(rows), int(length))
        classes = _CLASS[matrix]
        while len(rows) and n_shapes < MAX_SHAPES:
            n_shapes += 1
            alike = (classes == classes[0]).all(axis=1)
            yield rows[alike], matrix[alike], classes[0].tobytes().decode("ascii")
            rows, matrix, classes = rows[~alike], matrix[~alike], classes[~alike]


def _matrix(words: Any, length: int) -> Any:
    """Texts of one length as a matrix of bytes, rows x length."""
    start = words.offset * length
    return np.frombuffer(words.buffers()[2], np.uint8)[start : start + len(words) * length].reshape(-1, length)


def _read_group(found: Parts, rows: Any, matrix: Any, shape: str) -> None:
    if match := _EPOCH.fullmatch(shape):
        return _read_epoch(found, rows, matrix, match)
    for form in _FORMS:
        if match := form.fullmatch(shape):
            break
    else:
        return None
    spans = {name: match.span(name) for name, text in match.groupdict().items() if text is not None}
    good = np.ones(len(rows), bool)
    _read_day(found, rows, matrix, spans, good)
    if "H" in spans:
        _read_clock(found, rows, matrix, spans, good)
    found.is_good[rows] = good
    return None


def _read_epoch(found: Parts, rows: Any, matrix: Any, match: "re.Match[str]") -> None:
    """Seconds, milliseconds or microseconds since 1970, perhaps with decimals."""
    unit = {10: 1_000_000, 13: 1_000, 16: 1}[match.end("e")]
    micros = _number(matrix, *match.span("e")) * unit
    if match["f"]:
        low, high = match.span("f")
        micros += _number(matrix, low, high) * unit // 10 ** (high - low)
    days = micros // 86_400_000_000
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    found.year[rows] = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    found.month[rows] = months.astype(np.int64) % 12 + 1
    found.day[rows] = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    found.micros[rows] = micros - days * 86_400_000_000
    found.offset[rows] = 0
    found.is_good[rows] = True


def _read_day(found: Parts, rows: Any, matrix: Any, spans: dict[str, tuple[int, int]], good: Any) -> None:
    year = _number(matrix, *spans["y"])
    if spans["y"][1] - spans["y"][0] == 2:
        year = np.where(year < 69, 2000 + year, 1900 + year)  # POSIX: 69-99 are of the last century
    found.year[rows] = year
    if "a" in spans:
        found.month[rows] = _number(matrix, *spans["b"])
        found.day[rows] = _number(matrix, *spans["a"])
        found.is_open[rows] = True
        return
    found.day[rows] = _number(matrix, *spans["d"])
    if "n" in spans:
        month = _words(matrix, *spans["n"], MONTH)
        good &= month > 0
    else:
        month = _number(matrix, *spans["m"])
    found.month[rows] = month


def _read_clock(found: Parts, rows: Any, matrix: Any, spans: dict[str, tuple[int, int]], good: Any) -> None:
    hour, minute = _number(matrix, *spans["H"]), _number(matrix, *spans["M"])
    second = _number(matrix, *spans["S"]) if "S" in spans else np.zeros(len(rows), np.int64)
    if "t" in spans:
        good &= _words(matrix, *spans["t"], {"t": 1}) == 1
    if "p" in spans:
        half = _words(matrix, *spans["p"], {"am": 1, "pm": 2, "a.m.": 1, "p.m.": 2})
        good &= (half > 0) & (hour >= 1) & (hour <= 12)
        hour = hour % 12 + np.where(half == 2, 12, 0)
    good &= (hour < 24) & (minute < 60) & (second < 60)
    micros = ((hour * 60 + minute) * 60 + second) * 1_000_000
    if "f" in spans:
        low, high = spans["f"]
        micros += _number(matrix, low, min(high, low + 6)) * 10 ** max(0, 6 - (high - low))
    found.micros[rows] = micros
    if "z" in spans:
        found.offset[rows] = _offset(matrix, *spans["z"], good)


def _offset(matrix: Any, low: int, high: int, good: Any) -> Any:
    """Minutes east of UTC: Z, UTC, GMT, +02, +0200, +02:00."""
    if high - low in (1, 3) and chr(matrix[0, low]) not in "+-":
        good &= _words(matrix, low, high, {"z": 1, "utc": 1, "gmt": 1}) == 1
        return np.zeros(len(matrix), np.int64)
    sign = np.where(matrix[:, low] == ord("-"), -1, 1)
    minutes = _number(matrix, high - 2, high) if high - low > 3 else 0
    good &= (_number(matrix, low + 1, low + 3) <= 14) & (minutes < 60)  # the widest offset there is: +14:00
    return sign * (_number(matrix, low + 1, low + 3) * 60 + minutes)


def _number(matrix: Any, low: int, high: int) -> Any:
    """The digits of columns low..high as one integer a row."""
    value = np.zeros(len(matrix), np.int64)
    for column in range(low, high):
        value = value * 10 + (matrix[:, column] - ord("0"))
    return value


def _words(matrix: Any, low: int, high: int, known: dict[str, int]) -> Any:
    """The letters of columns low..high as the number `known` gives them, 0 where it does not."""
    cut = np.ascontiguousarray(matrix[:, low:high]).view(f"S{high - low}").ravel()
    unique, place = np.unique(cut, return_inverse=True)
    names = [known.get(word.decode("utf-8", "replace").lower(), 0) for word in unique]
    return np.array(names, np.int64)[place]
