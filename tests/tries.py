"""On how many random inputs a property is tried: ``--fast`` takes a fifth of them."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

ALL, FAST = "all", "fast"
settings.register_profile(ALL, deadline=None)  # a clock tells little on a busy machine
settings.register_profile(FAST, deadline=None, max_examples=20)


def tries(number: int, **options: Any) -> settings:
    """Settings for a test whose inputs are dearer, or need more, than the usual 100.

    Taken from the profile, which must be loaded before tests are imported.
    """
    return settings(max_examples=number * settings().max_examples // 100, **options)
