"""What a terminal shows: carets under the place, nothing wider than the window, nothing that drives the terminal."""

from __future__ import annotations

import io

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

import cleantext
from cleantext.core.span import Span
from cleantext.report.model import FileReport, Report, ReportedDamage, ReportedEdit, ReportedFinding, ReportedFix
from cleantext.report.terminal import excerpt, finding_text, hanging, places, render, summary

SOURCE = "It stood alone. . Then it fell.\n"


def finding(**changed: object) -> ReportedFinding:
    values: dict[str, object] = {
        "id": "1",
        "rule": "stray-period",
        "pack": "stray-punctuation",
        "severity": "error",
        "start": 15,
        "end": 17,
        "line": 1,
        "column": 16,
        "text": " .",
        "message": "a stray period",
        "why": "",
        "fix": ReportedFix("safe", (ReportedEdit(15, 17, ""),)),
        "alternatives": (),
        "confidence": 1.0,
        "source": "rule",
        "state": "applied",
    }
    return ReportedFinding(**(values | changed))  # type: ignore[arg-type]


def report(*findings: ReportedFinding, path: str = "a.txt", error: str | None = None) -> Report:
    file = FileReport(
        path=path,
        output=None,
        format="text",
        encoding="utf-8",
        sha256=None,
        sentences=2,
        findings=findings,
        applied=(),
        error=error,
    )
    return Report(cleantext=cleantext.__version__, level="safe", checkers={}, rules="", files=(file,))


def test_a_finding_is_named_placed_and_repaired() -> None:
    lines = render(report(finding()), {"a.txt": SOURCE}).splitlines()
    assert lines[0].startswith("a.txt:1:16: stray-period: a stray period (fixed: ")
    assert lines[1] == "    It stood alone. . Then it fell."
    assert lines[2] == "    " + " " * 15 + "^^"
    assert any(line.split() == ["Findings", "1:", "1", "error"] for line in lines)


def test_states_say_themselves() -> None:
    shown = render(report(finding(state="proposed"), finding(state="suppressed", fix=None)), {"a.txt": SOURCE})
    assert "(fix: " in shown and "[suppressed]" in shown


def test_without_the_source_the_place_is_left_out() -> None:
    assert "^" not in render(report(finding()), {})


def test_a_failed_file_is_counted() -> None:
    assert "1 failed" in render(report(error="no such file"), {})


def test_names_and_messages_can_not_drive_the_terminal() -> None:
    hostile = report(finding(message="\x1b[2J\u202e", rule="x\x07"), path="a\x1b]0;t\x07\n.txt")
    shown = render(hostile, {})
    assert not any(character in shown for character in "\x1b\x07\u202e")
    assert shown.splitlines()[0].startswith("a")


def test_colours_are_left_out_where_nobody_looks() -> None:
    console = Console(file=io.StringIO(), force_terminal=False)
    console.print(summary(report(finding()), seconds=61))
    assert isinstance(console.file, io.StringIO)
    assert "\x1b" not in console.file.getvalue() and "1 min 1 s" in console.file.getvalue()


@given(
    st.text(alphabet="ab \n\r\t漢é\u0301\x1b\u202e", max_size=200),
    st.integers(0, 200),
    st.integers(0, 40),
    st.integers(20, 60),
)
def test_an_excerpt_fits_and_its_carets_stand_below_it(source: str, start: int, length: int, width: int) -> None:
    start = min(start, len(source))
    line, carets = excerpt(source, Span(start, min(len(source), start + length)), width)
    assert cell_len(line) <= width
    assert "\n" not in line and "\r" not in line and "\x1b" not in line
    assert carets.strip(" ").strip("^") == "" and "^" in carets
    assert len(carets) <= width + 1


def test_a_check_says_what_clean_would_apply() -> None:
    """Nothing was to be applied, so what is safe was only proposed: that it waits for a decision would be untrue."""
    checked = msgspec.structs.replace(report(finding(state="proposed")), level="none")
    assert "1 (1 sure: cleantext clean applies it, and perhaps more)" in render(checked, {})
    assert "1 (not sure; done only if you accept it)" in render(report(finding(state="proposed")), {})


def test_the_summary_names_damaged_files_and_counts_the_others() -> None:
    files = tuple(
        msgspec.structs.replace(report(path=f"{n}.txt").files[0], damage=ReportedDamage(share=0.9 - n / 10))
        for n in range(5)
    )
    shown = " ".join(render(msgspec.structs.replace(report(), files=files), {}, width=200).split())
    assert "Damaged 0.txt 90% of its sentences; 1.txt 80%; 2.txt 70%; and 2 more files" in shown
    assert "5 files at 50% to 100%" in shown


def test_only_what_was_safe_is_called_sure() -> None:
    assert "1 (sure, and done)" in render(report(finding()), {})
    unsure = finding(fix=ReportedFix("suggested", (ReportedEdit(15, 17, ""),)))
    assert "1 (sure, or as you decided)" in render(report(unsure), {})
    assert "1 (as you decided)" in render(msgspec.structs.replace(report(unsure), level="none"), {})


def test_what_is_left_where_all_was_to_be_done_is_not_called_a_question() -> None:
    both = report(finding(), finding(state="proposed"))
    shown = render(msgspec.structs.replace(both, level="suggested"), {})
    assert "Applied 1 (every repair that could be made, sure or not)" in " ".join(shown.split())
    assert "Proposed 1 (not done; the report says why)" in " ".join(shown.split())


def test_a_rate_is_told_of_much_text_only() -> None:
    for read, said in ((99_999, "Time 2.0 s"), (100_000, "Time 2.0 s, 50.0 kB/s")):
        console = Console(file=io.StringIO())
        console.print(summary(report(), seconds=2, read=read))
        assert isinstance(console.file, io.StringIO)
        assert " ".join(console.file.getvalue().split()).endswith(said)


def test_standard_input_is_named() -> None:
    file = msgspec.structs.replace(report(path="-").files[0], damage=ReportedDamage(share=0.98, verdict="discard it"))
    shown = render(msgspec.structs.replace(report(), files=(file,)), {})
    assert "standard input 98% of its" in shown and "standard input: discard it" in shown


def test_a_line_that_goes_with_the_line_ends_before_it_is_the_one_shown() -> None:
    assert excerpt("It fell.\n\nClick here", Span(8, 20), 40) == ("Click here", "^" * 10)


def test_a_message_is_wrapped_at_words_and_its_excerpt_stays() -> None:
    text, console = finding_text("a.txt", finding(message="漢字 and a" + " long" * 20), SOURCE, width=40), Console()
    *message, line, carets = hanging(text, console, 40).plain.split("\n")
    assert len(message) > 2 and all(cell_len(line) <= 40 and line.startswith("  ") for line in message[1:])
    assert " ".join(" ".join(message).split()) == text.plain.split("\n")[0]
    assert [line, carets] == text.plain.split("\n")[1:]
    path = "folder/" * 10 + "a.txt"
    assert path in hanging(finding_text(path, finding(), SOURCE, width=40), console, 40).plain


def test_a_path_is_told_on_one_line() -> None:
    path = "folder/" * 30
    console = Console(file=io.StringIO(), width=40)
    for line in places({"Reviewed copies": path}):
        console.print(line, soft_wrap=True)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == f"Reviewed copies  {path}\n"


def test_a_long_line_of_blanks_is_a_line() -> None:
    console = Console(width=40)
    assert hanging(Text("a\n" + " " * 90 + "\nb"), console, 40).plain.split("\n")[0] == "a"
