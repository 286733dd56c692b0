"""Files of translations: targets only; placeholders, tags, plural forms and accelerators stay."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.decoding import NotText
from cleantext.formats.messages import _shape
from cleantext.formats.reader import render
from tests.formats.contract import cleaned, document, edited, edits_of, expected, same, unchanged
from tests.tries import tries

PO = r"""# A . . comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"

#: src/a . . c:1
#, c-format
msgctxt "menu"
msgid "%d of the files in <b>%s</b> were saved"
msgstr ""
"We have saved %d of the \"files\", "
"which lie in <a "
"href=\"x\">%s</a>.\n"

msgid "&Open a file"
msgid_plural "&Open the files"
msgstr[0] "Choose the fi&le"
msgstr[1] "Choose the fi&les"

#~ msgid "Gone"
#~ msgstr "It is no longer there"
"""
XLIFF = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a . . b" source-language="de"
 target-language="en" datatype="plaintext"><body>
<trans-unit id="one"><source>Das &lt;b&gt; ist <g id="1">es</g></source>
<target state="translated">That is <g id="1">the house</g> of <x id="2"/> &amp; me<ph id="3">a . . b</ph>.</target>
<alt-trans><target>A . . suggestion</target></alt-trans></trans-unit>
<trans-unit id="two" translate="no"><source>A</source><target>A . . name</target></trans-unit>
</body></file></xliff>
"""
XLIFF2 = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="de" trgLang="en"><file id="f">
<unit id="one"><segment><source>Das</source><target>That is <pc id="1">the house</pc> of <ph id="2" disp="{n}"/>
 &amp; me.</target></segment></unit></file></xliff>
"""
TMX = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="de"/><body><tu tuid="one"><tuv xml:lang="de-AT"><seg>Das . . Haus</seg></tuv>
<tuv xml:lang="en"><seg>That is <bpt i="1">&lt;b&gt;</bpt>the house<ept i="1">&lt;/b&gt;</ept> of &amp; me.</seg></tuv>
</tu></body></tmx>
"""
ANDROID = r"""<?xml version="1.0" encoding="utf-8"?>
<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">
  <!-- a . . comment -->
  <string name="one">That isn\'t <b>the house</b> of
     <xliff:g id="n">%1$s</xliff:g> &amp; me.</string>
  <string name="two" translatable="false">a . . b</string>
  <plurals name="three"><item quantity="one">It is a house.</item>
    <item quantity="other">%d houses are here.</item></plurals>
</resources>
"""
STRINGS = r"""/* a . . comment */
"a . . key" = "That is the \"house\" of %@.\n";
// another
plain = "Only %1$d are here.";
"""
ARB = r"""{
  "@@locale": "en", "one": "That is the house of {name}.", "@one": {"description": "A . . note"},
  "two": "There {n, plural, =0 {is none} one {is # house} other {are # houses, and {m} more}} here."
}
"""
FILES = {
    "a.po": PO, "a.xlf": XLIFF, "b.xlf": XLIFF2, "a.tmx": TMX, "strings.xml": ANDROID, "a.strings": STRINGS,
    "a.arb": ARB,
}  # fmt: skip
TEXTS = {
    "a.po": 'We have saved %d of the "files", which lie in %s.|Choose the file|Choose the files|It is no longer there',
    "a.xlf": "That is the house of {2} & me{3}.",
    "b.xlf": "That is the house of {n}\n & me.",
    "a.tmx": "That is the house of & me.",
    "strings.xml": "That isn't the house of %1$s & me.|It is a house.|%d houses are here.",
    "a.strings": 'That is the "house" of %@.|Only %1$d are here.',
    "a.arb": "That is the house of {name}.|There {n} here.|is none|is # house|are # houses, and {m} more",
}


@pytest.mark.parametrize("name", FILES)
def test_targets_are_the_prose(name: str) -> None:
    assert unchanged(FILES[name].encode(), name).text == TEXTS[name].replace("|", "\n\n")
    unchanged(FILES[name].replace("\n", "\r\n").encode(), name)


