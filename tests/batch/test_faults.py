"""What can go wrong around a run: nothing is lost or half-written, and the report says what happened.

Elsewhere: a kill, a second run and a damaged journal (test_restart), LanguageTool killed or hanging
(tests/languagetool, tests/checkers/test_grammar), its cache damaged (tests/languagetool/test_cache), workers killed
(tests/cli/test_workers).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cleantext.batch.run import Progress, Run, run_files
from cleantext.report import json
from cleantext.storage.journal import NAME
from tests.batch.test_restart import PLAIN
from tests.cli.running import run
from tests.cli.test_commands import BAD, GOOD

FILES = 8
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        (tmp_path / f"in/{number}.txt").write_text(f"{number}. {BAD}")
    return tmp_path


def half_way(happens: Callable[[], object]) -> Run:
    """A run to ``out``, in the middle of which something happens."""

    def tell(done: Progress) -> None:
        if done.files == FILES // 2:
            happens()

    return run_files(["in"], PLAIN, output=Path("out"), progress=tell)


def errors(done: Run) -> dict[str, str]:
    return {Path(file.path).name: file.error for file in done.report.files if file.error}


def whole(out: Path) -> set[str]:
    """The copies, all of which must be whole."""
    names = {path.name for path in out.iterdir() if path.suffix == ".txt"}
    assert all((out / name).read_text() == f"{name[0]}. {GOOD}" for name in names)
    assert not list(out.glob("*.tmp")) and not list(out.glob(".*.tmp"))
    return names


def test_an_input_that_is_removed_is_named(work: Path) -> None:
    done = half_way((work / "in/6.txt").unlink)
    assert errors(done) == {"6.txt": "can't be read: No such file or directory"}
    assert whole(work / "out") == {f"{n}.txt" for n in range(FILES)} - {"6.txt"}


def test_an_input_that_changes_is_read_once_and_done_again_by_the_next_run(work: Path) -> None:
    done = half_way(lambda: (work / "in/0.txt").write_text("0. It rained. . Then it stopped.\n"))
    assert errors(done) == {} and done.sources["in/0.txt"] == f"0. {BAD}"  # what was read is what is shown
    assert (work / "out/0.txt").read_text() == f"0. {GOOD}"
    again = run_files(["in"], PLAIN, output=Path("out"))
    assert again.done.unchanged == FILES - 1
    assert (work / "out/0.txt").read_text() == "0. It rained. Then it stopped.\n"


def test_no_clock_decides_what_is_done_again(work: Path) -> None:
    half_way(lambda: None)
    before = (work / "in/3.txt").stat()
    (work / "in/3.txt").write_text(f"3. {BAD}".replace("stood", "stand"))  # as long as it was
    os.utime(work / "in/3.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    for path in (work / "out").iterdir():
        os.utime(path, (0, 0))
    again = run_files(["in"], PLAIN, output=Path("out"))
    assert again.done.unchanged == FILES - 1 and "stand" in (work / "out/3.txt").read_text()


def test_the_output_folder_may_vanish(work: Path) -> None:
    done = half_way(lambda: shutil.rmtree(work / "out"))
    assert errors(done) == {}
    assert whole(work / "out") == {f"{n}.txt" for n in range(FILES // 2, FILES)}
    assert run_files(["in"], PLAIN, output=Path("out")).done.unchanged == 0
    assert whole(work / "out") == {f"{n}.txt" for n in range(FILES)}


@pytest.mark.slow
@pytest.mark.skipif(not ROOT, reason="wants to drop the rights of root")
def test_permission_that_is_lost_costs_the_rest_and_no_more(work: Path) -> None:
    """In a process of its own, which goes on as nobody."""
    for folder in (work, *work.parents):
        if folder.owner() == "root" and str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    script = (
        "import os; from tests.batch.test_faults import errors, half_way\n"
        "done = half_way(lambda: os.seteuid(65534)); os.seteuid(0)\n"
        "print(*sorted(errors(done).items()), sep='\\n'); print(done.report.notes)"
    )
    path = os.pathsep.join([str(Path(__file__).parents[2]), *filter(os.path.isabs, sys.path)])
    said = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    lines = said.stdout.splitlines()
    assert len(lines) == FILES - FILES // 2 + 1 and all("can't write" in line for line in lines[:-1])
    assert whole(work / "out") == {f"{n}.txt" for n in range(FILES // 2)}
    assert run_files(["in"], PLAIN, output=Path("out")).done.unchanged == FILES // 2
    assert whole(work / "out") == {f"{n}.txt" for n in range(FILES)}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for 64 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = ROOT and shutil.which("mount")
    if not mounted or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", place], check=False).returncode:
        pytest.skip("can't mount a small disk here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.slow
def test_a_full_disk_is_said_and_the_next_run_goes_on(work: Path, small_disk: Path) -> None:
    for number in range(FILES):
        (work / f"in/{number}.txt").write_text(f"{number}. {BAD}" * 400)
    done = run("clean", "in", "-o", small_disk, "--jobs", "1", "--select", "stray-punctuation", cwd=work)
    assert done.returncode == 2 and b"No space left on device" in done.stderr and b"Traceback" not in done.stderr
    names = {path.name for path in small_disk.glob("*.txt")}
    assert 0 < len(names) < FILES
    assert all((small_disk / name).read_text() == f"{name[0]}. {GOOD}" * 400 for name in names)
    assert not list(small_disk.glob(".*.tmp"))
    subprocess.run(["mount", "-o", "remount,size=32m", small_disk], check=True)
    again = run("clean", "in", "-o", small_disk, "--jobs", "1", "--select", "stray-punctuation", cwd=work)
    assert again.returncode == 0, again.stderr
    assert len(list(small_disk.glob("*.txt"))) == FILES and (small_disk / "report.json").exists()


@pytest.mark.slow
def test_damaged_caches_of_every_kind_are_made_anew(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANTEXT_CACHE", str(work / "cache"))
    command = ("clean", "in", "-o", "out", "--force", "--select", "spacing")
    assert run(*command, cwd=work).returncode == 0
    first = (work / "out/report.json").read_bytes()
    kept = [path for path in (work / "cache").rglob("*") if path.is_file()]
    assert {path.parent.name for path in kept} >= {"yaml"} and len(kept) > 10
    for number, path in enumerate(kept):
        path.write_bytes((b"", b"\0" * 100, path.read_bytes()[:-1] + b"?")[number % 3])
    done = run(*command, cwd=work)
    assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr
    assert (work / "out/report.json").read_bytes() == first


@pytest.mark.slow
def test_many_small_files_take_neither_memory_nor_descriptors(work: Path) -> None:
    """A bounded soak; ``python -m tests.benchmarks.soak`` is the long one."""
    statm, fds = Path("/proc/self/statm"), Path("/proc/self/fd")
    if not statm.exists():
        pytest.skip("wants /proc")
    for number in range(600):
        (work / f"in/more-{number}.txt").write_text(f"{number}. {BAD}" * 20)
    seen: dict[int, tuple[int, int]] = {}

    def tell(done: Progress) -> None:
        if done.files in (300, 600):
            seen[done.files] = int(statm.read_text().split()[1]), len(list(fds.iterdir()))

    done = run_files(["in"], PLAIN, output=Path("out"), progress=tell)
    grown = (seen[600][0] - seen[300][0]) * os.sysconf("SC_PAGE_SIZE")
    assert seen[600][1] == seen[300][1]
    assert grown < 300 * 40_000  # bytes: the reports that are held, 20 findings each, and no text twice
    assert json.render(done.report) and (work / "out" / NAME).exists()
