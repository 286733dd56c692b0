"""Entities and wrong encodings: what they become, and which of it happens without asking."""

from __future__ import annotations

import pytest

import cleantext


@pytest.mark.parametrize(
    ("given", "safe", "suggested"),
    [
        ("The caf&eacute; is open.", "The café is open.", "The café is open."),
        ("It is &quot;late&quot; now.", 'It is "late" now.', 'It is "late" now.'),
        ("“So?” he said. &quot;No,&quot; she said.",) * 2 + ("“So?” he said. “No,” she said.",),
        ("They appr&eacute;ciated it.",) * 2 + ("They appreciated it.",),
        ("They saut&eacute;ed it.", "They sautéed it.", "They sautéed it."),
        ("An inter&shy;national road.", "An international road.", "An international road."),
        ("A snow&shy;white castle.",) * 2 + ("A snow-white castle.",),
        ("He wrote &copy; into the page.",) * 2 + ("He wrote © into the page.",),
        ("The book says &copy; 2020 inside.", *("The book says © 2020 inside.",) * 2),
        ("The letter Ã is nasal.",) * 2 + ("The letter à is nasal.",),
        ("The cafÃ© is open.", "The café is open.", "The café is open."),
        ("At 20Â°C it costs Â£40.", *("At 20°C it costs £40.",) * 2),
        ("Materialï¼šstainless steel", "Materialï¼šstainless steel", "Material: stainless steel"),
    ],
)
def test_it_becomes_what_fits_the_text(given: str, safe: str, suggested: str) -> None:
    assert (cleantext.clean(given), cleantext.clean(given, level="suggested")) == (safe, suggested)


@pytest.mark.parametrize(
    ("given", "safe", "suggested"),
    [
        ("NovÃ¡k/Holm – RÃ¥d og dÃ¥d", "Novák/Holm – Råd og dåd", "Novák/Holm – Råd og dåd"),
        ("Ä°pek sang; VÄ«tols played.", "İpek sang; Vītols played.", "İpek sang; Vītols played."),
        ("We met in “Ã…lesundâ€\u009d.", "We met in “Ålesund”.", "We met in “Ålesund”."),
        ("Ã…gÃ¥rd won.", "Ågård won.", "Ågård won."),
        ("theyâ€™d say â€œsupperâ€\ufffd now", "they’d say “supper” now", "they’d say “supper” now"),
        ("The GrÃƒÂ¶bel brothers – twins – left.",) + ("The Gröbel brothers – twins – left.",) * 2,
        ('a HoldFastâ"¢ clip',) * 2 + ("a HoldFast™ clip",),
        ('It rained â€" hard.',) * 2 + ("It rained — hard.",),
        ("a plate of crθme brϋlιe",) * 2 + ("a plate of crème brûlée",),
        ("We shouldn&amp;#39;t wait; &amp;copy; Kite", *("We shouldn't wait; © Kite",) * 2),
        ("The mug says &amp;copy; 2026.", "The mug says © 2026.", "The mug says © 2026."),
        ("She turned o\x00 the lamp.",) * 2 + ("She turned off the lamp.",),
        ("They call it wa\x00ter here.",) * 2 + ("They call it water here.",),
        ("It fell. \x02 It rose.", "It fell.  It rose.", "It fell.  It rose."),
        ("He didnÊ¼t go.",) * 2 + ("He didn’t go.",),
        ("Open \x1b]8;;http://evil.example/\x1b\\the site\x1b]8;;\x07 now.",) + ("Open the site now.",) * 2,
        ("\x1b[1;31mRed\x1b[0m hall\x1b[?25h\x1b(B\x1b]0;title\x07", "Red hall", "Red hall"),
        ("Open \x1b]8;;http://evil.example/ now.",) * 3,
        ("a port\u00adfolio; a hypo\n\u00ad\nthetical case",) + ("a portfolio; a hypothetical case",) * 2,
    ],
)  # fmt: skip
def test_what_ftfy_leaves_or_takes_for_something_else(given: str, safe: str, suggested: str) -> None:
    assert (cleantext.clean(given), cleantext.clean(given, level="suggested")) == (safe, suggested)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("The word ä¸\u00adæ\u0096 stands there.", "ä¸\u00adæ\u0096"),
        ("The word ä¸\u00adæ– stands there.", "ä¸\u00adæ–"),
        ("Say Ð¿Ñ€Ð¸Ð²ÐµÑ to them.", "Ð¿Ñ€Ð¸Ð²ÐµÑ"),
        ("Aunt ZuzaA¯na rang.", "A¯"),
        ("Aunt ZÃdenka rang.", "Ã"),
        ("a ߚҠ stops", "ߚҠ"),
        ("He donË†t know.", "Ë†"),
        ("it\x80\x99s late", "\x80\x99"),
    ],
)
def test_half_a_repair_is_worse_than_none(given: str, place: str) -> None:
    assert cleantext.clean(given, level="suggested") == given
    found = [finding for finding in cleantext.check(given) if finding.pack == "encoding"]
    assert [finding.fix for finding in found] == [None]
    assert found[0].text == place


@pytest.mark.parametrize(
    "given",
    [
        "In HTML, write &lt;script&gt; to open a script.",
        "For small type, enter &lt;small&gt; ahead of the word.",
        "OUR NEW MENÚ… FROM PUEBLA",
        "The CAFÉ” sign and “É”",
        "200\u00a0g of rice for Mrs.\u00a0Lund",
        "TNFα and ERα rise; cosθ falls; a 5 µm gap.",
        "Hawaiʻi and Oʻahu",
        "Hello {name}, {count} {count} of %1$s and %d left.",
        "See, e. g., Marsh v. Tolland, 397 U. S. 88, 91 (1970).",
    ],
)
def test_it_is_left_alone(given: str) -> None:
    assert cleantext.clean(given, level="suggested") == given


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The gene encodes a protein. He ate at the cafÃ©.", "The gene encodes a protein. He ate at the café."),
        ("She had to decode it. The cafÃ© was full.", "She had to decode it. The café was full."),
    ],
)
def test_other_codes_are_no_reason_to_leave_mojibake(text: str, wanted: str) -> None:
    assert cleantext.clean(text) == wanted


def test_a_line_break_in_the_text_is_no_tag_that_it_speaks_of() -> None:
    assert [found.rule for found in cleantext.check("Add the salt and the &lt;br&gt; pepper to the pan.")]


def test_mojibake_that_a_text_is_about_stays() -> None:
    text = "If é comes out as Ã© in Windows-1252, you are looking at the same bytes."
    assert cleantext.clean(text) == text
    assert [finding.rule for finding in cleantext.check(text)] == ["mojibake"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Row %1$ d of % 2$ d", "Row %1$d of %2$d"),
        ("%1$ s / % 2$ s files", "%1$s/%2$s files"),
        ("Lock the gate. ” . . . or leave it,” he said.", "Lock the gate. “. . . or leave it,” he said."),
    ],
)
def test_placeholders_and_spaced_dots_are_not_cut(given: str, wanted: str) -> None:
    assert cleantext.clean(given) == given
    assert cleantext.clean(given, level="suggested") == wanted
