"""One analysis of each revision: passages know where they lie, and what an edit left alone is not read again."""

from __future__ import annotations

import pytest

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.language import analysis as module
from cleantext.language.analysis import LONGEST, Analysis, Passage
from tests.analysed import analysed

TEXT = "Ferry service\n\nThe ferry left. It came back.\n\nThe ferry left. It came back.\n"


def test_a_passage_knows_where_it_lies() -> None:
    found = analysed(TEXT).passages
    assert [(p.start, p.end, p.kind) for p in found] == [
        (0, 13, BlockKind.HEADING), (15, 44, BlockKind.PROSE), (46, 75, BlockKind.PROSE),
    ]  # fmt: skip
    assert all(p.span.of(p.whole) == p.text for p in found)


def test_the_passage_of_a_place() -> None:
    analysis = analysed(TEXT)
    places = [Span(0, 0), Span(0, 5), Span(13, 15), Span(15, 16), Span(20, 50), Span(75, 76)]
    assert [analysis.passages.index(analysis.passage_at(span)) for span in places] == [0, 0, 0, 1, 2, 2]


def test_what_an_edit_left_alone_is_not_read_again() -> None:
    first = Analysis(Revision(TEXT, segment))
    sentences = [passage.sentences for passage in first.passages]
    edited = first.revision.apply([(Edit(Span(19, 24), "old ferry"), ("test",))])
    second = Analysis(edited, first)
    assert [p.start for p in second.passages] == [0, 15, 50]
    assert second.passages[2].sentences is sentences[2]
    assert second.passages[1].sentences is not sentences[1]
    assert all(p.span.of(edited.text) == p.text and p.whole == edited.text for p in second.passages)


ONE_LINE = " ".join(f"The ferry of {year} left late. “It was full. Nobody came back,” he said." for year in range(3000))


def parts(text: str) -> list[Passage]:
    found = list(analysed(text).passages)
    assert all(p.span.of(text) == p.text for p in found)
    assert " ".join(p.text for p in found) == text.strip()
    return found


def test_a_very_long_line_is_cut_between_sentences_and_outside_of_quotations() -> None:
    found = parts(ONE_LINE)
    assert len(found) > len(ONE_LINE) / LONGEST
    for passage in found:
        assert len(passage.text) <= LONGEST
        assert passage.text.count("“") == passage.text.count("”")
        assert passage.text[-1] in ".”" and passage.text[0] in "T“"


def test_after_an_edit_a_very_long_line_is_soon_cut_at_the_same_words_again() -> None:
    before, after = parts(ONE_LINE), parts(ONE_LINE.replace("1 left late", "1 left very late indeed", 1))
    assert [p.text for p in before[-5:]] == [p.text for p in after[-5:]]


@pytest.mark.parametrize("text", ["", "port " * 10_000, "port" * 10_000, " ., “ ( ” )" * 4_000])
def test_what_has_no_sentences_is_not_cut(text: str) -> None:
    assert len(parts(text)) == bool(text)


def test_a_quotation_that_never_ends_is_cut_all_the_same() -> None:
    assert max(len(p.text) for p in parts("“" + "Late. " * 10_000)) <= LONGEST


def test_the_windows_of_a_long_text_hold_all_passages_and_know_all_names(monkeypatch: pytest.MonkeyPatch) -> None:
    short = analysed(TEXT)
    assert short.windows == (short,)
    monkeypatch.setattr(module, "WINDOW", 50)
    whole = analysed(TEXT + "\nAnn left.\n")
    assert [len(part.passages) for part in whole.windows] == [2, 2]
    assert [p for part in whole.windows for p in part.passages] == list(whole.passages)
    assert all(part.names["Ann"] == 1 and part.text == whole.text for part in whole.windows)
    for part in whole.windows:
        read = [p.pieces for p in part.passages]
        part.forget()
        assert all(p.pieces == pieces and p.pieces is not pieces for p, pieces in zip(part.passages, read, strict=True))
