"""The page that a browser is started with: it leads to the review, and only the user can read it.

The review's address holds a token. In the browser's command line everybody on the machine could read it, as ``ps``
shows it; the name of a file tells nobody anything.
"""

from __future__ import annotations

import html
import os
import stat
import tempfile
from pathlib import Path

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>cleantext review</title>
<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={address}"></head>
<body><p><a href="{address}">The review</a></p></body></html>
"""


class StartPage:
    """The page as long as it is there. ``path`` is None where a file can't be kept from others, or not be written."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.path: Path | None = None

    def write(self, address: str) -> None:
        """Let the page lead to ``address``."""
        try:
            handle, name = tempfile.mkstemp(prefix="review-", suffix=".html", dir=self._folder)
        except OSError:
            return
        self.path = Path(name).absolute()
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(handle).st_mode) & 0o077:  # a drive without permissions
                self.remove()
            else:
                file.write(_PAGE.format(address=html.escape(address)))

    def remove(self) -> None:
        """It has done its work."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path = None
