"""What the report of an output folder says of files that another run over the same folder did not read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from cleantext.report import json
from cleantext.report.model import FileReport, Report
from cleantext.storage.reading import read_file

REPORT = "report.json"


def earlier(report: Report, out: Path) -> Iterator[FileReport]:
    """Files of the report in ``out`` that ``report`` does not have, whose sources are as they were and copies there.

    Their paths are told from here, wherever the other run was. What lies outside of ``out`` is no copy.
    """
    try:
        before = json.read(read_file(out / REPORT))
        base, top = os.path.realpath(out / (before.folder or "")), os.path.realpath(out)
        here = base == os.path.realpath("")
    except (OSError, ValueError, json.NotAReport):  # ValueError: no possible name
        return
    known = {os.path.realpath(place) for file in report.files for place in (file.path, file.output) if place}
    for file in before.files:
        try:
            source, copy = (os.path.realpath(os.path.join(base, place)) for place in (file.path, file.output or ""))
            relative = Path(copy).relative_to(top)
            gone = not os.path.isfile(copy) or hashlib.sha256(read_file(Path(source))).hexdigest() != file.sha256
            path = file.path if here or os.path.isabs(file.path) else os.path.relpath(os.path.join(base, file.path))
        except (OSError, ValueError):  # no possible name, or another drive
            continue
        if not (gone or known & {source, copy}):
            known |= {source, copy}
            yield msgspec.structs.replace(file, path=path, output=str(out / relative))
