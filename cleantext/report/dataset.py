"""A dataset in one page: how damaged its records are, what was found in them, and samples.

A ``Tally`` holds the counts of one shard or of many. ``together`` adds them up, so that nobody needs all reports at
once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import msgspec

from cleantext.core.edit import Edit
from cleantext.report.model import FileReport
from cleantext.report.overview import text_of
from cleantext.report.tally import STATES, count
from cleantext.report.visible import crop

BINS = 10
"""The damage of records is counted in so many steps from 0 to 1; the last one holds 1 too."""
SAMPLES = 3  # of each rule
SHOWN = 40  # rules of which samples are shown
_AROUND = 60  # characters on both sides of a sample


class Sample(msgspec.Struct, frozen=True):
    """A place that a rule found: the words before, there and after, and what it proposes, if anything."""

    record: str
    before: str
    text: str
    after: str
    repair: str | None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of records. ``damage`` has a number for each of ``BINS``, undamaged records apart in ``sound``."""

    records: int = 0
    failed: int = 0
    sentences: int = 0
    sound: int = 0
    damage: tuple[int, ...] = (0,) * BINS
    verdicts: Mapping[str, int] = {}
    rules: Mapping[str, int] = {}
    states: Mapping[str, int] = {}
    samples: Mapping[str, tuple[Sample, ...]] = {}


def tally_of(report: FileReport, text: str) -> Tally:
    """The counts of one record, whose decoded text is ``text``."""
    if report.error is not None:
        return Tally(records=1, failed=1)
    share = report.damage.share
    number = min(int(share * BINS), BINS - 1)
    samples: dict[str, tuple[Sample, ...]] = {}
    for finding in report.findings:
        if finding.rule not in samples:
            fix = [edit.edit for edit in finding.fix.edits] if finding.fix else []
            repaired = _repaired(text, finding.start, finding.end, fix) if fix else None
            before = text[max(0, finding.start - _AROUND) : finding.start]
            after = text[finding.end : finding.end + _AROUND]
            shown = Sample(report.path, before, crop(finding.text, 2 * _AROUND), after, repaired)
            samples[finding.rule] = (shown,)
    return Tally(
        records=1,
        sentences=report.sentences,
        sound=int(not share),
        damage=tuple(int(share > 0 and n == number) for n in range(BINS)),
        verdicts={report.damage.verdict: 1} if report.damage.verdict else {},
        rules=Counter(finding.rule for finding in report.findings),
        states=Counter(finding.state for finding in report.findings),
        samples=samples,
    )


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum of all; of the samples of a rule the first ones."""
    records = failed = sentences = sound = 0
    damage = [0] * BINS
    verdicts: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    states: Counter[str] = Counter()
    samples: dict[str, tuple[Sample, ...]] = {}
    for tally in tallies:
        records += tally.records
        failed += tally.failed
        sentences += tally.sentences
        sound += tally.sound
        for number, amount in enumerate(tally.damage):
            damage[number] += amount
        verdicts.update(tally.verdicts)
        rules.update(tally.rules)
        states.update(tally.states)
        for rule, some in tally.samples.items():
            if len(held := samples.get(rule, ())) < SAMPLES:
                samples[rule] = (*held, *some)[:SAMPLES]
    return Tally(
        records=records, failed=failed, sentences=sentences, sound=sound, damage=tuple(damage), verdicts=verdicts,
        rules=rules, states=states, samples=samples,
    )  # fmt: skip


def render(tally: Tally, name: str) -> str:
    """The page about the dataset ``name``: self-contained, no script, everything from a document escaped."""
    return "".join(_page(tally, name))


def _page(tally: Tally, name: str) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>cleantext: {text_of(name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    found = sum(tally.rules.values())
    yield f"<h1><bdi>{text_of(name)}</bdi></h1>\n<p>{count(tally.records, 'record')}, "
    yield f"{count(tally.sentences, 'sentence')}, {count(found, 'finding')}"
    yield f"; {count(tally.failed, 'record')} could not be read.</p>\n" if tally.failed else ".</p>\n"
    said = ", ".join(f"{tally.states[state]:,} {state}" for state in STATES if tally.states.get(state))
    yield f"<p>{said}.</p>\n" if said else ""
    yield "<h2>How damaged the records are</h2>\n"
    yield "<table><tr><th>Sentences with damage<th>Records<th class=bar>\n"
    rows = [("none", tally.sound)]
    rows += [(f"{n / BINS:.0%} to {(n + 1) / BINS:.0%}", amount) for n, amount in enumerate(tally.damage)]
    most = max(1, *(amount for _, amount in rows))
    for label, amount in rows:
        yield f'<tr><td>{label}<td class=n>{amount:,}<td><meter value="{amount}" max="{most}"></meter>\n'
    yield "</table>\n"
    for verdict, amount in sorted(tally.verdicts.items()):
        yield f"<p>{count(amount, 'record')}: {text_of(verdict)}</p>\n"
    yield "<h2>What was found</h2>\n"
    ranked = sorted(tally.rules.items(), key=lambda rule: (-rule[1], rule[0]))
    yield "<table><tr><th>Rule<th>Findings<th>Samples\n"
    for rule, amount in islice(ranked, SHOWN):
        samples = "".join(map(_sample, tally.samples.get(rule, ())))
        yield f"<tr><td>{text_of(rule)}<td class=n>{amount:,}<td>{samples}\n"
    yield "</table>\n"
    if rest := ranked[SHOWN:]:
        others = ", ".join(f"{text_of(rule)} {amount:,}" for rule, amount in rest)
        yield f"<details><summary>{count(len(rest), 'more rule')}</summary><p>{others}</p></details>\n"
    yield "</body>\n</html>\n"


def _sample(sample: Sample) -> str:
    repair = f" <ins>{text_of(sample.repair)}</ins>" if sample.repair is not None else ""
    words = f"{text_of(sample.before)}<del>{text_of(sample.text)}</del>{repair}{text_of(sample.after)}"
    return f'<p title="{text_of(sample.record)}">…{words}…</p>'


def _repaired(text: str, start: int, end: int, edits: Iterable[Edit]) -> str | None:
    """What is in the place of ``start`` to ``end`` after those edits that lie in it; None where some lie outside."""
    parts, at = [], start
    for edit in sorted(edits, key=lambda edit: edit.span):
        if not at <= edit.span.start <= edit.span.end <= end:
            return None
        parts += [text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    return crop("".join([*parts, text[at:end]]), 2 * _AROUND)


_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}"
    ".n{text-align:right}td p{margin:0 0 .4rem;overflow-wrap:anywhere}meter{width:16rem}"
    "del{background:#fdd;color:#700}ins{background:#dfd;color:#050;text-decoration:none}"
)
