"""The prose of files that the views of a report show, of which a large batch holds only some in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cleantext.core.document import Document, Layout
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.reader import read
from cleantext.report.model import FileReport
from cleantext.storage.reading import read_file

HELD = 30_000_000
"""Characters that are held; other texts are read once more when a view asks for them."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A file with markup, to be read once more for where its prose lies: layouts don't go from process to process."""

    raw: bytes
    reading: Reading


class ReadSources(Mapping[str, str]):
    """Texts by the path of their file. One that is read once more and has changed since is not there."""

    def __init__(self, held: int = HELD) -> None:
        self._room = held
        self._texts: dict[str, str] = {}
        self._markup: dict[str, Markup] = {}
        self._reports: dict[str, FileReport] = {}
        self._last: tuple[str, Document] | None = None

    def add(self, report: FileReport, text: str | None, markup: Markup | None = None, *, gone: bool = False) -> None:
        """Let the text of a file be there; ``gone`` says that the file holds another one by now."""
        if text is not None and (gone or len(text) <= self._room):
            self._texts[report.path] = text
            if markup is not None:
                self._markup[report.path] = markup
            self._room -= len(text)
        elif report.sha256 is not None:
            self._reports[report.path] = msgspec.structs.replace(report, findings=(), applied=())

    def layout(self, path: str) -> Layout | None:
        """Where the prose lies in a file with markup."""
        if path not in self._reports and path not in self._markup:
            return None
        try:
            return self._read(path).layout
        except KeyError:
            return None

    def __getitem__(self, path: str) -> str:
        if path in self._texts:
            return self._texts[path]
        if path not in self._reports:
            raise KeyError(path)
        return self._read(path).text

    def __iter__(self) -> Iterator[str]:
        yield from self._texts
        yield from self._reports

    def __len__(self) -> int:
        return len(self._texts) + len(self._reports)

    def _read(self, path: str) -> Document:
        if self._last is not None and self._last[0] == path:
            return self._last[1]
        if path in self._markup:
            markup = self._markup[path]
            self._last = path, read(Path(path), markup.raw, markup.reading)
            return self._last[1]
        report = self._reports[path]
        try:
            raw = read_file(Path(path))
            if hashlib.sha256(raw).hexdigest() == report.sha256:
                self._last = path, read(Path(path), raw, Reading(report.format, report.columns))
                return self._last[1]
        except (OSError, NotText):
            pass
        raise KeyError(path)
