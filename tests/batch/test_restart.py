"""A second run goes on where an earlier one ended, however that ended, and its report is that of an undisturbed run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from cleantext.assembly import Assembly
from cleantext.batch.run import run_files
from cleantext.core.settings import Settings, SettingsError
from cleantext.report import json
from cleantext.storage.journal import LOCK, NAME, Done, Journal, copies_in
from tests.cli.running import run
from tests.cli.test_commands import BAD, GOOD
from tests.servers import wait_for
from tests.tries import tries

PLAIN = Settings(languagetool=False, select=("stray-punctuation",), memory=False, jobs=1)
FILES = 12


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        (tmp_path / f"in/{number:02}.txt").write_text(f"Number {number}. {BAD}")
    (tmp_path / "in/odd.txt").write_bytes(b"It stood \xff alone. . Then it fell.\n")
    return tmp_path


def cleaned(out: str = "out", given: Settings = PLAIN, *, force: bool = False) -> tuple[int, str]:
    """How many files were not done again, and the report."""
    done = run_files(["in"], given, output=Path(out), force=force)
    return done.done.unchanged, json.render(done.report)


def copies(out: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("*.txt")}


def test_what_is_done_is_not_done_again(work: Path) -> None:
    unchanged, first = cleaned()
    times = {path: path.stat().st_mtime_ns for path in work.glob("out/*.txt")}
    assert unchanged == 0 and len(times) == FILES + 1
    assert cleaned() == (FILES + 1, first)
    assert cleaned(force=True) == (0, first)
    (work / "in/00.txt").write_text("It is fine.\n")
    (work / "out/01.txt").write_text("by hand")
    (work / "out/02.txt").unlink()
    unchanged, _ = cleaned()
    assert unchanged == FILES + 1 - 3
    assert (work / "out/00.txt").read_text() == "It is fine.\n"
    assert all((work / f"out/0{number}.txt").read_text() == f"Number {number}. {GOOD}" for number in (1, 2))


def test_texts_of_unchanged_files_are_there_for_the_views(work: Path) -> None:
    cleaned()
    again = run_files(["in"], PLAIN, output=Path("out"))
    assert again.sources["in/00.txt"] == (work / "in/00.txt").read_text()
    (work / "in/02.txt").write_text("another")
    (work / "in/01.txt").unlink()
    assert "in/02.txt" not in again.sources and "in/01.txt" not in again.sources


@pytest.mark.parametrize(
    "other",
    [
        {"level": "suggested"}, {"sensitivity": "high"}, {"select": ()}, {"vocabulary": ("Number",)},
        {"keep_encoding": True}, {"language": "en"},
    ],
)  # fmt: skip
def test_another_setting_does_all_again(work: Path, other: Mapping[str, object]) -> None:
    import msgspec

    cleaned()
    assert cleaned(given=msgspec.structs.replace(PLAIN, **other))[0] == 0


def test_own_rules_and_decisions_count_by_what_they_hold(work: Path) -> None:
    rule = "id: own\ntitle: t\nwhy: w\nseverity: error\nmatch: {regex: 'alone'}\nexamples: [{bad: 'alone'}]\n"
    (work / "own.yaml").write_text(rule)
    given = Settings(languagetool=False, select=("own",), rules=("own.yaml",), memory="m.json", jobs=1)
    cleaned(given=given)
    assert cleaned(given=given)[0] == FILES + 1
    (work / "own.yaml").write_text(rule.replace("severity: error", "severity: info"))
    assert cleaned(given=given)[0] == 0
    decided = '{"finding": "f", "rule": "own", "pack": "own", "text": "alone", "decision": "reject"}'
    (work / "m.json").write_text(f'{{"schema": "cleantext-memory/1", "decisions": [{decided}]}}')
    assert cleaned(given=given)[0] == 0


def test_the_same_bytes_whatever_the_jobs(work: Path) -> None:
    import msgspec

    reports = {cleaned("out", msgspec.structs.replace(PLAIN, jobs=jobs), force=True)[1] for jobs in (1, 2, 3)}
    assert len(reports) == 1


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_is_gone_on_with(work: Path, number: signal.Signals) -> None:
    for i in range(300):
        (work / f"in/more-{i}.txt").write_text(f"{i}. {BAD}")
    command = [sys.executable, "-m", "cleantext", "clean", "in", "-o", "out", "--jobs", "2", "--languagetool", "off"]
    started = subprocess.Popen(
        [*command, "--select", "stray-punctuation"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert wait_for(lambda: len(copies(work / "out")) > 5)
    started.send_signal(number)
    started.wait(60)
    done = copies(work / "out")
    assert 0 < len(done) < FILES + 301
    assert all(content.endswith(GOOD.encode()) for name, content in done.items() if name != "odd.txt")
    assert not (work / "out/report.json").exists()
    assert wait_for(lambda: not running_here(work))
    (work / "out/.cleantext-left.tmp").write_text("half a co")
    unchanged, resumed = cleaned(given=Settings(languagetool=False, select=("stray-punctuation",)))
    assert len(done) - 10 <= unchanged <= len(done)  # a worker may write its copy just before the end
    _, fresh = cleaned("fresh", given=Settings(languagetool=False, select=("stray-punctuation",)))
    assert resumed == fresh.replace("fresh/", "out/") and copies(work / "out") == copies(work / "fresh")
    assert {path.name for path in work.glob("out/.*")} == {NAME, LOCK}


def running_here(work: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd") == str(work) and int(process.name) != os.getpid():
                found.append(process.name)
        except OSError:
            continue
    return found


def test_two_runs_don_t_write_to_one_folder(work: Path) -> None:
    with Journal(work / "out"):
        with pytest.raises(SettingsError, match=r"out/\.cleantext-journal: another run is writing"):
            cleaned()
        done = run("clean", "in", "-o", "out", cwd=work)
        assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and copies(work / "out") == {}
    assert cleaned()[0] == 0


def told_of(work: Path) -> bytes:
    return (work / "out" / NAME).read_bytes()


def test_a_line_that_was_half_written_costs_one_file(work: Path) -> None:
    _, first = cleaned()
    os.truncate(work / "out" / NAME, len(told_of(work)) - len(told_of(work).splitlines()[-2]) - 20)
    assert 0 < cleaned()[0] < FILES + 1
    assert cleaned() == (FILES + 1, first)


@tries(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 10_000), st.integers(0, 10_000), st.binary(max_size=3))
def test_a_journal_with_a_damaged_line_is_used_for_the_rest(work: Path, number: int, at: int, damage: bytes) -> None:
    _, first = cleaned()
    lines = told_of(work).splitlines(keepends=True)
    number = number % (len(lines) - 1) + 1
    at %= max(1, len(lines[number]) - 1)  # damage that held a line end left an empty line
    lines[number] = lines[number][:at] + damage + lines[number][at + 1 :]
    (work / "out" / NAME).write_bytes(b"".join(lines))
    assert cleaned()[1] == first


LINES = st.lists(st.binary(max_size=40) | st.sampled_from([b'00000000 {"copy":"a.txt"}\n', b"\n", b"[" * 100_000]))


@tries(100)
@given(LINES)
def test_any_content_is_a_journal_after_the_first_line(lines: list[bytes]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / NAME).write_bytes(b"cleantext-journal/1\n" + b"".join(lines))
        copies_in(folder)
        with Journal(folder) as journal:
            journal.add(Path("new.txt"), DONE)
        with Journal(folder) as journal:
            assert journal.done(Path("new.txt")) and "new.txt" in copies_in(folder)


@pytest.mark.slow
def test_a_long_journal_is_written_anew_and_says_the_same(work: Path) -> None:
    cleaned()
    before = len(told_of(work).splitlines())
    for _ in range(12):
        cleaned(force=True)
    assert len(told_of(work).splitlines()) < before + 8 * FILES
    assert cleaned()[0] == FILES + 1


DONE = Done(content="c", written="w", setting="s", outcome=b"{}")  # type: ignore[arg-type]


def test_a_full_disk_ends_the_journal_and_not_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(tmp_path) as journal:
        journal.add(Path("a.txt"), DONE)
        before = (tmp_path / NAME).read_bytes()
        journal._file = Full(journal._file)  # type: ignore[assignment]
        journal.add(Path("b.txt"), DONE)
        assert "No space left" in journal.trouble
    assert (tmp_path / NAME).read_bytes() == before
    with Journal(tmp_path) as journal:
        assert journal.done(Path("a.txt")) and journal.done(Path("b.txt")) is None


class Full:
    """A file on a disk with room for three bytes."""

    def __init__(self, file: object):
        self._file = file

    def write(self, content: bytes) -> int:
        return self._file.write(content[:3])  # type: ignore[attr-defined, no-any-return]

    def __getattr__(self, name: str) -> Callable[..., object]:
        return getattr(self._file, name)  # type: ignore[no-any-return]


def test_the_second_run_puts_no_checker_together(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, first = cleaned()
    monkeypatch.setattr(Assembly, "__call__", None)
    assert cleaned() == (FILES + 1, first)
