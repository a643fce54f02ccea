"""A hostile visitor, or a hostile folder: a clear answer to everything, and never a fault of ours."""

import random
import socket
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra [web] is not installed")

from starlette.testclient import TestClient

import pyrometer
from pyrometer import registry
from pyrometer.apps.web.desk import seen
from pyrometer.apps.web.door import HOME
from pyrometer.apps.web.serve import listening
from tests.apps._served import inside

PARTS = (
    "%00",
    "%0d%0a",
    "..%2f..%2fetc%2fpasswd",
    "%ff%fe",
    "a" * 5000,
    "'--",
    "%",
    "<script>",
    "{{7*7}}",
    "%F0%9F%98%80",
)
VALUES = (
    "",
    "0",
    "-1",
    "nan",
    "inf",
    "1e309",
    "9" * 400,
    "9999-12-31",
    "0001-01-01",
    "%00",
    "%ff",
    "'--",
    "²",
    "a" * 3000,
)
NAMES = ("as-known", "horizon-days", "window-days", "period", "by", "of", "charts", "periods", "first", "name", "x")
PAGES = [f"/{kind[:-1]}/{name}" for kind in ("studies", "measures") for name in registry.names(f"pyrometer.{kind}")]
PAGES = [page.replace("/studie/", "/study/") for page in PAGES]


@pytest.mark.parametrize("base", ["/", "/study/", "/measure/", "/definition/", "/prospect/", "/style/", "/report."])
def test_no_address_whatever_is_a_fault(browser: TestClient, base: str) -> None:
    for part in PARTS:
        assert browser.get(base + part).status_code in (200, 404, 422)


@pytest.mark.parametrize("page", [*PAGES, "/", "/prospects", "/refused"])
def test_no_value_of_any_option_is_a_fault(browser: TestClient, page: str) -> None:
    draw = random.Random(page)
    for _ in range(4):
        asked = "&".join(f"{draw.choice(NAMES)}={draw.choice(VALUES)}" for _ in range(draw.randrange(1, 3)))
        assert browser.get(f"{page}?{asked}").status_code in (200, 404, 422)


def test_a_name_with_the_sign_nul_is_nobodys(browser: TestClient) -> None:
    assert browser.get("/prospect/%00").status_code == 404
    assert browser.get("/prospects?name=%00").status_code == 200


def test_who_opens_the_printed_address_at_once_is_not_refused() -> None:
    with listening(HOME, 0) as at, socket.create_connection(at.getsockname(), timeout=5):
        pass


def test_links_that_go_round_in_a_plant_are_walked_once(deals: Path) -> None:
    before = set(seen(deals))
    (deals / "again").symlink_to(".")
    (deals / "sensors" / "up").symlink_to("..")
    (deals / "nowhere").symlink_to("nothing")
    try:
        assert set(seen(deals)) == before
        assert inside(deals).get("/study/trust").status_code == 200
    finally:
        for link in ("again", "sensors/up", "nowhere"):
            (deals / link).unlink()


def test_a_plant_kept_open_sees_judgements_as_they_come_and_change(deals: Path) -> None:
    kept = pyrometer.open(deals)
    assert not kept.measure("judgements").rows
    file = deals / "judgements" / "ordered.csv"
    file.parent.mkdir()
    for label in ("yes", "never"):
        file.write_text("item,judge,label\n" + "".join(f"d{i},{j},{label}\n" for i in range(9) for j in "ab"))
        assert {row["label"] for row in kept.measure("judgements")} == {label}
    file.unlink()
    assert not kept.measure("judgements").rows
