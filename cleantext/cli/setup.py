"""``cleantext setup``: fetch LanguageTool, and Java where there is none."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cleantext.core.settings import SettingsError
from cleantext.languagetool import installation


def setup(
    remove: Annotated[bool, typer.Option("--remove", help="Delete what setup installed.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Install LanguageTool into the cache, once. Needs Python and a package index, no Java and no mvn."""

    def say(text: str) -> None:
        if not quiet:
            print(text, file=sys.stderr, flush=True)

    if remove:
        freed = installation.remove()
        say(f"removed {freed / 1e6:.0f} MB" if freed else "nothing was installed")
        return
    try:
        place = installation.install(say)
    except installation.InstallationError as error:
        raise SettingsError(f"setup: {error}") from error
    say(f"LanguageTool {installation.VERSION} is ready in {place} ({installation.size() / 1e6:.0f} MB in all)")
