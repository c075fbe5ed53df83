"""Starting point of ``cell-console`` and ``python -m console``; help, version and window take the shortest way."""

import sys
from io import TextIOWrapper


def main(arguments: "list[str] | None" = None) -> int:
    """Run the program and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a mark and goes on
    if given and given[0] in {"--version", "--help", "-h"}:
        return _answer_at_once(given)
    from console.cli.window_start import short_way, start  # noqa: PLC0415

    if short_way(given):
        return start(given)
    from console.cli.program import run  # noqa: PLC0415 - click is not needed for the above

    return run(given)


def _answer_at_once(given: list[str]) -> int:
    from console.cli.help_text import help_text, version_text  # noqa: PLC0415
    from console.cli.locale_language import locale_language  # noqa: PLC0415
    from console.kernel.i18n import set_language  # noqa: PLC0415

    language = given[2] if len(given) > 2 and given[1] == "--lang" else locale_language()
    if language != "en":
        set_language(language)
    try:
        print(version_text() if given[0] == "--version" else help_text(), flush=True)  # noqa: T201 - this is its output
    except OSError as error:
        from console.cli.lost_output import lost_output  # noqa: PLC0415

        return lost_output(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
