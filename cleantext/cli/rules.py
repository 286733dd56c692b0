"""``cleantext rules``: list, show and test the rules."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleantext.assembly import rule_set, wanted_rules
from cleantext.batch.discovery import NotFound, Skipped, discover
from cleantext.checkers.hits import Hits, measure
from cleantext.cli import options, output
from cleantext.core.revision import Revision
from cleantext.core.settings import Settings, SettingsError, names
from cleantext.core.wording import nearest
from cleantext.examples import failures
from cleantext.formats.decoding import NotText
from cleantext.formats.reader import read
from cleantext.formats.text import segment
from cleantext.judge.model import shares, shipped
from cleantext.language.analysis import Analysis
from cleantext.report.tally import count
from cleantext.report.visible import visible
from cleantext.review.memory import memory_file, recall, vocabulary
from cleantext.rulebook.compile import compile_rules, shipped_rules
from cleantext.rulebook.draft import as_yaml, change, drafts, place
from cleantext.rulebook.explain import explained, written
from cleantext.rulebook.load import PackedRule, RuleSet, checked, load
from cleantext.rulebook.location import rules_dir
from cleantext.rulebook.reference import reference
from cleantext.rulebook.schema import Rule
from cleantext.rulebook.table import rule_table
from cleantext.storage.reading import read_file
from cleantext.storage.writing import write_atomically

app = typer.Typer(help="List, show and test rules.", add_completion=False, no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_rules(config: options.ConfigOption = None) -> None:
    """List the rules: pack, id, severity, fix, title."""
    table = Table("Pack", "Rule", "Severity", "Fix", "Title", box=None, pad_edge=False)
    at_terminal = Console().is_terminal  # where a row is wider than most windows
    for packed in rule_set(options.settings_of(config)).rules:
        rule, fix = packed.rule, packed.rule.fix.applicability if packed.rule.fix else "-"
        if at_terminal:
            output.say(f"{rule.id} ({packed.pack}, {rule.severity}{f', {fix}' if rule.fix else ''})")
            output.say(f"    {rule.title}")
        else:
            table.add_row(packed.pack, rule.id, rule.severity, fix, Text(rule.title))
    if not at_terminal:
        Console(width=160).print(table)


@app.command("suggest")
def suggest(
    times: Annotated[int, typer.Option("--times", min=1, metavar="N", help="How often it was rejected.")] = 2,
    config: options.ConfigOption = None,
) -> None:
    """Print settings for words and names that were always rejected, from cleantext-decisions.json.

    They are what the settings' vocabulary would be with them; paste it there.
    """
    settings = options.settings_of(config)
    path = memory_file(settings, Path.cwd())
    new = vocabulary(recall(path), times)
    new = {word: made for word, made in new.items() if word not in settings.vocabulary}
    if not new:
        print(f"no word or name was always rejected, {times} times or more, in {path}", file=sys.stderr)
        return
    print("vocabulary = [")
    for word in settings.vocabulary:
        print(f"    {_quoted(word)},")
    for word, made in new.items():
        rules = ", ".join(sorted({each.rule for each in made}))
        print(f"    {_quoted(word)},  # rejected {count(len(made), 'time')}: {visible(rules)}")
    print("]")


def _quoted(word: str) -> str:
    """A basic string of TOML; its escapes are those of JSON."""
    return json.dumps(visible(word), ensure_ascii=False)


@app.command("show")
def show(
    rule_id: Annotated[
        str, typer.Argument(metavar="ID", help="As `rules list` names it.", autocompletion=options.rule_names)
    ],
    config: options.ConfigOption = None,
) -> None:
    """Show what a rule finds and why: its pattern, conditions, repair and examples."""
    packed = {p.rule.id: p for p in rule_set(options.settings_of(config)).rules}
    if rule_id not in packed:
        raise SettingsError(f"no rule '{rule_id}'{nearest(rule_id, list(packed))}")
    for line in _described(packed[rule_id].rule, packed[rule_id].pack):
        output.say(line, 8)


@app.command("evidence")
def evidence(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="RULE...", help="Rules and packs (* allowed). [default: all]", show_default=False),
    ] = None,
) -> None:
    """Print what the judge learnt about each rule and proposer.

    In how many places it spoke in annotated texts that its author had not read, in what part of them something was
    wrong, and in what part of the places with known repairs its first repair was right. The two shares are drawn
    towards those of the pack where the places are few.
    """
    model = shipped()
    packs = {packed.rule.id: packed.pack for packed in load([rules_dir()]).rules} | dict(model.packs)
    chosen = {r: p for r, p in packs.items() if any(names(pattern, r, p) for pattern in wanted or ("*",))}
    if not chosen:
        pattern = (wanted or [""])[0]
        raise SettingsError(f"no rule or pack '{pattern}'{nearest(pattern, list(packs))}")
    table = Table("Rule", "Pack", box=None, pad_edge=False)
    for heading in ("Places", "Wrong", "Repaired"):
        table.add_column(heading, justify="right")
    for rule, pack in sorted(chosen.items(), key=lambda pair: (pair[1], pair[0])):
        if record := model.records.get(rule):
            places, wrong, right = shares(record)
            table.add_row(rule, pack, f"{places:,}", f"{wrong:.0%}", f"{right:.0%}")
        else:
            table.add_row(rule, pack, "0", "-", "-")
    console = Console()
    Console(width=max(console.width, 80) if console.is_terminal else 120).print(table)
    met = sum(rule in model.records for rule in chosen)
    typer.echo(f"{count(len(chosen), 'rule')}, {met} of them met in the texts that the judge learnt from")


@app.command("explain")
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE[:LINE]", help="A text, a file, or a line of a file.")],
    config: options.ConfigOption = None,
) -> None:
    """Show how a text is read, and why rules find something in it or not.

    Its blocks, sentences, word classes and who says what; the rules that were asked, what they matched, and the
    condition that stopped them.
    """
    name, _, line = text.rpartition(":")
    path, number = (Path(name), int(line)) if name and line.isdecimal() and Path(name).is_file() else (Path(text), 0)
    try:
        document = read(path, read_file(path)) if path.is_file() else None
    except (OSError, NotText) as error:
        raise SettingsError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    segmenter = document.segment if document else segment
    analysis = Analysis(Revision(document.text if document else text, segmenter))
    rules = rule_set(options.settings_of(config))
    for said in explained(analysis, compile_rules(rules), shipped_rules(rules), number):
        typer.echo(visible(said))


@app.command("test")
def test(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Packs or folders; all shipped rules if none.")
    ] = None,
) -> None:
    """Run every rule on its own examples.

    Exit code: 0 all kept, 1 some failed, 2 a pack can't be read.
    """
    shipped = load([rules_dir()])
    rules = load([rules_dir(), *paths]) if paths else shipped
    asked = {packed.rule.id for packed in load(paths).rules} if paths else {p.rule.id for p in shipped.rules}
    own = [packed for packed in rules.rules if packed.rule.id in asked]
    compiled = {rule.rule.id: rule for rule in compile_rules(rules)}
    failed = [failure for packed in own for failure in failures(compiled[packed.rule.id])]
    for failure in failed:
        typer.echo(f"{failure.rule}: {failure.problem}\n    in: {failure.example!r}")
    examples = sum(len(packed.rule.examples) for packed in own)
    typer.echo(f"{count(len(own), 'rule')}, {count(examples, 'example')}, {len(failed)} failed")
    if failed:
        raise typer.Exit(1)


@app.command("hits")
def hits(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files or folders of clean text.")],
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help="Only these rules or packs (* allowed; repeat).")
    ] = None,
    samples: Annotated[int, typer.Option("--samples", metavar="N", min=0, help="Hits to show for each rule.")] = 3,
    config: options.ConfigOption = None,
) -> None:
    """Count each rule's hits on clean text.

    Printed per million words, with samples: what fires there is suspect.
    """
    chosen = wanted_rules(Settings(rules=options.settings_of(config).rules, select=tuple(rule or ())))
    measured = measure(chosen, _texts(paths))
    for name, found in sorted(measured.hits.items(), key=lambda item: -len(item[1])):
        typer.echo(f"{name}: {len(found)}, {1e6 * len(found) / measured.words:.1f} per million words")
        for sample in found[:: max(1, len(found) // max(1, samples))][:samples]:
            typer.echo(f"    {sample}")
    typer.echo(f"{count(measured.words, 'word')}, {count(len(chosen), 'rule')}, {len(measured.hits)} of them fired")


@app.command("new")
def new(
    rule_id: Annotated[str, typer.Option("--id", prompt="Id, in-kebab-case", help="What the rule is called.")],
    bad: Annotated[str, typer.Option("--bad", prompt="Damaged text", help="A text with the damage.")],
    good: Annotated[
        str, typer.Option("--good", prompt="The same, repaired (empty if it can't be known)", help="Its repair.")
    ],
    title: Annotated[str, typer.Option("--title", prompt="What is wrong, in a few words")],
    why: Annotated[str, typer.Option("--why", prompt="What causes it")],
    wrong: Annotated[str | None, typer.Option("--wrong", help="The damaged part, if there is no repair.")] = None,
    clean: Annotated[
        list[str] | None,
        typer.Option("--clean", metavar="PATH", help="Files or folders of clean text to try it on (repeat)."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Add it to this pack; else print it.")
    ] = None,
) -> None:
    """Draft a rule from a bad and a good text.

    The draft runs on its own examples and over clean text, so that you see what else it would hit.

    Exit code: 0 done, 1 the draft does not keep its examples (it is not added), 2 the texts give no draft.
    """
    try:
        if good:
            changed = change(bad, good)
        else:
            changed = place(bad, wrong if wrong is not None else typer.prompt("The damaged part of it"))
        candidates = drafts(rule_id, title, why, bad, good or None, changed)
    except ValueError as error:
        raise SettingsError(str(error)) from error
    texts = list(_texts(clean or ()))
    for draft in candidates:
        document = as_yaml(draft)
        (rule,) = compile_rules(RuleSet((PackedRule(checked(rule_id, yaml.safe_load(document)), "new", 0),), {}))
        measured = measure([rule], texts)
        broken = list(failures(rule))
        if not measured.hits and not broken:
            break
    for failure in broken:
        typer.echo(f"the draft does not keep its example: {failure.problem}", err=True)
    _say_hits(measured)
    if broken and output is not None:
        typer.echo(f"not added to {output}", err=True)
    elif output is None:
        typer.echo(document, nl=False)
    else:
        before = output.read_text(encoding="utf-8").rstrip("\n") + "\n---\n" if output.exists() else ""
        write_atomically(output, (before + document).encode())
        typer.echo(f"added to {output}; try it: cleantext rules test {output}", err=True)
    if broken:
        raise typer.Exit(1)


@app.command("table")
def table() -> None:
    """Print the shipped rules as a table.

    Markdown, as in rules/INDEX.md.
    """
    typer.echo(rule_table(load([rules_dir()])), nl=False)


@app.command("reference")
def tell() -> None:
    """Print what a rule may hold: its keys, kinds of match, conditions and templates.

    Markdown, as in rules/README.md.
    """
    typer.echo(reference(), nl=False)


def _say_hits(measured: Hits) -> None:
    if not measured.words:
        typer.echo("not tried on clean text: none was given with --clean", err=True)
        return
    found = [sample for samples in measured.hits.values() for sample in samples]
    typer.echo(f"{len(found)} hits in {measured.words} clean words", err=True)
    for sample in found[:5]:
        typer.echo(f"    {sample}", err=True)


def _texts(paths: Sequence[str]) -> Iterator[str]:
    for found in discover(paths):
        if isinstance(found, Skipped):
            continue
        if isinstance(found, NotFound):
            raise SettingsError(f"{found.path}: {found.reason}")
        try:
            yield read(found.path, read_file(found.path)).text
        except (OSError, NotText) as error:
            raise SettingsError(f"{found.path}: {getattr(error, 'strerror', None) or error}") from error


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]


def _described(rule: Rule, pack: str) -> list[str]:
    fix = f"{rule.fix.applicability}" if rule.fix else "none: the rule only points to the place"
    lines = [f"{rule.id} ({pack})", "", f"  {rule.title}", f"  Why: {rule.why}", f"  Severity: {rule.severity}"]
    lines += [f"  Fix: {fix}", f"  Blocks: {', '.join(rule.kinds)}", "", *_indented(written(rule)), ""]
    for example in rule.examples:
        if example.bad is not None:
            lines.append(f"  bad:  {example.bad}")
        if example.good is not None:
            lines.append(f"  good: {example.good}")
        if example.ok is not None:
            lines.append(f"  ok:   {example.ok}")
    return lines
