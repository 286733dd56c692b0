"""The ``cleantext`` command."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

import typer

import cleantext
from cleantext.cli import apply, check, clean, doctor, review, rules, setup, trust
from cleantext.core.settings import SettingsError
from cleantext.report.visible import visible
from cleantext.rulebook.load import RuleError

app = typer.Typer(
    name="cleantext",
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


app.command("clean")(clean.clean)
app.command("check")(check.check)
app.command("apply")(apply.apply)
app.command("review")(review.review)
app.command("trust")(trust.trust)
app.command("setup")(setup.setup)
app.command("doctor")(doctor.doctor)
app.add_typer(rules.app, name="rules")


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


def main() -> None:
    """The entry point: a mistake of the user's is one line and exit code 2."""
    signal.signal(signal.SIGTERM, _terminated)
    if sys.stderr is None:  # closed by the shell; ``print`` would take standard output for it
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.unraisablehook = _sent_again
    try:
        app()
    except (SettingsError, RuleError) as error:
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
