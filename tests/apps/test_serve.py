"""The web face: every study a page with its form, the same numbers as everywhere, open down to the record."""

import json
import re
import socket
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra [web] is not installed")

from starlette.testclient import TestClient

from pyrometer import registry
from pyrometer.apps import _options
from pyrometer.apps.web import answers, desk, frame, pages, serve, style
from pyrometer.errors import NotInstalled, PlantError
from pyrometer.figures import _style as paint
from pyrometer.model.table import Column, Table
from tests.apps._served import before, call, grown, inside, plant
from tests.figures.examples import FIGURES

STUDIES = registry.names("pyrometer.studies")
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Tree(HTMLParser):
    """Reads a page; fails on tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Tree:
    tree = Tree()
    tree.feed(page)
    assert tree.open == []
    return tree


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("serve"))


@pytest.fixture(scope="module")
def browser(deals: Path) -> TestClient:
    return inside(deals)


def test_the_opening_page_says_every_finding_and_leads_to_it(browser: TestClient) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    links = [attrs["href"] for tag, attrs in read(page.text).tags if tag == "a"]
    for name in desk.reported():
        assert links.count(f"/study/{name}") == 2  # in the rail and in the table
        assert json.loads(browser.get(f"/study/{name}.json").text)["headline"] in unescaped(page.text)
    assert {f"/study/{name}" for name in STUDIES} <= set(links)


def unescaped(page: str) -> str:
    from html import unescape

    return unescape(page)


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
    assert sum(tag == "h1" for tag, _ in tree.tags) == 1


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


def test_a_finding_opens_down_to_definition_prospect_and_row(browser: TestClient) -> None:
    study = read(browser.get("/study/yield").text)
    down = [str(a["href"]) for tag, a in study.tags if tag == "a" and str(a.get("href")).startswith("/definition/")]
    assert down
    won = next(place for place in down if place.endswith("ordered"))
    page = browser.get(won)
    assert page.status_code == 200
    assert "It is met when" in page.text
    assert "nobody yet" in page.text
    assert "30 prospects met it" in page.text
    who = [
        str(a["href"]) for tag, a in read(page.text).tags if tag == "a" and str(a.get("href")).startswith("/prospect/")
    ]
    assert len(who) == 30
    record = browser.get(who[0]).text
    assert "deals.csv" in record
    row = int(who[0].rpartition("d")[2]) + 1
    assert f"<td>{row}</td></tr>" in record


def test_the_waiting_behind_a_number_are_listed_longest_first(browser: TestClient) -> None:
    study = browser.get("/study/work-in-process.json").json()
    waits = {row["milestone"]: row["n_waiting"] for row in study["tables"]["by_milestone"]["rows"]}
    assert waits == {"entered": 30}
    page = browser.get("/definition/entered").text
    assert "30 prospects wait after it, the longest first." in page
    listed = page[page.index("Who waits after it") : page.index("Who met it")]
    assert re.findall(r"/prospect/(d\d+)", listed)[0] == "d11"  # open since 15 March, with d2, d20 and others
    assert "Who waits" not in browser.get("/definition/ordered").text
    assert "Who waits" not in browser.get("/definition/lost").text


def test_definitions_say_version_and_who_signed(browser: TestClient, deals: Path) -> None:
    unsigned = browser.get("/definitions").text
    assert unsigned.count("nobody yet") == len(list((deals / "definitions").glob("*.toml")))
    name = sorted(p.stem for p in (deals / "definitions").glob("*.toml"))[0]
    signed = call("define", "sign", name, "--by", "Ann <b>", "--on", "2026-01-02", "--plant", str(deals))
    assert signed.exit_code == 0
    after = browser.get("/definitions").text
    assert "Ann &lt;b&gt;, 2026-01-02" in after
    assert after.count("nobody yet") == unsigned.count("nobody yet") - 1


def test_measures_are_tables_with_their_settings(browser: TestClient) -> None:
    assert browser.get("/measures").text.count("/measure/") == len(registry.names("pyrometer.measures"))
    page = browser.get("/measure/groups?by=seller")
    assert page.status_code == 200
    assert "bob" in page.text
    table = browser.get("/measure/groups.json").json()
    assert {row["group"] for row in table["rows"]} == {"ann", "bob"}
    assert browser.get("/measure/groups.csv").text.startswith("group,n_entered,")
    wrong = browser.get("/measure/series?of=entered&period=fortnight")
    assert wrong.status_code == 422
    assert "fortnight" in wrong.text


def test_a_long_measure_shows_its_first_rows_and_says_so() -> None:
    columns = (Column("n", "count", "how many"),)
    few, many = (Table(columns, tuple((i,) for i in range(n))) for n in (200, 201))
    assert "The first 200 are shown" in pages.measure("x", "How many?", many, "", "")
    assert pages.measure("x", "How many?", many, "", "").count("<tr>") == 201
    assert "are shown" not in pages.measure("x", "How many?", few, "", "")


def test_prospects_are_found_by_the_beginning_of_their_name(browser: TestClient) -> None:
    every = browser.get("/prospects").text
    assert every.count("/prospect/") == 90
    some = browser.get("/prospects?name=D8").text
    assert some.count("/prospect/") == 11
    assert "0 prospects" in browser.get("/prospects?name=zzz").text
    assert browser.get("/prospects", params={"name": "%_'; drop"}).status_code == 200


def test_a_second_look_computes_nothing(deals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyrometer.plant import Plant

    asked: list[str] = []
    study = Plant.study

    def counted(self: Plant, name: str, /, **given: Any) -> Any:
        asked.append(name)
        return study(self, name, **given)

    monkeypatch.setattr(Plant, "study", counted)
    browser = inside(deals)
    first = browser.get("/").text
    assert sorted(asked) == sorted(desk.reported())
    assert browser.get("/").text == first
    assert browser.get("/study/yield").status_code == 200
    assert len(asked) == len(desk.reported())


def test_what_grew_and_what_was_corrected_shows_on_the_next_request(tmp_path: Path) -> None:
    folder = plant(tmp_path)
    browser = inside(folder)
    first = browser.get("/study/yield.json").json()
    assert first["provenance"]["ledger_mark"] == 1
    assert "none was refused" in browser.get("/refused").text
    grown(folder)
    after = browser.get("/study/yield.json").json()
    assert after["provenance"]["ledger_mark"] == 2
    assert after["headline"] != first["headline"]
    assert browser.get("/prospect/d900").status_code == 200
    refused = browser.get("/refused").text
    assert "1 row could not be read" in refused
    assert "deals.csv" in refused
    assert "<td>92</td>" in refused
    config = folder / "pyrometer.toml"
    config.write_text(config.read_text().replace('name = "deals"', 'name = "Corrected <name>"'))
    assert "Corrected &lt;name&gt;" in browser.get("/").text
    config.write_text("[plant\n")
    broken = browser.get("/")
    assert broken.status_code == 422
    assert "is not valid TOML" in broken.text
    config.unlink()
    gone = browser.get("/study/yield")
    assert gone.status_code == 409
    assert "is not a plant" in gone.text


def test_a_broken_definition_is_said_and_its_correction_seen(tmp_path: Path) -> None:
    folder = plant(tmp_path)
    browser = inside(folder)
    file = folder / "definitions" / "ordered.toml"
    good = file.read_text()
    file.write_text("nonsense = [")
    for place in ("/definitions", "/"):
        page = browser.get(place)
        assert page.status_code == 409
        assert "definitions/ordered.toml" in page.text
        read(page.text)
    file.write_text(good)
    assert browser.get("/definitions").status_code == 200


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


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, definition of contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_on_a_dark_ground_words_and_lines_can_be_told() -> None:
    ground = style.DARK[paint.PAPER]
    for words in (paint.INK, paint.TEXT, paint.QUIET, paint.WORSE_TEXT, paint.BETTER, paint.WORSE, paint.POINT):
        assert contrast(style.DARK[words], ground) >= 4.5, words
    assert contrast(style.DARK[paint.LINE], ground) >= 3
    assert contrast(style.DARK[paint.TEXT], style.DARK[paint.WASH]) >= 4.5


def test_every_colour_of_every_picture_has_its_dark_one() -> None:
    for figure in FIGURES.values():
        drawn = str(registry.find("pyrometer.figures", figure.kind).draw(figure, 1080))
        used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)) - {"none"}
        assert used <= set(style.DARK), figure.kind


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
    with pytest.raises(NotInstalled, match=r"pyrometer serve needs .* pip install 'pyrometer\[web\]'$"):
        serve.serve(deals, 0)


def test_bool_choice_day_and_number_have_their_own_controls() -> None:
    from pyrometer.apps.web import form

    settings = registry.find("pyrometer.studies", "chart").settings
    made = form.form("/x", _options.options(settings), {})
    assert '<option value="">as usual</option><option>day</option>' in made.replace("<option>auto</option>", "")
    assert 'type="date"' in made
    names = form.form("/x", _options.options(registry.find("pyrometer.studies", "sellers").settings), {"names": ["no"]})
    assert "<option>yes</option><option selected>no</option>" in names
