"""The guess on lists kept by hand and exports in other tongues: what rows hold tells more than what it is called."""

from pathlib import Path

import pytest

from pyrometer.sensors._guess import guess
from tests.sensors.test_guess import counts, guessed

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]


def day(n: int) -> str:
    """A day of 2026 as people type it, counted from the first of January."""
    return f"{1 + n % 28} {MONTHS[n // 28]} 2026"


FUNNEL = "Company,Source,Lead in,First call,Demo date,Won,Lost,Notes\n" + "".join(
    f"Firm {i},{'ab'[i % 2]},{day(i)},{day(i + 5) if i % 4 else ''},{day(i + 9) if i % 4 > 1 else ''},"
    f"{day(i + 20) if i % 4 == 3 else ''},{day(i + 30) if i % 4 == 0 else ''},call back\n"
    for i in range(60)
)


def test_a_list_with_a_date_for_each_step_tells_the_whole_path(tmp_path: Path) -> None:
    found = guessed(tmp_path, FUNNEL)
    assert found.milestones == ("entered", "First call", "Demo", "ordered")
    assert {name: n for name, (n, _) in counts(found).items()} == {
        "entered": 60, "First call": 45, "Demo": 30, "ordered": 15, "declined": 15,
    }  # fmt: skip
    assert "Path: First call, Demo date, one column of dates a step, in the order of the dates." in found.evidence
    assert "not after Won in 15 of 15 rows that have both" in found.sensors["deals.toml"]
    assert "time_required" not in found.sensors["deals.toml"]  # who has no day of winning is open, not refused


def test_blank_rows_and_a_total_do_not_hide_whose_rows_they_are(tmp_path: Path) -> None:
    found = guessed(tmp_path, FUNNEL + ",,,,,,,\nTOTAL,,60,,,,,\n")
    assert 'prospect = "Company"' in found.sensors["deals.toml"]
    assert counts(found)["entered"] == (60, 60)


def test_dates_that_keep_no_order_are_no_steps(tmp_path: Path) -> None:
    rows = "".join(
        f"{i},{day(i)},{day(i + 40 - i % 2 * 39)},{day(i + 1 + i % 3 * 30)},{day(i + 45) if i % 2 else ''},"
        f"{('Open', 'Won')[i % 2]}\n"
        for i in range(60)
    )
    found = guessed(tmp_path, "Deal ID,Created,Brochure,Birthday of baby,Closed,Stage\n" + rows)
    assert found.milestones == ("entered", "ordered")
    assert "# Another time. If it is a step on the way, switch it on." in found.sensors["deals.toml"]


@pytest.mark.parametrize(
    ("won", "lost"), [("Wygrano dnia", "Przegrano dnia"), ("Deal - Gewonnen um", "Deal - Verloren um")]
)
def test_the_day_of_winning_is_told_by_who_has_it_whatever_it_is_called(tmp_path: Path, won: str, lost: str) -> None:
    rows = "".join(
        f"{i};{day(i)};{('Offen', 'Gewonnen', 'Verloren')[i % 3]};{day(i + 9) if i % 3 == 1 else ''};"
        f"{day(i + 12) if i % 3 == 2 else ''};{i % 4}\n"
        for i in range(60)
    )
    found = guessed(tmp_path, f"Deal - ID;Deal - Deal erstellt am;Deal - Status;{won};{lost};Deal - Besitzer\n{rows}")
    text = found.sensors["deals.toml"]
    assert f'happened_at = "{won}"' in text and f'happened_at = "{lost}"' in text
    assert {name: n for name, (n, _) in counts(found).items() if name != "set"} == {
        "entered": 60, "ordered": 20, "declined": 20,
    }  # fmt: skip
    assert 'actor = "Deal - Besitzer"' in text


def test_where_two_days_might_be_that_of_winning_none_is_taken(tmp_path: Path) -> None:
    rows = "".join(
        f"{i};{day(i)};{('Open', 'Won')[i % 2]};{day(i + 9) if i % 2 else ''};{day(i + 30) if i % 2 else ''}\n"
        for i in range(60)
    )
    with pytest.raises(Exception, match="no column says on which day. .* They have: Created, Kick-off, Invoice."):
        guessed(tmp_path, f"Deal ID;Created;Status;Kick-off;Invoice\n{rows}")


