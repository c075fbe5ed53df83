"""What is wrong with the arguments, in one sentence of the user's language; values are not repeated."""

import re
from typing import Any

import click

from console.cli.value_word import is_number
from console.kernel.i18n import t

_PATH = re.compile(r"\w+ (?P<path>(['\"]).*\2) (?P<fault>does not exist|is (?:a file|a directory|not \w+))\.")


def usage_sentence(error: click.ClickException) -> str:
    """Return what was wrong and where to read how it is right."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "cell-console"
    return f"{_what(error)} {t('See: {command} --help', command=path)}"


def _what(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return _unknown(t("There is no option {name}.", name=error.option_name), error.possibilities)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _unknown(t("There is no command {name}.", name=error.command_name), _near_commands(error))
    if isinstance(error, click.BadOptionUsage):
        return t("The option {name} is not used rightly: does it need a value?", name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return t("{name} is missing.", name=_name(error.param))
    return _bad_argument(error)


def _bad_argument(error: click.ClickException) -> str:
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error.param, error.message)
    if isinstance(error, click.UsageError) and error.message.startswith("Got unexpected extra argument"):
        return t("There are more arguments than the command takes.")
    if isinstance(error, click.BadParameter):
        return error.message  # said by a command itself; click would put its English "Invalid value" before it
    return error.format_message()


def _near_commands(error: click.exceptions.NoSuchCommand) -> list[str]:
    """Return the nearest commands; click looks only at those that are loaded, and ours are loaded when called."""
    from difflib import get_close_matches  # noqa: PLC0415

    if error.ctx is None or not isinstance(error.ctx.command, click.Group):
        return []
    return get_close_matches(error.command_name, error.ctx.command.list_commands(error.ctx), n=1)


def _unknown(sentence: str, near: Any) -> str:
    nearest = next(iter(near or ()), "")
    return f"{sentence} {t('Did you mean {name}?', name=nearest)}" if nearest else sentence


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _bad_value(parameter: click.Parameter, reason: str) -> str:
    name, kind = _name(parameter), parameter.type
    if isinstance(kind, click.Choice):
        return t("{name} must be one of {allowed}.", name=name, allowed=", ".join(map(str, kind.choices)))
    if is_number(kind):
        return _bad_number(name, kind)
    if isinstance(kind, click.Path):
        reason = _path_fault(reason)
    return t("{name} is not valid: {reason}", name=name, reason=reason)


def _path_fault(reason: str) -> str:
    """Return in the language what click says of a path: a kind in English, the path in quotes, and what it is."""
    told = _PATH.fullmatch(reason)
    if told is None:
        return reason
    path = told["path"]
    if told["fault"] == "does not exist":
        return t("{path} does not exist.", path=path)
    if told["fault"] == "is a file":
        return t("{path} is a file, and a folder is wanted.", path=path)
    if told["fault"] == "is a directory":
        return t("{path} is a folder, and a file is wanted.", path=path)
    return t("Your rights do not suffice for {path}.", path=path)


def _bad_number(name: str, kind: click.ParamType[Any, Any]) -> str:
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is not None and high is not None:
        return t("{name} must be a number from {low} to {high}.", name=name, low=low, high=high)
    if low is not None:
        return t("{name} must be a number that is not below {low}.", name=name, low=low)
    return t("{name} must be a number.", name=name)
