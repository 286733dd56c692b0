"""A page for each rule in Markdown: what it finds, why, what it does about it, and its own examples."""

from __future__ import annotations

from collections.abc import Iterator

from cleantext.rulebook.explain import written
from cleantext.rulebook.load import PackedRule, RuleSet

_FIXES = {
    "safe": "The fix is safe: it is applied without asking, unless the judge thinks another repair likelier.",
    "suggested": "The fix is suggested: it is shown, and applied only at `--level suggested`.",
}


def rule_pages(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """Each page by its path below the rules' folder: ``PACK/ID.md``, and ``PACK/index.md`` for each pack."""
    packs: dict[str, list[PackedRule]] = {}
    for packed in rules.rules:
        packs.setdefault(packed.pack, []).append(packed)
        yield f"{packed.pack}/{packed.rule.id}.md", rule_page(packed)
    for pack, members in packs.items():
        rows = "".join(f"- [{p.rule.id}]({p.rule.id}.md): {_plain(p.rule.title)}\n" for p in members)
        yield f"{pack}/index.md", f"# {pack}\n\n{rows}"


def rule_page(packed: PackedRule) -> str:
    """The page of one rule."""
    return "\n".join(_lines(packed)) + "\n"


def _lines(packed: PackedRule) -> Iterator[str]:
    rule = packed.rule
    yield f"# {rule.id}\n\n{_plain(rule.title)[:1].upper()}{_plain(rule.title)[1:]}.\n"
    yield f"Pack `{packed.pack}`, severity `{rule.severity}`.\n"
    yield f"## Why\n\n{_plain(rule.why)}\n"
    yield "## Fix\n\n" + (_FIXES[rule.fix.applicability] if rule.fix else "There is none: the rule only points.") + "\n"
    yield "## Examples\n"
    for example in rule.examples:
        if example.bad is not None:
            yield f"Found:\n\n{_code(example.bad)}"
        if example.good is not None:
            yield f"becomes:\n\n{_code(example.good)}"
        if example.ok is not None:
            yield f"Left alone:\n\n{_code(example.ok)}"
    yield f"## How it is written\n\n{_code(written(rule), 'yaml')}"
    yield f"Switch it off with `--ignore {rule.id}`, or in a text with `<!-- cleantext-disable {rule.id} -->`."


def _code(text: str, language: str = "text") -> str:
    """A block of code, whatever the text holds."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def _plain(text: str) -> str:
    """Words as they are, without anything that Markdown would make of them."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>#|" else character for character in text)