def test_key_and_source_are_noted() -> None:
    notes = {name: [block.note for block in blocks(name)] for name in FILES}
    assert notes["a.po"][:2] == ["menu: %d of the files in <b>%s</b> were saved", "&Open a file"]
    assert notes["a.xlf"] == ["one: Das <b> ist es"]
    assert notes["strings.xml"] == ["one", "three: one", "three: other"]
    assert notes["a.arb"][2:] == ["two: =0", "two: one", "two: other"]


def blocks(name: str):  # type: ignore[no-untyped-def]
    return document(FILES[name], name).segment


@pytest.mark.parametrize(
    ("name", "before", "damaged", "repaired", "after"),
    [
        ("a.po", 'msgid "a"\nmsgstr "', "He saw the the %d <b>big</b> files .",
         "He saw the %d <b>big</b> files.", '"\n'),
        ("a.po", 'msgid "a"\nmsgstr ""\n"', 'He saw the "\n"the \\"big\\" files .', None, '"\n'),
        ("a.po", 'msgid "_File"\nmsgstr "', "_He saw it , he said.", "_He saw it, he said.", '"\n'),
        ("a.xlf", "<xliff ><trans-unit id='a'><target>", 'It is <g id="1">shut ,</g> he &amp; I said.',
         'It is <g id="1">shut,</g> he &amp; I said.', "</target></trans-unit></xliff>"),
        ("a.xml", "<resources><string name='a'>", "It isn\\'t <b>shut</b> , he said.",
         "It isn\\'t <b>shut</b>, he said.",
         "</string></resources>"),
        ("a.strings", '"k" = "', 'It is shut , he told \\"us\\" %@.', 'It is shut, he told \\"us\\" %@.', '";'),
        ("a.arb", '{"k": "', "{n, plural, one {He saw # man.} other {It was shut , he told the the # men.}}",
         "{n, plural, one {He saw # man.} other {It was shut, he told the # men.}}", '"}'),
    ],
)  # fmt: skip
def test_damage_beside_markup_is_repaired(
    name: str, before: str, damaged: str, repaired: str | None, after: str
) -> None:
    copy = cleaned(before + damaged + after, name)
    if repaired is None:
        assert copy.count("the") == 1 and '\\"big\\"' in copy
    else:
        assert copy == before + repaired + after


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("a.po", "saved", "sa%sved"), ("a.arb", "house of", "ho{use} of"), ("a.po", "the fi", "t&he fi"),
     ("a.strings", "Only", "On%dly"), ("a.po", "lie in", "lie<br>"), ("a.po", "le\n\nCh", "l;e\n\nCh"),
     ("a.po", "ose the files", "&é")],
)  # fmt: skip
def test_an_edit_that_would_be_markup_is_refused(name: str, old: str, new: str) -> None:
    found = document(FILES[name], name)
    at = found.text.index(old)
    assert "placeholder or a tag" in found.refusal([Edit(Span(at, at + len(old)), new)])


@pytest.mark.parametrize("name", FILES)
@tries(60)
@given(st.data())
def test_edits_are_read_back(name: str, data: st.DataObject) -> None:
    found = unchanged(FILES[name].encode(), name)
    edits = data.draw(edits_of(found))
    again = edited(found, edits)
    assert _shape(FILES[name]) == _shape(again.raw.decode()) or "&" in str(edits)
    assert same(again.text, expected(found, edits))
    if name.endswith((".xlf", ".xml", ".tmx")):
        tags = [[(e.tag, e.attrib) for e in ElementTree.fromstring(d.raw).iter()] for d in (found, again)]
        assert tags[0] == tags[1]
    elif name == "a.arb":
        assert json.loads(again.raw).keys() == json.loads(found.raw).keys()


BITS = st.sampled_from([
    "The", "ship", " ", " ", ", ", ".", '\\"no\\"', "\\n", "\\t", "\\\\", "%s", "%1$d", "{name}",
    "{n, plural, other {# x}}", "<b>", "</b>", "<br/>", "é", "&", "_F", "~", "\\101", "#", "'", "%%", "100%", "&amp;",
])  # fmt: skip
MESSAGES = st.lists(BITS, max_size=12).map("".join)


