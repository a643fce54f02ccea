"""The web face: every study a page with its form, the same numbers as everywhere, open down to the record."""

import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra [web] is not installed")

from starlette.testclient import TestClient

from pyrometer import registry
from pyrometer.apps import _options
from pyrometer.apps.web import answers, desk
from tests.apps._called import call
from tests.apps._served import before, unescaped
from tests.pages import read

STUDIES = registry.names("pyrometer.studies")


def test_the_opening_page_says_every_finding_and_leads_to_it(browser: TestClient) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    links = [attrs["href"] for tag, attrs in read(page.text).tags if tag == "a"]
    for name in desk.reported():
        assert links.count(f"/study/{name}") == 2  # in the rail and in the table
        assert json.loads(browser.get(f"/study/{name}.json").text)["headline"] in unescaped(page.text)
    assert {f"/study/{name}" for name in STUDIES} <= set(links)


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_is_a_page_whose_form_has_its_settings(browser: TestClient, name: str) -> None:
    page = browser.get(f"/study/{name}")
    assert page.status_code == 200
    tree = read(page.text)
    fields = [attrs["name"] for tag, attrs in tree.tags if tag in ("input", "select")]
    record = registry.find("pyrometer.studies", name)
    assert fields == [*record.settings.__dataclass_fields__, "as_known"]
    assert {attrs.get("method") for tag, attrs in tree.tags if tag == "form"} == {"get"}
    labelled = {attrs["for"] for tag, attrs in tree.tags if tag == "label"}
    assert labelled == set(fields)
    assert [attrs["href"] for tag, attrs in tree.tags if attrs.get("aria-current")] == [f"/study/{name}"]
    levels = [int(tag[1]) for tag, _ in tree.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= level + 1 for level, after in pairwise(levels))


@pytest.mark.parametrize("name", STUDIES)
def test_its_json_is_that_of_the_command_line(browser: TestClient, deals: Path, name: str) -> None:
    served = browser.get(f"/study/{name}.json")
    assert served.headers["content-type"] == "application/json"
    assert served.json() == json.loads(call("study", name, "--plant", str(deals), "--json").output)


def test_settings_in_the_address_are_those_of_the_command_line(browser: TestClient, deals: Path) -> None:
    served = browser.get("/study/yield.json?horizon_days=30&as_known=2025-08-01")
    words = ("--horizon-days", "30", "--as-known", "2025-08-01")
    assert served.json() == json.loads(call("study", "yield", *words, "--plant", str(deals), "--json").output)
    plain = browser.get("/study/yield.json?horizon_days=&as_known=")
    assert plain.text == browser.get("/study/yield.json").text
    assert plain.text != served.text


def test_every_view_is_served_under_its_suffix(browser: TestClient) -> None:
    for suffix, (media_type, _) in answers.views().items():
        if suffix == "pdf":
            pytest.importorskip("typst")
        for place in (f"/study/yield.{suffix}", f"/report.{suffix}"):
            answer = browser.get(place)
            assert answer.status_code == 200, place
            assert answer.headers["content-type"].split(";")[0] == media_type.split(";")[0]
            assert len(answer.content) > 100
            how, _, file = answer.headers["content-disposition"].partition("; ")
            assert how == ("attachment" if suffix in ("html", "pdf") else "inline")
            assert file == f'filename="{"report-mark-1" if "report" in place else "yield"}.{suffix}"'
    assert {"html", "json", "csv", "svg", "png", "pdf"} <= set(answers.views())
    assert browser.get("/study/yield.png").content.startswith(b"\x89PNG")
    assert "<h1>deals</h1>" in browser.get("/report.html").text


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("yield?horizon_days=abc", ("yield", "--horizon-days", "abc")),
        ("yield?horizon_days=-3", ("yield", "--horizon-days", "-3")),
        ("stability?period=fortnight", ("stability", "--period", "fortnight")),
        ("sellers?names=perhaps", None),
        ("yield?as_known=2025-13-01", ("yield", "--as-known", "2025-13-01")),
    ],
)
def test_a_value_that_cannot_be_gets_the_command_lines_sentence(
    browser: TestClient, deals: Path, place: str, words: tuple[str, ...] | None
) -> None:
    page = browser.get(f"/study/{place}")
    assert page.status_code == 422
    tree = read(page.text)
    assert [attrs["id"] for tag, attrs in tree.tags if attrs.get("role") == "alert"] == ["wrong"]
    said = re.search(r'id="wrong">([^<]+)<', page.text)
    assert said is not None
    if words is not None:
        from subprocess import run

        done = run([sys.executable, "-m", "pyrometer", "study", *words, "--plant", str(deals)], capture_output=True)
        assert done.returncode == 2
        assert done.stderr.decode() == f"pyrometer: {unescaped(said[1])}\n"
    name, _, query = place.partition("?")
    as_json = browser.get(f"/study/{name}.json?{query}")
    assert (as_json.status_code, as_json.json()) == (422, {"error": unescaped(said[1])})


