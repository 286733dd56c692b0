"""Templates of fixes and messages."""

from __future__ import annotations

import pytest

from cleantext.rulebook.template import TemplateError, fill


@pytest.mark.parametrize(
    ("template", "groups", "expected"),
    [
        ("{a} {b}", {"a": "1", "b": "2"}, "1 2"),
        ("{a:lower}, {a:capital}, {a:upper}", {"a": "However IT"}, "however IT, However IT, HOWEVER IT"),
        ("{a:narrow}", {"a": "（１２）"}, "(12)"),
        ("{a:third} {a:plural}", {"a": "carry"}, "carries carry"),
        ("{a:base} {a:past} {a:participle} {a:gerund}", {"a": "written"}, "write wrote written writing"),
        ("{a:many} {b:one}", {"a": "city", "b": "boats"}, "cities boat"),
        ("a{b}c", {"b": None}, "ac"),
        ("{{{a}}}", {"a": "x"}, "{x}"),
    ],
)
def test_a_template_is_filled(template: str, groups: dict[str, str | None], expected: str) -> None:
    assert fill(template, groups) == expected


@pytest.mark.parametrize(
    ("template", "reason"), [("{b}", "no group 'b'"), ("{a:nope}", "no form 'nope'"), ("{a", "expected")]
)
def test_a_wrong_template_is_refused(template: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        fill(template, {"a": "x"})
