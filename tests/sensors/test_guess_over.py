"""Who is over, where no list knows the word for it: told by the days that stand only where a record has ended."""

from collections import Counter
from pathlib import Path

import pytest

from pyrometer.plant import start
from pyrometer.sensors._guess.words import ending
from tests.sensors.test_guess import counts, guessed

WON, LOST, OPEN = range(3)
OF = [(WON, LOST, OPEN, OPEN)[i % 4] for i in range(40)]  # the truth: 10 won, 10 lost, 20 open


def outcomes(folder: Path, head: str, rows: list[str], name: str = "list.csv") -> Counter[str]:
    """How the prospects of a file stand, by the plant that a newcomer gets."""
    (folder / name).write_text("\n".join([head, *rows]) + "\n")
    plant = start(folder / name, folder=folder / "plant")
    table = plant.journeys().to_pyarrow().to_pylist()
    return Counter(("open", "won", "lost")[row["outcome"]] for row in table)


def day(i: int, after: int) -> str:
    """A day of the list: the i-th record, so many days after it came."""
    return f"2026-{1 + (i + after) // 28:02d}-{1 + (i + after) % 28:02d}"


def test_words_that_no_list_knows_are_lost_where_only_those_who_ended_have_the_day(tmp_path: Path) -> None:
    words = {WON: "Vendido", LOST: "Otro piso", OPEN: "En curso"}
    rows = [f"{i};{day(i, 0)};{day(i, 9)};{words[o]};{day(i, 20) if o != OPEN else '-'}" for i, o in enumerate(OF)]
    found = outcomes(tmp_path, "Nº;Fecha visita;Fecha oferta;Resultado;Fecha resultado", rows)
    assert found == {"won": 10, "lost": 10, "open": 20}
    toml = (tmp_path / "plant" / "sensors" / "list.toml").read_text()
    assert "as Fecha resultado is told there and not of the open ones: 'Otro piso' in 10 rows" in toml


def test_beside_a_known_loss_another_word_may_follow_a_win_so_it_is_said_and_not_guessed(tmp_path: Path) -> None:
    words = {WON: "Closed Won", LOST: "Closed Lost", OPEN: "Proposal"}
    rows = [
        f"{i},{day(i, 0)},{'Onboarding' if i % 8 == 0 else words[o]},{day(i, 20) if o != OPEN else ''}"
        for i, o in enumerate(OF)
    ]
    found = guessed(tmp_path, "deal_id,created,stage,close date\n" + "\n".join(rows))
    assert counts(found)["ordered"] == (5, 5)
    assert counts(found)["declined"] == (10, 10)
    assert any("'Onboarding' may mean won or lost too, as close date is told there" in e for e in found.evidence)


def test_a_day_that_open_ones_have_too_tells_no_end(tmp_path: Path) -> None:
    words = {WON: "Vendido", LOST: "Otro piso", OPEN: "En curso"}
    rows = [f"{i};{day(i, 0)};{words[o]};{day(i, 20)}" for i, o in enumerate(OF)]
    found = guessed(tmp_path, "Nº;Fecha visita;Resultado;Fecha resultado\n" + "\n".join(rows), ended="Fecha resultado")
    assert found.lost == ()


def test_a_column_named_like_a_win_tells_of_winning_whatever_the_status_says_today(tmp_path: Path) -> None:
    status = {WON: "paid", LOST: "voided", OPEN: "pending"}
    rows = []
    for i, o in enumerate(OF):
        said = "refunded" if i % 8 == 0 else status[o]  # five of those won had their money back later
        rows.append(f"#{i},{said},{day(i, 1) if o == WON else ''},{day(i, 0)},{day(i, 2) if o == LOST else ''}")
        rows.append(f"#{i},,,{day(i, 0)},")  # a second article of the order: its row repeats the name alone
    found = outcomes(tmp_path, "Name,Financial Status,Paid at,Created at,Cancelled at", rows)
    assert found == {"won": 10, "lost": 10, "open": 20}


def test_without_a_stage_days_named_after_ends_tell_them(tmp_path: Path) -> None:
    rows = [
        f"{i},{day(i, 0)},{day(i, 5) if o == WON else ''},"
        f"{day(i, 15) if o == LOST or i % 8 == 0 else ''}"  # some leave after they had paid: they were won
        for i, o in enumerate(OF)
    ]
    found = outcomes(tmp_path, "account_id,trial_started_at,paid_at,churned_at", rows)
    assert found == {"won": 10, "lost": 10, "open": 20}


def test_an_order_that_every_row_has_begins_where_only_some_were_paid(tmp_path: Path) -> None:
    rows = [
        f"{i},{day(i, 0)} 10:00,{'completed' if o == WON else 'on-hold'},"
        f"{day(i, 0) + ' 10:30' if o == WON else ''},{day(i, 0) + ' 10:10' if o == WON else ''}"
        for i, o in enumerate(OF)
    ]
    found = guessed(tmp_path, "order_id,order_date,status,completed_date,paid_date\n" + "\n".join(rows))
    assert counts(found) == {"entered": (40, 40), "ordered": (10, 10)}
    assert 'happened_at = "order_date"' in found.sensors["deals.toml"]
    assert 'happened_at = "paid_date"' in found.sensors["deals.toml"]


def test_signs_for_none_fill_no_cell(tmp_path: Path) -> None:
    words = {WON: "Zuschlag", LOST: "Absage", OPEN: "offen"}
    rows = [f"A-{i};{day(i, 0)};{('-', 'n/a')[i % 2] if o != WON else day(i, 9)};{words[o]}" for i, o in enumerate(OF)]
    found = outcomes(tmp_path, "Nr.;Veröffentlicht am;Zuschlag am;Status", rows)
    assert found == {"won": 10, "lost": 10, "open": 20}


def test_those_lost_are_lost_on_the_day_named_so_where_another_is_told_of_all(tmp_path: Path) -> None:
    words = {WON: "Won", LOST: "Cancelled", OPEN: "Open"}
    rows = [f"{i},{day(i, 0)},{day(i, 14)},{words[o]},{day(i, 3) if o == LOST else ''}" for i, o in enumerate(OF)]
    found = guessed(tmp_path, "deal_id,created,decide by,status,Cancelled at\n" + "\n".join(rows), ended="decide by")
    lost = found.sensors["deals.toml"].partition("# Lost.")[2]
    assert 'happened_at = "Cancelled at"' in lost


@pytest.mark.parametrize("said", ["Not interested", "kein Interesse", "Not Taken Up", "unsub", "Do not call"])
def test_a_loss_may_be_said_by_denying(said: str) -> None:
    assert ending(said, "lost") == 2
    assert ending(said, "won") == 0


@pytest.mark.parametrize("said", ["Signed up", "sign_up", "not paid"])
def test_a_beginning_is_no_win(said: str) -> None:
    assert ending(said, "won") == 0
