"""In which encoding a text file is written: by its mark, by its bytes, or by a guess at the language."""

import codecs
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from pyrometer.errors import SensorError
from pyrometer.sensors._files import HEAD, opened

MENDED = "utf-8-mended"  # UTF-8 but for a few bytes; the rows that hold them are refused
MOSTLY = 4  # whole letters beyond ASCII for each stray byte
_BEYOND = re.compile(r"[^\x00-\x7f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = tuple(code for code in range(1, 32) if code not in (9, 10, 12, 13, 30, 31))
_LETTERS_OF_WESTERN = "äöüßÄÖÜéèêëàâáçñóíúôîïûùøåæœãõÉÈÀÁÇÑÓÍÚØÅÆÃÕ€£§°«»“”„‘’–—…´`¡¿ºª©®™·×½²³\xa0"


def encoding(path: Path, start: bytes) -> str:
    """The encoding of a text file whose first bytes are `start`; raises SensorError when it is none."""
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    if b"\0" in start:
        return _without_bom(path, start)
    if sum(start.count(bytes([code])) for code in _CONTROLS) > len(start) / 200:
        raise SensorError(f"{path} is not text: it is full of control characters.")
    n_good, n_bad = _utf8(path)
    if not n_bad:
        return "utf-8"
    if n_good >= MOSTLY * n_bad:
        return MENDED
    text = start.decode("cp1252", errors="replace")
    strange = [c for c in text if ord(c) > 127]
    controls = sum(1 for c in text if ord(c) < 32 and c not in "\t\r\n\f")
    if controls > len(text) / 1000 or "\ufffd" in text or (strange and _share_western(strange) < 0.9):
        return _guessed(path, start)
    return "cp1252"


def _without_bom(path: Path, start: bytes) -> str:
    """UTF-16 without its mark has NUL bytes on one side only; anything else with NUL bytes is no text."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) / 2
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.02 * half:
        return "utf-16-be"
    line = start[: start.index(0)].count(b"\n") + 1
    raise SensorError(f"{path} is not text: it holds NUL bytes (the first in line {line}).")


def _utf8(path: Path) -> tuple[int, int]:
    """How many letters beyond ASCII are whole in UTF-8, and how many bytes are none of it."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    n_good = n_bad = 0
    with opened(path) as stream:
        while block := stream.read(HEAD):
            text = decoder.decode(block)
            if "\0" in text:
                raise SensorError(f"{path} is not text: it holds NUL bytes.")
            if not text.isascii():
                beyond = _BEYOND.findall(text)
                n_strays = sum(1 for c in beyond if "\udc80" <= c <= "\udcff")
                n_good, n_bad = n_good + len(beyond) - n_strays, n_bad + n_strays
    return n_good, n_bad + len(decoder.getstate()[0])


def _share_western(strange: Sequence[str]) -> float:
    return sum(1 for c in strange if c in _LETTERS_OF_WESTERN) / len(strange)


def _guessed(path: Path, start: bytes) -> str:
    from charset_normalizer import from_bytes

    controls = sum(1 for b in start[:65536] if b < 32 and b not in (9, 10, 12, 13))
    best = from_bytes(start[:65536]).best() if controls < len(start[:65536]) / 200 else None
    if best is None:
        raise SensorError(f"{path} is not text in any encoding known here. Save it as UTF-8.")
    return str(best.encoding)


class Mended(io.RawIOBase):
    """A stream of UTF-8 in which bytes that are none of it are replaced by the sign U+FFFD."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Mend `stream`."""
        self._stream, self._rest = stream, b""
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """Fill `buffer`."""
        while not self._rest:
            block = self._stream.read(HEAD)
            self._rest = self._decoder.decode(block, final=not block).encode()
            if not block:
                break
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)
