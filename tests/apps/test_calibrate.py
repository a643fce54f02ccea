"""`pyrometer calibrate`: published numbers are met, traps seen through, and the committed page is that of the code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pyrometer.apps import _calibration
from pyrometer.apps._calibration import Check, certificate, printed, traps
from pyrometer.apps.cli import root

PUBLISHED = tuple(p for p in _calibration.PARTS if p.startswith("published"))
PAGE = Path(__file__).resolve().parents[2] / "docs" / "calibration.md"


@pytest.fixture(scope="module")
def published() -> tuple[Check, ...]:
    return _calibration.run(runs=1, parts=PUBLISHED)


def test_every_published_number_is_met_to_its_last_digit(published: tuple[Check, ...]) -> None:
    missed = [f"{c.method}, {c.what}: {c.published} but {c.ours}" for c in published if not c.holds]
    assert not missed
    assert len(published) > 70


def test_every_line_names_its_source(published: tuple[Check, ...]) -> None:
    assert all(c.source and c.method and c.what for c in published)
    assert len({(c.method, c.what) for c in published}) == len(published)


def test_a_number_that_is_off_by_one_in_the_last_digit_does_not_hold() -> None:
    value, within = printed(55.8041, 4)
    assert Check("charts", "XmR", "x", value, 55.80409, within, "s").holds
    assert not Check("charts", "XmR", "x", value, 55.8042, within, "s").holds
    assert not Check("charts", "XmR", "x", value, float("nan"), within, "s").holds


def test_the_traps_are_seen_through() -> None:
    found = traps.checks(100)
    assert [c.what for c in found if not c.holds] == []
    numbers = [int(c.says.split(":")[0].removeprefix("T")) for c in found]
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16]


def test_a_trap_in_which_the_naive_figure_is_right_is_no_trap() -> None:
    assert not traps._check(traps.Trap(1, "m", "s", naive=0.2, truth=0.2, ours=0.2, within=0.01)).holds
    assert traps._check(traps.Trap(1, "m", "s", naive=0.3, truth=0.2, ours=0.2, within=0.01)).holds


def test_coverage_is_simulated_with_a_seed() -> None:
    first, again = (_calibration.run(runs=50, parts=("coverage",)) for _ in range(2))
    assert first == again
    assert {c.part for c in first} == {"coverage", "false alarms"}
    assert all(c.holds for c in first)


def test_the_certificate_is_readable_everywhere(published: tuple[Check, ...]) -> None:
    text = certificate.text(published)
    assert max(len(line) for line in text.splitlines()) <= 92
    assert text.startswith(f"All {len(published)} checks hold.")
    wrong = (*published, Check("charts", "XmR chart", "wrong", 1.0, 2.0, 0.1, "nobody"))
    assert "1 of" in certificate.text(wrong) and "XmR chart, wrong" in certificate.text(wrong)
    assert "**no**" in certificate.markdown(wrong, 1)
    assert json.loads(certificate.as_json(wrong))[-1]["holds"] is False


def test_the_committed_page_is_that_of_the_code(published: tuple[Check, ...]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "**no**" not in page and "pyrometer calibrate" in page
    for check in published:
        line = certificate._row(check).split(" | ")[:3]  # the rest may differ in the last bit between machines
        assert " | ".join(line) in page, f"{check.method}, {check.what}: run pyrometer calibrate --markdown"


def test_a_check_that_fails_is_exit_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_calibration, "PARTS", ())
    monkeypatch.setattr(_calibration, "run", lambda runs: (Check("charts", "a", "b", 1.0, 2.0, 0.1, "c"),))
    done = CliRunner().invoke(root, ["calibrate"])
    assert done.exit_code == 1 and "1 of 1 checks do not hold" in done.output
    page = tmp_path / "page.md"
    assert CliRunner().invoke(root, ["calibrate", "--markdown", str(page)]).exit_code == 1
    assert "**no**" in page.read_text(encoding="utf-8")
