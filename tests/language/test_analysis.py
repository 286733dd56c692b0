"""One analysis of each revision: passages know where they lie, and what an edit left alone is not read again."""

from __future__ import annotations

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
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
