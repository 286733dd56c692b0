"""One finding a line, as JSON with its ``path`` in front: for ``grep``, ``jq`` and editors.

Files that failed have no findings and no line; whoever prints this names them elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec
import regex

from cleantext.report.json import in_order
from cleantext.report.model import Report

# JSON allows these as they are, but readers that split lines as Python does would cut a finding there.
_ESCAPED = regex.compile(r"[\p{Cs}\x85\u2028\u2029]")


def render(report: Report) -> str:
    """Every finding of the report, by path and place. Empty where there are none."""
    return "".join(line + "\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for file in in_order(report).files:
        for finding in file.findings:
            text = json.dumps({"path": file.path} | msgspec.to_builtins(finding), ensure_ascii=False)
            yield _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
