"""The program as a click group whose commands are loaded when they are called, and the way out of every error."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from console.cli.command_table import COMMANDS
from console.cli.exit_code import ExitCode, exit_code_of
from console.cli.help_text import PROGRAM, help_text, version_text
from console.cli.invocation import Invocation
from console.cli.locale_language import locale_language
from console.cli.lost_output import is_lost, lost_output
from console.cli.termination import Termination
from console.kernel.errors import Cancelled, ConnectorError, ConsoleError, ErrorKind
from console.kernel.i18n import LANGUAGES, set_language, set_numbers, t
from console.kernel.redact import scrub
from console.kernel.registry import load_module

_MOST_SETTINGS = 1024 * 1024
_LANGUAGE = "cell-console.language"


class LazyGroup(click.Group):
    """A group that knows its commands from the table and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or nothing when there is none of that name."""
        for entry in COMMANDS:
            if entry.name == cmd_name:
                found = load_module(entry.module).command
                if not isinstance(found, click.Command):
                    raise TypeError(f"{entry.module}.command is no click command")
                from console.cli.value_word import name_numbers  # noqa: PLC0415 - not for --help of the program

                name_numbers(found)
                return found
        return None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the same page that ``--help`` prints at once."""
        formatter.write(help_text())
        formatter.write("\n")


def _print_version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        click.echo(version_text())
        ctx.exit()


def _choose_language(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    """Set language and signs of numbers before any command is loaded, because its help is translated then."""
    from console.kernel.paths import Paths  # noqa: PLC0415
    from console.settings.window_look import read_look  # noqa: PLC0415 - without the schema of the settings

    ctx.meta[_LANGUAGE] = value or ""
    look = read_look(Paths.for_user().config / "settings.json")
    set_language(value or (locale_language() if look.language == "system" else look.language))
    set_numbers(look.numbers)
    from console.cli.click_word import translate_click  # noqa: PLC0415 - in the language that was just chosen

    translate_click()


def _named_estate(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return the estate; an empty name is a variable of the shell that is not set, and no wish for the last one."""
    if not value.strip() and ctx.get_parameter_source("estate") is click.core.ParameterSource.COMMANDLINE:
        raise click.BadParameter(t("it is empty; name a file, or lab."), ctx, parameter)
    return value


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--estate", metavar="FILE|lab", default="", callback=_named_estate)
@click.option("--temp-profile", is_flag=True)
@click.option("--profile-startup", is_flag=True, hidden=True)
@click.option("--read-only", is_flag=True)
@click.option("--lang", type=click.Choice(LANGUAGES), is_eager=True, expose_value=False, callback=_choose_language)
@click.option("-q", "--quiet", is_flag=True)
@click.option("-v", "--verbose", count=True)
@click.option("--json-logs", is_flag=True)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version)
@click.pass_context
def program(
    ctx: click.Context,
    *,
    estate: str,
    temp_profile: bool,
    profile_startup: bool,
    read_only: bool,
    quiet: bool,
    verbose: int,
    json_logs: bool,
) -> None:
    """One window over cells on Kubernetes, Cloudflare and Git."""
    _set_up_log(quiet=quiet, verbose=verbose, json_logs=json_logs)
    invocation = Invocation(estate, temp_profile, read_only, quiet, verbose, ctx.meta.get(_LANGUAGE, ""))
    ctx.obj = invocation
    ctx.call_on_close(invocation.close)
    if ctx.invoked_subcommand is None:
        _open_window(invocation, profile_startup=profile_startup)


def _set_up_log(*, quiet: bool, verbose: int, json_logs: bool) -> None:
    import logging  # noqa: PLC0415

    from console.kernel.log import set_up_logging  # noqa: PLC0415

    levels = (logging.WARNING, logging.INFO, logging.DEBUG)
    level = logging.ERROR if quiet else levels[min(verbose, 2)]
    set_up_logging(level=level, as_json=json_logs)


def _open_window(invocation: Invocation, *, profile_startup: bool) -> None:
    from console.bootstrap import run_window  # noqa: PLC0415 - heavy: Qt
    from console.kernel.held_signals import held_signals  # noqa: PLC0415

    profile, held = invocation.profile(), held_signals()
    code = run_window(profile, estate=invocation.estate, profile_startup=profile_startup, loading=held)
    if code:
        raise click.exceptions.Exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the program and return its exit code; every error becomes one scrubbed sentence on stderr."""
    with Termination() as termination:
        return termination.code(_run(arguments))


def _run(arguments: Sequence[str]) -> int:
    if sys.stdin is None:  # closed by the shell (``<&-``): there is nothing to read, and nobody to ask
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - until the program ends
    color = False if os.environ.get("NO_COLOR") else None
    try:
        outcome = program.main(list(arguments), prog_name=PROGRAM, standalone_mode=False, color=color)
    except SystemExit as error:  # so click leaves with 1 when the reader has gone, and with 0 after a completion
        outcome = ExitCode.UNREAD if error.code == 1 else error.code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence: told without a secret
        return lost_output(error) if isinstance(error, OSError) and is_lost(error) else tell_error(error)
    return outcome if isinstance(outcome, int) else ExitCode.DONE


def tell_error(error: BaseException) -> int:
    """Tell an error as one scrubbed sentence on stderr; return the exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return ExitCode.WRONG_USE
    if isinstance(error, click.ClickException):
        from console.cli.usage_sentence import usage_sentence  # noqa: PLC0415

        return _tell(usage_sentence(error), ExitCode.WRONG_USE)
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return _tell(t("Interrupted."), ExitCode.INTERRUPTED)
    if isinstance(error, Cancelled):
        return _tell(str(error), ExitCode.INTERRUPTED)
    if isinstance(error, TimeoutError):  # of a wait that nobody foresaw to end: a machine that is too busy, no bug
        error = _too_slow(error)
    if isinstance(error, ConsoleError):
        return _tell(str(error), exit_code_of(error))
    return _tell_bug(error)


def _too_slow(error: TimeoutError) -> ConsoleError:
    import logging  # noqa: PLC0415

    logging.getLogger(__name__).debug("waited in vain", exc_info=error)
    return ConnectorError(
        ErrorKind.TIMEOUT,
        t("Something took too long, and was not waited for any more."),
        t("This computer may be too busy: try again. With -vv it says where."),
    )


def _tell(sentence: str, code: ExitCode) -> int:
    from console.cli.driven_echo import driven_echo  # noqa: PLC0415
    from console.cli.plain_text import one_line  # noqa: PLC0415

    mark = click.style(t("error:"), fg="red", bold=True) if code is not ExitCode.INTERRUPTED else ""
    colored = not os.environ.get("NO_COLOR") and sys.stderr.isatty()
    driven_echo(f"{mark} {scrub(one_line(sentence))}".lstrip(), err=True, color=colored)
    return code


def _tell_bug(error: BaseException) -> int:
    import logging  # noqa: PLC0415

    logging.getLogger(__name__).debug("unexpected", exc_info=error)
    sentence = t(
        "This is a bug in Cell Console ({kind}: {text}). Run the command again with -vv and report what it prints.",
        kind=type(error).__name__,
        text=error,
    )
    return _tell(sentence, ExitCode.BUG)
