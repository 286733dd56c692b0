"""The table of all kinds of matchers: the modules of ``matchers/``. A new kind is a new module there, and no more."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast

from cleantext.rulebook import matchers
from cleantext.rulebook.match import Matcher, Strict

KINDS: dict[str, Matcher] = {
    module.name: cast(Matcher, import_module(f"{matchers.__name__}.{module.name}"))
    for module in iter_modules(matchers.__path__)
}
"""Each kind of matcher by the key that stands for it in a rule."""


class OneKind(Strict, frozen=True, kw_only=True):
    """Has a field for each kind, of which one is given."""

    @property
    def kind(self) -> str:
        """The name of the one kind given. Raises ``ValueError`` where it is none, or several."""
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"match takes exactly one kind, not {', '.join(given) or 'none'}")
        return given[0]

    @property
    def spec(self) -> Any:
        """What is given for it."""
        return getattr(self, self.kind)

    @property
    def matcher(self) -> Matcher:
        """The module that knows this kind."""
        return KINDS[self.kind]
