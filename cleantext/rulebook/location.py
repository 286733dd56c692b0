"""Where the shipped rules lie: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path


def rules_dir() -> Path:
    """The folder with the shipped rule packs. The wheel holds it as ``cleantext/_rules``."""
    package = Path(__file__).parents[1]
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"