def test_the_form_keeps_what_was_said_and_marks_what_was_wrong(browser: TestClient) -> None:
    tree = read(browser.get("/study/yield?horizon_days=abc&as_known=2025-08-01").text)
    fields = {attrs["name"]: attrs for tag, attrs in tree.tags if tag == "input"}
    assert fields["horizon_days"]["value"] == "abc"
    assert fields["horizon_days"]["aria-invalid"] == "true"
    assert fields["as_known"]["value"] == "2025-08-01"
    assert "aria-invalid" not in fields["as_known"]
    chosen = browser.get("/study/stability?period=month").text
    assert "<option selected>month</option>" in chosen


def test_an_option_that_is_not_there_is_answered_with_the_near_one(browser: TestClient) -> None:
    page = browser.get("/study/yield?horizon_day=3")
    assert page.status_code == 422
    assert "has no option 'horizon_day'. Did you mean 'horizon_days'?" in unescaped(page.text)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/study/yeild", "Did you mean 'yield'?"),
        ("/study/yield.jsn", "Did you mean 'json'?"),
        ("/measure/risk-tabel", "Did you mean 'risk-table'?"),
        ("/definition/orderd", "Did you mean"),
        ("/definitons", "Did you mean '/definitions'?"),
        ("/prospect/d1x", "No prospect named 'd1x'."),
        ("/font/../door.py", "Nothing is at"),
    ],
)
def test_what_is_not_there_is_a_page_with_the_near_name(browser: TestClient, place: str, said: str) -> None:
    page = browser.get(place)
    assert page.status_code == 404
    assert said in unescaped(page.text)
    assert "<h1>Not shown</h1>" in page.text or place.endswith("jsn") or place.endswith(".py")


def test_a_fault_of_ours_is_a_page_and_is_told_where_the_server_was_started(
    deals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyrometer.plant import Plant

    browser, gate = before(deals, raising=False)
    browser.get(gate.address)

    def fails(self: Plant, name: str, /, **given: Any) -> Any:
        raise OSError(28, "No space left on device", "/x") if name == "flow" else RuntimeError("oops")

    monkeypatch.setattr(Plant, "study", fails)
    page = browser.get("/study/yield")
    assert page.status_code == 500
    assert "This is a fault of Pyrometer, not of your records" in page.text
    assert "oops" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "/x: No space left on device." in browser.get("/study/flow").text
    assert browser.get("/study/flow.json").json() == {"error": "/x: No space left on device."}


def test_bool_choice_day_and_number_have_their_own_controls() -> None:
    from pyrometer.apps.web import form

    settings = registry.find("pyrometer.studies", "chart").settings
    made = form.form("/x", _options.options(settings), {})
    assert '<option value="">as usual</option><option>day</option>' in made.replace("<option>auto</option>", "")
    assert 'type="date"' in made
    names = form.form("/x", _options.options(registry.find("pyrometer.studies", "sellers").settings), {"names": ["no"]})
    assert "<option>yes</option><option selected>no</option>" in names
