"""Mixed folders through the command line: clean, decide, apply; files that are refused cost the others nothing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import run
from tests.formats.office import body, members, word

PAGE = "<!doctype html>\n<p>The hall is <b>shut .</b> It was late.</p>\n<p>He called<br>. The end was was near.</p>\n"
LINES = '{"id": 1, "text": "The hall is shut , he said."}\n'


def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, content in {"a.html": PAGE, "b.jsonl": LINES, "c.txt": "Shut , he said.\n", "d.py": "x = 1\n"}.items():
        (tmp_path / "in" / name).write_text(content, "utf-8", newline="\n")
    return tmp_path


def test_a_mixed_folder_is_cleaned_and_decided_on(tmp_path: Path) -> None:
    folder(tmp_path)
    done = run("clean", "in", "-o", "out", "--level", "suggested", cwd=tmp_path)
    assert done.returncode == 0 and b"1 file skipped: 1 .py" in done.stderr
    assert (tmp_path / "out/b.jsonl").read_text("utf-8") == LINES.replace(" ,", ",")
    assert "<b>shut.</b>" in (tmp_path / "out/a.html").read_text("utf-8")
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    page = report["files"][0]
    assert (page["format"], page["findings"][0]["line"]) == ("html", 2)
    decisions = [
        {
            "path": page["path"],
            "finding": f["id"],
            "decision": "reject" if f["rule"] == "space-before-period" else "accept",
        }
        for f in page["findings"]
    ]
    written = {"schema": "cleantext-decisions/1", "decisions": decisions}
    (tmp_path / "decisions.json").write_text(json.dumps(written), "utf-8")
    done = run("apply", "out/report.json", "decisions.json", "-o", "final", "--report", "r.patch", cwd=tmp_path)
    copy = (tmp_path / "final/a.html").read_text("utf-8")
    assert "<b>shut .</b>" in copy and "The end was near" in copy
    assert b"--- a/in/a.html" in (tmp_path / "r.patch").read_bytes()
    assert b"-<p>He called" in (tmp_path / "r.patch").read_bytes()


def test_broken_files_are_one_line_each_and_the_others_are_done(tmp_path: Path) -> None:
    folder(tmp_path)
    broken = {
        "e.jsonl": b'{"text": "a"\n',
        "f.epub": b"PK\x03\x04" + b"x" * 100,
        "g.docx": b"PK\x03\x04 word/document",
        "h.md": b"\x00\x01 binary",
        "i.html": b"\xff\xfe\x00",
    }
    for name, content in broken.items():
        (tmp_path / "in" / name).write_bytes(content)
    done = run("clean", "in/d.py", "in", "-o", "out", cwd=tmp_path)
    errors = [line for line in done.stderr.decode().splitlines() if line.startswith("cleantext: ")]
    assert done.returncode == 2 and b"Traceback" not in done.stderr
    assert [line.split(":")[1].strip() for line in errors] == ["in/d.py", *(f"in/{name}" for name in broken)]
    assert "in/d.py: .py files aren't read" in errors[0] and "in/e.jsonl: not JSON in line 1" in errors[1]
    assert (tmp_path / "out/in/a.html").exists()
    assert not any((tmp_path / "out/in" / name).exists() for name in broken)


def test_the_place_of_a_finding_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# The harbour is shut , he said\n", "utf-8")
    done = run("check", "a.md", cwd=tmp_path)
    assert b"a.md:1:22: space-before-comma:" in done.stdout and b"[heading]" in done.stdout


def test_what_cannot_be_written_is_a_proposal_that_says_why(tmp_path: Path) -> None:
    page = "<p>The end was <code>was</code> near. The hall is shut , he said.</p>\n<p>He said<br>. It was late.</p>\n"
    (tmp_path / "a.html").write_text(page, "utf-8", newline="\n")
    done = run("clean", "a.html", "-o", "out", "--level", "suggested", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "out/a.html").read_text("utf-8") == page.replace("shut ,", "shut,")
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    refused = [f for f in report["files"][0]["findings"] if "by hand" in f["why"]]
    assert refused and all(f["state"] == "proposed" and f["fix"]["applicability"] == "suggested" for f in refused)
    decisions = [{"path": "a.html", "finding": f["id"], "decision": "accept"} for f in refused]
    written = json.dumps({"schema": "cleantext-decisions/1", "decisions": decisions})
    (tmp_path / "decisions.json").write_text(written, "utf-8")
    done = run("apply", "out/report.json", "decisions.json", "-o", "final", cwd=tmp_path)
    assert done.returncode == 0 and b"can't be written into the file, since" in done.stderr
    assert (tmp_path / "final/a.html").read_text("utf-8") == page.replace("shut ,", "shut,")


def test_format_and_column_are_given(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text('{"body": "The hall is shut , he said."}\n', "utf-8")
    done = run(
        "clean",
        "a.log",
        "-o",
        "out",
        "--format",
        "jsonl",
        "--column",
        "body",
        "--level",
        "suggested",
        cwd=tmp_path,
    )
    assert done.returncode == 0 and "shut, he" in (tmp_path / "out/a.log").read_text("utf-8")
    assert run("check", "a.log", "--format", "docx2", cwd=tmp_path).returncode == 2


def test_our_own_report_is_no_input(tmp_path: Path) -> None:
    folder(tmp_path)
    run("clean", "in", "-o", "in/out", cwd=tmp_path)
    run("check", "in/c.txt", "--report", "in/found.jsonl", cwd=tmp_path)
    done = run("check", "in", cwd=tmp_path)
    assert b"report.html" not in done.stdout + done.stderr and b"found.jsonl" not in done.stdout + done.stderr
    assert b"2 reports of earlier runs skipped" in done.stderr


def test_a_word_document_comes_back_with_tracked_changes_or_without(tmp_path: Path) -> None:
    text = "<w:p><w:r><w:t>The hall is shut , he said. The plan was was good for us.</w:t></w:r></w:p>"
    (tmp_path / "a.docx").write_bytes(word(text))
    (tmp_path / "b.docx").write_bytes(word(text)[:500])
    done = run("clean", "a.docx", "b.docx", "-o", "out", "--level", "suggested", cwd=tmp_path)
    assert done.returncode == 2 and b"cleantext: b.docx: not a zip" in done.stderr
    copy = (tmp_path / "out/a.docx").read_bytes()
    assert "<w:delText" in body(copy) and "A space before a comma." in members(copy)["word/comments.xml"]
    again = run("clean", "out/a.docx", "-o", "twice", "--level", "suggested", cwd=tmp_path)
    assert again.returncode == 0 and (tmp_path / "twice/a.docx").read_bytes() == copy
    run("clean", "a.docx", "-o", "plain", "--accept", "--level", "suggested", cwd=tmp_path)
    assert body((tmp_path / "plain/a.docx").read_bytes()) == text.replace(" ,", ",").replace("was was", "was")
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    decided = [
        {"path": "a.docx", "finding": f["id"], "decision": "reject" if f["rule"] == "space-before-comma" else "accept"}
        for f in report["files"][0]["findings"]
    ]
    (tmp_path / "d.json").write_text(json.dumps({"schema": "cleantext-decisions/1", "decisions": decided}), "utf-8")
    done = run("apply", "out/report.json", "d.json", "-o", "final", "--accept", cwd=tmp_path)
    assert body((tmp_path / "final/a.docx").read_bytes()) == text.replace("was was", "was"), done.stderr
