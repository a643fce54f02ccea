"""What surrounds the pages: no script, nothing foreign, colours that can be told, this machine alone."""

import re
import socket
import sys
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra [web] is not installed")

from starlette.testclient import TestClient

from pyrometer.apps.web import frame, serve
from pyrometer.errors import NotInstalled, PlantError
from tests.apps._called import call
from tests.pages import read


def test_pages_have_no_script_no_style_of_their_own_and_no_foreign_address(browser: TestClient) -> None:
    for place in ("/", "/study/flow", "/study/sellers?names=yes", "/definitions", "/measures", "/prospects", "/x"):
        page = browser.get(place).text
        tags = read(page).tags
        assert not [a for _, attrs in tags for a in attrs if a.startswith("on") or a == "style"]
        assert {"script", "iframe", "object", "style"}.isdisjoint(tag for tag, _ in tags)
        assert not re.search(r"https?:", page.replace("http://www.w3.org/2000/svg", ""))
        assert len(page.encode()) < 60_000 or "<svg" in page


def test_hostile_words_stay_words(browser: TestClient) -> None:
    bad = "\"><script>alert(1)</script>'<b>"
    for place in ("/prospects?name=", "/study/yield?horizon_days=", "/study/yield?"):
        page = browser.get(place + "".join(f"%{b:02x}" for b in bad.encode()))
        assert "<script" not in page.text
        read(page.text)
    for place in ("/prospect/", "/definition/", "/study/", "/measure/", "/"):
        page = browser.get(place + "".join(f"%{b:02x}" for b in bad.encode()))
        assert page.status_code in (404, 409)
        assert "<script" not in page.text


def test_the_style_sheet_and_its_letters_are_served_and_kept(browser: TestClient) -> None:
    (sheet,) = [
        a["href"] for tag, a in read(browser.get("/").text).tags if tag == "link" and a.get("rel") == "stylesheet"
    ]
    assert sheet == frame.sheet_at()
    answer = browser.get(str(sheet))
    assert answer.headers["content-type"].startswith("text/css")
    for file in re.findall(r"url\((/font/[^)]+)\)", answer.text):
        assert browser.get(file).content.startswith(b"wOF2")
    assert browser.get("/font/inter-license.woff2").status_code == 404


def test_it_listens_on_this_machine_alone() -> None:
    with serve.listening("127.0.0.1", 0) as at:
        host, port = at.getsockname()
        assert host == "127.0.0.1"
        at.listen()
        with pytest.raises(PlantError, match=f"Port {port} cannot be had: .* Leave --port out"):
            serve.listening("127.0.0.1", port)
    assert "--host" not in call("serve", "--help").output
    assert socket.gethostbyname("127.0.0.1") == host


def test_a_folder_that_is_no_plant_is_said_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(PlantError, match="is not a plant"):
        serve.serve(tmp_path, 0)


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, deals: Path) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(NotInstalled, match=r"^Serving needs .* pip install 'pyrometer\[web\]'$"):
        serve.serve(deals, 0)
