"""What an earlier run did and this one need not do again, and telling the next run what this one did.

A file is done where its content, its copy and the setting (see ``fingerprint``) are what they were. So a run that was
interrupted goes on where it was, and one that finds nothing changed reads and compares, no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cleantext.batch.workers import Outcome, Task
from cleantext.checkers.grammar import NOT_CHECKED, GrammarChecker
from cleantext.report.json import faults_of
from cleantext.report.model import FileReport
from cleantext.storage.journal import Done, Journal
from cleantext.storage.reading import digest

LANGUAGETOOL = GrammarChecker.name


class _Kept(msgspec.Struct, frozen=True):
    report: FileReport
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restart:
    """The journal of the folder ``output``, for a run whose setting is expected to have the name ``setting``.

    ``named`` gives the name by the version of LanguageTool that answered, None where none did.
    """

    journal: Journal
    output: Path
    setting: str
    named: Callable[[str | None], str]

    def checkers(self) -> Mapping[str, str | None] | None:
        """The checkers of an earlier run with this setting, by name, and their versions."""
        return self.journal.checkers(self.setting)

    def ran(self, checkers: Mapping[str, str | None]) -> None:
        """Let the next run know these."""
        self.journal.ran(self.named(checkers.get(LANGUAGETOOL)), checkers)

    def trouble(self) -> Iterator[str]:
        """Why the next run will not know all."""
        if self.journal.trouble:
            yield self.journal.trouble

    def done(self, task: Task) -> Outcome | None:
        """What came of a task when it was done, if it need not be done again."""
        assert task.output is not None
        done = self.journal.done(task.output.relative_to(self.output))
        if done is None or done.setting != self.setting:
            return None
        try:
            if digest(task.path) != done.content or digest(task.output) != done.written:
                return None
            kept = msgspec.convert(json.loads(bytes(done.outcome)), _Kept)
        except (OSError, msgspec.ValidationError, ValueError, RecursionError):
            return None
        if kept.report.error is not None or kept.report.sha256 != done.content or any(faults_of(kept.report)):
            return None
        report = msgspec.structs.replace(kept.report, path=str(task.path), output=str(task.output))
        return Outcome(report, None, None, kept.problems, done.written)

    def tell(self, task: Task, outcome: Outcome, checkers: Mapping[str, str | None]) -> None:
        """Let the next run know. Not of what failed, or was not looked at as a whole: that is tried again."""
        report = outcome.report
        if report.error is not None or not outcome.written or any(NOT_CHECKED in said for said in outcome.problems):
            return
        assert task.output is not None and report.sha256 is not None
        kept = json.dumps(msgspec.to_builtins(_Kept(report, outcome.problems))).encode()  # ASCII: lone surrogates too
        setting = self.named(checkers.get(LANGUAGETOOL))
        done = Done(content=report.sha256, written=outcome.written, setting=setting, outcome=msgspec.Raw(kept))
        self.journal.add(task.output.relative_to(self.output), done)
