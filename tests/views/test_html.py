"""The report: one strict file that asks nothing of anybody, and says what it knows in order."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import pytest

from pyrometer.model.finding import Caution, Finding
from pyrometer.model.table import Column, Table
from pyrometer.views import html, notebook
from pyrometer.views._fonts import faces, png_files
from tests.pages import read
from tests.views.findings import ALL, CHART, FLOW, REFUSED, ROUTINE

HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover='x"


@pytest.fixture(scope="module")
def page() -> str:
    return html.report(ALL, "Nordlicht Maschinen", datetime(2026, 11, 2, 7, 30))


def test_page_has_no_script_and_asks_nothing_of_the_network(page: str) -> None:
    without = page.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|<script|javascript:|@import|<iframe|<object", without)
    assert not [a for _, attrs in read(page).tags for a in attrs if a.startswith("on")]
    assert set(re.findall(r"url\((data:[a-z/0-9]+)", page)) == {"data:font/woff2"}


def test_policy_allows_exactly_this_style_sheet(page: str) -> None:
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert not [attrs for _, attrs in read(page).tags if "style" in attrs]


def test_page_opens_with_title_sentence_and_a_line_for_every_finding(page: str) -> None:
    tree = read(page)
    assert ("h1", "Nordlicht Maschinen") in tree.words
    assert ("title", "Nordlicht Maschinen") in tree.words
    assert any(w.startswith("One of six findings shows a signal") for _, w in tree.words)
    links = [attrs["href"] for tag, attrs in tree.tags if tag == "a"]
    ids = {attrs["id"] for _, attrs in tree.tags if attrs.get("id")}
    assert all(link is not None and link[1:] in ids for link in links)
    for finding in ALL:
        assert links.count(f"#{finding.study}") == 2  # in the rail and in the opening table


def test_on_paper_reading_cautions_and_next_step_share_the_width_in_two_columns(page: str) -> None:
    flow = page[page.index('<section id="flow"') :]
    block = flow[flow.index('<div class="after">') : flow.index("<details")]
    for part in ('<p class="read">', '<ul class="cautions">', '<p class="next">'):
        assert part in block
    assert ".after{columns:2" in page[page.index("@media print") :]


def test_rail_counts_open_signals_only(page: str) -> None:
    rail = page[page.index('<nav class="rail"') : page.index("</nav>")]
    assert re.findall(r'<b>(\d+)<span class="heard"> ([^<]+)', rail) == [("1", "open signal"), ("2", "open signals")]


def test_each_finding_says_its_sentence_reading_cautions_source_and_next_step(page: str) -> None:
    tree = read(page)
    said = " ".join(w for _, w in tree.words)
    for finding in ALL:
        for told in (finding.question, finding.headline, *finding.reading, finding.next_step):
            assert told in said
    for told in (
        "open-cases",
        "gave-time v4 (9f2c1a7b), signed v1 (0b11c3aa)",
        "mark 12; as known now",
        "Europe/Vienna",
    ):
        assert told in said
    assert "from spells" in said


def test_every_figure_is_there_for_the_screen_and_for_the_phone(page: str) -> None:
    n = sum(len(f.figures) for f in ALL)
    assert page.count('<div class="wide"><svg') == n
    assert page.count('<div class="phone"><svg') == n


def test_tables_are_folded_and_say_what_their_columns_mean(page: str) -> None:
    tree = read(page)
    assert ("summary", "Table: steps (5 rows)") in tree.words
    assert ("th", "Share gone on") in tree.words
    assert ("td", "32.0%") in tree.words
    assert any(w.startswith("go on within 90 days; who is still open") for _, w in tree.words)


def test_a_table_without_rows_is_not_offered() -> None:
    empty = Table((Column("name"),), ())
    assert "Show changes" not in html.report([replace(CHART, tables={"changes": empty})], "x")


def test_what_most_findings_share_is_said_once_and_linked_from_each() -> None:
    word = Caution("sellers-word", "Milestones are what sellers typed.")
    own = Caution("open-cases", "176 customers still wait.", 176)
    page = html.report([replace(f, cautions=(word, own) if f is CHART else (word,)) for f in ALL], "x")
    assert page.count(word.text) == 1
    assert page.count('<a href="#caution-1">sellers-word</a>') == len(ALL)
    assert page.count(own.text) == 1
    few = html.report([replace(CHART, cautions=(word,)), replace(FLOW, cautions=(word,))], "x")
    assert few.count(word.text) == 2


def test_every_definition_stands_once_in_words_with_version_hash_and_agreement(page: str) -> None:
    tree = read(page)
    cells = [w for tag, w in tree.words if tag == "td"]
    at = cells.index("gave-time v4 (9f2c1a7b)")
    assert cells[at + 1 : at + 3] == [FLOW.provenance.definitions[0].says, "signed by 3 people"]
    assert cells.count("gave-time v4 (9f2c1a7b)") == 1
    assert "signed by nobody yet" in cells


def test_a_study_may_be_called_like_a_part_of_the_page() -> None:
    tree = read(html.report([replace(CHART, study="today"), replace(CHART, study="definitions")], "x"))
    ids = [attrs["id"] for _, attrs in tree.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_a_refusal_has_the_same_place_as_an_answer() -> None:
    refused = html.report([REFUSED], "x")
    assert refused.count("<section") == 3
    assert "needs 30 prospects" in refused
    assert "Next:" in refused


def test_ids_are_unique_even_for_two_findings_of_one_study() -> None:
    tree = read(html.report([CHART, CHART, replace(CHART, study="Ünï <x>")], "x"))
    ids = [attrs["id"] for _, attrs in tree.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_hostile_words_stay_words() -> None:
    table = Table((Column(HOSTILE, "", HOSTILE),), ((HOSTILE,),))
    bad = Finding(HOSTILE, HOSTILE, "signal", HOSTILE, (HOSTILE,), (), {HOSTILE: table}, (Caution(HOSTILE, HOSTILE),))
    bad = replace(bad, next_step=HOSTILE, provenance=replace(FLOW.provenance, queries=(HOSTILE,), zone=HOSTILE))
    for page in (html.report([bad], HOSTILE, notes=(HOSTILE,)), notebook.html(bad)):
        tree = read(page)
        assert {"script", "img"}.isdisjoint(tag for tag, _ in tree.tags)
        assert not [a for _, attrs in tree.tags for a in attrs if a.startswith("on")]


def test_same_findings_give_the_same_page() -> None:
    assert html.report(ALL, "x") == html.report(ALL, "x")


def test_page_without_its_letters_stays_small(page: str) -> None:
    bare = re.sub(r"@font-face\{.*?\}", "", page)
    assert len(bare.encode()) / (len(ALL) + 1) < 60_000


def test_letters_beyond_western_europe_and_code_letters_come_only_when_needed() -> None:
    assert "ext" not in faces("plain page") or "U+0100" not in faces("plain page")
    assert "U+0100" in faces("Łódź")
    assert "Mono" in faces("<pre>select</pre>")
    assert "Mono" not in faces("no code")
    assert len(png_files()) == 4


def test_the_view_alone_makes_a_report() -> None:
    made = html.VIEW.render([ROUTINE])
    assert isinstance(made, str)
    assert made.startswith("<!doctype html>")


def test_no_findings_is_said() -> None:
    assert "Nothing was asked." in html.report([], "x")


def test_a_notebook_shows_a_finding_without_touching_the_rest_of_the_page() -> None:
    cell = notebook.html(CHART)
    rules = re.search(r"<style>(.*?)</style>", cell)
    assert rules is not None
    assert all(rule.startswith(".pyrometer") for rule in rules[1].split("}") if rule)
    assert CHART.headline in cell


def test_numbers_stay_beside_names_written_from_right_to_left() -> None:
    page = html.report([replace(FLOW, headline="The most after 'عرض السعر' (3) <b>.")])
    assert "The most after &#x27;<bdi>عرض السعر</bdi>&#x27; (3) &lt;b&gt;." in page
