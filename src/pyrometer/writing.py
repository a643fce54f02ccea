"""Writing: a file is put in place in one step, so that whoever looks sees the old one or the new one, never half."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A private place in the folder of `path` to write to; what lies there becomes `path` when the block ends well.

    Folders that are missing are made. Where the block raises, `path` stays as it was and nothing else is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    private = path.with_name(f".{path.name}-{uuid4().hex[:8]}")
    try:
        yield private
        private.replace(path)
    finally:
        private.unlink(missing_ok=True)


def put(path: Path, content: str | bytes) -> None:
    """Writes a file of that content, text as UTF-8."""
    with beside(path) as private:
        private.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
