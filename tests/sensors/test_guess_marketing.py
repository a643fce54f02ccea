"""Logs of marketing, as analytics and mailings export them: what was won, how often, and by how many."""

from pathlib import Path

from pyrometer.plant import start
from pyrometer.sensors._guess.words import ending
from tests.sensors.test_guess import counts, guessed

SHOP = ("session_start", "add_to_cart", "add_payment_info", "purchase")


def visits(n: int = 40) -> list[tuple[int, int, str]]:
    """(person, microseconds, act): all begin, three quarters fill a cart, half say how they pay, a quarter buys."""
    return [(i, 1704800000000000 + i * 10**9 + k * 10**8, SHOP[k]) for i in range(n) for k in range(1 + i % 4)]


def test_saying_how_one_will_pay_is_not_paying(tmp_path: Path) -> None:
    rows = "\n".join(f"20240109,{at},{act},{i}.17" for i, at, act in visits())
    found = guessed(tmp_path, "event_date,event_timestamp,event_name,user_pseudo_id\n" + rows)
    assert found.won == ("purchase",)
    assert found.milestones == SHOP
    assert counts(found)["purchase"] == (10, 10)


def test_a_row_for_each_property_of_an_event_counts_once(tmp_path: Path) -> None:
    rows = [f"{at},{act},{key},{i}.17" for i, at, act in visits() for key in ("page_title", "session_id", "engagement")]
    (tmp_path / "events.csv").write_text(
        "event_timestamp,event_name,event_params.key,user_pseudo_id\n" + "\n".join(rows)
    )
    plant = start(tmp_path / "events.csv", folder=tmp_path / "plant")
    assert plant.facts.n_events == len(visits()) == 100
    assert plant.facts.milestones == ("session-start", "add-to-cart", "add-payment-info", "purchase")
    toml = (tmp_path / "plant" / "sensors" / "events.toml").read_text()
    assert "several rows, one for each event_params.key" in toml


def test_equal_acts_of_one_day_stay_several(tmp_path: Path) -> None:
    days = [(i, k, f"2026-01-{1 + i % 10 + 10 * k:02d}") for i in range(20) for k in (0, 1)]
    rows = "\n".join(f"{day},{('call', 'won')[k]},{i},n{j}" for i, k, day in days for j in range(3))
    found = guessed(tmp_path, "date,event,user_id,note\n" + rows)
    assert counts(found)["call"] == (60, 20)


def test_a_mail_that_was_delivered_is_no_win_if_it_is_opened_after_that(tmp_path: Path) -> None:
    acts = ("SENT", "DELIVERED", "OPEN", "CLICK")
    rows = [
        f"m{i}x{k},{acts[k]},p{i}@b.de,{1704800000000 + i * 10**6 + k * 10**5}"
        for i in range(60)
        for k in range(2 + i % 3)
    ]
    found = guessed(tmp_path, "id,type,recipient,created\n" + "\n".join(rows))
    (question,) = found.questions
    assert question.text.startswith("Which action means won? None is named so")
    assert guessed(tmp_path, "id,type,recipient,created\n" + "\n".join(rows), won=("CLICK",)).won == ("CLICK",)


def test_what_is_on_the_way_to_a_win_is_none() -> None:
    for said in ("add_payment_info", "Payment Failed", "Order Page Viewed", "Request Payment", "Sale pending"):
        assert ending(said, "won") == 0
    for said in ("purchase", "Payment Handled", "Order Completed", "Closed Won - pending papers"):
        assert ending(said, "won") > 0


def test_of_a_day_and_an_instant_of_one_visit_the_instant_counts(tmp_path: Path) -> None:
    rows = "\n".join(
        f"{(i * 3 + k) % 2},visitor{i},2026-01-{1 + i % 10 + 10 * (k // 2):02d},{at + 60},{at}"
        for i in range(20)
        for k in range(4)
        for at in [1767225600 + 86400 * (i % 10 + 10 * (k // 2)) + 3600 * k]
    )
    head = "converted,visitorId,serverDate,lastActionTimestamp,firstActionTimestamp\n"
    found = guessed(tmp_path, head + rows, prospect="visitorId", action="converted", won=("1",))
    assert 'happened_at = "firstActionTimestamp"' in found.sensors["deals.toml"]
