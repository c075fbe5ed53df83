"""Printing beside work that goes on: where nobody reads it any more, the work still ends as it would have."""

import sys

import click

from console.cli.lost_output import is_lost, lost_output


def driven_echo(text: str, *, err: bool = False, color: bool | None = None) -> bool:
    """Print a line; return false when it has nowhere to go, from when on the stream is silent."""
    try:
        click.echo(text, err=err, color=color)
    except OSError as error:
        if not is_lost(error):
            raise
        lost_output(error, sys.stderr if err else sys.stdout)
        return False
    return True
