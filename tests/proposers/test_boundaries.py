"""Lost, stray and misplaced ends of sentences."""

from __future__ import annotations

import pytest

from cleantext.proposers.boundaries import Boundaries
from tests.proposers.proposals import repairs, rules

FIRST = [  # the likeliest repair is the right one
    ("The shop could. Push its prices up.", "boundary-period-inside", "The shop could push its prices up."),
    ("A new stop adds. the missing link.", "boundary-period-inside", "A new stop adds the missing link."),
    ("The pier is closed.NATO ships left early.", "boundary-glued-mark", "The pier is closed. NATO ships left early."),
    ("They saw the harbour.Four-fifths were gone.", "boundary-glued-mark", None),
    ("It froze all winterAlthough few noticed.", "boundary-glued-words", None),
    ("Rents rose by 4.7%its tenants say.", "boundary-glued-mark", "Rents rose by 4.7% its tenants say."),
    ("The fee is the full price We ship on Monday.", "boundary-capital-inside", None),
    ("Bring a bag, Which we sell here.", "boundary-capital-behind-mark", "Bring a bag, which we sell here."),
    ("The mill was built In 1904 by two brothers.", "boundary-capital-inside", None),
    ("Growers wait for rain. Who fear for their trees.", "boundary-period-inside", None),
    ("She thanked Maren. Olsvik for the lamp.", "boundary-period-in-name", "She thanked Maren Olsvik for the lamp."),
    ("Ilse. Varnholt was the last to leave.", "boundary-period-in-name", "Ilse Varnholt was the last to leave."),
    ("Fill the jug.2.Boil it.", "boundary-glued-mark", None),
    ("The list[old as it was] hung there.", "boundary-glued-mark", "The list [old as it was] hung there."),
    ("The list(old as it was) hung there.", "boundary-glued-mark", "The list (old as it was) hung there."),
    ("Take maps,boots,ropes and a torch.", "boundary-glued-mark", "Take maps, boots, ropes and a torch."),
    ("He saidthat nobody came.", "boundary-glued-words", "He said that nobody came."),
    ("Some ofthese boats leak.", "boundary-glued-words", "Some of these boats leak."),
    ("It is out oforder now.", "boundary-glued-words", "It is out of order now."),
    ("They lived inthe old mill.", "boundary-glued-words", "They lived in the old mill."),
    ("The work was carriedout there.", "boundary-glued-words", "The work was carried out there."),
    ("She was interestedin boats.", "boundary-glued-words", "She was interested in boats."),
    ("The trees are rootedin chalk.", "boundary-glued-words", "The trees are rooted in chalk."),
    ("They arriveat noon.", "boundary-glued-words", "They arrive at noon."),
    ("We must eatthe bread.", "boundary-glued-words", "We must eat the bread."),
    ("They heat it in waterand salt.", "boundary-glued-words", "They heat it in water and salt."),
    ("It opens ten hoursa week.", "boundary-glued-words", "It opens ten hours a week."),
    ("It needs an additionalcost.", "boundary-glued-words", "It needs an additional cost."),
    ("They closed nextmonth.", "boundary-glued-words", "They closed next month."),
    ("The rain stopped. Theboats left.", "boundary-glued-words", "The rain stopped. The boats left."),
    ("The old station, will open again.", "boundary-comma-inside", "The old station will open again."),
    (
        "The counts of the birds that were seen fell,\n\nin the second group, and stayed low.",
        "boundary-broken-paragraph",
        None,
    ),
    ("also bring a warm coat for the hill.", "boundary-small-start", "Also bring a warm coat for the hill."),
]
AMONG = [  # one of the repairs is
    ("They saw the harbour.Four-fifths were gone.", "They saw the harbour. Four-fifths were gone."),
    ("It froze all winterAlthough few noticed.", "It froze all winter although few noticed."),
    ("It froze all winterAlthough few noticed.", "It froze all winter. Although few noticed."),
    ("The fee is the full price We ship on Monday.", "The fee is the full price. We ship on Monday."),
    ("The mill was built In 1904 by two brothers.", "The mill was built in 1904 by two brothers."),
    ("Growers wait for rain. Who fear for their trees.", "Growers wait for rain, who fear for their trees."),
    (
        "The counts of the birds that were seen fell,\n\nin the second group, and stayed low.",
        "The counts of the birds that were seen fell, in the second group, and stayed low.",
    ),
    ("Fill the jug.2.Boil it.", "Fill the jug. 2. Boil it."),
    ("Press the red button3.Wait a minute.", "Press the red button. 3. Wait a minute."),
    ("However. On Sundays it is shut.", "However, on Sundays it is shut."),
    ("They sell hubs, They are large.", "They sell hubs. They are large."),
    ("Walk to the court.there is no sound.", "Walk to the court. There is no sound."),
    ("Walk to the court.there is no sound.", "Walk to the court, there is no sound."),
    ("The road is shut;The pass is open.", "The road is shut; the pass is open."),
    ("When it drips, Close the valve.", "When it drips, close the valve."),
    ("He lives with his Sister and a dog.", "He lives with his sister and a dog."),
    ("The chief said. That it would close.", "The chief said that it would close."),
    ("The flow is 7 kPa Noise: 60 dB.", "The flow is 7 kPa. Noise: 60 dB."),
]
FLAGGED = [
    ("The bridge was last used by.", "boundary-cut-short"),
    ("Do not leave before you try the", "boundary-cut-short"),
    ("The hall is full. Of the old town on the hill, for many years.", "boundary-fragment"),
]
QUIET = [
    "Dr. Ada Lund met U.S. officials at 10:30 a.m. in St. Gallen, e.g. over tea.",
    "See www.example.org/a.b or write to a.b@example.org; use shutil.copy2 and v2.5.",
    "The iPhone and an eBay page cost 3.5 million, i.e. too much.",
    "J. K. Lind, Jr., of Lund & Co. spoke to Ms. Berg.",
    "The board met on Monday. It will meet again in June, and the Senate will vote.",
    "The ferry goes to Lindau. It’s late today.",
    "“Why?” she asked. “Because,” he said, “I can.”",
    "Floodlights and storyboards stood there. Therefor is an old word, and they teach parentcraft there.",
    "She met Theboats Greenslade in town.",
]


@pytest.mark.parametrize(("text", "rule", "repaired"), FIRST)
def test_the_likeliest_repair(text: str, rule: str, repaired: str | None) -> None:
    found = repairs(Boundaries(), text, rule)
    assert found
    assert repaired is None or found[0] == repaired


@pytest.mark.parametrize(("text", "repaired"), AMONG)
def test_one_of_the_repairs(text: str, repaired: str) -> None:
    assert repaired in [r for rule in rules(Boundaries(), text) for r in repairs(Boundaries(), text, rule)]


@pytest.mark.parametrize(("text", "rule"), FLAGGED)
def test_flagged(text: str, rule: str) -> None:
    assert rule in rules(Boundaries(), text)


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Boundaries(), text) == set()
