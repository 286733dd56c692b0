"""JSON Lines: strings of columns edited in place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from tests.formats.contract import cleaned, document, edited, edits_of, expected, same, unchanged
from tests.tries import tries

RECORDS = st.lists(
    st.fixed_dictionaries({"text": st.text(max_size=40), "n": st.integers()}, optional={"other": st.text(max_size=9)}),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize(
    ("line", "column", "repaired"),
    [
        ('{"text": "It is shut , he said."}', "text", '{"text": "It is shut, he said."}'),
        ('{"text" : "Now shut\\u0020, he \\"said\\".", "a": 1.0}', "text",
         '{"text" : "Now shut, he \\"said\\".", "a": 1.0}'),
        ('{"a": {"b": [{"c": "Now shut , he said."}]}}', "a.b[].c", '{"a": {"b": [{"c": "Now shut, he said."}]}}'),
        ('{"a": "x , y", "text": "Now shut , he said."}', "text", '{"a": "x , y", "text": "Now shut, he said."}'),
        ('["It is shut , he said."]', "[]", '["It is shut, he said."]'),
    ],
)  # fmt: skip
def test_strings_are_repaired_in_place(line: str, column: str, repaired: str) -> None:
    assert cleaned(line + "\n", "a.jsonl", Reading(columns=(column,))) == repaired + "\n"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('{"text": "a"}\n{"text": \n', "not JSON in line 2"),
        ('{"body": "a"}', "no text in the column text"),
        ("[" * 100_000, "not JSON in line 1"),
    ],
)
def test_broken_files_are_one_line(source: str, reason: str) -> None:
    with pytest.raises(NotText, match=reason):
        document(source, "a.jsonl")


@tries(60)
@given(RECORDS, st.booleans(), st.data())
def test_edits_are_read_back(records: list[dict[str, object]], ascii_only: bool, data: st.DataObject) -> None:
    lines = [json.dumps(record, ensure_ascii=ascii_only) for record in records]
    raw = ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")
    found = unchanged(raw, "a.jsonl")
    edits = data.draw(edits_of(found))
    again = edited(found, edits)
    for before, after in zip(records, again.raw.decode("utf-8", "surrogatepass").split("\n")[:-1], strict=True):
        assert {**before, "text": 0} == {**json.loads(after), "text": 0}
    assert same(again.text, expected(found, edits))
