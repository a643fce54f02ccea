"""XES: the fast reader and the patient one tell the same story; nothing is let in that expands or fetches."""

import gzip
import random
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from pyrometer.errors import SensorError
from pyrometer.sensors import xes
from pyrometer.sensors._xes_fast import NotPlain, taken_apart
from pyrometer.sensors._xes_patient import read_patiently

HEAD = '<?xml version="1.0" encoding="UTF-8" ?>\n<log xes.version="1.0">\n<string key="creator" value="x"/>\n'
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="￾￿"), max_size=8)
Record = dict[str, str]
RECORD = st.dictionaries(st.sampled_from(["concept:name", "org:resource", "a&b", "ü"]), TEXT, max_size=3)


def tags(record: dict[str, str]) -> str:
    return "".join(f"<string key={_quoted(k)} value={_quoted(v)}/>" for k, v in record.items())


def _quoted(text: str) -> str:
    return '"' + quoteattr(text, {'"': "&quot;"})[1:-1] + '"'


def trace(record: dict[str, str], events: list[dict[str, str]]) -> str:
    return f"<trace>{tags(record)}\n" + "".join(f"\t<event>\n{tags(e)}</event>\n" for e in events) + "</trace>\n"


def table(path: Path) -> list[dict[str, Any]]:
    return [row for part in xes.rows(path, xes.Settings()) for row in part.table.to_pylist()]


@given(st.lists(st.tuples(RECORD, st.lists(RECORD, max_size=4)), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_the_fast_reader_tells_what_the_patient_one_tells(log: list[tuple[Record, list[Record]]]) -> None:
    text = "".join(trace(*t) for t in log).encode()
    try:
        fast = taken_apart(text)
    except NotPlain:  # a '>' in a value is allowed in XML, but not plain
        assert b">" in b"".join(k.encode() + v.encode() for t in log for r in (t[0], *t[1]) for k, v in r.items())
        return
    patient = read_patiently(text, "utf-8")
    assert fast.trace_of.tolist() == patient.trace_of.tolist()
    for one, other in ((fast.events, patient.events), (fast.traces, patient.traces)):
        assert {k: v.to_pylist() for k, v in one.items()} == {k: v.to_pylist() for k, v in other.items()}


def test_a_log_becomes_rows_with_the_attributes_of_their_trace(tmp_path: Path) -> None:
    text = HEAD + trace(
        {"concept:name": "7", "amount": "5"}, [{"concept:name": "sent"}, {"concept:name": "paid & done"}]
    )
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress((text + "</log>").encode()))
    assert table(path) == [
        {"concept:name": "sent", "case:concept:name": "7", "case:amount": "5", "event:index": "0"},
        {"concept:name": "paid & done", "case:concept:name": "7", "case:amount": "5", "event:index": "1"},
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<!-- a remark --><trace><string key='concept:name' value='7'/>"
        "<event><string key='concept:name' value='a'/></event></trace>",
        '<trace><string value="7" key="concept:name"/><event><string key="concept:name" value="a"/></event></trace>',
        '<trace><string key="concept:name" value="7"><string key="inner" value="no"/></string>'
        '<event><string key="concept:name" value="a"/>'
        '<list key="l"><string key="inner" value="no"/></list></event></trace>',
        '<trace ><string key="concept:name" value="7" />'
        '<event ><string key="concept:name" value="a" /></event ></trace>',
    ],
)
def test_unusual_but_right_xml_is_read_all_the_same(tmp_path: Path, body: str) -> None:
    path = tmp_path / "log.xes"
    path.write_text(HEAD + body + "</log>", encoding="utf-8")
    assert [(r["case:concept:name"], r["concept:name"]) for r in table(path)] == [("7", "a")]


def test_an_encoding_that_the_file_names_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    text = HEAD.replace("UTF-8", "ISO-8859-1") + trace({"concept:name": "Müller"}, [{"concept:name": "a"}]) + "</log>"
    path.write_bytes(text.encode("latin-1"))
    assert table(path)[0]["case:concept:name"] == "Müller"


def test_a_name_that_comes_twice_does_not_make_two_events_one(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(HEAD + 2 * trace({"concept:name": "7"}, [{"concept:name": "a"}]) + "</log>", encoding="utf-8")
    assert [r["event:index"] for r in table(path)] == ["0", "1"]


def test_a_trace_without_events_is_kept_as_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(
        HEAD + trace({"concept:name": "7"}, []) + trace({"concept:name": "8"}, [{}]) + "</log>", encoding="utf-8"
    )
    refused = [r for part in xes.rows(path, xes.Settings()) for r in part.refused]
    assert refused == [(1, "The trace has no event.", "concept:name=7")]


def test_stretches_go_on_where_the_last_one_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    log = [({"concept:name": str(i)}, [{"concept:name": "a"}] * rng.randint(1, 5)) for i in range(300)]
    path = tmp_path / "log.xes"
    path.write_text(HEAD + "".join(trace(*t) for t in log) + "</log>", encoding="utf-8")
    whole = table(path)
    monkeypatch.setattr(xes, "STRETCH", 1000)
    parts = list(xes.rows(path, xes.Settings()))
    assert len(parts) > 10
    assert [row for part in parts for row in part.table.to_pylist()] == whole
    assert [p.first for p in parts[1:]] == [a.first + a.table.num_rows for a in parts[:-1]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEAD + "</log>", "without a single trace"),
        ("<html><body/></html>", "is no event log"),
        (HEAD + trace({"concept:name": "7"}, [{}]), "is cut off"),
        (HEAD + "<trace><event></trace></log>", "is broken XML"),
        (HEAD + '<trace><event><string key="a" value="&nothing;"/></event></trace></log>', "is broken XML"),
        ('<!DOCTYPE lolz [<!ENTITY lol "lol">]>' + HEAD + "</log>", "declares a document type or entities"),
        ('<!DOCTYPE log SYSTEM "file:///etc/passwd">' + HEAD + trace({}, [{}]) + "</log>", "declares a document type"),
    ],
)
def test_what_is_no_whole_log_is_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "log.xes"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SensorError, match=sentence):
        table(path)


def test_bpic2012_is_read_whole(shared: Path) -> None:
    path = shared / "data/bpic2012/BPI_Challenge_2012.xes.gz"
    whole = pa.concat_tables([p.table for p in xes.rows(path, xes.Settings())])
    assert whole.num_rows == 262_200
    assert len(whole.column("case:concept:name").unique()) == 13_087
    reference = parquet.read_table(shared / "data/bpic2012/bpic2012.parquet")
    assert whole.column("concept:name").to_pylist() == reference.column("activity").to_pylist()
    assert whole.column("event:index").to_pylist() == [str(i) for i in reference.column("event_index").to_pylist()]
