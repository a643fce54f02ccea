"""What the won did later, in a list of its own: each row of it counts, equal pieces of one order too."""

import tomllib
from pathlib import Path

import pytest

from pyrometer.plant import start
from pyrometer.sensors._guess import Guess, guess

ITEMS = [  # order_id, order_item_id, seller_id, shipped, price: order 2 holds the same thing three times
    "1,1,s1,2026-03-01 10:00,5.00",
    "2,1,s2,2026-03-02 10:00,7.50",
    "2,2,s2,2026-03-02 10:00,7.50",
    "2,3,s2,2026-03-02 10:00,7.50",
    "3,1,s3,2026-03-03 10:00,9.00",
    "3,1,x9,2026-03-03 11:00,9.00",
]


def written(folder: Path, name: str, items: str) -> list[Path]:
    """Thirty leads, three of them won, and what they sold later."""
    days = [f"2026-01-{1 + i:02d}" for i in range(30)]
    (folder / "leads.csv").write_text("lead_id,created\n" + "".join(f"L{i},{d}\n" for i, d in enumerate(days)))
    won = "".join(f"L{i},s{i},2026-02-{i:02d} 10:00\n" for i in (1, 2, 3))
    (folder / "won.csv").write_text("lead_id,seller_id,won_at\n" + won)
    (folder / name).write_text(items)
    return [folder / "leads.csv", folder / "won.csv", folder / name]


def sold(found: Guess, action: str) -> tuple[int, int]:
    return next((a.n_events, a.n_prospects) for a in found.actions if a.action == action)


def test_equal_pieces_of_one_order_are_not_one_record_found_twice(tmp_path: Path) -> None:
    rows = [line for line in ITEMS if ",x9," not in line]
    files = written(tmp_path, "order_items.csv", "\n".join(["order_id,order_item_id,seller_id,sold_at,price", *rows]))
    found = guess(files)
    sensor = tomllib.loads(found.sensors["order-items.toml"])
    assert (sensor["id"], sensor["prospect"]) == ("{order_id}:{order_item_id}", "lead_id")
    assert "together different in all 5 rows" in found.sensors["order-items.toml"]
    plant = start(*files, folder=tmp_path / "plant", zone="UTC")
    assert sum(r["n_repeated"] for r in plant.measure("reading")) == 0
    (items,) = [row for row in plant.measure("nodes") if row["action"] == "order_items"]
    assert (items["n_events"], items["n_prospects"]) == (5, 3)


def test_a_list_whose_rows_have_an_id_of_their_own_takes_it(tmp_path: Path) -> None:
    rows = [f"{i},{line}" for i, line in enumerate(ITEMS[:5])]
    text = "\n".join(["order_id,basket,place,seller_id,sold_at,price", *rows])
    assert tomllib.loads(guess(written(tmp_path, "orders.csv", text)).sensors["orders.toml"])["id"] == "order_id"


@pytest.mark.parametrize("columns", ["order_id,order_item_id", "shop_id,product_id"])
def test_columns_that_may_come_together_again_are_no_id(tmp_path: Path, columns: str) -> None:
    """Order 3 has its first piece twice; and which shop and product it was may come again tomorrow."""
    rows = ITEMS if columns.startswith("order") else ITEMS[:5]
    text = "\n".join([f"{columns},seller_id,sold_at,price", *rows])
    assert "id" not in tomllib.loads(guess(written(tmp_path, "order_items.csv", text)).sensors["order-items.toml"])
