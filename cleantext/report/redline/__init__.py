"""A text with its changes marked, for a review elsewhere: what ``--to`` writes in the place of a copy.

``html`` is a page for a browser, ``docx`` a document with tracked changes and comments, ``markdown`` and
``criticmarkup`` are text. Whatever was read, its prose is shown; of Markdown, the whole file.
"""

from __future__ import annotations

from cleantext.core.document import Document
from cleantext.report.model import FileReport

SUFFIXES = {"criticmarkup": ".md", "markdown": ".md", "docx": ".docx", "html": ".html"}
"""What ``--to`` may name, and the suffix of what is written then."""


def render(to: str, document: Document, file: FileReport) -> bytes:
    """The document with what ``file`` says of it."""
    from cleantext.report.redline.docx import render as as_docx  # slow to import, and few runs write one
    from cleantext.report.redline.html import render as as_html
    from cleantext.report.redline.markdown import render as as_markdown

    match to:
        case "docx":
            return as_docx(document, file)
        case "html":
            text = as_html(document, file)
        case _:
            text = as_markdown(document, file, critic=to == "criticmarkup")
    return text.encode("utf-8", "backslashreplace")
