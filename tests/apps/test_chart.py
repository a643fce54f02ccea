"""`pyrometer chart`: a bare CSV without a plant, however it is written; wrong files in one sentence."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from pyrometer.errors import PyrometerError
from tests.apps._called import call

VALUES = (12, 13, 11, 12, 15, 9, 12, 13, 14, 12, 11, 12, 13, 10, 14)
MONDAYS = [date(2026, 1, 5) + timedelta(weeks=i) for i in range(len(VALUES))]


def say(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "pyrometer", *words]
    return subprocess.run(run, capture_output=True, text=True, cwd=cwd, check=False)


def write(folder: Path, text: str, name: str = "bare.csv", encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def points(done: Result) -> list[dict[str, object]]:
    assert done.exit_code in (0, 1), done.output + str(done.exception)
    rows: list[dict[str, object]] = json.loads(done.output)["tables"]["points"]["rows"]
    return rows


def lines(rows: list[str], head: str = "week,orders") -> str:
    return "\n".join([head, *rows] if head else rows) + "\n"


PLAIN = [f"{d},{v}" for d, v in zip(MONDAYS, VALUES, strict=True)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (lines(PLAIN), "utf-8"),
        (lines(PLAIN, head=""), "utf-8"),
        (lines(list(reversed(PLAIN))), "utf-8-sig"),
        (lines([f"{d:%d.%m.%Y};{v},0" for d, v in zip(MONDAYS, VALUES, strict=True)], "Woche;Aufträge"), "cp1252"),
        (lines([f"{v}\t{d:%d %b %Y}" for d, v in zip(MONDAYS, VALUES, strict=True)], "orders\tweek"), "utf-16"),
        ("sep=;\n" + lines([f"{d:%d/%m/%Y};{v}" for d, v in zip(MONDAYS, VALUES, strict=True)], "a;b"), "utf-8"),
    ],
)
def test_a_bare_file_gives_the_same_chart_however_it_is_written(text: str, encoding: str, tmp_path: Path) -> None:
    rows = points(call("chart", write(tmp_path, text, encoding=encoding), "--json"))
    assert [r["starts_on"] for r in rows] == [d.isoformat() for d in MONDAYS]
    assert [r["value"] for r in rows] == list(VALUES)


def test_the_limits_are_those_of_wheelers_xmr_chart(tmp_path: Path) -> None:
    """NIST/SEMATECH e-Handbook, sec. 6.3.2.2: flow rates, average 50.81, limits 55.8041 and 45.8159."""
    flow = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
    text = lines([f"{d},{v}" for d, v in zip(MONDAYS, flow, strict=False)], "week,flow")
    rows = points(call("chart", write(tmp_path, text), "--kind", "xmr", "--json"))
    assert rows[0]["centre"] == pytest.approx(50.81)
    early = points(call("chart", write(tmp_path, text), "--json"))
    assert rows[0]["upper"] is None and early[0]["upper"] is None  # ten points: too early for limits
    twice = lines([f"{MONDAYS[0] + timedelta(weeks=i)},{v}" for i, v in enumerate(flow * 2)], "week,flow")
    firm = points(call("chart", write(tmp_path, twice), "--kind", "xmr", "--baseline", "2026-03-16", "--json"))
    assert firm[-1]["upper"] == pytest.approx(55.8041, abs=5e-5)
    assert firm[-1]["lower"] == pytest.approx(45.8159, abs=5e-5)


def test_numerator_and_denominator_make_a_share(tmp_path: Path) -> None:
    text = lines([f"{d},{v},40" for d, v in zip(MONDAYS, VALUES, strict=True)], "week,won,offers")
    done = json.loads(call("chart", write(tmp_path, text), "--json").output)
    first = done["tables"]["points"]["rows"][0]
    assert first["value"] == pytest.approx(12 / 40) and first["n"] == 40
    assert "p chart" in " ".join(done["reading"])
    assert "won of offers" in done["headline"]


def test_sums_over_cases_are_averages(tmp_path: Path) -> None:
    text = lines([f"{d},{v}.5,40" for d, v in zip(MONDAYS, VALUES, strict=True)], "week,hours,calls")
    done = json.loads(call("chart", write(tmp_path, text), "--json").output)
    assert done["tables"]["points"]["rows"][0]["value"] == pytest.approx(12.5 / 40)
    assert "I' chart" in " ".join(done["reading"])


def test_columns_are_chosen_by_name(tmp_path: Path) -> None:
    text = lines([f"{d},x,{v},7,8" for d, v in zip(MONDAYS, VALUES, strict=True)], "week,who,orders,b,c")
    path = write(tmp_path, text)
    assert "5 columns" in str(call("chart", path).exception)
    rows = points(call("chart", path, "--columns", "week,orders", "--json"))
    assert [r["value"] for r in rows] == list(VALUES)


def test_a_signal_is_exit_one_and_a_calm_chart_exit_zero(tmp_path: Path) -> None:
    calm = write(tmp_path, lines(PLAIN))
    loud = write(tmp_path, lines([*PLAIN, "2026-04-20,60"]), "loud.csv")
    assert say("chart", calm, cwd=tmp_path).returncode == 0
    assert say("chart", loud, cwd=tmp_path).returncode == 1


def test_rows_without_a_value_are_left_out_and_said(tmp_path: Path) -> None:
    done = json.loads(call("chart", write(tmp_path, lines([*PLAIN, "2026-04-20,"])), "--json").output)
    assert len(done["tables"]["points"]["rows"]) == len(VALUES)
    assert "dropped-rows" in {c["code"] for c in done["cautions"]}


def test_pictures_and_tables_are_written(tmp_path: Path) -> None:
    path = write(tmp_path, lines(PLAIN))
    names = ("c.svg", "c.png", "c.html", "c-out.csv")
    done = call("chart", path, *(w for n in names for w in (f"--{n.split('.')[1]}", str(tmp_path / n))))
    assert done.exit_code == 0, done.output + str(done.exception)
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "c.svg").read_text()
    assert "orders" in (tmp_path / "c.html").read_text()


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        (lines([*PLAIN, "someday,3"]), (), "line 17: 'someday' is no date"),
        (lines([*PLAIN, "2026-04-20,many"]), (), "line 17: 'many' is no number"),
        (lines([*PLAIN, "2026-01-05,3"]), (), "2026-01-05 stands twice"),
        (lines([*PLAIN, "2026-04-20,3,4,5"]), (), "4 cells where the others have 2"),
        (lines(["2026-01-05", "2026-01-12"], "week"), (), "one column"),
        (lines([f"{d:%m/%d/%Y},3" for d in (date(2026, i, 1) for i in range(2, 11))]), (), "--day-first or"),
        (lines([f"{d};1,234" for d in MONDAYS], "a;b"), (), "--decimal-comma or --no-decimal-comma"),
        (lines([f"{d},0,0" for d in MONDAYS], "a,k,n"), (), "needs at least 8 whole periods"),
        (lines([f"{d},3,-1" for d in MONDAYS], "a,k,n"), (), "denominator"),
        (lines(PLAIN), ("--kind", "xmrr"), "Did you mean 'xmr'"),
        (lines(PLAIN), ("--kind", "p"), "numerator and a denominator"),
        (lines(PLAIN), ("--rules", "nelsen"), "Did you mean 'nelson'"),
        (lines(PLAIN), ("--columns", "week,order"), "Did you mean 'orders'"),
        (lines(PLAIN), ("--period", "month"), "--period away"),
        (lines(PLAIN), ("--note", "2026-01-05", "fair"), "--note is kept in a plant"),
        (lines(PLAIN), ("--baseline", "2020-01-01"), "Give a later day"),
        (lines(PLAIN), ("--baseline", "soon"), "Write it like 2026-03-31"),
        ("\x00\x01\x02 binary" * 50, (), "bare.csv"),
        ("", (), "is empty"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_two(
    text: str, options: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    done = call("chart", write(tmp_path, text), *options)
    told = done.output + str(done.exception or "")
    assert sentence in told
    assert done.exit_code != 0 or "cannot be charted yet" in told
    assert "Traceback" not in told


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = say("chart", "nothing.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("pyrometer: There is no file nothing.csv")


@pytest.mark.parametrize("kind", ["", "xmr", "c", "u", "laney-u", "i-prime", "ewma", "cusum", "run"])
@pytest.mark.parametrize("value", [0, 5])
def test_values_all_alike_are_drawn_without_a_wrong_number(kind: str, value: int, tmp_path: Path) -> None:
    text = lines([f"{MONDAYS[0] + timedelta(weeks=i)},{value}" for i in range(30)])
    done = call("chart", write(tmp_path, text), "--kind", kind, "--rules", "nelson", "--json")
    assert done.exception is None or isinstance(done.exception, SystemExit | PyrometerError), done.exception
    assert "NaN" not in done.output and "Infinity" not in done.output
