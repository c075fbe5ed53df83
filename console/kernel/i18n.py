"""Translation of user-visible text: English is the key, other languages are JSON under ``resources/i18n``."""

from __future__ import annotations

from contextvars import ContextVar

LANGUAGES = ("en", "ja")


class _Catalogue:
    def __init__(self) -> None:
        self.language = "en"
        self.texts: dict[str, str] = {}


_current = _Catalogue()
_spoken: ContextVar[_Catalogue | None] = ContextVar("spoken", default=None)


class Speaking:
    """Another language within a ``with`` block, for this thread only: a report for others than who reads the window."""

    def __init__(self, language: str) -> None:
        self._catalogue = _Catalogue()
        _fill(self._catalogue, language)

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
    and never interpreted as a format.
    """
    template = _catalogue().texts.get(text, text)
    if not values:
        return template
    try:
        return template.format_map(values)
    except (KeyError, IndexError, ValueError):
        import logging  # noqa: PLC0415

        logging.getLogger(__name__).warning("translation of %r does not fit its values", text)
        return text.format_map(values)


def translated(text: str) -> str:
    """Return, in the language, a text without placeholders that is declared elsewhere (a scenario's title)."""
    return _catalogue().texts.get(text, text)
