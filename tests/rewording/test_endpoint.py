"""The endpoint is asked where the user said and nowhere else, and fails in one line."""

from __future__ import annotations

from typing import Any

import pytest

from cleantext.rewording.endpoint import Endpoint, EndpointError
from tests.rewording.answering import GARBLED, REPAIRED, endpoint


def test_the_sentence_is_sent_with_the_text_around_it() -> None:
    with endpoint() as fake:
        assert Endpoint(fake.address, model="m").rewording(GARBLED, "Before.", "After.") == REPAIRED
    assert fake.sentences == [{"before": "Before.", "sentence": GARBLED, "after": "After."}]
    assert [(asked["model"], asked["temperature"]) for asked in fake.asked] == [("m", 0)]


def test_a_rewording_that_loses_a_name_is_dropped() -> None:
    with endpoint(content=REPAIRED.replace("Tuesday", "Friday")) as fake:
        assert Endpoint(fake.address).rewording(GARBLED) is None


def test_a_key_goes_along_where_one_is_given() -> None:
    with endpoint() as fake:
        Endpoint(fake.address).rewording(GARBLED)
        Endpoint(fake.address, key="secret").rewording(GARBLED)
    assert fake.keys == [None, "Bearer secret"]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"status": 500}, "answered 500"),
        ({"status": 302, "location": "http://127.0.0.1:9/elsewhere"}, "answered 302"),
        ({"raw": b"<html>"}, "did not answer in JSON"),
        ({"raw": b"{}"}, "did not answer in JSON"),
        ({"raw": b'{"choices": [{"message": {"content": null}}]}'}, "did not answer in JSON"),
        ({"raw": b"[" * 200_000}, "did not answer in JSON"),
    ],
    ids=["error", "redirect", "html", "empty", "null", "deep"],
)
def test_an_answer_that_is_none_is_told_with_the_address(fault: dict[str, Any], message: str) -> None:
    with endpoint(**fault) as fake, pytest.raises(EndpointError, match=f"{fake.address} {message}"):
        Endpoint(fake.address).rewording(GARBLED)


def test_an_endpoint_that_is_not_there_is_named() -> None:
    with endpoint() as fake:
        pass
    with pytest.raises(EndpointError, match=r"did not answer"):
        Endpoint(fake.address, timeout=5).rewording(GARBLED)


@pytest.mark.parametrize(
    "address",
    ["", "localhost:8080", "file:///etc/passwd", "ftp://host/x", "http://", "http://[::1", "http://host:99999"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(EndpointError, match="is no http address"):
        Endpoint(address)
