"""``cell-console cost units``: what a user, 1,000 requests and a million tokens cost."""

from typing import TYPE_CHECKING

import click

from console.cli.cost_reading import by_option, cached_option, read_costs, tell_unread, wait_option
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.unit_cost_rows import UnitCostRow


@click.command(name="units", help=t("Show what a user, 1,000 requests and a million tokens cost."))
@by_option()
@wait_option()
@cached_option()
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def units(invocation: Invocation, *, by: str, wait: float, cached: bool, output: str) -> None:
    """Print one row per part, of the last complete days; exit code 3 when something could not be reached."""
    from console.presenters.spend_book import COURSES, LOADS  # noqa: PLC0415 - heavy: store
    from console.presenters.spend_rows import GroupBy  # noqa: PLC0415

    view, known = read_costs(invocation, {COURSES, LOADS}, wait_s=wait, cached=cached)
    emit_sheet(_sheet(view.units(GroupBy(by))), output)
    tell_unread(invocation, known)


def _sheet(rows: "tuple[UnitCostRow, ...]") -> Sheet:
    from console.presenters.money_text import money  # noqa: PLC0415

    titles = (t("PART"), t("PER USER AND DAY"), t("PER 1,000 REQUESTS"), t("PER MILLION TOKENS"), t("MADE OF"))
    cells = [
        [
            row.title, *(money(one, row.currency) for one in
            (row.per_user, row.per_1000_requests, row.per_million_tokens)), row.made_of,
        ]
        for row in rows
    ]  # fmt: skip
    records = [
        {
            "part": row.key,
            "currency": row.currency,
            "per_user_and_day": row.per_user,
            "per_1000_requests": row.per_1000_requests,
            "per_million_tokens": row.per_million_tokens,
            "days": row.days,
            "cost": row.cost,
            "cost_of_tokens": row.tokens_cost,
            "requests": row.served.requests,
            "users_a_day": row.served.users,
            "tokens": row.served.tokens,
        }
        for row in rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset({1, 2, 3}),
        widest=90,
        names=(
            "part",
            "currency",
            "per_user_and_day",
            "per_1000_requests",
            "per_million_tokens",
            "days",
            "cost",
            "cost_of_tokens",
            "requests",
            "users_a_day",
            "tokens",
        ),
    )
