"""The texts with their changes as CriticMarkup, for editors that know it: accept and reject there.

What was applied and what is proposed is shown in place, ``{~~old~>new~~}``, ``{--old--}`` or ``{++new++}``, each with
its reason as a comment, ``{>>reason<<}``; what only a person can mend is highlighted, ``{==text==}``. Marks of
CriticMarkup in the document itself get a backslash.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from cleantext.report import marks
from cleantext.report.json import in_order
from cleantext.report.marks import Part
from cleantext.report.model import Report, ReportedFinding, Sources
from cleantext.report.visible import visible

_MARKS = regex.compile(r"\{(?=\+\+|--|~~|==|>>)|(?<=\+\+|--|~~|==|<<)\}|~(?=>)")


def render(report: Report, sources: Sources) -> str:
    """Every file with its changes; where there are several, each begins with a comment that names it."""
    files = [file for file in in_order(report).files if file.error is None and file.path in sources]
    parts = []
    for file in files:
        if len(files) > 1:
            parts.append(f"{{>>{_comment(file.path)}<<}}\n\n")
        parts += (marked(part, sources[file.path]) for part in marks.parts(file, sources[file.path]))
        if len(files) > 1:
            parts.append("\n\n")
    return "".join(parts)


def marked(part: Part, source: str, plain: Callable[[str], str] = lambda text: text) -> str:
    """A part of ``source`` with its marks; ``plain`` is how the text between them is written."""

    def written(text: str) -> str:
        return _escaped(plain(text))

    reasons = "".join(f"{{>>{_reason(finding)}<<}}" for finding in part.findings)
    old = written(part.span.of(source))
    if part.new is not None:
        return _change(old, written(part.new)) + reasons
    return f"{{=={old}==}}{reasons}" if reasons and old else old + reasons


def _change(old: str, new: str) -> str:
    if not new:
        return f"{{--{old}--}}"
    return f"{{~~{old}~>{new}~~}}" if old else f"{{++{new}++}}"


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda found: "\\" + found[0], text)


def _reason(finding: ReportedFinding) -> str:
    state = {"applied": "changed", "proposed": "proposed"}.get(finding.state, "to look at")
    return f"{_comment(finding.rule)}, {state}: {_comment(finding.message)}"


def _comment(text: str) -> str:
    return _escaped(visible(text)).replace("<<", "‹‹")
