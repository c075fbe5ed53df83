"""The values of a runbook's parameters: read from texts, checked once, before anything is planned."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from console.domain.runbooks.runbook_parameter import ParameterType
from console.kernel.errors import UserError
from console.kernel.i18n import localized, t
from console.runbooks.document_fault import StepFault
from console.runbooks.length import seconds
from console.runbooks.placeholder import filled, written
from console.runbooks.script_environment import is_reserved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.domain.runbooks.runbook_parameter import RunbookParameter
    from console.runbooks.placeholder import Plain
    from console.runbooks.world import World

MOST_TEXT = 32_768
"""Bytes of a text: what every system takes as one argument or variable of a program."""
_BOOLEANS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_REFERENCE = re.compile(r"keyring:[\w./@-]+|env:[A-Za-z_]\w*|file:[^\x00-\x1f]+")
_MOST_PATTERN = 10_000


def read_values(parameters: Iterable[RunbookParameter], given: Mapping[str, object], world: World) -> dict[str, Plain]:
    """Return the value of every parameter, defaults filled in; raise ``UserError`` naming the first that does not fit.

    A parameter that is not required and has no value is an empty text.
    """
    known = tuple(parameters)
    foreign = sorted(given.keys() - {one.name for one in known})
    if foreign:
        raise UserError(
            t("The runbook has no parameter {name}.", name=repr(foreign[0])),
            t("Its parameters: {names}.", names=", ".join(one.name for one in known) or t("none")),
        )
    _demand_free(known)
    names: dict[str, Plain] = world.names()
    found: dict[str, Plain] = {}
    for one in known:
        found[one.name] = names[one.name] = _value(one, given.get(one.name), names, world)
        if one.type is ParameterType.CELL:
            names |= world.cell_names(one.name, str(found[one.name]))
    return found


def _demand_free(known: Iterable[RunbookParameter]) -> None:
    """A parameter that scripts would find in PATH or BASH_ENV makes programs do something else."""
    for one in known:
        if is_reserved(one.variable):
            raise UserError(
                t("Scripts would find the parameter {name} in {variable}.", name=one.name, variable=one.variable),
                t("That means something else to programs; rename the parameter in the runbook."),
            )


def _value(one: RunbookParameter, given: object, names: Mapping[str, Plain], world: World) -> Plain:
    text = _text(given)
    if text == "" and one.default is not None:
        text = _default(one, names)
    if text == "" and one.type is ParameterType.CONNECTION and one.is_required:
        text = world.first(one.kind)
    if text == "":
        if one.is_required:
            raise _wrong(one, t("it needs a value"))
        return ""
    if "\x00" in text or len(text.encode("utf-8", "surrogatepass")) > MOST_TEXT:
        raise _wrong(one, t("at most {most} bytes without NUL characters are possible", most=MOST_TEXT))
    if any("\ud800" <= sign <= "\udfff" for sign in text):  # of an argument in another encoding
        raise _wrong(one, t("it is not written in UTF-8"))
    if one.pattern and not _fits(one, text):
        raise _wrong(one, t("it must match the pattern {pattern}", pattern=one.pattern))
    return _typed(one, text, world)


def _text(given: object) -> str:
    return "" if given is None else written(given) if isinstance(given, str | int | float | bool) else str(given)


def _default(one: RunbookParameter, names: Mapping[str, Plain]) -> str:
    try:
        return filled(_text(one.default), names)
    except StepFault as error:
        raise _wrong(one, error.text) from error


def read_pattern(text: str) -> re.Pattern[str]:
    """Return a parameter's pattern; raise ``re.error``, ``RecursionError`` or ``OverflowError`` when it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # ``[[``: another Python may read it as a set of sets
        return re.compile(text)


def _fits(one: RunbookParameter, text: str) -> bool:
    try:
        return len(text) <= _MOST_PATTERN and read_pattern(one.pattern).fullmatch(text) is not None
    except (re.error, RecursionError, OverflowError):
        return False  # nothing fits what is no pattern; the linter says why


def _typed(one: RunbookParameter, text: str, world: World) -> Plain:
    match one.type:
        case ParameterType.INTEGER | ParameterType.NUMBER:
            return _number(one, text)
        case ParameterType.BOOLEAN:
            if text.lower() not in _BOOLEANS:
                raise _wrong(one, t("it is yes or no"))
            return _BOOLEANS[text.lower()]
        case ParameterType.DURATION:
            return _duration(one, text)
        case ParameterType.REFERENCE:
            if not _REFERENCE.fullmatch(text):
                raise _wrong(one, t("name a reference (keyring:…, env:… or file:…), never the secret itself"))
            return text
        case _:
            return _named(one, text, world)


def _number(one: RunbookParameter, text: str) -> Plain:
    try:
        found = int(text) if one.type is ParameterType.INTEGER else float(text)
    except ValueError:
        raise _wrong(one, t("{text} is no number", text=repr(text[:40]))) from None
    if found != found or found in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN is not itself
        raise _wrong(one, t("{text} is no number", text=repr(text[:40])))
    _demand_bounds(one, found)
    return found


def _duration(one: RunbookParameter, text: str) -> str:
    try:
        found = seconds(text)
    except ValueError as error:
        raise _wrong(one, str(error)) from error
    _demand_bounds(one, found)
    return text


def _demand_bounds(one: RunbookParameter, found: float) -> None:
    if one.minimum is not None and found < one.minimum:
        raise _wrong(one, t("it is below {limit}", limit=localized(written(one.minimum))))
    if one.maximum is not None and found > one.maximum:
        raise _wrong(one, t("it is above {limit}", limit=localized(written(one.maximum))))


def _named(one: RunbookParameter, text: str, world: World) -> str:
    known = choices_of(one, world)
    if known is not None and text not in known:
        names = ", ".join(known[:20]) or t("none")
        raise _wrong(one, t("{text} is none of: {names}", text=repr(text[:40]), names=names))
    if known is None:
        _demand_bounds(one, len(text))
    return text


def choices_of(one: RunbookParameter, world: World) -> tuple[str, ...] | None:
    """Return the values that a parameter can have; ``None`` when they are not a list."""
    match one.type:
        case ParameterType.CHOICE:
            return one.choices
        case ParameterType.CELL:
            return tuple(cell.key for cell in world.cells)
        case ParameterType.CONNECTION:
            return tuple(each.key for each in world.connections if one.kind in {"", each.connector})
        case ParameterType.SERVICE if world.cells:
            templates = world.estate.templates if world.estate is not None else ()
            services = [one.services for one in world.cells] + [one.services for one in templates]
            return tuple(dict.fromkeys(service.name for some in services for service in some))
        case _:
            return None


def _wrong(one: RunbookParameter, why: str) -> UserError:
    return UserError(
        t("The parameter {name} does not fit: {why}.", name=one.name, why=why.rstrip(".。")),
        one.help or t("Give it with: --param {name}=VALUE", name=one.name),
    )
