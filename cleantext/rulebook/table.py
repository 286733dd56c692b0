"""The rules as a table for readers, generated so that it can't go stale."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cleantext.rulebook.load import RuleSet

_HEAD = """\
# All rules

Written by `cleantext rules table`; a test compares. `safe` fixes are applied without asking, `suggested` ones are
proposed, and rules without a fix only point. Every rule holds examples of what it finds and of what it leaves alone:
`cleantext rules show ID` prints them; `README.md` says how to write one.
"""


def rule_table(rules: RuleSet) -> str:
    """Markdown: one table for each pack, a row for each rule."""
    return _HEAD + "".join(_packs(rules))


def _packs(rules: RuleSet) -> Iterator[str]:
    for pack, members in groupby(rules.rules, key=lambda packed: packed.pack):
        rows = [packed.rule for packed in members]
        yield f"\n## {pack} ({len(rows)})\n\n| Rule | What is wrong | Severity | Fix |\n|---|---|---|---|\n"
        for rule in rows:
            fix = rule.fix.applicability if rule.fix else ""
            yield f"| `{rule.id}` | {_cell(rule.title)} | {rule.severity} | {fix} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
