"""The shipped rules, compiled once for all tests of a process, and by their packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from cleantext.rulebook.compile import CompiledRule, compile_rules
from cleantext.rulebook.load import load_shipped

RULES: Sequence[CompiledRule] = compile_rules(load_shipped())
PACKS: Mapping[str, Sequence[int]] = {
    pack: tuple(numbers) for pack, numbers in groupby(range(len(RULES)), key=lambda i: RULES[i].pack)
}
"""The numbers of the rules of each pack."""
