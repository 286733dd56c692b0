"""Run by the Python that LibreOffice's UNO is installed for: the text of documents after all changes are accepted.

    python3 libreoffice.py PROFILE COMMAND SOURCE TARGET [SOURCE TARGET ...]

``COMMAND`` is AcceptAllTrackedChanges, RejectAllTrackedChanges, or none.
"""

# mypy: ignore-errors
from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path


def main(profile: str, command: str, *files: str) -> None:
    """Start an office of our own, convert the files, end it."""
    pipe = f"cleantext{time.time_ns()}"
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nologo",
         f"--accept=pipe,name={pipe};urp;"]
    )  # fmt: skip
    try:
        context = _connected(pipe)
        make = context.ServiceManager.createInstanceWithContext
        desktop = make("com.sun.star.frame.Desktop", context)
        for source, target in zip(files[::2], files[1::2], strict=True):
            opened = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, _properties(Hidden=True))
            if command != "none":
                helper = make("com.sun.star.frame.DispatchHelper", context)
                helper.executeDispatch(opened.CurrentController.Frame, f".uno:{command}", "", 0, ())
            text = _properties(FilterName="Text (encoded)", FilterOptions="UTF8,LF")
            opened.storeToURL(Path(target).as_uri(), text if target.endswith(".txt") else _filter(target))
            opened.close(True)
        desktop.terminate()
        office.wait(30)
    finally:
        office.kill()


def _filter(target: str):
    names = {".docx": "MS Word 2007 XML", ".odt": "writer8", ".pdf": "writer_pdf_Export"}
    return _properties(FilterName=names[Path(target).suffix])


def _connected(pipe: str):
    import uno
    from com.sun.star.connection import NoConnectException

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def _properties(**values: object):
    from com.sun.star.beans import PropertyValue

    found = []
    for name, value in values.items():
        found.append(PropertyValue())
        found[-1].Name, found[-1].Value = name, value
    return tuple(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
