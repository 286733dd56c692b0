"""Options that several commands share, and how they and the configuration become settings."""

from __future__ import annotations

import logging
import os
import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from cleantext.batch.configuration import configuration
from cleantext.core.settings import Settings, SettingsError
from cleantext.engine import Level
from cleantext.formats.known import NAMES
from cleantext.language.codes import is_code
from cleantext.report.visible import visible

REPORT_SUFFIXES = ".html .json .jsonl .sarif .md .critic .patch .diff"


class SensitivityName(StrEnum):
    """How likely a place must be damaged to be shown."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Engine(StrEnum):
    """What cleans shards: this process, or a Ray cluster."""

    LOCAL = "local"
    RAY = "ray"


class OutputFormat(StrEnum):
    """What is printed of the findings."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    GITHUB = "github"
    MARKDOWN = "markdown"


class Redline(StrEnum):
    """How a text is written for a review elsewhere."""

    CRITICMARKUP = "criticmarkup"
    MARKDOWN = "markdown"
    DOCX = "docx"
    HTML = "html"


def folder(text: str) -> Path:
    """The folder that an option names; ``""``, an unset variable of a shell most often, is none."""
    if not text:
        raise typer.BadParameter('"" is not a folder')
    return Path(text)


def folder_or_address(text: str) -> Path | str:
    """The folder that an option names, or an address such as s3://bucket/copies."""
    return text if "://" in text else folder(text)


def processes(text: str) -> int:
    """The number of processes; 0 for ``auto``."""
    if text == "auto":
        return 0
    if not text.isascii() or not text.isdecimal() or not int(text):
        raise typer.BadParameter(f"{text!r} is neither a number of processes nor auto")
    return int(text)


def share(text: str) -> float:
    """A share from 0 to 1."""
    try:
        if 0 <= float(text) <= 1:
            return float(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is no share from 0 to 1, such as 0.3 for 30 %")


def hushed(quiet: bool) -> bool:
    """What ``--quiet`` says; it keeps what takes long from being told, too."""
    if quiet:
        logging.getLogger("cleantext").setLevel(logging.WARNING)
    return quiet


def rule_names(incomplete: str) -> list[str]:
    """The shipped rules and packs that begin so, for the shell's completion."""
    from cleantext.rulebook.load import load_shipped

    packed = load_shipped().rules
    return sorted(
        name for name in {p.rule.id for p in packed} | {p.pack for p in packed} if name.startswith(incomplete)
    )


Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, patterns, or - for standard input.")]
LevelOption = Annotated[
    Level | None,
    typer.Option("--level", help="What to apply: none, only what is safe, or every suggestion. [default: safe]"),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE",
        autocompletion=rule_names,
        help="Only these rules or packs (* allowed; repeat).",
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="RULE",
        autocompletion=rule_names,
        help="Not these rules or packs (* allowed; repeat).",
    ),
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A cleantext.toml or pyproject.toml to use.")
]
LanguageToolOption = Annotated[
    str | None,
    typer.Option(
        "--languagetool",
        metavar="URL|on|off",
        help="A running LanguageTool server, on to start one, or off to do without.",
    ),
]
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="CODE",
        help="Language of all files, as two letters (en, de, fr ...); en-US and en-GB are the same. [default: detect]",
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Ask LanguageTool again about what earlier runs asked.")]
Sensitivity = Annotated[
    SensitivityName | None,
    typer.Option(
        "--sensitivity",
        help="How much is shown: low only what is very likely wrong, high what is doubtful too. [default: normal]",
    ),
]
LanguageModel = Annotated[
    bool | None,
    typer.Option(
        "--language-model/--no-language-model",
        help="Whether the neural language model is asked: it finds more, and takes time. [default: yes]",
    ),
]
Accept = Annotated[
    bool | None,
    typer.Option("--accept", help="Edit office documents at once: no tracked changes, no comments."),
]
ReadAs = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help=f"Read all files as one of {', '.join(NAMES)}. [default: detect]"),
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="PATH",
        help="What is prose in tables and JSON Lines, such as body or turns[].content (repeat). [default: text]",
    ),
]
MainContent = Annotated[
    bool | None,
    typer.Option("--main-content", help="Read the article of web pages, and nothing around it."),
]
MarkFlagged = Annotated[
    bool | None,
    typer.Option(
        "--mark-flagged",
        help="Mark translations with unrepaired findings: fuzzy in PO, needs-review-translation in XLIFF 1.",
    ),
]
AddColumns = Annotated[
    bool,
    typer.Option(
        "--add-columns",
        help="Leave the records of tables as they are, and write damage, findings and cleaned text beside them.",
    ),
]
To = Annotated[
    Redline | None,
    typer.Option("--to", help="Write the text with its changes marked in this format, in place of a copy."),
]
Include = Annotated[
    list[str] | None,
    typer.Option("--include", metavar="PATTERN", help="Read these files of folders too, such as '*.log' (repeat)."),
]
ProposerOption = Annotated[
    str | None,
    typer.Option(
        "--proposer",
        metavar="URL",
        help="Send sentences that have no repair to this OpenAI-compatible endpoint and show its wording as an "
        "alternative. [default: send nothing]",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        parser=processes,
        metavar="N|auto",
        help="Processes; auto chooses by files and cores. [default: auto]",
    ),
]
MaxSize = Annotated[int | None, typer.Option("--max-size", min=1, metavar="MB", help="Largest file. [default: 20]")]
Follow = Annotated[
    bool, typer.Option("--follow", help="Follow links in folders too. What is written never goes through a link.")
]
ReportOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help=f"Write the report here, by suffix {REPORT_SUFFIXES} (repeat). Where none is named, clean writes "
        "report.html and report.json into its folder.",
    ),
]
Remember = Annotated[
    bool,
    typer.Option("--remember", help="Keep what was accepted and rejected in cleantext-decisions.json for later runs."),
]
FormatOption = Annotated[OutputFormat, typer.Option("--output-format", help="How findings are printed.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", callback=hushed, help="Print errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print every finding, INFO included.")]


