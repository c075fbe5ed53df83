"""Text from elsewhere on a terminal: control characters are shown, never sent."""

import click

from console.kernel.redact import scrub
from console.kernel.visible_text import visible_line


def visible(text: str) -> str:
    """Return ``text`` with control and reordering characters replaced by a visible mark; a tab is a blank."""
    return visible_line(text)


def one_line(text: str) -> str:
    """Return ``text`` on one line, without control characters."""
    return visible_line(" ".join(text.split("\n"))).strip()


def say(text: str, indent: str = "") -> None:
    """Print what may hold text from elsewhere: one line, without control characters and secrets."""
    click.echo(indent + one_line(scrub(text)))
