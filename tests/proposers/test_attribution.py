"""Broken tags of quotations."""

from __future__ import annotations

import pytest

from cleantext.proposers.attribution import Attributions
from tests.proposers.proposals import repairs, rules

AMONG = [
    ("“It is late,” said the guide Ada Lund warned.", "“It is late,” the guide Ada Lund warned."),
    ("“It is late,” said the guide Ada Lund warned.", "“It is late,” said the guide Ada Lund."),
    ("“It is late,” Ada said told us.", "“It is late,” Ada told us."),
    ("“It is late,” Oslo said Ada Lund, who teaches law.", "“It is late,” said Ada Lund, who teaches law."),
    ("“It is late,” guide Ada Lund said she explained.", "“It is late,” guide Ada Lund explained."),
    ("Said the guide Ada Lund said that most leave.", "The guide Ada Lund said that most leave."),
    ("She said she noted that snow fell.", "She noted that snow fell."),
    ("“Why here?” Asked Lund.", "“Why here?” asked Lund."),
    ("“It is late.” Says she. They left.", "“It is late,” says she. They left."),
    ("According to Lund said that it rained.", "Lund said that it rained."),
    ("“It is late,” Lund told.", "“It is late,” Lund said."),
    ("“It is late,” guide said Ada Lund.", "“It is late,” said guide Ada Lund."),
    ("“It is late,” said Ada Lund, a guide, told us.", "“It is late,” Ada Lund, a guide, told us."),
    ("“It is late”. Cried the guide.", "“It is late,” cried the guide."),
    ("“It is late,” in turn, said the mayor.", "“It is late,” said the mayor."),
    ("Ada Lund, who was not there, she said that it rained.", "Ada Lund, who was not there, said that it rained."),
    ("According to Lund, that the dam is old, it leaks.", "According to Lund, the dam is old, it leaks."),
    ("The officer introduced that they left.", "The officer said that they left."),
    ("“It is late,” told. the guide Ada Lund.", "“It is late,” said the guide Ada Lund."),
    ("“It is late,” the guide said Ada Lund told.", "“It is late,” said the guide, Ada Lund."),
    ("“It is late,” said Deputy Harbor Master said Ada Lund.", "“It is late,” said Deputy Harbor Master Ada Lund."),
    ("“It is late,” the guide said like that.", "“It is late,” the guide said."),
    ("“It is late,” he affirmed Lund.", "“It is late,” Lund said."),
    ("And said the guide, Ada Lund, that it rained.", "The guide, Ada Lund, said that it rained."),
    ("Harbor Guide he said Ada Lund that it rained.", "Harbor Guide Ada Lund said that it rained."),
    ("Ada Lund told that he told that it rained.", "Ada Lund said that it rained."),
    ("The guide, “it is late” says.", "“it is late,” says the guide."),
    ("Said the guide, “It is late,” he stated in a letter.", "“It is late,” the guide stated in a letter."),
    ("“It is late,” guide Ada Lund used the expressions.", "“It is late,” said guide Ada Lund."),
    ("“It is late,” so Mayor Ada Lund after the vote.", "“It is late,” said Mayor Ada Lund after the vote."),
    ("CEO Ada Lund CEO left.", "CEO Ada Lund left."),
    ("ADA LUND said: Then we left.", "ADA LUND: Then we left."),
    ("Ada Lund said to reporters that it rained.", "Ada Lund told reporters that it rained."),
    ("He continued continuing: it rained.", "He continued: it rained."),
    ("The guide she declined to say.", "The guide declined to say."),
    ("“It is late,” Oslo said Ada Lund, who works in .", "“It is late,” said Ada Lund, who works in Oslo."),
]
FLAGGED = [
    ("It rained for a week. Stated.", "attribution-verb-alone"),
    ("It rained for a week. He noted.", "attribution-verb-alone"),
    ("“It is over,” has declared.", "attribution-no-speaker"),
]
QUIET = [
    "The rule he loved was old, and the story she told us was new.",
    "They had a bill introduced in 1971, said the guide. So the harbor closed.",
    "“It is late,” said the guide, Ada Lund. “We left.”",
    "“It is late,” Ada Lund, who guides, told us on Monday.",
    "“It stopped,” Ida Kvam, a grower from the hills, said. “So we left.”",
    "“It is late,” he said, adding that the claims were false.",
    "He was told that it rained, and officials said so.",
]


@pytest.mark.parametrize(("text", "repaired"), AMONG)
def test_one_of_the_repairs(text: str, repaired: str) -> None:
    found = [r for rule in rules(Attributions(), text) for r in repairs(Attributions(), text, rule)]
    assert repaired in found


@pytest.mark.parametrize(("text", "rule"), FLAGGED)
def test_flagged(text: str, rule: str) -> None:
    assert rule in rules(Attributions(), text)


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Attributions(), text) == set()
