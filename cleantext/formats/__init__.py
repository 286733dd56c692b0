r"""Readers of file formats: bytes to a document and back. They know nothing of rules.

What everyone downstream works with is the **prose**: one ``str``, the text of all blocks (paragraphs, headings, list
items, cells) with ``\n\n`` between them, without markup, escapes decoded. Checkers, findings, ``report.json``, the
review page and decisions all count in it; lines and columns of a finding are those of the file. Plain text is its own
prose. Reading the same bytes gives the same prose, so ``apply`` reads the file again and checks each finding's text.

    bytes --decode--> source --read--> Prose(source, text, blocks, pieces)
    edits of the prose --Prose.rewritten--> edits of the source --apply, encode--> bytes

The contract: without an edit the very same bytes; with edits nothing else changes. What can't be written back raises
``Unwritable``; the engine then leaves the fix as a proposal and says why, ``apply`` leaves the decision out.

**To add a format that is text**, write ``cleantext/formats/NAME.py`` with one function and add a line to ``FORMATS`` in
``known.py`` (suffixes, how its content surely begins, where it names its encoding, its extra in ``pyproject.toml``):

    def read(source: str, reading: Reading) -> Prose:
        '''Raises ``NotText`` for a broken file, in one line that says what is wrong and in which line.'''
        builder = Builder(source)
        builder.open(BlockKind.PROSE, note="00:00:01,000")   # the note is what the reader of a report sees beside it;
                                                             # a translation gives its ``original``, too
        builder.add(10, 25, XML_TEXT)                        # source[10:25] is prose that may be edited; its codec
        builder.add(29, 33, XML_TEXT, depth=1)               # what lies between (a tag) has no place in the prose
        builder.keep(33, 35)                                 # is read as it is, and stays: code, a placeholder, "%s"
        builder.keep(35, 39, shown="\n")                     # is read as a line end: <br>
        builder.border(39, 70)                               # is read as a blank and stays; words may move over it
        return builder.built()

- A block ends with the next ``open``; one without anything to edit leaves nothing. For a string that may hold several
  paragraphs give ``open`` a segmenter (``formats.text.segment``) in place of a kind. Each place of the source belongs
  to one block at most; blocks may come in any order.
- ``cues.py`` serves formats of subtitles, ``messages.py`` those of translations (placeholders, tags, plurals),
  ``units.py`` and ``markup.py`` those of them in XML.
- ``codecs.py`` has codecs for HTML, XML and JSON. One for a new kind of place is a regular expression of its escapes,
  and two functions. ``encode`` raises ``Unwritable`` for what such a place can't hold.
- An insertion between two pieces goes to the word it touches, else to the piece with less ``depth``. Where only kept
  text is beside it, it is unwritable.
- A finding that lies in kept text alone is dropped; a fix that reaches over it is a proposal only. So is one over the
  border of two blocks, unless it takes all of a block away.
- A comment that switches rules off: give ``built`` a pattern with the two groups of ``core/suppression.py``, and
  ``by_block`` where the next line is the next message, cue or paragraph.
- Linear time in hostile input, no recursion without a bound, no entity expansion, no network.

**A format that is no text** (``packed=True``: a zip) has two functions of its own:

    def read(path: PurePath, raw: bytes, reading: Reading) -> Document: ...
    def write(document: Document, edits: Sequence[Edit]) -> bytes: ...
    def write(document: Document, edits: Sequence[Edit], marks: Marks | None) -> bytes: ...  # where it ``tracks``

Its ``Document`` has the joined prose, the blocks, and a ``layout`` (see ``core/document.py``), for which ``joined.py``
puts the ``Prose`` of several members together. ``zipped.py`` reads members within limits and writes a zip again in
which only the named ones change; ``xml_places.py`` gives the tags and texts of XML with their places; ``marks.py`` says
what a format that ``tracks`` shows of a review, as tracked changes and comments.

``reader.py`` chooses a format (``--format``, else content, else suffix), decodes and encodes. A library that is missing
is reported with the ``pip install`` of the format's extra. Tests in ``tests/formats/`` hold each format to all of this
with ``contract.py``.
"""