def test_revisions_of_a_quote_are_one_prospect_that_entered_with_the_first(tmp_path: Path) -> None:
    lines = []
    for i in range(40):
        won = ("Beauftragt", "Abgelehnt", "Offen")[i % 3]
        lines += [f"AN-{i};A;{day(i)};1.000,50;Ersetzt;"] if i % 2 else []
        lines += [f"AN-{i};{'AB'[i % 2]};{day(i + 10)};1.100,00;{won};{day(i + 20) if won != 'Offen' else ''}"]
    head = "Angebotsnummer;Rev.;Angebotsdatum;Angebotswert (EUR);Status;Entscheidung am\n"
    found = guessed(tmp_path, head + "\n".join(lines) + "\n")
    assert {name: n for name, (_, n) in counts(found).items() if name != "set"} == {
        "entered": 40, "ordered": 14, "declined": 13,
    }  # fmt: skip
    text = found.sensors["deals.toml"]
    assert "a prospect may have several rows, like revisions of a quote" in text
    assert 'amount = "Angebotswert (EUR)"' in text
    assert found.segments == ()  # the revision differs from row to row


def test_a_log_of_calls_is_told_by_its_results(tmp_path: Path) -> None:
    results = ("No answer", "Interested", "Appointment booked")
    rows = "".join(
        f"{1 + i // 28}/{1 + i % 28}/2026 09:{i % 60:02d} AM,+49 170 {i // 3:05d},{results[i % 3]}\n" for i in range(90)
    )
    asked = guessed(tmp_path, "Call Time,Phone Number,Result\n" + rows)
    assert [q.code for q in asked.questions] == ["won"]
    found = guessed(tmp_path, "Call Time,Phone Number,Result\n" + rows, won=("Appointment booked",))
    assert counts(found)["Appointment booked"] == (30, 30)
    assert "# 2026-01-01 to 2026-04-06, never empty; month first" in found.sensors["deals.toml"]


def test_a_question_about_several_files_names_the_one_it_is_about(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "id,created,status\n" + "".join(f"{i},{day(i)},{'xyz'[i % 3]}\n" for i in range(30))
    )
    (tmp_path / "b.csv").write_text("id,colour\n" + "".join(f"{i},{'rgb'[i % 3]}\n" for i in range(30)))
    found = guess([tmp_path / "a.csv", tmp_path / "b.csv"], None, tmp_path / "plant")
    assert found.questions[0].text.startswith("Which value of status in a.csv means won")


def test_what_webinar_guests_did_splits_their_deals_by_their_address(tmp_path: Path) -> None:
    (tmp_path / "guests.csv").write_text(
        "Email,First Name,Registered on,Attended\n"
        + "".join(f"p{i}@b.de,N{i},{day(i)} 09:00,{('Yes', 'No')[i % 2]}\n" for i in range(50))
    )
    (tmp_path / "deals.csv").write_text(
        "Deal ID,Contact Email,Created,Stage,Closed\n"
        + "".join(f"D{i},p{i}@b.de,{day(i + 60)},{('Won', 'Lost')[i % 2]},{day(i + 70)}\n" for i in range(40))
    )
    found = guess([tmp_path / "guests.csv", tmp_path / "deals.csv"], None, tmp_path / "plant")
    assert found.segments == ("attended",)
    assert "guests.csv holds 100% of the 40 values of Contact Email, each once." in found.sensors["deals.toml"]


def test_those_lost_keep_their_own_day_where_that_of_the_won_is_told_of_everybody(tmp_path: Path) -> None:
    rows = "".join(
        f"{i},{day(i)},{day(i + 14)},{('canceled', 'active', 'trialing')[i % 3]},{day(i + 30) if i % 3 == 0 else ''}\n"
        for i in range(60)
    )
    found = guessed(tmp_path, "id,Created,Trial End,Status,Left\n" + rows, won=("active",), ended="Trial End")
    lost = found.sensors["deals.toml"].partition("# Lost.")[2]
    assert 'happened_at = "Left"' in lost
