"""The ``cleantext`` command."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from importlib import import_module
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

import cleantext
from cleantext.core.settings import UserError

COMMANDS = ("clean", "check", "apply", "review", "rules", "lsp", "trust", "setup", "doctor")
"""Each is a module of this package with a function of its name, or with an ``app`` of several commands."""


class _Commands(TyperGroup):
    """Imports a command's module when it is called, or when the help of all is asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands: Any = dict.fromkeys(COMMANDS)  # their names, for "Did you mean"

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"cleantext.cli.{cmd_name}")
        commands = getattr(module, "app", None)
        if commands is None:
            commands = typer.Typer(add_completion=False, rich_markup_mode=None)
            commands.command(cmd_name)(getattr(module, cmd_name))
        command = typer.main.get_command(commands)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Without pydantic's words before what is wrong with an option."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    name="cleantext",
    cls=_Commands,
    help="Repair English text damaged by machine translation and scraping.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleantext {cleantext.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def _terminated(number: int, _frame: FrameType | None) -> None:
    """End as after an error, so that what was started, LanguageTool's server above all, is stopped."""
    sys.exit(128 + number)


def _sent_again(swallowed: sys.UnraisableHookArgs) -> None:
    """A signal that comes while an object is finalised raises where nobody hears it: send it once more, a bit later."""
    number = {SystemExit: signal.SIGTERM, KeyboardInterrupt: signal.SIGINT}.get(swallowed.exc_type)
    if number is None:
        sys.__unraisablehook__(swallowed)
    else:
        threading.Timer(0.01, os.kill, (os.getpid(), number)).start()


_SAID = {128 + signal.SIGINT: "interrupted", 128 + signal.SIGTERM: "terminated"}  # typer turns Ctrl-C into an exit


class _Said(logging.Handler):
    """Lines on what standard error is now: a bar puts itself in its place, so that lines appear above it.

    A forked worker has no part in its parent's bar. It wipes the line that the bar is on; the parent draws it below.
    """

    def __init__(self) -> None:
        super().__init__()
        self._parent = os.getpid()

    def emit(self, record: logging.LogRecord) -> None:
        wipe = "\r\x1b[K" if os.getpid() != self._parent and sys.stderr.isatty() else ""
        print(wipe + self.format(record), file=sys.stderr, flush=True)


def _say_what_takes_long() -> None:
    """What the package logs of its work goes to standard error, a line each."""
    handler = _Said()
    handler.setFormatter(logging.Formatter("cleantext: %(message)s"))
    logging.getLogger("cleantext").addHandler(handler)
    logging.getLogger("cleantext").setLevel(logging.INFO)


def main() -> None:
    """The entry point: a mistake of the user's is one line and exit code 2."""
    signal.signal(signal.SIGTERM, _terminated)
    if sys.stderr is None:  # closed by the shell; ``print`` would take standard output for it
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.unraisablehook = _sent_again
    _say_what_takes_long()
    try:
        app()
    except UserError as error:
        from cleantext.report.visible import visible

        print(f"cleantext: {visible(str(error))}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("cleantext: interrupted", file=sys.stderr)
        sys.exit(130)
    except SystemExit as end:
        if end.code in _SAID:
            print(f"cleantext: {_SAID[end.code]}", file=sys.stderr)
        raise
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
