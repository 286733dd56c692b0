"""``cleantext trust``: let the settings of a folder do all that settings can."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleantext.core.settings import SettingsError
from cleantext.storage import trust as trusting


def trust(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="DIR", help="Folders to trust; if none is given, list those that are trusted."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="No longer trust them.")] = False,
) -> None:
    """Trust a folder, and what lies below it: its settings may send text, run code, and reach other folders.

    Without trust a settings file that is found there can't name a server, a proposer, a model, own rules, or a memory
    elsewhere; each run says what it ignored.
    """
    for folder in folders or ():
        if not remove and not folder.is_dir():
            raise SettingsError(f"{folder}: no such folder")
    if folders:
        (trusting.distrust if remove else trusting.trust)(folders)
    else:
        for folder in trusting.trusted():
            typer.echo(str(folder))
