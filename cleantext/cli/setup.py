"""``cleantext setup``: fetch LanguageTool, and Java where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from cleantext.core.settings import SettingsError
from cleantext.languagetool import installation
from cleantext.languagetool.artefacts import VERSION


def setup(
    languages: Annotated[
        str, typer.Option("--languages", metavar="LIST", help="Languages besides English, such as de,fr.")
    ] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Delete what setup installed, and LanguageTool's cache.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Install LanguageTool into the cache, once. Needs Python and a package index, no Java.

    Every file is compared with its known checksum. Interrupted, it goes on where it stopped when it is run
    again.
    Where the repository of its parts can't be reached, LanguageTool's own release is fetched (about 250 MB).
    """

    def say(text: str) -> None:
        if not quiet:
            print(text, file=sys.stderr, flush=True)

    wanted = [name for part in languages.split(",") if (name := part.strip().lower())]
    try:
        if remove:
            freed = installation.remove(say)
            say(f"removed {freed / 1e6:.0f} MB" if freed else "nothing was installed")
            return
        with _bar(quiet) as progress:
            place = installation.install(say, progress, wanted)
        installed = ", ".join(installation.installed_languages())
        say(f"LanguageTool {VERSION} ({installed}) is ready in {place} ({installation.size() / 1e6:.0f} MB in all)")
    except installation.InstallationError as error:
        raise SettingsError(f"setup: {error}") from error


@contextmanager
def _bar(quiet: bool) -> Iterator[installation.Progress]:
    """A bar with sizes on standard error, where somebody looks at it."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    columns = (TextColumn("Fetching"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stderr=True) as bar:
        task = bar.add_task("jars", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total or None, visible=True)
