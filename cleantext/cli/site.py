"""The pages of the documentation site: ``python -m cleantext.cli.site .site/pages && zensical build``.

From README, CONTRIBUTING, CHANGELOG, docstrings and rules, so that nothing is said twice; run it in a checkout.
``mkdocs.yml`` says how the site looks; mkdocs-material builds it as well.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import cleantext
from cleantext import library
from cleantext.rulebook.load import load_shipped
from cleantext.rulebook.pages import rule_pages

PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md",
         "cleantext/README.md": "architecture.md", "cleantext/judge/MODEL_CARD.md": "judge.md",
         "cleantext/language_model/MODEL_CARD.md": "language-model.md", "rules/INDEX.md": "rules/index.md"}  # fmt: skip


def pages(root: Path) -> Iterator[tuple[str, str]]:
    """Each page of the site by its path."""
    for source, page in PAGES.items():
        yield page, (root / source).read_text("utf-8")
    parts = [inspect.getdoc(library) or ""]
    for name in sorted(set(cleantext.__all__) - {"__version__"}):
        offered = getattr(cleantext, name)
        parts.append(f"## cleantext.{name}\n\n    {name}{inspect.signature(offered)}\n\n{inspect.getdoc(offered)}")
    yield "library.md", "# As a library\n\n" + "\n\n".join(parts) + "\n"
    yield from ((f"rules/{path}", page) for path, page in rule_pages(load_shipped()))


if __name__ == "__main__":
    for path, page in pages(Path.cwd()):
        place = Path(sys.argv[1], path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page, encoding="utf-8", newline="\n")
    for picture in Path("seeds").glob("*.png"):
        Path(sys.argv[1], "seeds").mkdir(exist_ok=True)
        Path(sys.argv[1], "seeds", picture.name).write_bytes(picture.read_bytes())
