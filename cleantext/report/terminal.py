"""Findings for people at a terminal: one line that says what and why, the place with carets under it, a summary.

Everything from a document is spelled out where it would drive the terminal. Colours come from rich, which
leaves them out where ``NO_COLOR`` is set or nobody looks.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from rich import filesize
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from cleantext.core.span import Span
from cleantext.report import dataset
from cleantext.report.json import in_order
from cleantext.report.model import Report, ReportedFinding, ReportedFix, Sources
from cleantext.report.tally import SEVERITIES, STATES, count, failed, tally_report
from cleantext.report.visible import crop, visible
from cleantext.report.words import in_words

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}

WORTH_NAMING = 0.2
"""The share of damaged sentences from which the summary names a file."""
MOST_NAMED = 3
DAMAGE_STEPS = (0, 0.05, 0.2, 0.5, 1.01)
"""The shares of damaged sentences by which the summary sorts files."""
KINDS_NAMED = 8
RATED = 100_000
"""Bytes from which on the rate is told: for less, most of the time goes into the start."""
MEANING = {
    "applied": "sure, and done", "proposed": "not sure; done only if you accept it",
    "flagged": "no repair is likely enough: choose or write one",
}  # fmt: skip

_INDENT = "    "
_LABEL = 15  # columns of the names in the summary
_PLACE = 60  # characters of the block of a finding
_NAMED = 60  # characters of a repair that are shown


def render(report: Report, sources: Sources, *, width: int = 80) -> str:
    """All findings and the summary as plain text, ``width`` columns wide."""
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    for line in findings(report, sources, width=width):
        console.print(line, soft_wrap=True)
    console.print(summary(report))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def findings(report: Report, sources: Sources, *, width: int = 80) -> Iterator[Text]:
    """Each finding as a block of lines. Print them with ``soft_wrap``."""
    for file in in_order(report).files:
        for finding in file.findings:
            yield finding_text(file.path, finding, sources.get(file.path), width=width)


def finding_text(path: str, finding: ReportedFinding, source: str | None, *, width: int = 80) -> Text:
    """One finding: ``path:line:col: rule: message (fix: ...)``, and its place in ``source`` where that is known."""
    text = Text()
    text.append(visible(path), "bold")
    text.append(f":{finding.line}:{finding.column}: ", "dim")
    text.append(visible(finding.rule), f"bold {COLOURS[finding.severity]}")
    text.append(f": {visible(finding.message)}")
    if finding.fix:
        label = "fixed" if finding.state == "applied" else "fix"
        text.append(f" ({label}: {_repair(source, finding, finding.fix)})", "green" if label == "fixed" else "")
    if finding.place:
        text.append(f" [{visible(crop(finding.place, _PLACE))}]", "dim")
    if finding.state in ("rejected", "suppressed"):
        text.append(f" [{finding.state}]", "dim")
    if source is not None:
        line, carets = excerpt(source, finding.span, width - len(_INDENT))
        text.append(f"\n{_INDENT}{line}\n{_INDENT}")
        text.append(carets, COLOURS[finding.severity])
    return text


def excerpt(source: str, span: Span, width: int) -> tuple[str, str]:
    """The line of ``source`` around ``span`` in ``width`` columns, and the carets to print below it.

    A line too long is cut on both sides with ``…``; a span that goes on beyond the line or the width has its
    carets to the end of what is shown.

    >>> excerpt("It stood on the stage. . Then it fell.", Span(22, 24), 20)
    ('…e stage. . Then it…', '         ^^')
    """
    lead = span.end - span.start - len(source[span.start : span.end].lstrip("\r\n"))
    if span.start + lead < span.end:  # a line that goes with the line ends before it: show the line
        span = Span(span.start + lead, span.end)
    start, end = _line(source, span, width)
    columns = width - 2  # one for each …
    middle, span_end = _fitted(source, span.start, min(span.end, end), columns)
    left_room = max(0, (columns - cell_len(middle)) // 2)
    right, stop = _fitted(source, span_end, end, columns - cell_len(middle) - left_room)
    left, first = _fitted_back(source, start, span.start, columns - cell_len(middle) - cell_len(right))
    if first == start and stop < end:
        right, stop = _fitted(source, span_end, end, columns - cell_len(left) - cell_len(middle))
    head, tail = "…" * (first > start), "…" * (stop < end)
    carets = " " * cell_len(head + left) + "^" * max(1, cell_len(middle))
    return head + left + middle + right + tail, carets


def hanging(text: Text, console: Console, width: int) -> Text:
    """The text with lines that are too long wrapped at words: what follows is indented as the line is, or a bit."""
    lines: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        if cell_len(line.plain) <= width:
            lines.append(line)
            continue
        indent = line.plain[: len(line.plain) - len(line.plain.lstrip(" "))] or "  "
        longest = max(map(cell_len, line.plain.split()), default=0)  # a path is not broken
        first, *others = line.wrap(console, max(longest, width - len(indent)))
        lines += [first, *(Text(indent) + other for other in others)]
    return Text("\n").join(lines)


def summary(report: Report, *, seconds: float | None = None, read: int = 0) -> RenderableType:
    """The end of a run: files, findings, what became of them, what could not run.

    ``read`` is the number of bytes that were worked on for so many ``seconds``.
    """
    notes = [Text.assemble(("note: ", "bold yellow"), visible(note)) for note in report.notes]
    return Group(*notes, *([Text()] if notes else []), _table(_rows(report, seconds, read)))


def dataset_summary(tally: dataset.Tally, shards: str, *, seconds: float, read: int) -> RenderableType:
    """The end of a run over shards, as ``summary`` tells that over files; ``shards`` says how many there were."""
    return _table(_dataset_rows(tally, shards, seconds, read))


def places(written: Mapping[str, str]) -> Iterator[Text]:
    """What was written and where, ``{"Reviewed copies": "reviewed/"}``, below the summary; print with ``soft_wrap``."""
    for label, where in written.items():
        yield Text.assemble((f"{label:{_LABEL}}  ", "dim"), (visible(where), "bold"))


def _table(rows: Iterable[tuple[str, Text]]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True, min_width=_LABEL)
    table.add_column(overflow="fold")
    for label, value in rows:
        table.add_row(label, value)
    return table


def _dataset_rows(tally: dataset.Tally, shards: str, seconds: float, read: int) -> Iterator[tuple[str, Text]]:
    yield "Shards", Text(shards)
    records = Text(count(tally.records, "record"))
    if tally.failed:
        records.append(f", {tally.failed:,} failed (the reports say why)", "bold red")
    yield "Records", records
    tenths = [(0, 1), (1, 2), (2, 5), (5, dataset.BINS)]
    steps = [(_share(low / 10, high / 10), sum(tally.damage[low:high])) for low, high in tenths]
    said = [f"{count(number, 'record')} {name}" for name, number in (("undamaged", tally.sound), *steps) if number]
    if said:
        yield "By damage", Text(", ".join(said))
    yield "Findings", Text(f"{sum(tally.rules.values()):,}")
    if tally.rules:
        yield "By kind", Text(_most(Counter(tally.rules)))
    for state in STATES:
        if tally.states.get(state):
            yield state.capitalize(), Text(f"{tally.states[state]:,}")
    yield "Time", _time(seconds, read)


def _rows(report: Report, seconds: float | None, read: int) -> Iterator[tuple[str, Text]]:
    totals = tally_report(report)
    broken = failed(report)
    files = Text(count(len(report.files), "file"))
    if broken:
        files.append(f", {len(broken):,} failed", "bold red")
    yield "Files", files
    kinds = [
        Text(f"{totals.severities[name]:,} {_plural(name, totals.severities[name])}", COLOURS[name])
        for name in SEVERITIES
        if totals.severities[name]
    ]
    found = Text(f"{totals.findings:,}")
    if kinds:
        found.append(": ").append_text(Text(", ").join(kinds))
    yield "Findings", found
    if len(report.files) > 1:
        if len(broken) < len(report.files):
            yield "By damage", Text(_by_damage(report))
        if totals.findings:
            yield "By kind", Text(_by_kind(report))
    damaged = sorted((f for f in report.files if f.damage.share >= WORTH_NAMING), key=lambda f: -f.damage.share)
    if damaged:
        named = [f"{_name(f.path)} {f.damage.share:.0%}" for f in damaged[:MOST_NAMED]]
        named[0] += " of its sentences"
        if len(damaged) > MOST_NAMED:
            named.append(f"and {count(len(damaged) - MOST_NAMED, 'more file')}")
        yield "Damaged", Text("; ".join(named))
    for file in damaged:
        if file.damage.verdict:
            yield "Verdict", Text(f"{_name(file.path)}: {file.damage.verdict}")
    for state in STATES:
        if totals.states[state] or state in ("applied", "proposed", "flagged"):
            meaning = f" ({_meaning(state, report)})" if state in MEANING and totals.states[state] else ""
            yield state.capitalize(), Text(f"{totals.states[state]:,}{meaning}")
    if seconds is not None:
        yield "Time", _time(seconds, read)


def _meaning(state: str, report: Report) -> str:
    """What a state says to the reader, at the level of the run.

    Where nothing was to be applied, what is safe was only proposed, and what was applied was accepted by a person.
    Where all was, the rest is what the file can't take.
    """
    found = [finding for file in report.files for finding in file.findings if finding.state == state]
    safe = sum(bool(finding.fix and finding.fix.applicability == "safe") for finding in found)
    match state, report.level:
        case "applied", "suggested":
            return "every repair that could be made, sure or not"
        case "proposed", "suggested":
            return "not done; the report says why"
        case "applied", "none":
            return "as you decided"
        case "applied", "safe" if safe < len(found):
            return "sure, or as you decided"
        case "proposed", "none" if safe:
            return f"{safe:,} sure: cleantext clean applies {'it' if safe == 1 else 'them'}, and perhaps more"
    return MEANING[state]


def _name(path: str) -> str:
    return "standard input" if path == "-" else visible(path)


def _by_damage(report: Report) -> str:
    """How many files are damaged how much, by the share of their sentences."""
    shares = [file.damage.share for file in report.files if file.error is None]
    steps = [(_share(low, high), sum(low <= share < high for share in shares)) for low, high in pairwise(DAMAGE_STEPS)]
    return ", ".join(f"{count(files, 'file')} {name}" for name, files in steps if files)


def _by_kind(report: Report) -> str:
    """The packs with the most findings."""
    return _most(Counter(finding.pack or finding.source for file in report.files for finding in file.findings))


def _share(low: float, high: float) -> str:
    return f"at {low:.0%} to {min(high, 1):.0%}" if low else f"below {high:.0%}"


def _most(kinds: Counter[str]) -> str:
    said = [f"{visible(kind)} {number:,}" for kind, number in kinds.most_common(KINDS_NAMED)]
    if rest := kinds.total() - sum(number for _, number in kinds.most_common(KINDS_NAMED)):
        said.append(f"others {rest:,}")
    return ", ".join(said)


def _plural(name: str, number: int) -> str:
    return name if name == "info" or number == 1 else name + "s"


def _time(seconds: float, read: int) -> Text:
    rate = f", {filesize.decimal(int(read / seconds))}/s" if read >= RATED and seconds else ""
    return Text(_duration(seconds) + rate)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)} min {rest:.0f} s" if minutes else f"{rest:.1f} s"


def _repair(source: str | None, finding: ReportedFinding, fix: ReportedFix) -> str:
    if source is None:
        return crop(visible("; ".join(f"“{edit.replacement}”" for edit in fix.edits)), _NAMED)
    return crop(visible(in_words(source, [edit.edit for edit in fix.edits])), _NAMED)


def _line(source: str, span: Span, width: int) -> tuple[int, int]:
    """Where the line of the span starts and ends, no further away than could be shown: a line may be the file."""
    reach_back, reach_on = max(0, span.start - 8 * width), min(len(source), span.start + 8 * width)
    start = max(source.rfind("\n", reach_back, span.start), source.rfind("\r", reach_back, span.start)) + 1
    ends = (source.find(end, span.start, reach_on) for end in "\r\n")
    end = min((at for at in ends if at >= 0), default=reach_on)
    return start or reach_back, max(end, span.start)


def _fitted(source: str, start: int, end: int, columns: int) -> tuple[str, int]:
    """What of ``source`` from ``start`` on fits, made visible, and where it stops."""
    shown: list[str] = []
    at = start
    while at < end:
        piece = visible(source[at])
        columns -= cell_len(piece)
        if columns < 0:
            break
        shown.append(piece)
        at += 1
    return "".join(shown), at


def _fitted_back(source: str, start: int, end: int, columns: int) -> tuple[str, int]:
    """What of ``source`` up to ``end`` fits, made visible, and where it begins."""
    shown: list[str] = []
    at = end
    while at > start:
        piece = visible(source[at - 1])
        columns -= cell_len(piece)
        if columns < 0:
            break
        shown.append(piece)
        at -= 1
    while shown and at > start and not cell_len(shown[-1]):  # a mark whose letter was cut off
        shown.pop()
        at += 1
    return "".join(reversed(shown)), at
