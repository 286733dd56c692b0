"""The best gate for a pattern over text: what few texts have of all that every match must have."""

from __future__ import annotations

from cleantext.rulebook.prefilter.letters import letters
from cleantext.rulebook.prefilter.need import Gate, Need
from cleantext.rulebook.prefilter.repeats import again


def gate_of(pattern: str) -> Gate:
    """The gate of a pattern that is searched in a block."""
    if repeated := again(pattern):
        return Gate((repeated,)) if not repeated.words else Gate((Need(pattern), repeated), 2)
    if characters := letters(pattern):
        return Gate((characters,))
    return Gate((Need(pattern),))
