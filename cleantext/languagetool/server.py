"""LanguageTool's server: started once for a run, or somebody else's by address."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Any

from cleantext.languagetool.installation import VERSION, installed
from cleantext.languagetool.java import find_java


class Unavailable(RuntimeError):
    """No server can be had; the message says what to do."""


class Server:
    """A context manager: the server stops when it is left, if it was started here. ``address`` is its URL."""

    def __init__(self, address: str, tool: Any = None):
        self.address = address
        self._tool = tool

    @classmethod
    def start(cls) -> Server:
        """Start the installed LanguageTool on a free port. Raises ``Unavailable``."""
        place, java = installed(), find_java()
        if place is None or java is None:
            raise Unavailable("it is not set up here; run: cleantext setup")
        os.environ["LTP_PATH"] = str(place.parent)
        if str(java.path.parent) not in os.environ.get("PATH", "").split(os.pathsep):
            os.environ["PATH"] = os.pathsep.join([str(java.path.parent), os.environ.get("PATH", "")])
        import language_tool_python

        try:
            tool = language_tool_python.LanguageTool("en-US", language_tool_download_version=VERSION)
            tool.check("A first request loads the rules.")
        except Exception as error:  # its own errors, and those of the process it starts
            raise Unavailable(f"LanguageTool did not start ({type(error).__name__}: {error})"[:200]) from error
        return cls(str(tool.url).rstrip("/").removesuffix("/v2"), tool)

    @classmethod
    def at(cls, address: str) -> Server:
        """The server that runs at ``address``. Raises ``Unavailable`` where none answers."""
        import language_tool_python

        try:
            tool = language_tool_python.LanguageTool("en-US", remote_server=address)
            tool.close()
        except Exception as error:
            raise Unavailable(f"no LanguageTool answers at {address}") from error
        return cls(address)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._tool is not None:
            self._tool.close()
