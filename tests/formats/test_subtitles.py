"""Subtitles: sentences over cues, lines that stay, times that never move."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats.cues import TIMES
from cleantext.formats.decoding import NotText
from cleantext.formats.pieces import Prose, Unwritable
from tests.formats.contract import cleaned, document, edited, edits_of, expected, same, unchanged
from tests.tries import tries

TIME = "00:00:0{},000 --> 00:00:0{},500\n"
SRT = (
    "1\n" + TIME.format(1, 2) + "The council said <i>the hall\nin the</i> old town would\n\n"
    "2\n" + TIME.format(3, 4) + "stay shut, he said.\n\n"
    "3\n" + TIME.format(5, 6) + "{\\an8}- Who has the key?\n- I don't know.\n"
)
VTT = "WEBVTT\n\nNOTE a . . note\n\n" + SRT.replace(",000", ".000").replace(",500", ".500").replace(
    "{\\an8}", "<v Ann>"
)
ASS = (
    "[Script Info]\nTitle: A . . title\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,a . . comment\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,The council said {\\i1}the hall\\Nin the{\\i0} old town would\n"
    "Dialogue: 0,0:00:02.10,0:00:03.00,Default,,0,0,0,,stay shut, he said.\n"
    "Dialogue: 0,0:00:03.10,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}\n"
    "Dialogue: 0,0:00:04.10,0:00:05.00,Default,,0,0,0,,- Who has the key?\\N- I don't know.\n"
)
TEXT = "The council said the hall in the old town would stay shut, he said.\n\n- Who has the key?\n\n- I don't know."
FILES = {"a.srt": SRT, "a.vtt": VTT, "a.ass": ASS}


@pytest.mark.parametrize("name", FILES)
def test_a_sentence_goes_on_over_lines_and_cues(name: str) -> None:
    assert unchanged(FILES[name].encode(), name).text == TEXT
    assert unchanged(FILES[name].replace("\n", "\r\n").encode(), name).text == TEXT
    found = document(FILES[name], name)
    assert {block.kind for block in found.segment} == {BlockKind.PROSE}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("lines", "repaired"),
    [
        ("It is shut , he\nsaid.", "It is shut, he\nsaid."),
        ("The hall is shut\n, he said.", "The hall is shut,\nhe said."),
        ("They saw <i>the\nthe</i> hall, he said.", "They saw<i>\nthe</i> hall, he said."),
        ("The <i>hall</i> is shut ,\nhe said.", "The <i>hall</i> is shut,\nhe said."),
        ("The hall <i>is shut ,</i> he said.", "The hall <i>is shut,</i> he said."),
    ],
)
def test_damage_beside_tags_and_borders(lines: str, repaired: str) -> None:
    assert cleaned(f"1\n{TIME.format(1, 2)}{lines}\n", "a.srt") == f"1\n{TIME.format(1, 2)}{repaired}\n"
    header = "WEBVTT\n\n" + TIME.format(1, 2).replace(",", ".")
    assert cleaned(f"{header}{lines}\n", "a.vtt") == f"{header}{repaired}\n"
    start = ASS[: ASS.index("The council")]
    tags = {"<i>": "{\\i1}", "</i>": "{\\i0}", "\n": "\\N"}
    for tag, other in tags.items():
        lines, repaired = lines.replace(tag, other), repaired.replace(tag, other)
    assert cleaned(f"{start}{lines}\n", "a.ass") == f"{start}{repaired}\n"


@pytest.mark.parametrize("name", FILES)
def test_a_cue_border_is_a_blank_that_words_move_over(name: str) -> None:
    layout = document(FILES[name], name).layout
    assert isinstance(layout, Prose)
    at = TEXT.index("would stay")
    moved = apply_edits(layout.source, layout.rewritten([Edit(Span(at + 5, at + 10), " now stay")]))
    assert document(moved, name).text == TEXT.replace("would stay", "would now stay")
    with pytest.raises(Unwritable, match="leaves a line empty"):
        layout.rewritten([Edit(Span(TEXT.index("in the old"), at + 5), "")])
    for markup in ("a\nb", "00:01 --> 00:02", "{\\i1}" if name != "a.vtt" else "a\n\nb"):
        with pytest.raises(Unwritable, match="read as markup"):
            layout.rewritten([Edit(Span(at, at), markup)])


def test_a_border_without_a_blank_to_fall_on_stays_as_it_is() -> None:
    layout = document("1\n" + TIME.format(1, 2) + "Week\nend\n", "a.srt").layout
    assert isinstance(layout, Prose) and layout.text == "Week end"
    with pytest.raises(Unwritable, match="takes a line end away"):
        layout.rewritten([Edit(Span(4, 5), "")])


@pytest.mark.parametrize("name", FILES)
@tries(80)
@given(st.data())
def test_edits_are_read_back_and_times_stay(name: str, data: st.DataObject) -> None:
    found = unchanged(FILES[name].encode(), name)
    edits = data.draw(edits_of(found))
    if found.refusal(edits):
        return
    again = edited(found, edits)
    before, after = FILES[name], again.raw.decode()
    assert [m[0] for m in TIMES.finditer(before)] == [m[0] for m in TIMES.finditer(after)]
    for mark in ("\n", "\\N", "Dialogue:", "<i>", "{\\i1}", "{\\an8}"):
        assert before.count(mark) == after.count(mark)
    assert same(again.text, expected(found, edits))


def test_a_number_that_somebody_says_is_text() -> None:
    source = SRT.replace("stay shut, he said.", "stay shut until\n\n1998\n\n7\nor so.")
    assert "until 1998 7 or so." in document(source, "a.srt").text


@pytest.mark.parametrize(
    ("name", "source", "reason"),
    [
        ("a.srt", "Some text.\n", "no line has the times"),
        ("a.srt", SRT + "4\n00:00:07,000 --> 00:0", "line 15 should hold the times"),
        ("a.srt", SRT.replace("1,000 --> 00:00:02,500", "1,000 -> 00:00:02,500"), "line 2 should hold the times"),
        ("a.srt", SRT.replace("00:00:03,000 --> 00:00:04,500\n", ""), "line 7 should hold the times .*stay shut"),
        ("a.srt", SRT.replace(",000 --> 00:00:04", ",000 –> 00:00:04").replace("\n", "\r\n"), "line 7 should hold"),
        ("a.srt", SRT + "\n4\n00:00:07,000 00:00:08,000\nIt ends.\n", "line 16 should hold the times"),
        ("a.vtt", "A text.\n", "does not begin with WEBVTT"),
        ("a.vtt", VTT + "\n00:00:09.000 -->\n", "should hold the times"),
        ("a.ass", "Some text\n", r"no \[Events\]"),
        ("a.ass", ASS + "Dialogue: 0,0:00:0", "line 11 lacks fields"),
        ("a.ass", ASS + "Dialogue: 0,soon,later,Default,,0,0,0,,Text\n", "line 11 has no times"),
    ],
)
def test_broken_files_are_one_line(name: str, source: str, reason: str) -> None:
    with pytest.raises(NotText, match=reason):
        document(source, name)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg")
def test_what_ffmpeg_writes_is_read(tmp_path: Path) -> None:
    """Twenty files of varied cues, each written by ffmpeg in the three formats."""
    for number in range(20):
        cues = "".join(
            f"{i}\n00:00:{2 * i:02},{number:03} --> 00:00:{2 * i + 1:02},000\n"
            + ("<b>The ferry</b> left" if i % 3 else "“The ferry”\nleft") + f" at {number}:00 & it\n\n"
            for i in range(1, 5 + number)
        )  # fmt: skip
        (tmp_path / "in.srt").write_text(cues, "utf-8")
        for name in FILES:
            target = tmp_path / name
            subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", tmp_path / "in.srt", target], check=True)
            found = unchanged(target.read_bytes(), name)
            assert found.text.count("left at") == 4 + number and "<b>" not in found.text
