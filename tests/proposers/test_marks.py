"""Doubled marks, marks apart from their word, quotation marks and brackets."""

from __future__ import annotations

import pytest

from cleantext.proposers.marks import Marks
from tests.proposers.proposals import candidates, repairs, rules

AMONG = [
    ("It opens in May. . Bring a coat.", "mark-doubled", "It opens in May. Bring a coat."),
    ("It opens,, they say.", "mark-doubled", "It opens, they say."),
    ("It is the first. , to show it.", "mark-doubled", "It is the first, to show it."),
    ("A record , they say.", "mark-spaced", "A record, they say."),
    ("Width : 20 mm.", "mark-spaced", "Width: 20 mm."),
    ("He kept the receipt .", "mark-spaced", "He kept the receipt."),
    ("“It sings, ”said the smith.", "quote-spaced", "“It sings,” said the smith."),
    ("They were locked. ” They stayed.” she said.", "quote-spaced", "They were locked. “They stayed.” she said."),
    ('“It rains," she said.', "quote-mixed", "“It rains,” she said."),
    ("«We stay», she said.", "quote-mixed", "“We stay”, she said."),
    ("“We stay”, she said.", "quote-order", "“We stay,” she said."),
    ("“We stay, she said.", "quote-unpaired", "“We stay,” she said."),
    ("It rains again.” She left.", "quote-unpaired", "It rains again. She left."),
    ("The fee (5 euros, is due.", "bracket-unpaired", "The fee (5 euros), is due."),
    ("I don 't miss it.", "quote-spaced", "I don't miss it."),
    ("“We rest,“ she said.", "quote-spaced", "“We rest,” she said."),
    ("“We stay, said the smith.", "quote-unpaired", "“We stay,” said the smith."),
    ("« We stay, » she said.", "quote-mixed", "“We stay,” she said."),
    ("“All say “stop” and leave,” she said.", "quote-mixed", "“All say ‘stop’ and leave,” she said."),
    ("It is old。 They left.", "mark-wide", "It is old. They left."),
    ("They nap — . But not long.", "mark-doubled", "They nap. But not long."),
    ("The cells [n = 5) held.", "bracket-unpaired", "The cells (n = 5) held."),
    ("The fee 5 euros) is due.", "bracket-unpaired", "The fee 5 euros is due."),
    ("The {boats left in the rain.", "bracket-unpaired", "The boats left in the rain."),
    ("They left when it broke}] and stayed away.", "bracket-unpaired", "They left when it broke and stayed away."),
    ('“It rains again."” They left.', "quote-mixed", "“It rains again.” They left."),
    ('"”We stay,” she said. “It rains.”', "quote-mixed", "“We stay,” she said. “It rains.”"),
    ("''We stay,\" she said.", "quote-mixed", '"We stay," she said.'),
    ("“I know,’’ she said.", "quote-mixed", "“I know,” she said."),
    ('"We stay."" They left.', "mark-doubled", '"We stay." They left.'),
    ("“Only the hut”” he said.", "mark-doubled", "“Only the hut,” he said."),
    ("They called it “the old cow」. They left.", "quote-mixed", "They called it “the old cow”. They left."),
    ('"We stay.」 They left.', "quote-mixed", '"We stay." They left.'),
    ("“We stayed„, she said.", "quote-mixed", "“We stayed”, she said."),
    ('»We stay," she said.', "quote-mixed", '"We stay," she said.'),
    ("Choose 「Stay」 there.", "quote-mixed", "Choose Stay there."),
    ("“We stay,’ she said.", "quote-mixed", "“We stay,” she said."),
    ('"Count to ten" he said.', "quote-order", '"Count to ten," he said.'),
    ("“Count to ten” said Ada Lund.", "quote-order", "“Count to ten,” said Ada Lund."),
    ('"We stay, he said, "for the rain."', "quote-unpaired", '"We stay," he said, "for the rain."'),
    ('"We want to stay she said. "It rains."', "quote-unpaired", '"We want to stay," she said. "It rains."'),
    ("It=E2=80=99s late.", "mark-escaped", "It’s late."),
    ("The shel= ves are full.", "mark-escaped", "The shelves are full."),
    (r"We\u2019ve left.", "mark-escaped", "We’ve left."),
    (r"It rained.\n\nThen it stopped.", "mark-escaped", "It rained.\n\nThen it stopped."),
    ("A week amp;#8211; no more.", "mark-escaped", "A week – no more."),
    ("She left.&rdquo He stayed.", "mark-escaped", "She left.” He stayed."),
    ("He was &lt;em&gt;there&lt;/em&gt; then.", "mark-escaped", "He was there then."),
    ("The Keeperís lamp.", "mark-code-page", "The Keeper’s lamp."),
    ("I donÕt know.", "mark-code-page", "I don’t know."),
    ("A naÔve boy.", "mark-code-page", "A naïve boy."),
    ("It doesnΓÇÖt close.", "mark-code-page", "It doesn’t close."),
    ("From Malm├╢ to Lund.", "mark-code-page", "From Malmö to Lund."),
    ("At 38¬∞C it melts.", "mark-code-page", "At 38°C it melts."),
    ("“Loud,Ã¢â‚¬Â he said.", "mark-code-page", "“Loud,” he said."),
    ("They don?t wait.", "mark-lost-letter", "They don’t wait."),
    ("In K?szeg they wait.", "mark-lost-letter", "In Kőszeg they wait."),
    ("A small caf\ufffd.", "mark-lost-letter", "A small café."),
    ("?One is polite,? she says.", "mark-lost-letter", "“One is polite,? she says."),
]
FIRST = [
    ('"We stay, he said, "for the rain.', "quote-unpaired", '"We stay," he said, "for the rain.'),
    (
        "They call it “rather wet. It rains. They stay.",
        "quote-unpaired",
        "They call it “rather wet.” It rains. They stay.",
    ),
    ("“It rains. She left. They stayed.", "quote-unpaired", "“It rains.” She left. They stayed."),
    ("She says that '\"when it rains, they stay.", "quote-mixed", "She says that when it rains, they stay."),
]
QUIET = [
    "“I said ‘no’ to the ‘plan,’” she wrote (in 2004).",
    "She works at Acme Inc., in the U.S., since 9 a.m., they say.",
    "Wait… what? “Really?!” he cried... and left.",
    "1) Open the box. 2) Close it.",
    "Use .NET or :) as you like.",
    "Set {x, y} or newline=\"\" for a 5'' pipe, and {a: [1, 2]} in the file.",
    'The sign with “ten” he said was new, and "Go" says nothing.',
    "\"'Go' is what I said,\" she wrote. 'The \"new\" boat,' he said.",
    '"We stay, as it rains," he said. "They all left."',
    "If x = 20 and y=3, ask R&D. Why? Björn’s naïve café in Łódź is 30 °C, año tras año.",
]


@pytest.mark.parametrize(("text", "rule", "repaired"), AMONG)
def test_one_of_the_repairs(text: str, rule: str, repaired: str) -> None:
    assert repaired in repairs(Marks(), text, rule)


@pytest.mark.parametrize(("text", "rule", "repaired"), FIRST)
def test_the_likeliest_repair(text: str, rule: str, repaired: str) -> None:
    assert repairs(Marks(), text, rule)[0] == repaired


def test_two_marks_for_one_are_one_candidate() -> None:
    assert rules(Marks(), '“It rains again."” They left.') == {"quote-mixed"}


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Marks(), text) == set()


def test_a_mark_at_the_end_is_no_longer_than_the_text() -> None:
    text = "He left“"
    assert all(candidate.span.end <= len(text) for candidate in candidates(Marks(), text))
