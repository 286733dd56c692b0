"""What looks like damage and may be meant: nothing of it changes unasked."""

from __future__ import annotations

import pytest

import cleantext


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('1,Smith,,"He left the town at noon."\n3,The mayor of the town,,\n', id="columns of a table"),
        pytest.param("The Chinese comma ， is wide. It ends with 。 in Chinese.", id="marks that are spoken of"),
        pytest.param("Click Read\u200bMore on Karl\u200bMarx\u200bAllee.", id="breaks between words"),
        pytest.param("ADVERTISEMENT\n\nMost of the following poems are experiments.", id="an old preface"),
        pytest.param("He moved here from 's-Hertogenbosch. See [2] ibid., p. 44", id="a name and a reference"),
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert cleantext.clean(text) == text
