"""About the whole run: what was found where, for a reader who never heard of us.

Files by what waits in them, findings by kind as bars with their numbers, and every rule with an example.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from cleantext.report.model import FileReport, Report, ReportedFinding, Sources
from cleantext.report.tally import Tally, count, failed, tally, tally_report
from cleantext.report.visible import crop, visible
from cleantext.report.words import whole_words

SHOWN_FILES = 12  # the rest of the files, and of the rules, is folded away
SHOWN_RULES = 8
EXAMPLE = 48  # characters of an example on either side

_BARS = ("applied", "proposed", "flagged")


def render(report: Report, sources: Sources, *, links: Mapping[str, str] | None = None, above: str = "") -> str:
    """The overview as HTML. ``report`` is in order: its files have the numbers that the page knows them by.

    With ``links`` it is alone, and files are on other pages: the address of each, by path. ``above`` is HTML.
    """
    parts = (*_lead(report, links is not None), *_tables(report, sources, links), *_imprint(report))
    return "".join((above, *parts))


def text_of(text: str) -> str:
    """Text of a document as HTML: controls and bidirectional marks spelled out, markup escaped."""
    return escape(visible(text))


def _lead(report: Report, alone: bool) -> Iterator[str]:
    states = tally_report(report).states
    yield (
        f'<p class="lead">{count(len(report.files), "file")} read. '
        f"<strong>{count(states['applied'], 'place')}</strong> changed in the reviewed copies; "
        f"<strong>{count(states['proposed'], 'change')}</strong> proposed for you to decide; "
        f"<strong>{count(states['flagged'], 'place')}</strong> need you.</p>\n"
    )
    yield (
        '<p class="key">Red: <del class="applied">removed</del>, green: <ins class="applied">added</ins>; in a '
        '<span class="sample proposed">dashed frame</span>: proposed, not done; '
        '<span class="sample flagged">wavy line</span>: needs you.</p>\n'
    )
    if alone:
        yield from (f'<p class="banner" role="note">{text_of(note)}</p>\n' for note in report.notes)
    for file in (file for file in report.files if file.damage.verdict):
        verdict = f"<b><bdi>{text_of(file.path)}</bdi></b>: {text_of(file.damage.verdict)}"
        yield f'<p class="banner" role="note">{verdict}</p>\n'
    for file in failed(report):
        yield f'<p class="banner" role="note"><b><bdi>{text_of(file.path)}</bdi></b>: {text_of(file.error or "")}</p>\n'


def _tables(report: Report, sources: Sources, links: Mapping[str, str] | None) -> Iterator[str]:
    yield '<div class="tables"><div><section><h2>Files</h2>\n'
    files = [(number, file, tally(file.findings)) for number, file in enumerate(report.files)]
    files.sort(key=lambda row: (-row[1].damage.share, -row[2].open))
    yield from _folded([_file_row(*row, links) for row in files], SHOWN_FILES, "file", "files", _FILE_HEAD)
    yield "</section>\n"
    rules = _grouped((f.rule, file, f) for file in report.files for f in file.findings)
    if rules:
        yield "<section><h2>What was found</h2>\n"
        yield _chart([(pack, tally(f for _, f in rows)) for pack, rows in _packs(report)])
        yield "</section></div>\n<div><section><h2>Findings by rule</h2>\n"
        rows = [_rule_row(rule, rows, sources, alone=links is not None) for rule, rows in rules]
        yield from _folded(rows, SHOWN_RULES, "rule", "rules", _RULE_HEAD)
        yield "</section>"
    yield "</div></div>\n"


_FILE_HEAD = "<th>File<th>Damaged<th>Changed<th>Proposed<th>Needs you<th>Open"
_RULE_HEAD = "<th>Rule, and an example<th>Findings<th>To accept"


def _folded(rows: Sequence[str], most: int, noun: str, name: str, head: str) -> Iterator[str]:
    def table(body: Iterable[str]) -> str:
        return f'<table class="{name}"><thead><tr>{head}</thead><tbody>{"".join(body)}</tbody></table>'

    yield table(rows[:most])
    if rest := rows[most:]:
        yield f"<details><summary>{count(len(rest), f'more {noun}')}</summary>{table(rest)}</details>"


def _file_row(number: int, file: FileReport, here: Tally, links: Mapping[str, str] | None) -> str:
    target = f'"#file-{number}" data-show-file="{number}"' if links is None else f'"{escape(links[file.path])}"'
    link = f"<a href={target}><bdi>{text_of(file.path)}</bdi></a>"
    counts = "".join(f"<td>{here.states[state]}" for state in ("applied", "proposed", "flagged"))
    return f'<tr><td>{link}<td>{file.damage.share:.0%}{counts}<td data-open="{number}">{here.open}\n'


def _packs(report: Report) -> list[tuple[str, list[tuple[FileReport, ReportedFinding]]]]:
    return _grouped((f.pack or f.source, file, f) for file in report.files for f in file.findings)


def _grouped(
    rows: Iterable[tuple[str, FileReport, ReportedFinding]],
) -> list[tuple[str, list[tuple[FileReport, ReportedFinding]]]]:
    """Findings by name, the most frequent name first."""
    groups: dict[str, list[tuple[FileReport, ReportedFinding]]] = {}
    for name, file, finding in rows:
        groups.setdefault(name, []).append((file, finding))
    return sorted(groups.items(), key=lambda group: len(group[1]), reverse=True)


def _chart(kinds: Sequence[tuple[str, Tally]]) -> str:
    """A bar for each kind, as long as it has findings, parted into what was changed, proposed and flagged."""
    most = max(found.findings for _, found in kinds)
    rows = "".join(
        f"<tr><th scope=row>{text_of(kind)}<td>{_bar(found, most)}"
        + "".join(f"<td>{found.states[state]}" for state in ("applied", "proposed", "flagged"))
        for kind, found in kinds
    )
    head = "<th>Kind<td><th>Changed<th>Proposed<th>Needs you"
    return f'<table class="chart"><thead><tr>{head}</thead><tbody>{rows}</tbody></table>\n'


def _bar(found: Tally, most: int) -> str:
    at = 0
    parts = []
    for state, number in ((state, found.states[state]) for state in _BARS):  # type: ignore[index]
        if number:
            parts.append(f'<rect class="{state}" x="{at}" y="1" width="{number}" height="8"/>')
        at += number
    box = f'viewBox="0 0 {most} 10" preserveAspectRatio="none"'
    return f'<svg class="bar" {box} aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _rule_row(rule: str, rows: Sequence[tuple[FileReport, ReportedFinding]], sources: Sources, *, alone: bool) -> str:
    name = text_of(rule)
    example = "".join(_example(*_telling(rows), sources))
    if alone:
        return f"<tr><td>{name}{example}<td>{len(rows)}<td>\n"
    show = f'<button type="button" class="link" data-show-rule="{name}">{name}</button>'
    proposed = sum(finding.state == "proposed" for _, finding in rows)
    accept = f'<button type="button" data-accept-rule="{name}">accept all<span class="sr"> of {name}</span></button>'
    return f"<tr><td>{show}{example}<td>{len(rows)}<td>{accept if proposed else ''}\n"


def _telling(rows: Sequence[tuple[FileReport, ReportedFinding]]) -> tuple[FileReport, ReportedFinding]:
    """The finding that shows best what the rule does: the first with a fix."""
    return next((row for row in rows if row[1].fix), rows[0])


def _example(file: FileReport, finding: ReportedFinding, sources: Sources) -> Iterator[str]:
    yield f'<br><span class="fine">{text_of(crop(finding.message, 2 * EXAMPLE))}</span>'
    source = sources.get(file.path)
    words = whole_words(source, [e.edit for e in finding.fix.edits]) if source is not None and finding.fix else ()
    if source is None or not words:  # one's own wording may be what is there already
        return
    word = words[0].edit
    kind = "applied" if finding.state == "applied" else "proposed"
    yield '<br><span class="change">'
    if old := word.span.of(source):
        yield f'<del class="{kind}">{text_of(crop(old, EXAMPLE))}</del> '
    if word.replacement:
        yield f'<ins class="{kind}">{text_of(crop(word.replacement, EXAMPLE))}</ins>'
    yield "</span>"


def _imprint(report: Report) -> Iterator[str]:
    checkers = ", ".join(f"{name} {version or '(did not run)'}" for name, version in sorted(report.checkers.items()))
    version, rules = text_of(report.cleantext), text_of(report.rules)
    yield f'<p class="fine">cleantext {version}, level {report.level}, rules {rules}; {text_of(checkers)}.</p>\n'
