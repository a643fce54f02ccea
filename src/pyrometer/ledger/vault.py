"""Vault: personal data lie apart from the events, under opaque ids; erasing a person leaves every count unchanged."""

import re
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyrometer import writing
from pyrometer.errors import LedgerError

KEY_FILE = "key"
STORE = "persons.sqlite"
TABLES = """
CREATE TABLE IF NOT EXISTS facts (id TEXT, field TEXT, fact TEXT, PRIMARY KEY (id, field)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
ID = "[0-9a-f]{32}"
KEY = "[0-9a-f]{64}"
WAY_OUT = "Restore it from a backup; or take the plant's whole folder ledger away, then: pyrometer read"
NAME = "name"  # the field that holds what the source called the person


@dataclass(frozen=True, slots=True)
class Vault:
    """The vault in a folder. It has no marks: what is erased is erased at every mark."""

    folder: Path
    is_new: bool = True  # whether no event names a person yet: only then a key that is missing may be made

    def opaque(self, person: str) -> str:
        """The opaque id of a person as named by a source; always the same in this ledger, another in each ledger."""
        return sha256(f"{self._key()}:{person}".encode()).hexdigest()[:32]

    def opaque_sql(self, column: str) -> str:
        """The same as SQL."""
        return f"left(sha256('{self._key()}:' || {column}), 32)"

    def put(self, person_id: str, facts: Mapping[str, str]) -> None:
        """Keeps facts under that id; a person once erased stays erased."""
        with self._store() as store:
            _insert(store, [(person_id, name, fact) for name, fact in facts.items()], "REPLACE")

    def get(self, person_id: str) -> dict[str, str]:
        """The facts under that id; empty for one who is not there, or not there any more."""
        with self._store() as store:
            return dict(store.execute("SELECT field, fact FROM facts WHERE id = ? ORDER BY field", [person_id]))

    def erase(self, person: str) -> int:
        """Erases all facts about a person, given by opaque id or as a source names them; how many there were."""
        person_id = person if re.fullmatch(ID, person) else self.opaque(person)
        with self._store() as store:
            n = store.execute("DELETE FROM facts WHERE id = ?", [person_id]).rowcount
            store.execute("INSERT OR IGNORE INTO erased VALUES (?)", [person_id])
            return n

    def keep_names(self, table: Any) -> None:
        """Keeps what sources call persons: an Arrow table of (word: the opaque id, raw: the name)."""
        with self._store() as store:
            pairs = zip(table["word"].to_pylist(), table["raw"].to_pylist(), strict=True)
            _insert(store, [(person_id, NAME, raw) for person_id, raw in pairs], "IGNORE")

    @contextmanager
    def _store(self) -> Iterator[sqlite3.Connection]:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / STORE
        try:
            with closing(sqlite3.connect(path, timeout=30)) as store:
                store.execute("PRAGMA secure_delete = ON")  # erased facts are overwritten in the file
                store.executescript(TABLES)
                with store:
                    yield store
        except sqlite3.OperationalError as error:  # full, shut, or held by another for long
            raise LedgerError(f"The vault {path} cannot be used: {error}. Mend that and say it again.") from error
        except sqlite3.DatabaseError as error:
            raise LedgerError(f"The vault {path} is damaged: {error}. Restore it from a backup.") from error

    def _key(self) -> str:
        path = self.folder / KEY_FILE
        if not path.exists():
            self._make(path)
        key = path.read_text(encoding="utf-8", errors="replace")
        if re.fullmatch(KEY, key) is None:
            raise LedgerError(f"The vault's {path} is no key any more. {WAY_OUT}")
        return key

    def _make(self, path: Path) -> None:
        if not self.is_new:
            raise LedgerError(
                f"The vault's {path} is missing; with another the same persons would be counted as others. {WAY_OUT}"
            )
        with writing.beside(path) as private:
            private.touch(0o600)
            private.write_text(secrets.token_hex(32), encoding="utf-8")


def _insert(store: sqlite3.Connection, rows: list[tuple[str, str, str]], otherwise: str) -> None:
    sql = f"INSERT OR {otherwise} INTO facts SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE id = ?1)"
    store.executemany(sql, rows)