@st.composite
def catalogues(draw: st.DrawFn) -> str:
    """Catalogues with wrapped strings, plurals, obsolete entries, contexts, flags and comments."""

    def string() -> str:
        parts = draw(st.lists(MESSAGES, min_size=1, max_size=3))
        return "\n".join(f'"{part}"' for part in (parts if draw(st.booleans()) else ["", *parts]))

    entries = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
    for number in range(draw(st.integers(1, 5))):
        head = draw(
            st.sampled_from(["", "# a , b\n", "#, c-format\n", '#: a.c:1\n#| msgid "a , b"\n', 'msgctxt "c , d"\n'])
        )
        forms = f"msgid_plural {string()}\nmsgstr[0] {string()}\nmsgstr[1] {string()}" if draw(st.booleans()) else ""
        entry = f'{head}msgid "{number}"\n{string()}\n{forms or f"msgstr {string()}"}\n'
        if draw(st.integers(0, 3)) == 0:
            entry = "".join(f"#~ {line}\n" for line in entry.splitlines() if not line.startswith("#"))
        entries.append(entry)
    return "\n".join(entries)


@st.composite
def string_tables(draw: st.DrawFn) -> str:
    """String tables of Apple with comments, bare keys and strings over several lines."""
    entries = []
    for number in range(draw(st.integers(1, 5))):
        key = draw(st.sampled_from([f'"key , {number}"', f"key.{number}", f"k-{number}"]))
        value = draw(MESSAGES) + draw(st.sampled_from(["", "x\nand on"]))
        comment = draw(st.sampled_from(["", '/* a = "b , c"; */ ', "// it , is\n"]))
        entries.append(f'{comment}{key} = "{value}"{draw(st.sampled_from(["", " "]))};\n')
    return "".join(entries)


GENERATED = {"a.po": catalogues(), "a.strings": string_tables()}


@pytest.mark.parametrize("name", GENERATED)
@tries(100)
@given(st.data())
def test_edits_of_generated_files_are_read_back(name: str, data: st.DataObject) -> None:
    source = data.draw(GENERATED[name])
    found = unchanged(source.encode(), name)
    edits = data.draw(edits_of(found))
    if not found.refusal(edits):
        again = edited(found, edits)
        assert _shape(source) == _shape(again.raw.decode())
        assert same(again.text, expected(found, edits))


BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize(
    ("name", "source", "reason"),
    [
        ("a.po", PO + 'msgid "open\n', "line 22 is no string"),
        ("a.po", '"text"\n', "line 1 is no string"),
        ("a.xlf", XLIFF[:-30], "not well-formed XML"),
        ("a.xlf", BOMB + XLIFF2, "declares the entity a"),
        ("a.xlf", OUTSIDE + XLIFF2, "declares the entity a"),
        ("a.xlf", XLIFF2.replace("&amp;", "&other;"), "not well-formed XML: undefined entity"),
        ("a.tmx", "<tmx>" * 200_000, "not well-formed XML"),
        ("a.strings", '"a" = "b"', 'line 1 is no "key"'),
        ("a.strings", '"a" "b";', 'line 1 is no "key"'),
        ("a.arb", '{"a": "b"', "not JSON"),
        ("a.arb", "[" * 200_000, "not JSON"),
        ("a.xml", "<html/>", ".xml files aren't read"),
    ],
)
def test_broken_files_are_one_line(name: str, source: str, reason: str) -> None:
    with pytest.raises(NotText, match=reason) as raised:
        document(source, name)
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_hostile_messages_take_linear_time() -> None:
    nested = "{n, plural, other " * 20_000
    for text in ("{" * 100_000, "<a" * 100_000, "&lt;a" * 60_000, nested, "%" * 100_000, nested + "{" + "}" * 20_000):
        document(json.dumps({"a": text}), "a.arb")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("msgmerge"), reason="no gettext")
