"""Where sentences end, in correct and in damaged text."""

from __future__ import annotations

import pytest

from cleantext.core.document import BlockKind
from cleantext.language.analysis import Passage


@pytest.mark.parametrize(
    "sentences",
    [
        ["The ferry left.", "It came back."],
        ["Who came?", "Nobody!", "It was late."],
        ["Dr. Okoro met Mr. Ito at 5 p.m. in St. Ives.", "They spoke."],  # abbreviations that go on
        ["The prize went to J. R. Sandqvist.", "She smiled."],
        ["It cost 3.5 million."],
        ["Despite doubts. is regarded as a friend."],  # a small letter goes on: a broken sentence is one
        ["“We met the Board.”", "It has put off talks."],
        ["He said: “It fell.", "It broke.”", "She left."],
        ["The sum rose to No. 5 in the list."],
        ["See fig. 3 and No. 12."],
        ["It stood on the quay. .", "Then it sank."],
        ["She waited …", "Then it rang."],
    ],
    ids=lambda sentences: sentences[0],
)
def test_a_text_falls_into_sentences(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [span.of(text) for span in Passage(text, BlockKind.PROSE).sentences] == sentences


def test_a_missing_space_hides_no_boundary() -> None:
    text = "“We met the Board.”It has put off talks."
    assert [span.of(text) for span in Passage(text, BlockKind.PROSE).sentences] == [
        "“We met the Board.”",
        "It has put off talks.",
    ]
