"""``cell-console audit foresee``: where the next fixes are likely, why, and how right that was before."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.foresight.backtest import Backtest


@click.command(name="foresee", help=t("Rank the files of a repository by where the next fixes are likely."))
@click.argument("repository")
@click.option("--revision", default="", metavar="NAME", help=t("Branch, tag or commit (default: what HEAD names)."))
@click.option(
    "--most", default=20, show_default=True, type=click.IntRange(1, 100_000), help=t("How many files to print.")
)
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def foresee(invocation: Invocation, *, repository: str, revision: str, most: int, output: str) -> None:
    """Print the ranking with its reasons, and the backtest on the repository's own history."""
    from console.audits.repository.bare_clone import bare_clone  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.presenters.foresight_rows import backtest_text, ranked_file_rows  # noqa: PLC0415
    from console.services.audits.local_foresight import foresee_locally  # noqa: PLC0415 - msgspec, git

    now_s = SystemClock().now().timestamp()
    found = foresee_locally(
        bare_clone(repository, invocation.paths.cache / "audits" / "clones"), now_s, revision=revision
    )
    rows = ranked_file_rows(found.ranked[:most])
    if output in {"json", "yaml"}:
        records = [one.record() for one in rows]
        emit_value({"commit": found.commit, "files": records, "backtest": _backtest(found.backtest)}, output)
        return
    titles = (t("Rank"), t("Where"), t("Lines"), t("Reasons"))
    cells = [(str(one.place), one.path, str(one.lines), "; ".join(one.reasons)) for one in rows]
    if rows or output == "csv":
        emit_sheet(
            Sheet(
                titles,
                cells,
                [one.record() for one in rows],
                frozenset({0, 2}),
                160,
                ("place", "path", "lines", "rank", "reasons", "actions"),
            ),
            output,
        )
    if not rows:
        invocation.note(t("There is too little history to learn from."))
    tested = found.backtest
    invocation.note(backtest_text(len(tested.windows), tested.fixes, tested.found, tested.hotspot))


def _backtest(backtest: "Backtest") -> dict[str, object]:
    windows = [
        {
            "commit": one.commit,
            "fixes": one.fixes,
            "files": one.files,
            "found": round(one.found, 4),
            "hotspot": round(one.hotspot, 4),
            "named": list(one.named),
        }
        for one in backtest.windows
    ]
    return {"found": round(backtest.found, 4), "hotspot": round(backtest.hotspot, 4), "windows": windows}
