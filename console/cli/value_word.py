"""What commands and options take, in words of the reader's language instead of click's."""

from typing import Any

import click

from console.kernel.i18n import t

_NUMBER = "N"


def name_numbers(command: click.Command) -> None:
    """Name what ``command`` and its subcommands take, and options of numbers that have no word of their own."""
    command.options_metavar = t("[OPTIONS]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = t("COMMAND [ARGUMENTS]...")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.metavar is None and not parameter.count:
            parameter.metavar = _NUMBER if is_number(parameter.type) else None
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        name_numbers(one)


def is_number(kind: click.ParamType[Any, Any]) -> bool:
    """Return whether values of this type are numbers."""
    return isinstance(kind, (click.types.IntParamType, click.types.FloatParamType))
