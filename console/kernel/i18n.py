"""The reader's language (English is the key, others are JSON below ``resources/i18n``) and signs of numbers."""

from __future__ import annotations

from contextvars import ContextVar

LANGUAGES = ("en", "ja")
_ONE, _COUNTS = (1, "1"), (int, str)
_PLAIN = (".", ",")  # before the decimals, between thousands: English and Japanese alike


class _Catalogue:
    def __init__(self) -> None:
        self.language = "en"
        self.texts: dict[str, str] = {}
        self.signs = _PLAIN


_current = _Catalogue()
_spoken: ContextVar[_Catalogue | None] = ContextVar("spoken", default=None)


class Speaking:
    """Another language within a ``with`` block, for this thread only: a report for others than who reads the window."""

    def __init__(self, language: str) -> None:
        self._catalogue = _Catalogue()
        _fill(self._catalogue, language)
        if self._catalogue.language == _current.language:
            self._catalogue.signs = _current.signs

    def __enter__(self) -> None:
        self._before = _spoken.set(self._catalogue)

    def __exit__(self, *_: object) -> None:
        _spoken.reset(self._before)


def _fill(catalogue: _Catalogue, language: str) -> None:
    catalogue.language = language if language in LANGUAGES else "en"
    catalogue.texts = {} if catalogue.language == "en" else load_texts(catalogue.language)


def _catalogue() -> _Catalogue:
    return _spoken.get() or _current


def set_language(language: str) -> None:
    """Choose the language of every later ``t``; an unknown language means English."""
    _fill(_current, language)


def language() -> str:
    """Return the current language, ``en`` or ``ja``."""
    return _catalogue().language


def set_numbers(chosen: str, system: str = "") -> None:
    """Choose how numbers are written: a form such as ``1.234,5``, or ``system``.

    That is what ``LC_ALL``, ``LC_NUMERIC`` or ``LANG`` say, the first that is set; without one the locale ``system``.
    """
    if chosen == "system":
        import os  # noqa: PLC0415 - not needed for --version

        chosen = next((os.environ[one] for one in ("LC_ALL", "LC_NUMERIC", "LANG") if os.environ.get(one)), system)
    if chosen.partition(".")[0] in {"", "C", "POSIX", "en_US", "en_GB", "ja_JP", "1,234"}:
        _current.signs = _PLAIN
        return
    from console.kernel.number_signs import signs_of  # noqa: PLC0415 - most readers do without the table

    _current.signs = signs_of(chosen)


def number_signs() -> tuple[str, str]:
    """Return the sign before the decimals and the sign between thousands."""
    return _catalogue().signs


def localized(number: str) -> str:
    """Return a number that is written with English signs (``1,234.5``) with the reader's own."""
    signs = _catalogue().signs
    return number if signs is _PLAIN else number.translate({46: signs[0], 44: signs[1]})


def plain(number: str) -> str | None:
    """Return a number that the reader typed as programs write it (``1234.5``); ``None`` where thousands do not fit.

    ``1,5`` is none in English: it must not become 15.
    """
    decimal, group = _catalogue().signs
    if any(sign in number for sign in ".,\u2019" if sign not in {decimal, group}):
        return None
    whole, found, rest = number.strip().partition(decimal)
    first, *others = whole.replace(" ", group).replace("'", group).split(group)
    if group in rest or any(len(one) != 3 or not one.isdigit() for one in others):
        return None
    if others and not 1 <= len(first.lstrip("+-")) <= 3:
        return None
    return "".join((first, *others)) + ("." + rest if found else "")


def load_texts(language: str) -> dict[str, str]:
    """Return all texts of a language: the union of its JSON files."""
    # Imported here and without importlib.resources (16 ms): English needs none of it, and --help must be quick.
    import json  # noqa: PLC0415
    import os  # noqa: PLC0415

    import resources  # noqa: PLC0415

    texts: dict[str, str] = {}
    folder = os.path.join(resources.__path__[0], "i18n", language)
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                texts.update(json.load(file))
    return texts


def t(text: str, /, **values: object) -> str:
    """Return ``text`` in the current language with its ``{placeholders}`` filled in.

    The first argument must be a literal, because a test collects the literals. Values are inserted as they are
    (but for the system's words of why it refused) and never interpreted as a format.
    """
    template = _catalogue().texts.get(text, text)
    if not values:
        return template
    if _catalogue().language == "en" and any(value in _ONE for value in values.values() if type(value) in _COUNTS):
        from console.kernel.singular import singular  # noqa: PLC0415 - most sentences do without

        template = singular(template, values)
    elif _catalogue().language == "ja":
        from console.kernel.closed_up import closed_up  # noqa: PLC0415 - English needs none of it
        from console.kernel.system_words import in_own_words  # noqa: PLC0415 - as above

        values = in_own_words(values, _catalogue().texts)
        template = closed_up(template, values)
    try:
        return template.format_map(values)
    except (KeyError, IndexError, ValueError):
        import logging  # noqa: PLC0415

        logging.getLogger(__name__).warning("translation of %r does not fit its values", text)
        return text.format_map(values)


def translated(text: str) -> str:
    """Return, in the language, a text without placeholders that is declared elsewhere (a scenario's title)."""
    return _catalogue().texts.get(text, text)
