"""How a column's dates and decimals are declared in the sensor file, with what proves it."""

from pyrometer.errors import Ambiguous
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._numbers import decimal
from pyrometer.sensors._times import Orders, proved

SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "R$": "BRL", "zł": "PLN"}


def of_time(column: Profile, answers: Answers) -> tuple[str, str]:
    """The declaration of a column of times and its evidence; raises Ambiguous when nothing decides day or month."""
    span = column.span
    kind = "date" if span is not None and span.is_day else "time"
    found = column.orders or Orders()
    if not (found.n_day_first or found.n_month_first or found.n_either):
        return f"{kind} year-first", f"{column}{_clock(column)}"
    if answers.day_first is not None:
        order = "day-first" if answers.day_first else "month-first"
        return f"{kind} {order}", f"{column}; {order.replace('-', ' ')}, as you said"
    order = proved(found, column.name)
    n = found.n_day_first or found.n_month_first
    why = _proof(n) if n else "day and month are always equal"
    return f"{kind} {order}", f"{column}; {order.replace('-', ' ')}: {why}"


def _proof(n: int) -> str:
    return "one value proves it" if n == 1 else f"{n:,} values prove it"


def _clock(column: Profile) -> str:
    if column.span is None or not column.span.is_day:
        return ""
    return "; only the day is told"


def of_money(column: Profile, answers: Answers, currency: str | None) -> tuple[str, str]:
    """The declaration of a column of amounts; raises Ambiguous when nothing decides the decimal mark."""
    unit = f" {currency}" if currency else ""
    if column.marks is None:
        return f"money{unit} decimal-point", str(column)
    if answers.decimal_comma is not None:
        mark = "," if answers.decimal_comma else "."
        return f"money{unit} {WORD[mark]}", f"{column}; {WORD[mark].replace('-', ' ')}, as you said"
    mark = decimal(column.marks, column.name)
    n = column.marks.n_comma if mark == "," else column.marks.n_point
    why = f"; {WORD[mark].replace('-', ' ')}: {_proof(n)}" if n else ""
    return f"money{unit} {WORD[mark]}", f"{column}{why}"


def currency(column: Profile) -> str | None:
    """The currency that the values themselves carry."""
    for value in list(column.values)[:50]:
        for symbol, name in SYMBOLS.items():
            if symbol in value:
                return name
        letters = "".join(c for c in value if c.isalpha())
        if len(letters) == 3 and letters.isupper():
            return letters
    return None


def is_readable(column: Profile, answers: Answers) -> bool:
    """Whether the column's style is proved or said; one that is not can be left out, if it is not needed."""
    try:
        of_money(column, answers, None) if column.kind == "number" else of_time(column, answers)
    except Ambiguous:
        return False
    return True


WORD = {",": "decimal-comma", ".": "decimal-point"}
