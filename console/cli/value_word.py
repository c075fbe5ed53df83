"""What an option of numbers takes, in a word that reads in every language instead of click's names of types."""

from typing import Any

import click

_NUMBER = "N"


def name_numbers(command: click.Command) -> None:
    """Give every such option of ``command`` and its subcommands that word, unless its declaration has one."""
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.metavar is None and not parameter.count:
            parameter.metavar = _NUMBER if is_number(parameter.type) else None
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        name_numbers(one)


def is_number(kind: click.ParamType[Any, Any]) -> bool:
    """Return whether values of this type are numbers."""
    return isinstance(kind, (click.types.IntParamType, click.types.FloatParamType))
