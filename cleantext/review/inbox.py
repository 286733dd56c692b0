"""Texts that people paste or drop on the page: each becomes a file in a folder of its own, and is examined there."""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

import msgspec
import regex

from cleantext.core.wording import explained
from cleantext.report.model import Report, Sources
from cleantext.storage.writing import write_atomically

_LONGEST = 100  # characters of a name
_STRANGE = regex.compile(r"[^\p{L}\p{M}\p{N} ._()-]+")


class NotTaken(ValueError):
    """Why a text is not taken, in one line."""


class _Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page sends. ``content`` are bytes in base64."""

    name: str
    content: str


class Inbox:
    """The folder, and ``examine``, which reads all that is in it: what is found there, and the texts by path."""

    def __init__(self, folder: Path, examine: Callable[[], tuple[Report, Sources]]):
        self.folder = folder
        self.examine = examine
        self._lock = threading.Lock()

    def take(self, sent: bytes) -> tuple[Report, Sources]:
        """Keep what the page sent, and examine again. Raises ``NotTaken`` and ``OSError``; then nothing was kept."""
        try:
            text = msgspec.json.decode(sent, type=_Text)
            content = base64.b64decode(text.content, validate=True)
        except (ValueError, binascii.Error) as wrong:
            raise NotTaken(explained(wrong)) from wrong
        with self._lock:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self._free(file_name(text.name))
            write_atomically(path, content, below=self.folder)
            report, sources = self.examine()
            errors = {Path(file.path).name: file.error for file in report.files}
            error = errors.get(path.name, "not a kind of file that cleantext reads")
            if error is not None:
                path.unlink()
                raise NotTaken(f"{path.name}: {error}")
        return report, sources

    def _free(self, name: str) -> Path:
        path = self.folder / name
        number = 1
        while path.exists():
            number += 1
            path = self.folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        return path


def file_name(name: str) -> str:
    r"""A harmless name for a file that came with ``name``.

    >>> file_name("../../etc/passwd"), file_name("C:\\a\\b: c.docx"), file_name("")
    ('passwd.txt', 'b c.docx', 'pasted.txt')
    """
    last = PurePosixPath(PureWindowsPath(name).as_posix()).name
    kept = _STRANGE.sub("", last).strip(" .")[-_LONGEST:] or "pasted"
    return kept if Path(kept).suffix else f"{kept}.txt"
