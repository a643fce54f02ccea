"""`pyrometer agreement`: a bare file without a plant, judgements kept in a plant, and the figure with a definition."""

import json
from pathlib import Path

import numpy as np
import pytest

import pyrometer
from pyrometer.errors import PyrometerError
from tests.apps._called import call
from tests.studies.test_agreement import calls


def written(path: Path, columns: dict[str, list[str]], mark: str = ",", encoding: str = "utf-8") -> Path:
    rows = [list(columns), *zip(*columns.values(), strict=True)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(mark.join(row) for row in rows) + "\n").encode(encoding))
    return path


def found(path: Path, *words: str) -> dict[str, object]:
    done = call("agreement", str(path), "--json", *words)
    assert done.exit_code == 0, done.output + str(done.exception)
    made: dict[str, object] = json.loads(done.output)
    return made


def test_a_bare_file_is_the_same_however_it_is_written(tmp_path: Path) -> None:
    columns = calls(np.random.default_rng(1))
    plain = found(written(tmp_path / "a.csv", columns))
    for mark, encoding in ((";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")):
        other = found(written(tmp_path / "b.csv", columns, mark, encoding))
        assert (other["headline"], other["tables"]) == (plain["headline"], plain["tables"])


def test_a_file_without_a_header_is_read_by_what_it_holds(tmp_path: Path) -> None:
    columns = {k: v for k, v in calls(np.random.default_rng(2)).items() if k in ("item", "judge", "label")}
    with_header = found(written(tmp_path / "a.csv", columns))
    (tmp_path / "b.csv").write_text("\n".join(",".join(r) for r in zip(*columns.values(), strict=True)) + "\n")
    assert found(tmp_path / "b.csv")["tables"] == with_header["tables"]


def test_pictures_pages_and_tables_are_written(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", calls(np.random.default_rng(3)))
    names = ("o.svg", "o.png", "o.html", "o.csv")
    done = call("agreement", str(path), *(w for n in names for w in (f"--{n.split('.')[1]}", str(tmp_path / n))))
    assert done.exit_code == 0, done.output + str(done.exception)
    assert (tmp_path / "o.png").read_bytes().startswith(b"\x89PNG")
    assert "When one says a label" in (tmp_path / "o.html").read_text()


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        ("item\n1\n2\n", (), "has one column"),
        ("", (), "holds no rows|is empty"),
        ("item,Ann,Ann\n1,a,b\n2,a,a\n", (), "two columns are named 'Ann'"),
        ("item,Ann,Bob\n1,a,b\n2,a\n3,b,b\n", (), "line 3: 2 cells"),
        ("item,Ann,Bob\n1,a,b\n2,a,b\n3,b,b\n", ("--judges", "Ann,Bop"), "Did you mean 'Bob'"),
        ("item,Ann,Bob\n1,a,b\n2,a,b\n3,b,b\n", ("--of", "x"), "leave --of away"),
    ],
)
def test_a_wrong_file_is_one_sentence(text: str, words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    done = call("agreement", str(path), *words)
    assert isinstance(done.exception, PyrometerError)
    with pytest.raises(PyrometerError, match=says):
        raise done.exception


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty deals; two people judged of each whether it was ordered, wrongly here and there, and three how good."""
    folder, rng = tmp_path_factory.mktemp("judged"), np.random.default_rng(7)
    rows = [f"d{i},{'Won' if i % 2 else 'Lost'},2024-01-{1 + i % 28:02d},2024-02-{1 + i % 28:02d}" for i in range(60)]
    (folder / "deals.csv").write_text("id,stage,created,closed\n" + "\n".join(rows) + "\n")
    made = call("start", str(folder / "deals.csv"), "--folder", str(folder / "plant"), "--no-report")
    assert made.exit_code == 0, made.output + str(made.exception)
    says = [["met" if (i % 2 == 1) != (rng.random() < 0.02) else "not met" for i in range(60)] for _ in range(2)]
    columns = {"prospect": [f"d{i}" for i in range(60)], "Ann": says[0], "Bob": says[1]}
    written(folder / "plant" / "judgements" / "ordered.csv", columns)
    written(folder / "plant" / "judgements" / "good-deal.csv", calls(rng, right=0.7))
    return folder / "plant"


def test_the_definition_itself_is_the_standard_of_its_judges(plant: Path) -> None:
    made = pyrometer.open(str(plant)).study("agreement", of="ordered")
    report = {(r["judge"], r["compared_with"]): r for r in made.tables["report"]}
    assert report[("A", "standard")]["n_items"] == 60
    assert report[("A", "standard")]["share"] > 0.85
    assert "judged-now" in {c.code for c in made.cautions}


def test_all_words_of_a_plant_stand_side_by_side(plant: Path) -> None:
    made = pyrometer.open(str(plant)).study("agreement")
    words = {r["word"]: r["says"] for r in made.tables["words"]}
    assert words == {"good-deal": "no", "ordered": "yes"}


def test_a_judged_definition_carries_its_agreement_in_every_finding(plant: Path) -> None:
    made = json.loads(call("study", "yield", "--plant", str(plant), "--json").output)
    carried = {d["name"]: d["agreement"] for d in made["provenance"]["definitions"]}
    assert carried["entered"] is None
    assert carried["ordered"]["coefficient"] == "Gwet AC1"
    assert carried["ordered"]["low"] < carried["ordered"]["value"] < carried["ordered"]["high"]
    assert "judged alike: Gwet AC1" in call("study", "yield", "--plant", str(plant)).output


def test_the_report_holds_agreement_where_there_are_judgements(plant: Path) -> None:
    assert "agreement" in {f.study for f in pyrometer.open(str(plant)).findings()}


def test_a_broken_file_of_judgements_stops_no_other_study(plant: Path) -> None:
    broken = plant / "judgements" / "zz.csv"
    broken.write_text("a,b\n1,2\n3,4\n")
    try:
        assert call("study", "yield", "--plant", str(plant)).exit_code in (0, 1)
        assert isinstance(call("agreement", "--plant", str(plant)).exception, PyrometerError)
    finally:
        broken.unlink()
