"""How numbers and dates are written, the same on every picture, page and line of text."""

import math
from collections.abc import Sequence
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
NOTHING = "—"
DAY = 0.95  # less than this is said in the next smaller unit
LEAST = 0.0001  # smaller numbers are written as less than this
LENGTHS = {"days": ("day", "days"), "hours": ("hour", "hours"), "minutes": ("minute", "minutes")}


def digits_for(value: float, unit: str) -> int:
    """How many decimals a value of that unit deserves."""
    size = abs(value) * _times(unit)
    if unit == "count" and size == round(size):
        return 0
    if unit == "share" and 99 <= size < 100 and round(size) == 100:
        return 1
    if size >= 10 or size == round(size):
        return 0
    if unit in LENGTHS and size >= DAY and round(size, 1) == round(size):
        return 0
    return next((d for least, d in ((0.95, 1), (0.095, 2), (0.0095, 3)) if size >= least), 4)


def number(value: float | int | None, unit: str = "", digits: int | None = None) -> str:
    """A value as written: 0.38 share is 38%, 2140 is 2,140, 1250 EUR is €1,250; nothing is a dash."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if digits is None:
        digits = digits_for(value, unit)
        if value > 0 and value < LEAST / _times(unit):
            return f"<{number(LEAST / _times(unit), unit)}"
    if unit == "share":
        return f"{value * 100:.{digits}f}%".replace("-", "−")
    written = f"{abs(value):,.{digits}f}"
    minus = "−" if value < 0 and float(written.replace(",", "")) != 0 else ""
    if len(unit) == 3 and unit.isupper():
        sign = SIGNS.get(unit)
        return f"{minus}{sign}{written}" if sign else f"{minus}{unit} {written}"
    return minus + written


def bare(value: float | None, unit: str = "", digits: int | None = None) -> str:
    """The number without its per cent sign, for a margin whose axis carries the unit."""
    return number(value, unit, digits).removesuffix("%")


def length(value: float | None, unit: str = "days") -> str:
    """A value with the word of its unit: 1 day, 21 days, 38%; less than a day is said in hours or minutes."""
    if value is not None and unit == "days" and 0 < value < DAY:
        return length(value * 24, "hours")
    if value is not None and unit == "hours" and 0 < value < DAY:
        return length(value * 60, "minutes")
    written = number(value, unit)
    if value is None or unit not in LENGTHS:
        return written
    one, many = LENGTHS[unit]
    return f"{written} {one if written == '1' else many}"


def brief(days: float | None) -> str:
    """A number of days where there is little room: 21, or 4 h, or 12 min."""
    if days is None or not 0 < days < DAY:
        return number(days, "days")
    return f"{number(days * 24, 'hours')} h" if days * 24 >= DAY else f"{number(days * 1440, 'minutes')} min"


def briefs(days: Sequence[float | None]) -> list[str]:
    """Numbers of days side by side: where one is said in hours, the others name their unit too: 5 h, 1.2 d."""
    mixed = any(d is not None and 0 < d < DAY for d in days)
    return [f"{brief(d)} d" if mixed and d is not None and d >= DAY else brief(d) for d in days]


def between(low: float | None, high: float | None, unit: str = "") -> str:
    """A range with one unit and the same decimals at both ends: 33–42%."""
    if low is None or high is None:
        return NOTHING
    if 0 <= low <= high < LEAST / _times(unit):
        return number(high, unit)
    digits = digits_for(max(abs(low), abs(high)), unit)
    if number(low, unit, digits) == number(high, unit, digits) and low != high:
        digits += 1
    if low < 0:
        return f"{bare(low, unit, digits)} to {number(high, unit, digits)}"
    if low == 0:
        return f"0–{_without_sign(number(high, unit, digits), unit)}"
    return f"{bare(low, unit, digits)}–{_without_sign(number(high, unit, digits), unit)}"


def _times(unit: str) -> int:
    return 100 if unit == "share" else 1


def _without_sign(written: str, unit: str) -> str:
    sign = SIGNS.get(unit)
    return written.replace(sign, "") if sign else written.replace(f"{unit} ", "")


def as_date(iso: str) -> date:
    """The date of an ISO date or time."""
    return date.fromisoformat(iso[:10])


def day(iso: str, *, year: bool = True) -> str:
    """A date as people write it: 6 Apr 2026."""
    on = as_date(iso)
    return f"{on.day} {MONTHS[on.month - 1]}" + (f" {on.year}" if year else "")


def when(iso: str, every: str) -> str:
    """The name of one period on a chart: 12 Oct, Oct 2026, Q4 2026 or 2026."""
    on = as_date(iso)
    names = {
        "month": f"{MONTHS[on.month - 1]} {on.year}",
        "quarter": f"Q{(on.month + 2) // 3} {on.year}",
        "year": str(on.year),
    }
    return names.get(every) or day(iso, year=False)


def plural(n: int, one: str, many: str = "") -> str:
    """A count with its word: 1 week, 58 weeks."""
    return f"{number(n, 'count')} {one if n == 1 else many or one + 's'}"
