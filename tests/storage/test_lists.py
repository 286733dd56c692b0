"""Every small file that we keep and read back: any content is taken, or refused in one line that names the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext.core.settings import SettingsError
from cleantext.languagetool.artefacts import FILE, read_artefacts
from cleantext.review import baseline, memory
from cleantext.storage import trust
from tests.tries import tries

JAR = ["org/a/a-1.jar", 1, "00"]
REMEMBERED = {"finding": "f", "rule": "r", "pack": "p", "text": "t", "decision": "accept"}
READERS: dict[str, tuple[Callable[[Path], object], Any]] = {
    "artefacts.json": (read_artefacts, {"version": "1", "sets": {"base": [JAR]}}),
    memory.NAME: (memory.recall, {"schema": memory.SCHEMA, "decisions": [REMEMBERED]}),
    "baseline.json": (baseline.known, {"schema": baseline.SCHEMA, "findings": [
        {"path": "p", "rule": "r", "finding": "f"}]}),
    "trusted.json": (lambda path: trust.is_trusted(path.parent), {"schema": trust.SCHEMA, "folders": ["/"]}),
}  # fmt: skip
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["../x", "/x", "\0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def contents(known: Any) -> st.SearchStrategy[bytes]:
    """Any bytes, and the right ones with one value changed."""
    key = st.sampled_from(sorted(known))
    changed = st.builds(lambda key, value: json.dumps(known | {key: value}).encode(), key, ODD)
    return st.one_of(st.binary(max_size=30), changed, ODD.map(lambda value: json.dumps(value).encode()))


@pytest.mark.parametrize("name", READERS)
def test_any_content_is_read_or_refused_in_one_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read, known = READERS[name]

    @tries(150)
    @given(contents(known))
    @example(b"[" * 200_000)
    @example(b'{"schema":' * 200_000)
    @example(b'"\\ud800"')
    @example(json.dumps(known).encode())
    def any_content(content: bytes) -> None:
        with TemporaryDirectory() as folder:
            monkeypatch.setenv("CLEANTEXT_CONFIG", folder)
            path = Path(folder, name)
            path.write_bytes(content)
            try:
                read(path)
            except SettingsError as error:
                assert "\n" not in str(error)
                assert name in str(error)
            else:
                assert content != b"[" * 200_000

    any_content()


@pytest.mark.parametrize(
    "path", ["..", "a/..", "../a.jar", "/a.jar", "a\\..\\a.jar", "C:a.jar", "a//b.jar", ".a.jar", "a"]
)
def test_a_jar_is_written_under_a_plain_name_only(tmp_path: Path, path: str) -> None:
    assert read_artefacts(FILE).sets
    (tmp_path / "list.json").write_text(json.dumps({"version": "1", "sets": {"base": [[path, 1, "00"]]}}))
    with pytest.raises(SettingsError, match="no path of a jar"):
        read_artefacts(tmp_path / "list.json")
