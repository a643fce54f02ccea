"""Bad input to every public function: one clear sentence or a refusal, never a warning and a wrong number."""

import inspect
import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import numpy as np
import pytest

import pyrometer.statistics
from pyrometer.errors import PyrometerError
from pyrometer.model.interval import NotEnough
from tests.statistics.calls import CALLS, NOT_CALLED, Call

NAN, INF = float("nan"), float("inf")


@dataclass(frozen=True)
class Bad:
    """One argument of one call made wrong."""

    name: str
    call: Call
    argument: str
    how: str
    value: Any = field(repr=False)

    def __str__(self) -> str:
        return f"{self.name}-{self.argument}-{self.how}"


def is_array(value: Any) -> bool:
    """Whether a value is a list or table of numbers."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iuf"
    return isinstance(value, list) and bool(value) and all(isinstance(v, int | float | list) for v in value)


def broken(value: Any, at: Any) -> Any:
    """An array with its second entry replaced."""
    array = np.array(value, dtype=object if isinstance(at, str) else float)
    array.ravel()[min(1, array.size - 1)] = at
    return array.tolist() if isinstance(at, str) else array


def wrong_arrays(call: Call, argument: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The ways in which a list or table can be wrong."""
    if argument not in call.may_miss.split():
        yield "missing", broken(value, NAN)
    yield from (("infinite", broken(value, INF)), ("text", broken(value, "many")), ("empty", value[:0]))
    if argument in call.together.split():
        yield "too short", value[:-1]
    if argument in call.counts.split():
        yield "negative", broken(value, -1.0)
    if argument in call.groups.split():
        yield "one group", value[:1]


def wrongs(call: Call, argument: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The ways in which an argument can be wrong."""
    if is_array(value):
        yield from wrong_arrays(call, argument, value)
    elif isinstance(value, int | float):
        yield "missing", NAN
        if argument not in call.may_be_negative.split():
            yield "negative", -1.0
    if argument in call.parts_of:
        whole = call.given[call.parts_of[argument]]
        yield "more than all", broken(value, 2 * float(np.max(whole)) + 3) if is_array(value) else 2.0 * whole + 3


def every() -> list[Bad]:
    """All wrong calls."""
    return [
        Bad(name, call, argument, how, wrong)
        for name, call in CALLS.items()
        for argument, value in call.given.items()
        for how, wrong in wrongs(call, argument, value)
    ]


def parts_of(found: Any) -> list[Any]:
    """What an answer is made of."""
    if isinstance(found, dict):
        return list(found.values())
    if isinstance(found, tuple | list):
        return list(found)
    return [getattr(found, each.name) for each in fields(found)] if is_dataclass(found) else []


def numbers_of(found: Any) -> Iterator[float]:
    """Every number in an answer."""
    if isinstance(found, float | int | np.floating):
        yield float(found)
    elif isinstance(found, np.ndarray) and found.dtype.kind == "f":
        yield from (float(x) for x in found.ravel())
    else:
        for each in parts_of(found):
            yield from numbers_of(each)


def answer(call: Call, given: dict[str, Any]) -> Any:
    """What comes of a call; any warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return call.make(**given)


@pytest.mark.parametrize("name", CALLS)
def test_the_call_itself_is_right(name: str) -> None:
    assert not isinstance(answer(CALLS[name], CALLS[name].given), NotEnough)


@pytest.mark.parametrize("bad", every(), ids=str)
def test_a_wrong_argument_is_refused_in_a_sentence(bad: Bad) -> None:
    given = bad.call.given | {bad.argument: bad.value}
    try:
        found = answer(bad.call, given)
    except PyrometerError as told:
        assert str(told).endswith((".", "?")) and "\n" not in str(told)
        return
    if isinstance(found, NotEnough):
        assert found.needs and found.has
        return
    harmless = bad.how in ("empty", "infinite") or (bad.how, bad.argument) in bad.call.harmless
    assert harmless, f"an answer: {found}"
    assert not any(math.isnan(x) for x in numbers_of(found))


def public() -> dict[str, Callable[..., Any]]:
    """Every public function of the package, by module and name; of a package those that it exports."""
    found: dict[str, Callable[..., Any]] = {}
    for info in walk_packages(pyrometer.statistics.__path__, "pyrometer.statistics."):
        short = info.name.removeprefix("pyrometer.statistics.")
        parts = short.split(".")
        if any(p.startswith("_") for p in parts):
            continue
        module = import_module(info.name)
        package = import_module(info.name.rpartition(".")[0])
        exported = None if parts[-1] in ("cox", "hazard") else getattr(package, "__all__", None)
        for name, value in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(value) or value.__module__ != info.name:
                continue
            if exported is None or name in exported:
                found[f"{short}.{name}"] = value
    return found


OF_RECORDS = ("agreement.", "effects.")  # most of theirs take sheets of ratings, panels and trials, checked when made


def test_every_public_function_is_walked() -> None:
    missing = {name for name in public() if not name.startswith(OF_RECORDS)} - set(CALLS) - set(NOT_CALLED)
    assert not missing, f"add a right call of these to calls: {sorted(missing)}"
    assert not (set(CALLS) | set(NOT_CALLED)) - set(public()), "these are gone"


@pytest.mark.parametrize("name", sorted({*CALLS, *(n for n in public() if n.startswith(OF_RECORDS))}))
def test_every_public_function_says_what_it_raises_and_where_it_comes_from(name: str) -> None:
    text = public()[name].__doc__ or ""
    assert "Source:" in text
    assert "raises" in text.lower() or " as `" in text.lower()
