"""Office documents for tests: made from a few lines of XML, taken apart again, and given to LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import strategies as st

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_ROOTS = {"document": "document", "header": "hdr", "footer": "ftr"}
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My heading"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="character" w:styleId="Code"><w:name w:val="Verbatim Char"/></w:style>'
)


def word(body: str, **parts: str) -> bytes:
    """A Word document of this body; further parts are named for their kind: ``header``, ``footnotes``, ``comments``."""
    parts = {"document": f"<w:body>{body}</w:body>", "styles": STYLES, **parts}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}{".main" * (name == "document")}+xml"/>'
        for name in parts
    )
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations({n: f"{n}.xml" for n in parts if n != "document"}),
        "word/vbaProject.bin": "not to be read",
    }
    for name, content in parts.items():
        root = _ROOTS.get(name, name)
        members[f"word/{name}.xml"] = f'<?xml version="1.0"?>\n<w:{root} {_NAMESPACES}>{content}</w:{root}>'
    return zipped(members)


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def open_document(body: str, styles: str = "") -> bytes:
    """An OpenDocument text of this body and these automatic styles."""
    names = ("office", "text", "table", "style", "drawing")
    namespaces = " ".join(f'xmlns:{"draw" if n == "drawing" else n}="{_ODF}{n}:1.0"' for n in names)
    content = (
        f'<?xml version="1.0"?>\n<office:document-content {namespaces} office:version="1.2"><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    entry = '<m:file-entry m:full-path="{}" m:media-type="{}"/>'.format
    entries = entry("/", kind) + entry("content.xml", "text/xml")
    manifest = f'<m:manifest xmlns:m="{_ODF}manifest:1.0" m:version="1.2">{entries}</m:manifest>'
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def odt_body(raw: bytes) -> str:
    """What an OpenDocument's text holds."""
    source = members(raw)["content.xml"]
    return source[source.index("<office:text>") + 13 : source.index("</office:text>")]


def _relations(targets: Mapping[str, str]) -> str:
    each = (f'<Relationship Id="r{n}" Type="{OFFICE}/{n}" Target="{target}"/>' for n, target in targets.items())
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(each)}</Relationships>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return written.getvalue()


def members(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(raw)) as source:
        return {name: source.read(name).decode("utf-8", "replace") for name in source.namelist()}


def body(raw: bytes) -> str:
    """What a Word document's body holds."""
    source = members(raw)["word/document.xml"]
    return source[source.index("<w:body>") + 8 : source.index("</w:body>")]


def texts_by_libreoffice(
    files: Mapping[str, bytes], folder: Path, command: str = "AcceptAllTrackedChanges"
) -> dict[str, str]:
    """The texts of documents after a command, as LibreOffice writes them. Skips the test where there is none."""
    converted = by_libreoffice(files, folder, ".txt", command)
    return {name: content.decode("utf-8-sig") for name, content in converted.items()}


def by_libreoffice(files: Mapping[str, bytes], folder: Path, suffix: str, command: str = "none") -> dict[str, bytes]:
    """Documents after a command, saved in the format of ``suffix``."""
    python = shutil.which("python3", path="/usr/bin") or sys.executable
    script = Path(__file__).parent / "libreoffice.py"
    if not shutil.which("soffice") or subprocess.run([python, "-c", "import uno"], capture_output=True).returncode:
        pytest.skip("LibreOffice with Python (python3-uno) is not installed")
    names = []
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
        names += [str(folder / name), str(folder / f"{name}.out{suffix}")]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [python, str(script), str(folder / "profile"), command, *names],
        timeout=300, capture_output=True, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return {name: (folder / f"{name}.out{suffix}").read_bytes() for name in files}


def odd_xml(tags: Sequence[str], words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Words in elements in elements, in any order and depth, however little sense that makes."""

    def elements(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        content = st.lists(inside, max_size=4).map("".join)
        return st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(tags), content)

    return st.lists(st.recursive(words, elements, max_leaves=25), max_size=4).map("".join)