def test_what_gettext_writes_is_read_and_checked(tmp_path: Path) -> None:
    for number in range(20):
        entries = "".join(
            f'\n#: a.c:{i}\n#, c-format\nmsgid "Key {i} %s of\\n{number}"\nmsgstr "The {i}th <b>file</b> of %s was '
            f'read , and it was {"very " * i}long\\n{number}"\n'
            for i in range(3 + number)
        )  # fmt: skip
        (tmp_path / "in.po").write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' + entries, "utf-8"
        )
        for options in (("--width", str(40 + number)), ("--no-wrap",)):
            subprocess.run(["msgcat", *options, "in.po", "-o", "out.po"], cwd=tmp_path, check=True)
            found = unchanged((tmp_path / "out.po").read_bytes(), "out.po")
            assert found.text.count("%s was read ,") == 3 + number
        (tmp_path / "copy.po").write_text(cleaned((tmp_path / "out.po").read_text("utf-8"), "out.po"), "utf-8")
        subprocess.run(["msgfmt", "-c", "-o", "out.mo", "copy.po"], cwd=tmp_path, check=True)
        assert " ," not in (tmp_path / "copy.po").read_text("utf-8")


def flagged(name: str, source: str, *texts: str) -> str:
    found = document(source, name)
    spans = [Span(at, at + len(text)) for text in texts for at in [found.text.index(text)]]
    return render(found, [], flagged=spans).decode()


def test_what_needs_a_look_is_marked_and_nothing_else_changes() -> None:
    copy = flagged("a.po", PO, "saved", "Choose", "no longer")
    assert copy == PO.replace("#, c-format", "#, fuzzy, c-format").replace('msgid "&Open', '#, fuzzy\nmsgid "&Open')
    assert flagged("a.po", copy, "saved", "Choose") == copy
    copy = flagged("a.xlf", XLIFF, "the house", "me")
    assert copy == XLIFF.replace('"translated"', '"needs-review-translation"') and flagged("a.xlf", copy, "me") == copy
    plain = XLIFF.replace(' state="translated"', "")
    assert flagged("a.xlf", plain, "me") == plain.replace(
        "<target>That", '<target state="needs-review-translation">That'
    )
    assert flagged("b.xlf", XLIFF2, "me") == XLIFF2


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("po2xliff"), reason="no translate-toolkit")
def test_what_translate_toolkit_writes_is_read(tmp_path: Path) -> None:
    """Twenty files of varied messages, each as XLIFF and TMX."""
    (tmp_path / "in").mkdir()
    for number in range(20):
        entries = "".join(
            f'\nmsgid "Avain {i} <b>%s</b> &amp; {number}"\nmsgstr "Key {i} was <i>lost</i> & {{name}} “{"x" * i}”"\n'
            for i in range(2 + number)
        )
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        (tmp_path / f"in/{number}.po").write_text(head + entries, "utf-8")
    for command in (["po2xliff", "in", "out"], ["po2tmx", "-l", "fr", "in", "-o", "all.tmx"]):
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    files = sorted((tmp_path / "out").glob("*.xl*"))
    assert len(files) == 20
    for path in files:
        assert unchanged(path.read_bytes(), path.name).text.count("was lost & {name}") == 2 + int(path.stem)
    assert unchanged((tmp_path / "all.tmx").read_bytes(), "all.tmx").text.count("was lost & {name}") > 20


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("po2xliff"), reason="no translate-toolkit")
def test_what_translate_toolkit_stores_is_read(tmp_path: Path) -> None:
    """Twenty files each of Apple's, Android's and Flutter's strings, XLIFF and TMX."""
    python = shutil.which("python3", path="/usr/bin") or "python3"
    subprocess.run([python, Path(__file__).with_name("translate_toolkit.py"), tmp_path], check=True, env={})
    for suffix in ("strings", "xml", "arb", "xlf", "tmx"):
        files = sorted(tmp_path.glob(f"*.{suffix}"))
        assert len(files) == 20
        for path in files:
            found = unchanged(path.read_bytes(), path.name)
            number = int(path.stem)
            texts = [
                f'The {number}th “file” was lost & found in <{number}>, it\'s "{n}" \\ é' for n in range(1 + number)
            ]
            assert " ".join(found.text.split()) == " ".join(texts)
