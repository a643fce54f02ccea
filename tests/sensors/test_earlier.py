"""A list of everybody who came beside a log of what followed: all of them entered, with the list."""

from pathlib import Path

from pyrometer.plant import start
from pyrometer.sensors._guess import Answers, guess

CLICKS = [f"Cj0K{i:04d}x" for i in range(100)]


def written(tmp_path: Path, key: str, *, n_listed: int, late: bool = False) -> list[Path]:
    """A hundred clicks, of which 46 came back as leads and 20 of these as customers ten days later."""
    day = "2026-03-28" if late else "2026-01-0{}"
    clicks = [f"{who},{day.format(1 + i % 9)} 08:00:00,Ad {i % 3}" for i, who in enumerate(CLICKS) if i < n_listed]
    rows = [f"{who},Qualified Lead,2026-01-{12 + i % 9} 09:00:00" for i, who in enumerate(CLICKS[:46])]
    rows += [f"{who},Converted Lead,2026-01-{22 + i % 9} 09:00:00" for i, who in enumerate(CLICKS[:20])]
    (tmp_path / "clicks.csv").write_text("\n".join(["gclid,click_time,campaign", *clicks]) + "\n")
    (tmp_path / "conversions.csv").write_text("\n".join([f"{key},Conversion Name,Conversion Time", *rows]) + "\n")
    return [tmp_path / "clicks.csv", tmp_path / "conversions.csv"]


def test_all_who_are_on_the_list_entered_though_the_log_knows_fewer(tmp_path: Path) -> None:
    for key in ("gclid", "Google Click ID"):
        folder = tmp_path / key
        folder.mkdir()
        plant = start(*written(folder, key, n_listed=100), folder=folder / "plant")
        rows = plant.journeys().to_pyarrow().to_pylist()
        assert len(rows) == sum(row["entered_at"] is not None for row in rows) == 100
        won = [(row["won_at"] - row["entered_at"]).days for row in rows if row["won_at"]]
        assert won == [21] * 20
        assert plant.facts.milestones == ("entered", "qualified-lead", "converted-lead")


def test_a_list_of_those_alone_whom_the_log_knows_adds_what_is_known_of_them(tmp_path: Path) -> None:
    found = guess(written(tmp_path, "gclid", n_listed=46), Answers(), tmp_path / "plant")
    assert found.milestones == ("Qualified Lead", "Converted Lead")
    assert found.segments == ("campaign",)


def test_a_list_made_after_the_log_began_tells_of_no_entry(tmp_path: Path) -> None:
    found = guess(written(tmp_path, "gclid", n_listed=100, late=True), Answers(), tmp_path / "plant")
    assert found.milestones == ("Qualified Lead", "Converted Lead")


def test_numbers_that_are_counted_are_not_the_same_because_they_are_small(tmp_path: Path) -> None:
    deals = "".join(f"{i},2026-01-{1 + i % 28:02d},Won,2026-02-{1 + i % 28:02d}\n" for i in range(1, 31))
    people = "".join(f"{i},2026-01-{1 + i % 28:02d},Town {i % 4}\n" for i in range(1, 201))
    (tmp_path / "deals.csv").write_text("deal_id,created,stage,close date\n" + deals)
    (tmp_path / "people.csv").write_text("newsletter number,created,town\n" + people)
    found = guess([tmp_path / "deals.csv", tmp_path / "people.csv"], Answers(), tmp_path / "plant")
    assert {Path(path).name for path in found.unused} == {"people.csv"}
