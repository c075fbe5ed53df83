"""What the console wrote down earlier, in the language of who reads it now.

Journals keep sentences, not keys: they are read by other programs, and by later versions whose keys differ. A sentence
of this console is one of its texts with values in it, so that the text and its values can be found again. What a person
wrote, or what no text fits, stays as it is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import Formatter
from typing import NamedTuple

from console.kernel.closed_up import all_closed, closed_up
from console.kernel.i18n import language, load_texts

_MOST = 2_000
_DEEPEST = 3
_EDGE = 3
_LEAST_LETTERS, _LEAST_SIGNS = 6, 3  # fewer of them are in any sentence
_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_KANA = re.compile("[\u3041-\u309f]")
_NUMBER = re.compile("[0-9][0-9., ’]*")
_WORD = re.compile("[A-Za-z]{2,}")
_MARKS = ("; ", " · ")
"""What stands between several things that are said of one."""
_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z])|(?<=。) ?")


class _Form(NamedTuple):
    """A text with values: what stands around them, their names, and the key of the text.

    ``is_closed``: as it reads around values in Japanese, which have no space beside them.
    """

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    key: str
    is_closed: bool = False


class _Book(NamedTuple):
    """The texts of a language: those without values, and the others by how they begin or end."""

    plain: dict[str, str]
    forms: dict[str, tuple[_Form, ...]]


def retold(text: str) -> str:
    """Return a sentence that this console wrote in any of its languages, in the reader's."""
    return _retold(text, language()) if 0 < len(text) <= _MOST else text


@lru_cache(maxsize=4_096)
def _retold(text: str, wanted: str, depth: int = 0) -> str:
    if depth > _DEEPEST or bool((_KANA if wanted == "ja" else _JAPANESE).search(text)) is (wanted == "ja"):
        return text  # it is in that language
    if depth and wanted == "ja" and " " not in text:
        return text  # a name, or a word of somebody else's
    book = _book("en" if wanted == "ja" else "ja")
    if text in book.plain:
        return _text(book.plain[text], wanted)
    found = _found(book, text)
    if found is not None:
        key, values = found
        values = {name: _retold(one, wanted, depth + 1) for name, one in values.items()}
        told = _text(key, wanted)
        return (closed_up(told, values) if wanted == "ja" else told).format_map(values)
    return _in_parts(text, wanted, depth)


def _in_parts(text: str, wanted: str, depth: int) -> str:
    """Return a text that is none of the console's as a whole, with those of its parts told that are."""
    for mark in (one for one in _MARKS if one in text):
        said = mark.join(_retold(part, wanted, depth + 1) for part in text.split(mark))
        if said != text:
            return said
    parts = _SENTENCE_ENDS.split(text)
    if len(parts) > 1:
        told = [_retold(part, wanted, depth + 1) for part in parts]
        return text if told == parts else " ".join(filter(None, told))  # a person's words keep their blanks
    place, colon, said = text.rpartition(": ")  # where, and what is said of it
    return f"{place}{colon}{_retold(said, wanted, depth + 1)}"


def _found(book: _Book, text: str, *, whole: bool = True) -> tuple[str, dict[str, str]] | None:
    """Return the key of the text that fits, and its values; that with the longest literals, if several do.

    Values say less than what stands around them, else a short text would swallow what somebody else wrote. Unless they
    are sentences of this console themselves, which is looked for once (``whole``), so that no text costs more.
    """
    places = (f"^{text[:_EDGE]}", f"{text[-_EDGE:]}$", "")
    forms = (form for place in places for form in book.forms.get(place, ()))
    for form in sorted(forms, key=_length, reverse=True):
        values = _values(form, text)
        if values is not None and form.is_closed:
            values = _opened(form, values, text)
        if values is None or not (_is_telling(form) or all(map(_NUMBER.fullmatch, values.values()))):
            continue
        longest = max(values.values(), key=_words)
        if _words("".join(form.pieces)) >= _words(longest) or (whole and _is_known(longest)):
            return form.key, values
    return None


def _words(text: str) -> float:
    """Return how much is said: about as many words; a name without spaces is one, whatever it is made of."""
    return max(sum(_WORD.search(part) is not None for part in text.split()), len(_JAPANESE.findall(text)) / 3)


def _is_known(value: str) -> bool:
    books = (_book("en"), _book("ja"))
    return any(value in one.plain or _found(one, value, whole=False) is not None for one in books)


def _text(key: str, wanted: str) -> str:
    return _japanese().get(key, key) if wanted == "ja" else key


@cache
def _japanese() -> dict[str, str]:
    return load_texts("ja")


@cache
def _book(written_in: str) -> _Book:
    plain: dict[str, str] = {}
    forms: dict[str, tuple[_Form, ...]] = {}
    for key, japanese in _japanese().items():
        text = key if written_in == "en" else japanese
        form = _form(text, key)
        if form is None:
            plain.setdefault(text, key)
            continue
        closed = _form(all_closed(text), key) if written_in == "ja" else None
        several = (form,) if closed is None or closed == form else (form, closed._replace(is_closed=True))
        for one in several:
            if all(one.pieces[1:-1]) and any(sign.isalpha() for piece in one.pieces for sign in piece):
                forms[_place(one)] = (*forms.get(_place(one), ()), one)
    return _Book(plain, forms)


def _place(form: _Form) -> str:
    first, *_, last = form.pieces
    return f"^{first[:_EDGE]}" if len(first) >= _EDGE else f"{last[-_EDGE:]}$" if len(last) >= _EDGE else ""


def _length(form: _Form) -> int:
    return sum(map(len, form.pieces))


def _form(text: str, key: str) -> _Form | None:
    """Return a text as pieces and names; ``None`` for one without values."""
    pieces, names = [""], []
    for literal, name, _, _ in Formatter().parse(text):
        pieces[-1] += literal
        if name is not None:
            names.append(name)
            pieces.append("")
    return _Form(tuple(pieces), tuple(names), key) if names else None


def _is_telling(form: _Form) -> bool:
    """Return whether so much is written around the values that no other sentence fits by chance."""
    around = "".join(form.pieces)
    letters, signs = sum(one.isascii() and one.isalpha() for one in around), len(_JAPANESE.findall(around))
    return letters >= _LEAST_LETTERS or signs >= _LEAST_SIGNS


def _opened(form: _Form, values: dict[str, str], text: str) -> dict[str, str] | None:
    """Return the values without the spaces that stand beside foreign ones; ``None`` where others would be there."""
    found = {name: one.strip() for name, one in values.items()}
    return found if closed_up(_text(form.key, "ja"), found).format_map(found) == text else None


def _values(form: _Form, text: str) -> dict[str, str] | None:
    """Return the values that make ``text`` of the form; nothing is tried twice, so that no text costs more."""
    first, *middle, last = form.pieces
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return None
    at, end = len(first), len(text) - len(last)
    values: dict[str, str] = {}
    for name, piece in zip(form.names, (*middle, ""), strict=True):
        stop = text.find(piece, at, end) if piece else end
        if stop < 0 or values.setdefault(name, text[at:stop]) != text[at:stop]:
            return None
        at = stop + len(piece)
    return values
