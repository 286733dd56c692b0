"""Files that are zips of members: read with limits, and written again with some members changed.

A file that isn't changed is never written anew. One that is keeps the order of its members, their names, dates and
attributes, and the content of all that aren't named. Limits: 10,000 members, 300 MB unpacked, 50 MB for one that is
read; two members of one name, and encryption, are refused.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Mapping
from copy import copy
from io import BytesIO

from cleantext.formats.decoding import NotText

MOST_MEMBERS = 10_000
MOST_BYTES = 300_000_000
MOST_OF_ONE = 50_000_000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class Package:
    """The members of a zip by name. Raises ``NotText`` for what is no zip, is broken, or is beyond the limits."""

    def __init__(self, raw: bytes):
        try:
            self._zip = zipfile.ZipFile(BytesIO(raw))
            infos = self._zip.infolist()
        except _BROKEN as error:
            raise NotText(f"not a zip, or a broken one: {error}") from error
        self._infos = {info.filename: info for info in infos}
        if len(infos) > MOST_MEMBERS:
            raise NotText(f"a zip of {len(infos):,} members, the limit is {MOST_MEMBERS:,}")
        if len(self._infos) < len(infos):
            raise NotText("a zip with two members of the same name")
        if (size := sum(info.file_size for info in infos)) > MOST_BYTES:  # no more than this is ever unpacked
            raise NotText(f"{size // 10**6} MB when unpacked, the limit is {MOST_BYTES // 10**6}")

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members, in order."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes:
        """What a member holds. Raises ``NotText`` where it is missing, broken or too large."""
        if name not in self._infos:
            raise NotText(f"incomplete: the zip has no {name}")
        if self._infos[name].file_size > MOST_OF_ONE:
            raise NotText(f"{name} is {self._infos[name].file_size // 10**6} MB, the limit is {MOST_OF_ONE // 10**6}")
        return self._content(name)

    def with_members(self, changed: Mapping[str, bytes]) -> bytes:
        """The zip with these members instead of its own; new ones follow at its end."""
        written = BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = self._zip.comment
            for name, info in self._infos.items():
                target.writestr(copy(info), changed[name] if name in changed else self._content(name))
            for name in changed.keys() - self._infos.keys():
                added = zipfile.ZipInfo(name, max(info.date_time for info in self._infos.values()))
                added.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(added, changed[name])
        return written.getvalue()

    def _content(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except _BROKEN as error:
            raise NotText(f"a broken zip: {error}") from error
