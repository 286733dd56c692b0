"""What holds for every document, mixtures of damaged text and any Unicode: nothing crashes, and four promises."""

from __future__ import annotations

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from cleantext.core.edit import apply_edits
from cleantext.engine import Level
from tests.test_engine import PIECES, examined
from tests.tries import tries

DAMAGE = st.sampled_from(
    ["ä¸\xadæ\x96", "â€", "â€\ufffd", "Ãƒ©", "BlÃ¥", "pβtι", "ߚҠ", "&amp;#39;", "&lt;b&gt;", "%1$ d", "{name}", "o\x00",
     "\x1b]8;;x\x07", "\udce2\udc80", "\ud83d", "\u0085", "\u200b", "\xad", "ʼ", "the the", "( a", "„So", " , and",
     "It rains .Then", "(c) 2020 A", "Share | Print", "1,000 .5", "…..", "e. g.", "said said", "A.M .", "\u202e", "”"]
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=()), max_size=8)
DOCUMENTS = st.lists(st.one_of(PIECES, DAMAGE, ANY, st.sampled_from([" ", "\n", "\n\n"])), max_size=12).map("".join)


@tries(500, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS, st.sampled_from(Level))
def test_edits_give_the_copy_a_second_run_applies_nothing_and_level_none_nothing_at_all(
    text: str, level: Level
) -> None:
    done = examined(text, level)
    assert apply_edits(text, (e.edit for e in done.applied)) == done.text
    assert level is not Level.NONE or (done.text, done.applied) == (text, ())
    assert done.problems == ()
    assert examined(done.text, level).applied == ()
