"""Saying in one sentence what pydantic found wrong, with a suggestion where one is near."""

import json
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from console.estate.legible import legible
from console.estate.plain_secret import looks_like_header, looks_like_secret
from console.kernel.i18n import t


def secret_sentence() -> str:
    """Return how to store a secret that was written in plain text."""
    return t(
        "a secret does not belong in this file; store it with: cell-console secret set NAME, and write keyring:NAME "
        "(or env:NAME, file:/path) here."
    )


def found(value: object) -> str:
    """Return a value as a person sees it in the file: short, on one line, and never a secret."""
    if isinstance(value, str) and (looks_like_secret(value) or looks_like_header(value)):
        return t("a secret")
    if isinstance(value, dict):
        return t("a mapping")
    if isinstance(value, (list, tuple)):
        return t("a list")
    if value is None:
        return t("nothing")
    return legible(json.dumps(value, ensure_ascii=False))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, or an empty string."""
    by_form = {one.lower().replace("-", "_"): one for one in known}
    close = get_close_matches(word.lower().replace("-", "_"), by_form, n=1, cutoff=0.6)
    return by_form[close[0]] if close else ""


def one_of(value: object, known: Iterable[str]) -> str:
    """Return a sentence that lists what is allowed and suggests the nearest."""
    known = list(known)
    allowed = ", ".join(known)
    meant = nearest(str(value), known)
    if meant:
        return t(
            'expected one of {allowed}; found {found}; did you mean "{meant}"?',
            allowed=allowed,
            found=found(value),
            meant=meant,
        )
    return t("expected one of {allowed}; found {found}.", allowed=allowed, found=found(value))


def unknown_key(model: type[BaseModel], location: tuple[str | int, ...]) -> str:
    """Return a sentence about a key that the model does not have at ``location``."""
    known = fields_at(model, location[:-1])
    meant = nearest(str(location[-1]), known)
    if meant:
        return t('there is no key "{key}" here; did you mean "{meant}"?', key=legible(location[-1]), meant=meant)
    return t('there is no key "{key}" here; known: {known}.', key=legible(location[-1]), known=", ".join(known))


def fields_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """Return the names of the fields that the models at a location have."""
    models = [model]
    for part in location:
        if isinstance(part, int):
            continue
        inner = [found for one in models if part in one.model_fields for found in _models_in(one.model_fields[part])]
        tagged = [one for one in models if part in _tags(one)]
        models = inner or tagged or models
    return list(dict.fromkeys(name for one in models for name in one.model_fields))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    annotation = getattr(annotation, "annotation", annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    kind = model.model_fields.get("kind")
    return get_args(kind.annotation) if kind is not None else ()


def _limit(words: Callable[[], str]) -> Callable[[ErrorDetails], str]:
    def sentence(error: ErrorDetails) -> str:
        bound = _plain_number(*error.get("ctx", {}).values())
        value = found(error["input"])
        return t("expected {expected} {bound}; found {found}.", expected=words(), bound=bound, found=value)

    return sentence


def _plain_number(bound: Any = None, *_others: Any) -> object:
    """Return a bound without a needless ``.0``."""
    return int(bound) if isinstance(bound, float) and bound.is_integer() else bound


def _type(words: Callable[[], str]) -> Callable[[ErrorDetails], str]:
    def sentence(error: ErrorDetails) -> str:
        return t("expected {expected}; found {found}.", expected=words(), found=found(error["input"]))

    return sentence


def _text(error: ErrorDetails) -> str:
    value = error["input"]
    if isinstance(value, (bool, int, float)):
        return t("expected text; found {found}; write it in quotes.", found=found(value))
    return t("expected text; found {found}.", found=found(value))


def _choice(error: ErrorDetails) -> str:
    expected = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    return one_of(error["input"], [word.strip().strip("'") for word in expected.split(",")])


def _tag(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    tags = [word.strip().strip("'") for word in str(context.get("expected_tags", "")).split(",")]
    return one_of(context.get("tag", ""), tags)


def _pattern(error: ErrorDetails) -> str:
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    if "keyring:" in pattern:
        return secret_sentence()
    words = _PATTERN_WORDS.get(pattern[:12])
    expected = words() if words is not None else t("text of the form {pattern}", pattern=pattern)
    return t("expected {expected}; found {found}.", expected=expected, found=found(error["input"]))


def _own(error: ErrorDetails) -> str:
    reason = str(error.get("ctx", {}).get("error", error["msg"]))
    return secret_sentence() if reason == "plain_secret" else reason


def _missing(error: ErrorDetails) -> str:
    return t('"{key}" is missing.', key=error["loc"][-1])


_PATTERN_WORDS: dict[str, Callable[[], str]] = {
    "^[a-z0-9]([a": lambda: t('lower-case letters, digits and "-" (at most 63, no "-" at the ends)'),
    "^https?://[^": lambda: t("an address that begins with http:// or https://"),
    "^[0-9a-f]{32": lambda: t("32 hexadecimal digits"),
    "^[A-Z]{3}$": lambda: t("a currency of three capital letters such as USD, JPY or EUR"),
    "^v?\\d{1,9}(\\": lambda: t("a version or range such as v1.2.3 or v1.2.x"),
    "^(https?://|": lambda: t("a repository address such as https://github.com/team/project.git"),
}

_SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": _missing,
    "string_type": _text,
    "int_type": _type(lambda: t("a whole number")),
    "int_from_float": _type(lambda: t("a whole number")),
    "float_type": _type(lambda: t("a number")),
    "finite_number": _type(lambda: t("a finite number")),
    "bool_type": _type(lambda: t("true or false")),
    "tuple_type": _type(lambda: t("a list")),
    "dict_type": _type(lambda: t("a mapping")),
    "model_type": _type(lambda: t("a mapping")),
    "model_attributes_type": _type(lambda: t("a mapping")),
    "greater_than_equal": _limit(lambda: t("at least")),
    "greater_than": _limit(lambda: t("more than")),
    "less_than_equal": _limit(lambda: t("at most")),
    "less_than": _limit(lambda: t("less than")),
    "too_short": lambda _: t("expected at least one entry."),
    "string_too_short": lambda _: t("expected text; found an empty text."),
    "string_too_long": lambda _: t("the text is too long."),
    "enum": _choice,
    "literal_error": _choice,
    "union_tag_invalid": _tag,
    "union_tag_not_found": lambda _: t('"kind" is missing.'),
    "string_pattern_mismatch": _pattern,
    "value_error": _own,
    "timezone_aware": _type(lambda: t("a time with its offset such as 2026-11-27T00:00:00+09:00")),
    "datetime_type": _type(lambda: t("a time with its offset such as 2026-11-27T00:00:00+09:00")),
    "datetime_parsing": _type(lambda: t("a time with its offset such as 2026-11-27T00:00:00+09:00")),
    "datetime_from_date_parsing": _type(lambda: t("a time with its offset such as 2026-11-27T00:00:00+09:00")),
}


def explain(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Return one sentence for an error that pydantic reported while it validated ``model``."""
    if error["type"] == "extra_forbidden":
        return unknown_key(model, error["loc"])
    sentence = _SENTENCES.get(error["type"])
    return sentence(error) if sentence is not None else t("{reason}.", reason=error["msg"])
