"""The program's own help, without click, because --help must be quick."""

from console.cli.command_table import COMMANDS
from console.kernel.i18n import t
from console.kernel.version import VERSION

PROGRAM = "cell-console"


def options() -> list[tuple[str, str]]:
    """Return the global options with their help lines."""
    return [
        (
            "--estate FILE|lab",
            t("Estate to work on; default: the last one, else the lab (in the window: the welcome page)."),
        ),
        ("--temp-profile", t("Use a throw-away profile; nothing is kept.")),
        ("--read-only", t("Forbid every change.")),
        ("--lang en|ja", t("Language; default: the settings', else the locale's.")),
        ("-q, --quiet", t("Print results and errors only.")),
        ("-v, --verbose", t("Tell more on stderr; twice: everything.")),
        ("--json-logs", t("Write the log as JSON lines.")),
        ("--version", t("Print the version.")),
        ("-h, --help", t("Print this help.")),
    ]


def help_text() -> str:
    """Return the help page."""
    commands = [(entry.name, entry.title()) for entry in COMMANDS]
    parts = [
        t("Usage: {program} [OPTIONS] [COMMAND] [ARGUMENTS]", program=PROGRAM),
        "",
        t("One window over cells on Kubernetes, Cloudflare and Git. Without a command it opens the window."),
        "",
        t("Options:"),
        *_aligned(options()),
        "",
        t("Commands:"),
        *_aligned(commands),
        "",
        t("Exit codes: 0 done, 1 a check failed, 2 wrong use, 3 cannot reach, 4 refused by policy or lock."),
    ]
    return "\n".join(parts)


def version_text() -> str:
    """Return name and version."""
    return f"{PROGRAM} {VERSION}"


def _aligned(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows)
    return [f"  {left.ljust(width)}  {right}" for left, right in rows]
