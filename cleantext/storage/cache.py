"""The folder for what can be fetched or computed again: the user's cache, or ``CLEANTEXT_CACHE``."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def cache_dir() -> Path:
    """Everything that cleantext keeps between runs lies here. It need not exist; children find it from elsewhere."""
    return Path(os.environ.get("CLEANTEXT_CACHE") or platformdirs.user_cache_dir("cleantext")).absolute()
