"""Training needs the extra ``train``: of its modules only those that hold tests are imported for tests."""

from __future__ import annotations

from pathlib import Path


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out all modules but tests."""
    return None if collection_path.is_dir() or collection_path.name.startswith("test_") else True
