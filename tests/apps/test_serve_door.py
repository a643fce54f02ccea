"""The door of the web face: only this machine, only its own address, only whoever holds the key that was printed."""

from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra [web] is not installed")

from pyrometer.apps.web.door import Door, exchange, is_known
from tests.apps._served import HERE, PORT, before, inside

PAGES = ("/", "/study/yield", "/study/yield.json", "/definitions", "/refused", "/nothing", "/report.html")


def test_nobody_sees_anything_without_the_token(deals: Path) -> None:
    browser, _ = before(deals)
    for page in PAGES:
        answer = browser.get(page)
        assert answer.status_code == 401, page
        assert "pyrometer serve printed" in answer.text
        assert "plant shown" not in answer.text.lower()
        assert "deals" not in answer.text


@pytest.mark.parametrize("token", ["", "x", "None", "é", "a" * 43])
def test_a_wrong_token_opens_nothing(deals: Path, token: str) -> None:
    browser, gate = before(deals)
    answer = browser.get("/", params={"token": token})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert gate.token is not None


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(deals: Path) -> None:
    browser, gate = before(deals)
    token = gate.token
    answer = browser.get(gate.address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert str(token) not in cookie
    assert browser.get("/definitions").status_code == 200


def test_the_token_works_once(deals: Path) -> None:
    browser, gate = before(deals)
    address = gate.address
    assert browser.get(address).status_code == 303
    browser.cookies.clear()
    again = browser.get(address)
    assert again.status_code == 401
    assert "works once" in again.text


def test_looking_at_the_head_does_not_use_the_token_up(deals: Path) -> None:
    browser, gate = before(deals)
    assert browser.head(gate.address).status_code == 401
    assert browser.get(gate.address).status_code == 303


@pytest.mark.parametrize("cookie", ["x", "", '"', "a=b; c", "\u00e9"])
def test_a_cookie_of_somebody_else_is_none(cookie: str) -> None:
    gate = Door(PORT)
    scope = {"headers": [(b"cookie", f"{gate.cookie}={cookie}".encode())], "method": "GET", "query_string": b""}
    assert not is_known(gate, scope)
    assert exchange(gate, scope) is None
    good = {"headers": [(b"cookie", f"other=1; {gate.cookie}={gate.session}".encode())]}
    assert is_known(gate, good)
    assert not is_known(Door(PORT), good)


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1:{PORT}.evil.example", ""]
)
def test_a_name_that_was_rebound_to_this_machine_gets_no_answer(deals: Path, host: str) -> None:
    browser = inside(deals)
    for page in (*PAGES, "/style/x.css"):
        answer = browser.get(page, headers={"host": host})
        assert answer.status_code == 421, page
        assert HERE in answer.text


def test_localhost_is_this_machine_too(deals: Path) -> None:
    browser = inside(deals)
    assert browser.get("/definitions", headers={"host": f"localhost:{PORT}"}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_another_site_cannot_ask_even_with_the_cookie(deals: Path, site: str) -> None:
    browser = inside(deals)
    for page in (*PAGES, "/style/x.css"):
        assert browser.get(page, headers={"sec-fetch-site": site}).status_code == 403
    for own in ("same-origin", "none"):
        assert browser.get("/definitions", headers={"sec-fetch-site": own}).status_code == 200


def test_nothing_can_be_changed(deals: Path) -> None:
    browser = inside(deals)
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        answer = browser.request(method, "/study/yield")
        assert answer.status_code == 405, method
        assert "access-control-allow-origin" not in answer.headers


def test_every_answer_carries_the_strict_headers(deals: Path) -> None:
    browser, gate = before(deals)
    answers = [browser.get("/"), browser.get("/", headers={"host": "x"}), browser.get(gate.address)]
    answers += [browser.get(page) for page in (*PAGES, "/study/yield.svg", "/style/x.css", "/font/inter-400.woff2")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; ")
        assert "unsafe" not in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] in ("no-store", "private, max-age=86400")
    assert answers[3].headers["cache-control"] == "no-store"


def test_each_start_has_its_own_keys() -> None:
    first, second = Door(PORT), Door(PORT)
    assert len({first.token, second.token, first.session, second.session}) == 4
    assert len(first.session) >= 43
    assert Door(1).cookie != Door(2).cookie
