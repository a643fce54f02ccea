"""Persons: in a log of what people did, the id, address or telephone number by which they come again and again."""

import pyarrow.compute as pc

from pyrometer.sensors._columns import text
from pyrometer.sensors._guess.firsts import constants
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.words import plain

AGAIN = 1.5  # rows a person at least, of a log
MOST_ROWS = 50  # rows a person at most, else it is who of us did it, or whence it came
SURE = 0.9  # of the values must look like an address, or of the rows have one
SOME = 500  # rows that are looked at
IDS = (  # the surer that it is one person, the earlier
    "user id", "customer id", "visitor id", "contact id", "client id", "account id", "kundennummer", "distinct id",
    "user pseudo id", "subscriber id", "member id", "profile id", "person id", "amplitude id", "anonymous id",
)  # fmt: skip
_CALLS = (
    "phone telephone tel telefon telefonnummer rufnummer mobile mobil number to from dnis ani caller callee "
    "contact telefono"
)
_CALLED = frozenset(_CALLS.split())
_PHONE = r"^\s*(tel:|p:)?\+?[\d\s()/.-]{7,20}$"
_ADDRESS = r"^[^@\s]+@[^@\s]+$"


def by_id(loaded: Loaded) -> str | None:
    """A person's id that comes again and again; where some rows do not have it, another that always goes with it."""
    named = [(IDS.index(plain(n)), n) for n, c in loaded.columns.items() if plain(n) in IDS and _again(c)]
    found = [name for _, name in sorted(named)]
    for other in found[1:]:
        if _is_fuller(loaded, found[0], other):
            return other
    return found[0] if found else None


def by_address(loaded: Loaded) -> str | None:
    """The one column of addresses, else of telephone numbers, that comes again; None where there are two."""
    for found in (_addresses(loaded), _numbers(loaded)):
        fit = [c.name for c in found if _again(c) and c.n_filled <= MOST_ROWS * c.n_values]
        if len(fit) == 1:
            return fit[0]
    return None


def only_address(loaded: Loaded) -> str | None:
    """The one column that holds an address of a person in (nearly) every row of a list, hardly one twice."""
    fit = [c for c in _addresses(loaded) if c.filled_share > SURE and not _again(c)]
    return fit[0].name if len(fit) == 1 else None


def looks(loaded: Loaded, column: Profile) -> bool:
    """Whether a column looks like addresses, or like numbers by which people are called."""
    return column in (*_addresses(loaded), *_numbers(loaded))


def _again(column: Profile) -> bool:
    """Whether the values of a column come again, as the persons of a log do."""
    return 0 < column.n_values < column.n_filled / AGAIN


def _is_fuller(loaded: Loaded, one: str, other: str) -> bool:
    """Whether another id stands in more rows and goes with this one, one to one, wherever both are told."""
    if loaded.columns[other].n_filled <= loaded.columns[one].n_filled:
        return False
    both = pc.and_(loaded.table.column(one).is_valid(), loaded.table.column(other).is_valid())
    table = loaded.table.select([one, other]).filter(both)
    return bool(table.num_rows) and bool(constants(table, one, [other])) and bool(constants(table, other, [one]))


def _addresses(loaded: Loaded) -> list[Profile]:
    return [c for c in loaded.columns.values() if c.kind == "text" and _are(loaded, c, _ADDRESS)]


def _numbers(loaded: Loaded) -> list[Profile]:
    """Columns of telephone numbers, called like it or like who is called."""
    named = [c for name, c in loaded.columns.items() if set(plain(name).split()) & _CALLED]
    return [c for c in named if c.kind in ("text", "number") and _are(loaded, c, _PHONE)]


def _are(loaded: Loaded, column: Profile, like: str) -> bool:
    """Whether the values of a column look so, nearly all."""
    some = text(loaded.table.column(column.name)).drop_null().slice(0, SOME)
    return bool(len(some)) and pc.mean(pc.match_substring_regex(some, like).cast("float64")).as_py() >= SURE
