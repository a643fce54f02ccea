"""What pyproject.toml declares is enough to run: other packages of a developer's environment are hidden."""

import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

DEALS = "id,stage,created,closed\n" + "".join(
    f"d{i},{('Won', 'Lost')[i % 2]},2025-0{1 + i % 9}-13,2025-0{1 + i % 9}-{14 + i % 9}\n" for i in range(40)
)
REFUSE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"No module named {name!r}: no dependency brings it", name=name)
HIDDEN = set(sys.argv.pop(1).split(","))
sys.meta_path.insert(0, Refuse())
from pyrometer.apps.cli import main
main()
"""


def brought(requirements: list[str], extras: frozenset[str] = frozenset()) -> set[str]:
    """The distributions that these requirements bring along, and those bring in turn."""
    found: set[str] = set()
    for requirement in map(Requirement, requirements):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in (extras or {""})):
            inner = metadata.requires(requirement.name) or []
            found |= {canonicalize_name(requirement.name)} | brought(inner, frozenset(requirement.extras))
    return found


def test_the_declared_dependencies_are_enough_for_a_first_report(tmp_path: Path) -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    ours = brought(project["dependencies"]) | {"pyrometer"}
    of_module = metadata.packages_distributions()
    hidden = {m for m, dists in of_module.items() if not ours & {canonicalize_name(d) for d in dists}}
    assert "pytest" in hidden
    (tmp_path / "deals.csv").write_text(DEALS)
    command = [sys.executable, "-c", REFUSE, ",".join(hidden), "start", "deals.csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("**/report-mark-*.html"))
