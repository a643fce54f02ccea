"""Editors are told the same words as the parser."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from pyrometer.definitions import parse
from pyrometer.definitions.schema import schema

LIBRARY = sorted((Path(parse.__file__).parent / "library").glob("*.toml"))
DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_published_schema_is_the_current_one() -> None:
    published = json.loads((DOCS / "definition.schema.json").read_text(encoding="utf-8"))
    assert published == schema(), "write it anew: python -m pyrometer.definitions.schema > docs/definition.schema.json"


def test_every_word_of_the_library_is_in_the_schema() -> None:
    known = schema()
    clause_words = known["$defs"]["clause"]["properties"]
    assert LIBRARY
    for path in LIBRARY:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(document) <= set(known["properties"])
        for clause in document["test"].values():
            assert set(clause) <= set(clause_words)
        for example in document.get("examples", ()):
            assert set(example) <= set(known["properties"]["examples"]["items"]["properties"])


def test_every_word_has_its_meaning() -> None:
    known = schema()
    for words in (known["properties"], known["$defs"]["clause"]["properties"]):
        assert all(word["description"].endswith((".", "...")) for word in words.values())


def test_reading_and_checking_definitions_loads_no_engine() -> None:
    modules = "parse, write, check, read_back, diff, compile, templates, starter, schema, rehearse"
    code = f"import sys; from pyrometer.definitions import {modules}; parse.library('lead'); "
    code += "sys.exit(any(m in sys.modules for m in ('ibis', 'duckdb', 'numpy', 'pyarrow', 'sqlglot', 'tomlkit')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
