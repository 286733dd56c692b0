"""``cleantext doctor``: what works here, and what to do about what doesn't."""

from __future__ import annotations

import importlib.metadata

import typer

import cleantext
from cleantext.languagetool import installation
from cleantext.languagetool.java import find_java
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.load import load_shipped


def doctor() -> None:
    """Show each checker's version and state. Exit code: 0 all work, 1 one does not."""
    typer.echo(f"cleantext     {cleantext.__version__}")
    typer.echo(f"rules         {len(compile_rules(load_shipped()))} rules, ok")
    typer.echo(f"ftfy          {importlib.metadata.version('ftfy')}, ok")
    java = find_java()
    typer.echo(f"Java          {f'{java.version}, {java.path}' if java else 'none of version 17 or later'}")
    place = installation.installed()
    if place and java:
        typer.echo(f"LanguageTool  {installation.VERSION}, ok, {place}")
        return
    typer.echo("LanguageTool  not ready; run: cleantext setup")
    raise typer.Exit(1)
