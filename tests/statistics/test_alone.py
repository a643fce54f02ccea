"""The statistics without a plant: the page that shows how runs as it is printed, and numpy and scipy are enough."""

import doctest
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pyrometer.registry import names
from pyrometer.statistics import charts

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-the-statistics-alone.md"
ALONE = """
import sys
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.metadata import packages_distributions
from pkgutil import walk_packages

OTHERS = set(packages_distributions()) - {"pyrometer", "numpy", "scipy"}
assert {"duckdb", "pandas", "pyarrow"} <= OTHERS

class Nothing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in OTHERS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Nothing())
import pyrometer.statistics as statistics
for module in walk_packages(statistics.__path__, "pyrometer.statistics."):
    import_module(module.name)
from pyrometer.statistics.charts import xmr
assert xmr.chart([1.0, 2, 3, 2]).centre[0] == 2.0
assert "scipy.stats" not in sys.modules
"""


def test_the_page_runs_as_it_is_printed() -> None:
    text = re.sub(r"^```.*$", "", PAGE.read_text(encoding="utf-8"), flags=re.M)
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) > 20
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    told: list[str] = []
    runner.run(test, out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)


@pytest.mark.parametrize("module", ["pyrometer.statistics.charts"])
def test_examples_in_the_code_run(module: str) -> None:
    found = doctest.testmod(import_module(module))
    assert found.attempted > 0 and found.failed == 0


def test_numpy_and_scipy_are_enough() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


def test_the_page_names_every_kind_of_chart() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [kind for kind in names(charts.__name__) if f"`{kind}`" not in page] == []
