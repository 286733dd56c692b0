"""``cleantext lsp``: findings in an editor."""

from __future__ import annotations

from cleantext.cli import options
from cleantext.core.settings import SettingsError


def lsp(
    languagetool: options.LanguageToolOption = None,
    language: options.LanguageOption = None,
    sensitivity: options.Sensitivity = None,
    language_model: options.LanguageModel = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    config: options.ConfigOption = None,
) -> None:
    """Show findings in an editor: a language server on standard input and output.

    Editors start it; README says how. It offers fixes and says why, and changes nothing unasked.
    """
    settings = options.settings_of(
        config, level="none", languagetool=languagetool, language=language, sensitivity=sensitivity,
        language_model=language_model, select=select,
        ignore=ignore,
    )  # fmt: skip
    try:
        from cleantext.lsp import serve
    except ModuleNotFoundError as error:
        raise SettingsError("lsp needs pygls: pip install 'cleantext-review[lsp]'") from error
    serve(settings)
