"""Where nobody is open, all is seen: the yield is read to the end, and no end is said to be unknown."""

from pathlib import Path

from pyrometer.plant import start

DEALS = "id,stage,created,closed\n" + "".join(
    f"d{i},Won,2025-01-{3 + i % 20:02d},2025-02-{3 + (i * 7) % 20:02d}\n" for i in range(60)
)


def test_all_who_ordered_are_all_of_them(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    plant = start(tmp_path / "deals.csv", folder=tmp_path / "plant")
    finding = plant.study("yield")
    whole = next(row for row in finding.tables["steps"] if not row["milestone"])
    assert (whole["n"], whole["share_gone_on"], whole["n_waiting"]) == (60, 1.0, 0)
    assert finding.verdict == "routine"
    assert "100%" in finding.headline
    assert "cannot be told" not in finding.headline
    assert finding.headline.endswith(
        "An export of won ones alone says the same of any plant: add the lost and the open ones."
    )
    assert "100%" in plant.study("time").headline
