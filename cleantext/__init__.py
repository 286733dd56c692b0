"""Repair English text damaged by machine translation and scraping.

>>> import cleantext
>>> cleantext.clean("It stood alone on the stage. .", languagetool=False)
'It stood alone on the stage.'
"""

# Nothing is imported here: with ``python -m cleantext`` modules of the current folder come first until
# ``cleantext.__main__`` has seen to that.

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleantext.library import Findings
    from cleantext.report.model import ReportedDamage

__version__ = "0.1.0"


def check(text: str, *, languagetool: bool | str = False, language_model: bool = True) -> "Findings":
    """What is wrong with ``text``, a tuple; ``cleantext.library`` says what each finding holds.

    Offsets are ``str`` offsets into ``text``, and printed it shows each finding in its place.
    ``languagetool`` is true to start LanguageTool where it is set up, or the address of a running server;
    ``language_model`` is false to do without the neural model, which finds more and takes time.
    """
    from cleantext.library import Findings, examined

    return Findings(examined(text, "none", languagetool, language_model).findings, text)


def clean(text: str, *, level: str = "safe", languagetool: bool | str = False, language_model: bool = True) -> str:
    """``text`` with what is safe applied, or with every proposal at level ``suggested``.

    Raises ``ValueError`` for an unknown level.
    """
    if level not in ("none", "safe", "suggested"):
        raise ValueError(f"no level '{level}'; there are none, safe and suggested")
    from cleantext.core.edit import apply_edits
    from cleantext.library import examined

    report = examined(text, level, languagetool, language_model)
    return apply_edits(text, (applied.edit for applied in report.applied))


def damage(text: str, *, languagetool: bool | str = False, language_model: bool = True) -> "ReportedDamage":
    """How damaged ``text`` is: ``share`` of its sentences, from 0 to 1, ``kinds`` by kind, and a ``verdict`` or ``""``.

    >>> damage("The river rose quickly after the storm.").share
    0.0
    """
    from cleantext.library import examined

    return examined(text, "none", languagetool, language_model).damage


__all__ = ["__version__", "check", "clean", "damage"]
