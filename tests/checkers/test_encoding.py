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
        ("All rights &copy; 2020 Smith.", "All rights © 2020 Smith.", "All rights © 2020 Smith."),
        ("The letter Ã is nasal.",) * 2 + ("The letter à is nasal.",),
        ("The cafÃ© is open.", "The café is open.", "The café is open."),
    ],
)
def test_it_becomes_what_fits_the_text(given: str, safe: str, suggested: str) -> None:
    assert (cleantext.clean(given), cleantext.clean(given, level="suggested")) == (safe, suggested)
