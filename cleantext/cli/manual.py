"""The man page and the completions of shells, from the commands themselves: ``python -m cleantext.cli.manual FOLDER``.

What it writes lies in ``cleantext/cli/shell/`` and goes into the wheel, from where pip puts it to where systems look;
a test compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer
from typer._completion_shared import get_completion_script

from cleantext.cli.app import app

SHELLS = {"cleantext.bash": "bash", "_cleantext": "zsh", "cleantext.fish": "fish"}


def written() -> Mapping[str, str]:
    """The files by name."""
    scripts = {
        name: get_completion_script(prog_name="cleantext", complete_var="_CLEANTEXT_COMPLETE", shell=shell) + "\n"
        for name, shell in SHELLS.items()
    }
    return {"cleantext.1": "\n".join(_page()) + "\n", **scripts}


def _page() -> Iterator[str]:
    group: Any = typer.main.get_command(app)
    yield '.TH CLEANTEXT 1 "" "cleantext" "User Commands"'
    yield ".SH NAME"
    yield "cleantext \\- repair English text damaged by machine translation and scraping"
    yield ".SH SYNOPSIS"
    yield ".B cleantext\n.I COMMAND\n.RI [ OPTIONS ]"
    yield ".SH DESCRIPTION"
    yield "Finds damaged places, proposes repairs, and writes a reviewed copy with a report of every finding."
    yield ".SH COMMANDS"
    yield from _commands(group, "cleantext")
    yield ".SH FILES"
    yield ".TP\n.I cleantext.toml\nSettings, found upwards from the current folder."
    yield ".TP\n.I .cleantext\\-journal\nIn an output folder: what was done, so that the next run goes on."
    yield ".SH EXIT STATUS"
    yield "0 done or clean, 1 findings, 2 a file or setting could not be used; see each command."


def _commands(group: Any, called: str) -> Iterator[str]:
    context = group.make_context(called, [], resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            yield from _commands(command, f"{called} {name}")
        else:
            yield from _command(command, context, f"{called} {name}")


def _command(command: Any, context: Any, called: str) -> Iterator[str]:
    arguments = " ".join(p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument")
    yield f".SS {_roff(f'{called} {arguments}'.strip())}"
    for paragraph in (command.help or "").replace("\b", "").split("\n\n"):
        yield _roff(" ".join(paragraph.split())) + "\n.PP"
    for param in command.params:
        if param.param_type_name == "option" and (record := param.get_help_record(context)):
            names, said = (" ".join(part.split()) for part in record)
            yield f".TP\n.B {_roff(names)}\n{_roff(said)}"


def _roff(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


if __name__ == "__main__":
    for name, content in written().items():
        Path(sys.argv[1], name).write_text(content, encoding="utf-8", newline="\n")
