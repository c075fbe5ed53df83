"""Why a text is no JSON, in words of the user's language."""

import json

from console.kernel.i18n import t


def json_fault(error: Exception) -> str:
    """Return where the text stops being JSON; an empty text for errors of another kind."""
    if isinstance(error, json.JSONDecodeError):
        return t("it is no JSON, see line {line}, column {column}", line=error.lineno, column=error.colno)
    return t("it is nested too deeply") if isinstance(error, RecursionError) else ""
