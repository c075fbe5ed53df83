"""``cell-console completion``: the completion script of a shell."""

import click
from click.shell_completion import get_completion_class

from console.cli.help_text import PROGRAM
from console.kernel.i18n import t


@click.command(
    name="completion",
    help=t(
        "Print the completion script of a shell, e.g. for bash: cell-console completion bash > "
        "~/.local/share/bash-completion/completions/cell-console"
    ),
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")), metavar="SHELL")
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    # click.shell_completion's own check starts bash to ask its version; the script itself does not need it.
    completion = kind(ctx.find_root().command, {}, PROGRAM, "_CELL_CONSOLE_COMPLETE")
    click.echo(completion.source_template % completion.source_vars())
