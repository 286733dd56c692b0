"""Office documents for tests: made from a few lines of XML, taken apart again, and given to LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

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


_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Convert(source, target, command)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  opened = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  If command &lt;&gt; "" Then
    frame = opened.CurrentController.Frame
    helper = createUnoService("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(frame, ".uno:" &amp; command, "", 0, Array())
  End If
  Dim filter(1) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "Text (encoded)"
  filter(1).Name = "FilterOptions"
  filter(1).Value = "UTF8,LF"
  opened.storeToURL(ConvertToURL(target), filter())
  opened.close(True)
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" library:link="false"/></library:libraries>
"""


def text_by_libreoffice(raw: bytes, suffix: str, folder: Path, command: str = "AcceptAllTrackedChanges") -> str:
    """The text of a document after a command, as LibreOffice writes it. Skips the test where there is none."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    basic = folder / "profile/user/basic/Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Module1.xba").write_text(_MACRO, "utf-8")
    (basic.parent / "script.xlc").write_text(_LIBRARIES, "utf-8")
    (basic / "script.xlb").write_text(_LIBRARY, "utf-8")
    source, target = folder / f"source{suffix}", folder / "target.txt"
    source.write_bytes(raw)
    target.unlink(missing_ok=True)
    subprocess.run(
        [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
         f'macro:///Standard.Module1.Convert("{source}","{target}","{command}")'],
        check=True, timeout=120, capture_output=True,
    )  # fmt: skip
    return target.read_text("utf-8-sig")
