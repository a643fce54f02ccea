"""Dictionaries: each word gets a small integer once and keeps it; persons get an opaque id instead of their name."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

from pyrometer.ledger import parts, schema
from pyrometer.ledger.files import Folder, fresh_name, scan, whole
from pyrometer.ledger.intake import Intake
from pyrometer.ledger.manifest import Manifest
from pyrometer.ledger.vault import Vault
from pyrometer.model.words import Words


@dataclass(slots=True)
class LargeDictionary(Sequence[str]):
    """A dictionary that is read from its files when somebody first asks for a word."""

    files: Sequence[Path]
    length: int
    _words: tuple[str, ...] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        """How many words."""
        return self.length

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        """The word of that code."""
        return self._read()[index]

    def __iter__(self) -> Iterator[str]:
        """Word by word, in order of their codes."""
        return iter(self._read())

    def _read(self) -> tuple[str, ...]:
        if self._words is None:
            tables = [parts.table(path).select(["code", "word"]) for path in self.files]
            pairs = [pair for t in tables for pair in zip(t["code"].to_pylist(), t["word"].to_pylist(), strict=True)]
            self._words = tuple(word for _, word in sorted(pairs))
        return self._words


def small(folder: Folder, manifest: Manifest) -> dict[str, list[str]]:
    """The dictionaries that are read whole."""
    if manifest.words is None:
        return {kind: [] for kind in schema.SMALL}
    path = folder.side / manifest.words
    with whole(path):
        return {kind: list(found) for kind, found in json.loads(path.read_text(encoding="utf-8")).items()}


def words(folder: Folder, manifest: Manifest) -> Words:
    """All dictionaries at a mark."""
    read_whole = {kind: tuple(found) for kind, found in small(folder, manifest).items()}
    persons, accounts = (
        LargeDictionary([folder.side / f for f in manifest.parts.get(kind, ())], manifest.n_words.get(kind, 0))
        for kind in schema.LARGE
    )
    return Words(**read_whole, persons=persons, accounts=accounts)


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """What a reading leaves of the dictionaries: the file of the small ones, parts and sizes of the large ones."""

    words: str
    parts: Mapping[str, tuple[str, ...]]
    n_words: Mapping[str, int]


def extend(intake: Intake, vault: Vault) -> Dictionaries:
    """Gives codes to new words, in the order of the alphabet; makes a table `coded_<dictionary>` (raw, word, code)."""
    whole = small(intake.folder, intake.before)
    for column, kind in schema.CODED.items():
        if kind in schema.SMALL:
            whole[kind] += _new_words(intake, column, whole[kind])
            _register(intake, kind, whole[kind])
    name = fresh_name("words", "json")
    (intake.work / name).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    files, sizes = dict[str, tuple[str, ...]](), dict[str, int]()
    for column, kind in schema.CODED.items():
        if kind in schema.LARGE:
            files[kind], sizes[kind] = _extend_large(intake, column, kind, vault if kind == "persons" else None)
    return Dictionaries(name, files, sizes)


def _new_words(intake: Intake, column: str, known: Sequence[str]) -> list[str]:
    rows = intake.con.execute(f'SELECT DISTINCT "{column}" FROM fresh WHERE "{column}" IS NOT NULL').fetchall()
    return sorted({word for (word,) in rows} - set(known))


def _register(intake: Intake, kind: str, found: Sequence[str]) -> None:
    import pyarrow as pa

    columns = {"word": pa.array(found, pa.string()), "code": pa.array(range(len(found)), pa.int32())}
    intake.con.register("found", pa.table(columns))
    intake.run_sql(f"CREATE TEMP TABLE coded_{kind} AS SELECT word AS raw, word, code FROM found")
    intake.con.unregister("found")


def _extend_large(intake: Intake, column: str, kind: str, vault: Vault | None) -> tuple[tuple[str, ...], int]:
    files = intake.old_parts(kind)
    old = scan(files) if files else "(SELECT NULL::VARCHAR AS word, NULL::INTEGER AS code WHERE false)"
    word = vault.opaque_sql("raw") if vault is not None else "raw"
    size = intake.before.n_words.get(kind, 0)
    intake.run_sql(f"""
        CREATE TEMP TABLE coded_{kind} AS
        SELECT raw, word, o.code IS NULL AS is_new,
               coalesce(o.code, {size} - 1 +
                   row_number() OVER (PARTITION BY o.code IS NULL ORDER BY raw))::INTEGER AS code
        FROM (SELECT raw, {word} AS word FROM
              (SELECT DISTINCT "{column}" AS raw FROM fresh WHERE "{column}" IS NOT NULL))
        LEFT JOIN {old} o USING (word)""")
    new = intake.one(f"SELECT count(*) FROM coded_{kind} WHERE is_new")[0]
    if not new:
        return intake.before.parts.get(kind, ()), size
    if vault is not None:
        vault.keep_names(intake.con.execute(f"SELECT word, raw FROM coded_{kind} WHERE is_new").to_arrow_table())
    return parts.add(intake, kind, f"SELECT word, code FROM coded_{kind} WHERE is_new ORDER BY code"), size + int(new)