KEY = "CLEANTEXT_PROPOSER_KEY"
"""The environment variable that holds a key for the proposer of the command line or of the user's own settings."""


def settings_of(config: Path | None, *, quiet: bool = True, **given: Any) -> Settings:
    """The configuration with what the command line says in its place. Raises ``SettingsError``.

    Says on standard error which keys don't count, and unless ``quiet`` is wanted which files do.
    """
    configured = configuration(Path.cwd(), config)
    settings = configured.settings
    for file in () if quiet else configured.files:
        print(f"settings: {visible(str(file))}", file=sys.stderr)
    if configured.ignored:
        where = visible(str(configured.files[0]))
        allow = f"to allow: cleantext trust {visible(shlex.quote(str(configured.files[0].parent)))}"
        print(f"cleantext: {where}: ignored {', '.join(configured.ignored)}; {allow}", file=sys.stderr)
    if given.get("proposer") or configured.users_proposer:
        given["proposer_key"] = os.environ.get(KEY)
    elif settings.proposer and os.environ.get(KEY):
        print(f"cleantext: {KEY} is not sent to {visible(settings.proposer)}; it goes with --proposer", file=sys.stderr)
    languagetool = given.pop("languagetool", None)
    if languagetool is not None:
        given["languagetool"] = {"on": True, "off": False}.get(languagetool, languagetool)
    said = {key: value for key, value in given.items() if value not in (None, [])}
    settings = msgspec.structs.replace(settings, **said)
    if settings.format is not None and settings.format not in NAMES:
        raise SettingsError(f"format {settings.format!r}: there are {', '.join(NAMES)}")
    if settings.language != "auto" and not is_code(settings.language):
        form = "two letters (ISO 639-1) such as en, de or nl, with or without a country as in en-GB, or auto"
        raise SettingsError(f"language {settings.language!r}: unknown language code; it is {form}")
    return settings
