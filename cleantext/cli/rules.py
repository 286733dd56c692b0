"""``cleantext rules``: list, show and test the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleantext.batch.discovery import NotFound, discover
from cleantext.checkers.assembly import rule_set, wanted_rules
from cleantext.checkers.hits import measure
from cleantext.cli import options
from cleantext.core.settings import Settings, SettingsError, nearest
from cleantext.formats.decoding import NotText
from cleantext.formats.reader import read
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.examples import failures
from cleantext.rulebook.load import load
from cleantext.rulebook.location import rules_dir
from cleantext.rulebook.schema import Rule
from cleantext.rulebook.table import rule_table

app = typer.Typer(help="List, show and test rules.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_rules(config: options.ConfigOption = None) -> None:
    """List the rules: pack, id, severity, fix, title."""
    table = Table(box=None, pad_edge=False)
    for heading in ("Pack", "Rule", "Severity", "Fix", "Title"):
        table.add_column(heading, no_wrap=heading != "Title", overflow="fold" if heading == "Title" else "ellipsis")
    for packed in rule_set(options.settings_of(config)).rules:
        rule = packed.rule
        table.add_row(
            packed.pack, rule.id, rule.severity, rule.fix.applicability if rule.fix else "-", Text(rule.title)
        )
    console = Console()
    Console(width=max(console.width, 80) if console.is_terminal else 160).print(table)


@app.command("show")
def show(
    rule_id: Annotated[
        str, typer.Argument(metavar="ID", help="As `rules list` names it.", autocompletion=options.rule_names)
    ],
    config: options.ConfigOption = None,
) -> None:
    """Show what a rule finds and why, with its examples."""
    packed = {p.rule.id: p for p in rule_set(options.settings_of(config)).rules}
    if rule_id not in packed:
        raise SettingsError(f"no rule '{rule_id}'{nearest(rule_id, list(packed))}")
    typer.echo("\n".join(_described(packed[rule_id].rule, packed[rule_id].pack)))


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
    own = [p for p in rules.rules if p not in shipped.rules] if paths else list(rules.rules)
    compiled = {rule.rule.id: rule for rule in compile_rules(rules)}
    failed = [failure for packed in own for failure in failures(compiled[packed.rule.id])]
    for failure in failed:
        typer.echo(f"{failure.rule}: {failure.problem}\n    in: {failure.example!r}")
    examples = sum(len(packed.rule.examples) for packed in own)
    typer.echo(f"{len(own)} rules, {examples} examples, {len(failed)} failed")
    if failed:
        raise typer.Exit(1)


@app.command("hits")
def hits(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders of clean text.")],
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
    typer.echo(f"{measured.words} words, {len(chosen)} rules, {len(measured.hits)} of them fired")


@app.command("table")
def table() -> None:
    """Print the shipped rules as a table.

    Markdown, as it stands in rules/README.md.
    """
    typer.echo(rule_table(load([rules_dir()])), nl=False)


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    for found in discover([str(path) for path in paths]):
        if isinstance(found, NotFound):
            raise SettingsError(f"{found.path}: {found.reason}")
        try:
            yield read(found.path, found.path.read_bytes()).text
        except (OSError, NotText) as error:
            raise SettingsError(f"{found.path}: {getattr(error, 'strerror', None) or error}") from error


def _described(rule: Rule, pack: str) -> list[str]:
    fix = f"{rule.fix.applicability}" if rule.fix else "none: the rule only points"
    lines = [f"{rule.id} ({pack})", "", f"  {rule.title}", f"  Why: {rule.why}", f"  Severity: {rule.severity}"]
    lines += [f"  Fix: {fix}", f"  Matcher: {rule.match.kind}", ""]
    for example in rule.examples:
        if example.bad is not None:
            lines.append(f"  bad:  {example.bad}")
        if example.good is not None:
            lines.append(f"  good: {example.good}")
        if example.ok is not None:
            lines.append(f"  ok:   {example.ok}")
    return lines
