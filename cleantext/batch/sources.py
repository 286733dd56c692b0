"""The decoded texts that the views of a report show, of which a large batch holds only some in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from cleantext.formats.decoding import NotText
from cleantext.formats.reader import read
from cleantext.report.model import FileReport
from cleantext.storage.reading import read_file

HELD = 30_000_000
"""Characters that are held; other texts are read once more when a view asks for them."""


class ReadSources(Mapping[str, str]):
    """Texts by the path of their file. One that is read once more and has changed since is not there."""

    def __init__(self, held: int = HELD) -> None:
        self._room = held
        self._texts: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._last = ("", "")

    def add(self, report: FileReport, text: str | None, *, gone: bool = False) -> None:
        """Let the text of a file be there; ``gone`` says that the file holds another one by now."""
        if text is not None and (gone or len(text) <= self._room):
            self._texts[report.path] = text
            self._room -= len(text)
        elif report.sha256 is not None:
            self._digests[report.path] = report.sha256

    def __getitem__(self, path: str) -> str:
        if path in self._texts:
            return self._texts[path]
        if path not in self._digests:
            raise KeyError(path)
        if self._last[0] != path:
            self._last = (path, self._read(path))
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        yield from self._texts
        yield from self._digests

    def __len__(self) -> int:
        return len(self._texts) + len(self._digests)

    def _read(self, path: str) -> str:
        try:
            raw = read_file(Path(path))
            if hashlib.sha256(raw).hexdigest() == self._digests[path]:
                return read(Path(path), raw).text
        except (OSError, NotText):
            pass
        raise KeyError(path)
