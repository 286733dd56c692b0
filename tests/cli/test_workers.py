"""A worker that dies costs what it and its like had in hand, and the batch says so to the end."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Sequence
from pathlib import Path

from threadpoolctl import threadpool_info, threadpool_limits

from cleantext.batch.workers import Task, Treatment, clean_all
from cleantext.checkers.checker import Checker
from cleantext.core.finding import Finding, Source
from cleantext.engine import Level
from cleantext.language.analysis import Analysis

FILES = 40  # more than wait at once


class Mortal:
    """A checker whose process is killed, as for want of memory, by one text."""

    name = "mortal"
    source = Source.RULE
    version = "1"

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        if "killed" in analysis.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return ()

    def problems(self) -> Iterable[str]:
        return ()


def mortals() -> Sequence[Checker]:
    return [Mortal()]


def test_every_file_has_an_outcome_though_a_worker_is_killed(tmp_path: Path) -> None:
    tasks = [Task(tmp_path / f"{i}.txt", tmp_path / f"{i}.copy") for i in range(FILES)]
    for i, task in enumerate(tasks):
        task.path.write_text("It is killed." if i == 4 else "It lives.")
    treatment = Treatment(Level.SAFE, keep_encoding=False, max_size=1000)
    reports = [outcome.report for _, outcome in clean_all(tasks, (), mortals, treatment, jobs=2)]
    assert sorted(report.path for report in reports) == sorted(str(task.path) for task in tasks)
    bad = [report for report in reports if report.error]
    assert str(tmp_path / "4.txt") in [report.path for report in bad]
    assert all(report.error and report.error.startswith("the worker failed: ") for report in bad)


class Crowded(Mortal):
    """A checker that tells with how many threads numpy multiplies where it runs."""

    def problems(self) -> Iterable[str]:
        return [str(pool["num_threads"]) for pool in threadpool_info() if pool["user_api"] == "blas"]


def crowded() -> Sequence[Checker]:
    import numpy  # noqa: F401 - as a checker's module does

    return [Crowded()]


def test_workers_share_the_cores(tmp_path: Path) -> None:
    cores = os.cpu_count() or 1
    tasks = [Task(tmp_path / f"{i}.txt", None) for i in range(cores)]
    for task in tasks:
        task.path.write_text("It lives.")
    treatment = Treatment(Level.SAFE, keep_encoding=False, max_size=1000)
    with threadpool_limits(cores):
        outcomes = dict(clean_all(tasks, (), crowded, treatment, jobs=max(cores, 2)))
    assert {said for outcome in outcomes.values() for said in outcome.problems} <= {"1"}
