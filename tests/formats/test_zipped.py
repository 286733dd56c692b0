"""Zips: what stays when one is written again, and what is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from cleantext.formats import zipped
from cleantext.formats.decoding import NotText
from cleantext.formats.zipped import Package


def packed(members: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        for number, (name, content) in enumerate(members.items()):
            info = zipfile.ZipInfo(name, (2020, 1, 1 + number, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED if number % 2 else zipfile.ZIP_STORED
            info.external_attr = 0o640 << 16
            info.comment = b"a note"
            target.writestr(info, content)
        target.comment = b"a zip"
    return written.getvalue()


def members(raw: bytes) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(BytesIO(raw)) as source:
        return [
            (i.filename, i.date_time, i.compress_type, i.external_attr, i.comment, i.extra, source.read(i))
            for i in source.infolist()
        ]


def test_all_but_what_is_named_stays() -> None:
    raw = packed({"mimetype": b"x", "b/c.xml": b"<c/>", "a.xml": b"<a/>"})
    found = members(raw)
    assert members(Package(raw).with_members({})) == found
    changed = members(Package(raw).with_members({"b/c.xml": b"<d/>", "new": b"n"}))
    assert [each[:-1] for each in changed[:3]] == [each[:-1] for each in found]
    assert [(each[0], each[-1]) for each in changed] == [
        ("mimetype", b"x"), ("b/c.xml", b"<d/>"), ("a.xml", b"<a/>"), ("new", b"n")
    ]  # fmt: skip
    assert zipfile.ZipFile(BytesIO(Package(raw).with_members({}))).comment == b"a zip"


def refused(raw: bytes, name: str = "a") -> str:
    with pytest.raises(NotText) as caught:
        Package(raw).read(name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_is_broken_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = packed({"b": b"b", "a": b"word " * 500})
    assert "zip" in refused(b"")
    assert "zip" in refused(whole[:200])
    assert "broken" in refused(whole.replace(whole[60:70], bytes(10)))
    assert "no c" in refused(whole, "c")
    with pytest.warns(UserWarning, match="Duplicate"):
        written = BytesIO(whole)
        with zipfile.ZipFile(written, "a") as target:
            target.writestr("a", "again")
    assert "same name" in refused(written.getvalue())
    monkeypatch.setattr(zipped, "MOST_OF_ONE", 2000)
    assert "the limit is" in refused(whole)
    monkeypatch.setattr(zipped, "MOST_BYTES", 2000)
    assert "when unpacked" in refused(whole)
    monkeypatch.setattr(zipped, "MOST_MEMBERS", 1)
    assert "2 members" in refused(whole)


def test_a_size_that_lies_is_found_out() -> None:
    raw = packed({"b": b"", "a": bytes(5_000_000)})
    lying = raw.replace((5_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little"))
    assert "broken" in refused(lying)
