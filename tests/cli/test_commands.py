"""The commands as a user runs them, good input and bad."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest

from cleantext.assembly import rule_set
from cleantext.batch.run import told
from cleantext.cli.options import REPORT_SUFFIXES, settings_of
from cleantext.core.settings import Settings, SettingsError
from cleantext.report import json as report_json
from cleantext.rulebook.location import rules_dir
from tests.cli.running import run

SEEDS = Path(__file__).parents[2] / "seeds"
FEW = [SEEDS / f"{name}.txt" for name in ("clean-control", "product-camp-lantern", "recipe-lentil-soup")]
BAD = "It stood alone. . Then it fell.\n"
GOOD = "It stood alone. Then it fell.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "a.txt").write_text(BAD)
    return place


def test_clean_writes_copies_and_a_valid_report(tmp_path: Path) -> None:
    done = run("clean", *FEW, "-o", tmp_path / "out", "--level", "suggested")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "out/report.json").read_text())
    jsonschema.validate(report, dict(report_json.schema()))
    for file in report["files"]:
        source = Path(file["path"]).read_bytes().decode()
        for edit in reversed(file["applied"]):
            source = source[: edit["start"]] + edit["replacement"] + source[edit["end"] :]
        assert source.encode() == Path(file["output"]).read_bytes()
    control = next(f for f in report["files"] if f["path"].endswith("clean-control.txt"))
    assert Path(control["path"]).read_bytes() == Path(control["output"]).read_bytes()
    assert "<script" in (tmp_path / "out/report.html").read_text()


def test_the_patch_of_a_run_is_accepted_by_git(folder: Path, tmp_path: Path) -> None:
    assert run("clean", "a.txt", "-o", tmp_path / "out", "--report", tmp_path / "r.patch", cwd=folder).returncode == 0
    subprocess.run(["git", "apply", str(tmp_path / "r.patch")], cwd=folder, check=True)
    assert (folder / "a.txt").read_text() == GOOD


def test_check_exits_with_one_and_writes_nothing(folder: Path) -> None:
    done = run("check", folder)
    assert done.returncode == 1
    assert b"stray-period" in done.stdout and b"^" in done.stdout
    assert sorted(os.listdir(folder)) == ["a.txt"]
    assert run("check", folder, "--exit-zero").returncode == 0
    (folder / "a.txt").write_text(GOOD)
    assert run("check", folder).returncode == 0


@pytest.mark.parametrize(
    ("format", "begins"), [("sarif", b"{"), ("github", b"::error file="), ("markdown", b"## cleantext"), ("json", b"{")]
)
def test_findings_for_other_programs(folder: Path, format: str, begins: bytes) -> None:
    done = run("check", "a.txt", "--output-format", format, cwd=folder)
    assert done.returncode == 1 and done.stdout.startswith(begins) and done.stderr == b""


def test_every_suffix_of_a_report_is_written(folder: Path, tmp_path: Path) -> None:
    names = [f"r{suffix}" for suffix in REPORT_SUFFIXES.split()]
    wanted = [part for name in names for part in ("--report", tmp_path / name)]
    assert run("clean", "a.txt", "-o", tmp_path / "out", *wanted, cwd=folder).returncode == 0
    content = {name: (tmp_path / name).read_text() for name in names}
    assert "{-- .--}" in content["r.critic"] and "stray-period" in content["r.md"]
    assert json.loads(content["r.sarif"])["version"] == "2.1.0" and content["r.patch"] == content["r.diff"]
    done = run("clean", "a.txt", "-o", tmp_path / "out", "--report", tmp_path / "r.doc", cwd=folder)
    assert done.returncode == 2 and b"must end in .html" in done.stderr


def test_standard_input_comes_back_clean() -> None:
    assert run("clean", "-", "--quiet", stdin=BAD.encode(), fresh=True).stdout == GOOD.encode()
    odd = b"\xef\xbb\xbfOne.\r\nTwo.\rThree"
    assert run("clean", "-", "--quiet", stdin=odd).stdout == odd


def test_in_place_overwrites_the_source(folder: Path) -> None:
    assert run("clean", folder, "--in-place").returncode == 0
    assert (folder / "a.txt").read_text() == GOOD
    assert sorted(os.listdir(folder)) == ["a.txt"]


@pytest.mark.slow
def test_gitignore_is_respected_and_jobs_work(folder: Path, tmp_path: Path) -> None:
    (folder / ".gitignore").write_text("left-out/\n")
    (folder / "left-out").mkdir()
    (folder / "left-out/b.txt").write_text(BAD)
    (folder / "c.txt").write_text(BAD)
    assert run("clean", folder, "-o", tmp_path / "out", "--jobs", "2", fresh=True).returncode == 0
    assert sorted(p.name for p in (tmp_path / "out").glob("*.txt")) == ["a.txt", "c.txt"]


def bad_inputs(tmp_path: Path) -> Iterator[tuple[str, Path, str]]:
    empty = tmp_path / "empty-folder"
    empty.mkdir()
    (tmp_path / "binary.txt").write_bytes(b"\x7fELF\0\0\1")
    (tmp_path / "big.txt").write_bytes(b"x" * 1_000_001)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "page.rtf").write_text("{x}")
    yield "missing", tmp_path / "missing.txt", "no such file"
    yield "folder without prose", empty, "no prose"
    yield "binary", tmp_path / "binary.txt", "binary"
    yield "too large", tmp_path / "big.txt", "too large"
    yield "link to itself", tmp_path / "loop.txt", "can't be read"
    (tmp_path / "unreadable.txt").symlink_to("/proc/self/mem")  # a regular file that even root can't read
    yield "unreadable", tmp_path / "unreadable.txt", "can't be read"
    yield "markup", tmp_path / "page.rtf", "aren't read"
    os.mkfifo(tmp_path / "pipe.txt")
    yield "named pipe", tmp_path / "pipe.txt", "pipe.txt: not a regular file"
    (tmp_path / "pipes").mkdir()
    os.mkfifo(tmp_path / "pipes/pipe.txt")
    yield "folder with a named pipe", tmp_path / "pipes", "pipe.txt: not a regular file"


def test_bad_files_are_named_and_the_rest_is_done(folder: Path, tmp_path: Path) -> None:
    for i, (case, path, said) in enumerate(bad_inputs(tmp_path)):
        out = tmp_path / f"out{i}"
        done = run("clean", path, folder / "a.txt", "-o", out, "--max-size", "1")
        assert done.returncode == 2, case
        assert said in done.stderr.decode(), case
        assert path.name in done.stderr.decode(), case
        assert "Traceback" not in done.stderr.decode(), case
        assert (out / "a.txt").read_text() == GOOD, case


def test_odd_files_are_done(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    (place / "empty.txt").write_bytes(b"")
    (place / "a name\nwith lines.txt").write_text(BAD)
    (place / "legacy.txt").write_bytes("Café stayed. . It fell.\n".encode("cp1252"))
    assert run("clean", place, "-o", tmp_path / "out").returncode == 0
    assert (tmp_path / "out/empty.txt").read_bytes() == b""
    assert (tmp_path / "out/a name\nwith lines.txt").read_text() == GOOD
    assert (tmp_path / "out/legacy.txt").read_text() == "Café stayed. It fell.\n"
    assert run("clean", place, "-o", tmp_path / "kept", "--keep-encoding").returncode == 0
    assert (tmp_path / "kept/legacy.txt").read_bytes() == "Café stayed. It fell.\n".encode("cp1252")


def test_an_output_that_can_not_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("clean", folder, "-o", tmp_path / "file/out")
    assert done.returncode == 2 and b"Traceback" not in done.stderr
    assert f"{folder}/a.txt: can't write {tmp_path}/file/out" in done.stderr.decode()
    done = run("clean", folder, "-o", tmp_path / "out", "--report", tmp_path / "file/r.json")
    assert done.returncode == 2 and f"can't write {tmp_path}/file/r.json: " in done.stderr.decode()


@pytest.mark.parametrize("command", [["check"], ["check", "--report", "r.json"], ["clean", "-o", "out"]])
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("missing.txt", b"cleantext: missing.txt: no such file or folder\n"),
        (
            "empty",
            b"cleantext: empty: no prose in this folder (looked for .txt, .md, .html, .docx and 29 other suffixes)\n",
        ),
    ],
)
def test_what_can_not_be_read_is_one_line_and_nothing_is_written(
    tmp_path: Path, command: list[str], path: str, said: bytes
) -> None:
    (tmp_path / "empty").mkdir()
    done = run(*command, path, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", said)
    assert os.listdir(tmp_path) == ["empty"]


def test_copies_of_an_earlier_run_are_no_input(folder: Path, tmp_path: Path) -> None:
    assert run("clean", folder, "-o", folder / "reviewed").returncode == 0
    done = run("clean", folder, "-o", tmp_path / "other")
    assert done.returncode == 0 and b"1 reviewed copy of earlier runs skipped\n" in done.stderr
    assert sorted(p.name for p in (tmp_path / "other").rglob("*.txt")) == ["a.txt"]
    assert run("check", folder / "reviewed").returncode == 0  # named, they are read
    (folder / "reviewed/.cleantext-journal").write_text("[" * 100_000)
    done = run("check", folder, "--exit-zero")
    assert done.returncode == 2 and b".cleantext-journal: not cleantext-journal/1" in done.stderr


def test_an_output_inside_the_input_is_not_read_again(folder: Path) -> None:
    for _ in range(2):
        assert run("clean", folder, "-o", folder / "reviewed").returncode == 0
    assert not (folder / "reviewed/reviewed").exists()
    done = run("clean", folder, "-o", folder)
    assert done.returncode == 2 and b"overwrite its source" in done.stderr
    assert (folder / "a.txt").read_text() == BAD


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("[tool.cleantext]\nlevle = 'safe'\n", "did you mean 'level'"),
        (
            "[tool.cleantext]\nlevel = 'all'\n",
            "level: Invalid enum value 'all'; it is one of 'none', 'safe', 'suggested'",
        ),
        ("[tool.cleantext]\nignore = 'x'\n", 'write ignore = ["x"]'),
        ("[tool.cleantext\n", "pyproject.toml"),
    ],
)
def test_wrong_settings_are_named(folder: Path, config: str, said: str) -> None:
    (folder / "pyproject.toml").write_text(config)
    done = run("check", "a.txt", cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr.decode() and "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cleen", "a.txt"], "No such command 'cleen'. Did you mean 'clean'?"),
        (["clean", "a.txt", "--level", "all"], "'--level': 'all' is not one of 'none', 'safe', 'suggested'."),
        (["check", "a.txt", "--fail-on-damage", "30"], "'30' is no share from 0 to 1, such as 0.3 for 30 %"),
        (["check", "a.txt", "--jobs", "0"], "'0' is neither a number of processes nor auto"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and said in done.stderr.decode()


def test_a_table_header_in_the_own_file_is_named(folder: Path) -> None:
    (folder / "cleantext.toml").write_text("[tool.cleantext]\nlevel = 'safe'\n")
    done = run("check", "a.txt", cwd=folder)
    assert done.returncode == 2 and b"drop the header [tool.cleantext]" in done.stderr


def test_settings_are_found_upwards_and_rules_ignored(folder: Path) -> None:
    (folder / "cleantext.toml").write_text("ignore = ['stray-punctuation', 'marks']\n")
    (folder / "below").mkdir()
    assert run("check", "../a.txt", cwd=folder / "below").returncode == 0
    done = run("check", "a.txt", "--ignore", "stray-punctuatoin", cwd=folder)
    assert done.returncode == 2 and b"did you mean 'stray-punctuation'" in done.stderr


@pytest.mark.parametrize("option", ["select", "ignore"])
@pytest.mark.parametrize(
    ("pattern", "known"),
    [
        ("nope-*", False), ("*-nope", False), ("nope", False), ("[xyz]q*", False), ("", False),
        ("*", True), ("enc*", True), ("moji*", True), ("wordi*", True), ("lt-*", True), ("lt-anything", True),
    ],
)  # fmt: skip
def test_a_pattern_that_names_nothing_is_refused(option: str, pattern: str, known: bool) -> None:
    try:
        rule_set(Settings(**{option: [pattern]}))  # type: ignore[arg-type]
    except SettingsError as error:
        assert not known and f"no rule or pack '{pattern}'" in str(error)
    else:
        assert known


def test_a_server_that_dies_is_one_note_for_many_files() -> None:
    gone = "LanguageTool stopped answering (its guardian ended); not checked: 1 paragraph (line 1)"
    problems = [*((f"{i}.txt", gone) for i in range(7)), ("a.txt", "no end")]
    assert list(told(problems)) == [
        "a.txt: no end",
        "LanguageTool stopped answering (its guardian ended); not checked: "
        + "".join(f"{i}.txt: 1 paragraph (line 1); " for i in range(5)) + "and 2 more files",
    ]  # fmt: skip


def test_rules_are_listed_shown_and_tested() -> None:
    assert b"stray-double-comma" in run("rules", "list").stdout
    assert b"Two segments" in run("rules", "show", "stray-mark-after-period").stdout
    assert b" 0 failed" in run("rules", "test", rules_dir() / "spacing.yaml", rules_dir() / "casing.yaml").stdout
    assert b"did you mean" in run("rules", "show", "stray-double-coma").stderr
    evidence = run("rules", "evidence", "boundary-*", "double-space-inside-sentence").stdout.decode()
    assert re.search(r"boundary-period-inside +boundaries +[\d,]+ +\d+% +\d+%\n", evidence)
    assert re.search(r"double-space-inside-sentence +spacing +0 +- +-\n", evidence)
    assert run("rules", "evidence", "boundary-perod*").returncode == 2


def test_lines_are_wrapped_at_a_terminal_and_nowhere_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = (["rules", "list"], ["rules", "show", "i-with-third-person"], ["check", "a.txt"])
    wide = [run(*command, cwd=folder).stdout.decode() for command in commands]
    monkeypatch.setenv("COLUMNS", "80")
    assert [run(*command, cwd=folder).stdout.decode() for command in commands] == wide
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    for command, before in zip(commands, wide, strict=True):
        shown = re.sub("\x1b\\[[0-9;]*m", "", run(*command, cwd=folder).stdout.decode())
        assert max(map(len, before.splitlines())) > 80 >= max(map(len, shown.splitlines())), command


def test_hits_on_clean_text_are_counted(folder: Path) -> None:
    done = run("rules", "hits", folder, "--samples", "1").stdout
    assert b"stray-period-after-sentence: 1, " in done and b"per million words" in done and b"stood alone" in done
    assert b"stray" not in run("rules", "hits", SEEDS / "clean-control.txt").stdout
    missing = run("rules", "hits", folder / "missing.txt")
    assert missing.returncode == 2 and b"no such file" in missing.stderr
    wrong = run("rules", "hits", folder, "--rule", "stray-double-coma")
    assert wrong.returncode == 2 and b"did you mean 'stray-double-comma'" in wrong.stderr


def test_without_languagetool_the_run_goes_on_and_says_so(
    folder: Path, tmp_path: Path, prepared: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEANTEXT_CACHE", str(prepared(tmp_path / "cache")))
    monkeypatch.setenv("LTP_PATH", "")
    done = run("clean", folder, "-o", tmp_path / "out", lt="on")
    assert done.returncode == 0 and b"run: cleantext setup" in b" ".join(done.stderr.split())
    report = json.loads((tmp_path / "out/report.json").read_text())
    assert report["checkers"]["languagetool"] is None and report["notes"]


@pytest.mark.parametrize("command", [[], ["clean"], ["check"], ["apply"], ["review"], ["rules"], ["setup"], ["doctor"]])
def test_every_command_has_help(command: list[str]) -> None:
    assert b"Usage" in run(*command, "--help").stdout if command else run("--version").returncode == 0


def test_rule_names_complete_in_the_shell() -> None:
    words = {"_CLEANTEXT_COMPLETE": "complete_bash", "COMP_WORDS": "cleantext check --select stray-", "COMP_CWORD": "3"}
    command = [Path(sys.executable).with_name("cleantext")]
    done = subprocess.run(command, env=os.environ | words, capture_output=True, text=True, check=True)
    assert "stray-punctuation" in done.stdout.split()


def test_a_rule_is_drafted_and_tried_on_clean_text(folder: Path, tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    said = ["--bad", "chief Jens. Berg spoke", "--good", "chief Jens Berg spoke", "--title", "t", "--why", "w"]
    said += ["--clean", str(folder), "-o", str(pack)]
    done = run("rules", "new", "--id", "name-cut", *said)
    assert done.returncode == 0 and b"hits in 7 clean words" in done.stderr
    run("rules", "new", "--id", "name-split", *said)
    tested = run("rules", "test", pack)
    assert tested.returncode == 0 and b"2 rules" in tested.stdout
    wrong = run("rules", "new", "--id", "no-change", "--bad", said[3], *said[2:])
    assert wrong.returncode == 2 and wrong.stderr == b"cleantext: the bad and the good text are the same\n"


def test_an_empty_argument_is_no_folder(folder: Path) -> None:
    for command in (["clean", "", "--in-place"], ["check", ""], ["rules", "hits", ""]):
        done = run(*command, cwd=folder)
        assert done.returncode == 2 and b'cleantext: "": no such file or folder\n' in done.stderr
    (folder / "in").mkdir()
    (folder / "in/a.txt").write_text("Another text.\n")
    assert run("clean", "in", "-o", "", cwd=folder).returncode == 2
    assert (folder / "a.txt").read_text() == BAD


@pytest.mark.slow
def test_pipes_that_a_shell_opened_are_read() -> None:
    done = run("check", "/dev/stdin", stdin=BAD.encode(), fresh=True)
    assert done.returncode == 1 and b"stray-period" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("clean - <&-", "- (standard input) is closed"),
        ("check - <&-", "- (standard input) is closed"),
        ("clean - < a.txt >&-", "standard output is closed"),
        ("clean - < a.txt > /dev/full", "can't write standard output: No space left on device"),
        ("check a.txt > /dev/full", "can't write standard output: No space left on device"),
    ],
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="wants /dev/full")
def test_standard_streams_that_can_not_be_used_are_one_line(folder: Path, command: str, said: str) -> None:
    shell = f"{sys.executable} -m cleantext {command} --languagetool off"
    done = subprocess.run(["sh", "-c", shell], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(("code", "known"), [("xx", False), ("english", False), ("nl", True), ("en-GB", True)])
def test_unknown_languages_are_refused(folder: Path, code: str, known: bool) -> None:
    done = run("check", "a.txt", "--language", code, cwd=folder)
    assert (done.returncode == 2) is (not known) is (b"unknown language code; it is two letters" in done.stderr)


def test_skipped_files_are_counted_by_suffix(folder: Path) -> None:
    for name in ("a.log", "b.LOG", "c.sub", "LICENSE", ".hidden.log"):
        (folder / name).write_text("")
    done = run("check", folder, "--exit-zero")
    assert b"4 files skipped: 2 .log, 1 .sub, 1 without suffix\n" in done.stderr
    assert b"skipped" not in run("check", folder, "--exit-zero", "--quiet").stderr


@pytest.mark.parametrize("suffix", [".toml", ".sub", ".py", ".C"])
def test_what_is_no_prose_is_refused(folder: Path, suffix: str) -> None:
    (folder / f"a{suffix}").write_text(BAD)
    done = run("check", f"a{suffix}", cwd=folder)
    assert done.returncode == 2 and b"files aren't read" in done.stderr


@pytest.mark.parametrize("name", ["README", "a.prose", "a.log"])
def test_unknown_suffixes_are_prose(folder: Path, name: str) -> None:
    (folder / name).write_text(BAD)
    assert run("check", name, cwd=folder).returncode == 1


def test_a_draft_of_a_doubled_word_keeps_the_word(folder: Path) -> None:
    said = ["--id", "doubled", "--title", "t", "--why", "w", "--clean", folder, "-o", folder / "mine.yaml"]
    texts = ["--bad", "He went to the the shop.", "--good", "He went to the shop."]
    assert run("rules", "new", *said, *texts).returncode == 0
    assert run("rules", "test", folder / "mine.yaml").returncode == 0


def test_a_draft_that_breaks_its_example_is_not_added(folder: Path) -> None:
    said = ["--id", "broken", "--title", "t", "--why", "w", "--clean", folder, "-o", folder / "mine.yaml"]
    done = run("rules", "new", *said, "--bad", "a a a a", "--good", "a a a")
    assert done.returncode == 1 and b"not added" in done.stderr
    assert not (folder / "mine.yaml").exists()


@pytest.mark.parametrize(
    ("said", "meant"), [("on", True), ("off", False), ("http://127.0.0.1:8081", "http://127.0.0.1:8081"), (None, False)]
)
def test_languagetool_is_on_off_or_an_address(tmp_path: Path, said: str | None, meant: bool | str) -> None:
    config = tmp_path / "cleantext.toml"
    config.write_text("languagetool = false\n")
    assert settings_of(config, languagetool=said).languagetool == meant


def test_a_shipped_pack_is_tested_too(tmp_path: Path) -> None:
    pack = rules_dir() / "repetition.yaml"
    done = run("rules", "test", pack)
    assert done.returncode == 0 and not done.stdout.startswith(b"0 rules")
    broken = tmp_path / pack.name
    broken.write_text(pack.read_text("utf-8").replace("It opens in the second act.", "It opens."), "utf-8")
    assert run("rules", "test", broken).returncode == 1


def test_a_text_is_explained(tmp_path: Path) -> None:
    said = run("rules", "explain", "It stood alone. . Then a a bell rang.").stdout.decode()
    for part in (
        "line 1: prose",
        "sentence: Then",
        "It/PNP stood/VVD",
        "attribution: P",
        "stray-period-after-sentence",
    ):
        assert part in said
    article = tmp_path / "a.txt"
    article.write_text("A first line that is long enough.\n\nHe wrote: ho ho, and that was that.\n", "utf-8")
    said = run("rules", "explain", f"{article}:3").stdout.decode()
    assert "line 3: prose" in said and "line 1:" not in said
    assert "word-doubled: matches 'ho ho', stopped by unless {match: " in said


def test_a_rule_is_shown_as_it_is_written() -> None:
    said = run("rules", "show", "word-doubled").stdout.decode()
    for part in ("unit: word", "unless:", "extra: ''", "bad:  "):
        assert part in said


def test_the_summary_names_only_what_was_written(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(BAD)
    for name in ("a.txt", "report.html"):
        (tmp_path / "out" / name).mkdir(parents=True)
    done = run("clean", "a.txt", "a.txt", "b.txt", "-o", "out", cwd=tmp_path)
    shown = done.stderr.decode()
    assert done.returncode == 2 and "cleantext: a.txt: can't write out/a.txt: Is a directory" in shown
    assert "2 files, 1 failed" in shown and "Reviewed copies" in shown
    assert "Report (html)" not in shown and "Report (json)" in shown
