"""How numbers are written where: the signs before decimals and between thousands (facts of CLDR 44)."""

from __future__ import annotations

import re

_COMMA, _SPACE, _APOSTROPHE, _POINT = (",", "."), (",", "\u00a0"), (".", "\u2019"), (".", ",")
_FORMS = {"1,234.5": _POINT, "1.234,5": _COMMA, "1 234,5": _SPACE, "1\u2019234.5": _APOSTROPHE}
_WITH_COMMA = re.compile("az|bs|ca|da|de|el|es|eu|fo|gl|hr|id|is|it|mk|nl|pt|ro|sl|sq|sr|tr|vi")
_WITH_SPACE = re.compile("be|bg|cs|et|fi|fr|hu|hy|ka|kk|ky|lt|lv|nb|nn|no|pl|pt_PT|ru|sk|sv|uk|uz|de_AT|en_ZA|es_CR")
_WITH_APOSTROPHE = re.compile("(?:de|it|en)_CH|de_LI")
_WITH_POINT = re.compile("es_(?:419|DO|GT|HN|MX|NI|PA|PE|PR|SV|US)")


def signs_of(chosen: str) -> tuple[str, str]:
    """Return decimal and group sign of a form (``1.234,5``) or of a locale (``de_DE.UTF-8``); English ones if unknown.

    Between thousands stands a no-break space where a locale has a narrow one: fonts know it.
    """
    if chosen in _FORMS:
        return _FORMS[chosen]
    locale = chosen.partition(".")[0].partition("@")[0].replace("-", "_")
    for name in (locale, locale.partition("_")[0]):
        for names, signs in (
            (_WITH_APOSTROPHE, _APOSTROPHE), (_WITH_POINT, _POINT), (_WITH_SPACE, _SPACE), (_WITH_COMMA, _COMMA)
        ):  # fmt: skip
            if names.fullmatch(name):
                return signs
    return _POINT
