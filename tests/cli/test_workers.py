"""A worker that dies costs no more than the file that it dies of, and the batch says so to the end."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Sequence
from multiprocessing.connection import wait
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from cleantext.batch.pool import Pool
from cleantext.batch.workers import Task, Treatment, clean_all
from cleantext.checkers.checker import Checker
from cleantext.core.finding import Finding, Source
from cleantext.engine import Level
from cleantext.language.analysis import Analysis
from tests.servers import wait_for

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
    bad = {report.path: report.error for report in reports if report.error}
    assert bad == {str(tmp_path / "4.txt"): "the worker failed: it was killed by signal 9"}


class Once(Mortal):
    """A checker whose process is killed by one text, but not when it is tried again, by the name of a file."""

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        if "killed" in analysis.text and not (mark := Path(analysis.text.split("'")[1])).exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return ()


def once() -> Sequence[Checker]:
    return [Once()]


def test_what_a_killed_worker_had_in_hand_is_tried_again(tmp_path: Path) -> None:
    tasks = [Task(tmp_path / f"{i}.txt", tmp_path / f"{i}.copy") for i in range(FILES)]
    for i, task in enumerate(tasks):
        task.path.write_text(f"It is killed by '{tmp_path / 'mark'}'." if i == 4 else "It lives.")
    treatment = Treatment(Level.SAFE, keep_encoding=False, max_size=1000)
    reports = [outcome.report for _, outcome in clean_all(tasks, (), once, treatment, jobs=2)]
    assert len(reports) == FILES and not [report.error for report in reports if report.error]
    assert (tmp_path / "mark").exists()


class Loud(Mortal):
    """A checker that has more to say than a pipe holds, and a parent that ends the run meanwhile."""

    def problems(self) -> Iterable[str]:
        return ["x" * 10**7]


def loud() -> Sequence[Checker]:
    return [Loud()]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_dies_in_the_middle_of_a_message_is_noticed(number: signal.Signals) -> None:
    with Pool[int, str](1, loud, tell) as pool:
        pool.begin(1)
        (worker,) = multiprocessing.active_children()
        assert wait_for(lambda: pool_has_output(pool))
        assert worker.pid
        os.kill(worker.pid, number)
        assert len(str(pool.end()[1])) == 10**7  # of the worker that was started in its place


def tell(_: int, checkers: Sequence[Checker]) -> str:
    return "".join(checkers[0].problems())


def pool_has_output(pool: Pool[int, str]) -> bool:
    return bool(wait(list(pool._busy), 0))


def test_an_error_ends_workers_in_the_middle_of_a_message() -> None:
    with pytest.raises(KeyboardInterrupt), Pool[int, str](2, loud, tell) as pool:
        pool.begin(1)
        assert wait_for(lambda: pool_has_output(pool))
        raise KeyboardInterrupt
    assert not multiprocessing.active_children()


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
