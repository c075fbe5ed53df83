"""The language of the locale, without what the help page needs: the window asks for it before its first paint."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def locale_language(environment: "Mapping[str, str] | None" = None) -> str:
    """Return the language of the locale: ``ja`` for a Japanese one, else ``en``."""
    values: Mapping[str, str] = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if values.get(name):
            return "ja" if values[name].lower().startswith("ja") else "en"
    return "en"
