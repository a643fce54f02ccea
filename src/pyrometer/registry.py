"""Plug-ins: one module holding one constant; its file name is its public name."""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any

from pyrometer.errors import unknown


@cache
def names(package: str) -> tuple[str, ...]:
    """Public names of the plug-ins of `package` (say 'pyrometer.studies'), own ones and those of other packages.

    Sub-packages and modules whose name starts with an underscore are shared parts, not plug-ins. Nothing is
    imported but the package itself.
    """
    found = iter_modules(import_module(package).__path__)
    own = {m.name.replace("_", "-") for m in found if not m.ispkg and not m.name.startswith("_")}
    return tuple(sorted(own | {e.name for e in entry_points(group=package)}))


@cache
def find(package: str, name: str) -> Any:
    """The plug-in record of that public name; raises UnknownName with the nearest one."""
    constant = package.rpartition(".")[2]
    constant = CONSTANT.get(constant, constant.upper())
    module = name.replace("-", "_")
    if name.replace("_", "-") not in names(package):
        raise unknown(constant.lower(), name, names(package))
    outside = {e.name: e for e in entry_points(group=package)}
    if name in outside:
        return outside[name].load()
    return getattr(import_module(f"{package}.{module}"), constant)


CONSTANT = {
    "sensors": "SENSOR",
    "engines": "ENGINE",
    "measures": "MEASURE",
    "studies": "STUDY",
    "charts": "CHART",
    "rules": "RULES",
    "figures": "FIGURE",
    "views": "VIEW",
    "checks": "CHECK",
}


def first_line(package: str, name: str) -> str:
    """What a plug-in is, in its own words: the first line of its module."""
    find(package, name)
    module = import_module(f"{package}.{name.replace('-', '_')}")
    return (module.__doc__ or "").strip().splitlines()[0]
