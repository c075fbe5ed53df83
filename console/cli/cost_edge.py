"""``cell-console cost edge``: the running month of Cloudflare accounts by two price books, and what may be saved."""

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.edge_cost import EdgeCost

_BOOKS = ("cloudflare-published", "design-document")


@click.command(name="edge", help=t("Forecast the month of the Cloudflare accounts, term by term, by two price books."))
@click.option("--book", type=click.Choice(_BOOKS), default=_BOOKS[0], show_default=True, help=t("The prices to use."))
@click.option("--savings", is_flag=True, help=t("List what may be saved, and on what condition."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def edge(invocation: Invocation, *, book: str, savings: bool, cached: bool, wait: float, output: str) -> None:
    """Print the terms, or the savings; exit code 3 when a connection could not be reached."""
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.estate.price_books import price_book  # noqa: PLC0415
    from console.presenters.edge_cost import STORES, USAGE, edge_costs  # noqa: PLC0415

    known = read_state(invocation, {USAGE, STORES}, wait_s=wait, cached=cached)
    prices, others = price_book(book), price_book(next(key for key in _BOOKS if key != book))
    costs = edge_costs(known.state, prices, others, known.now_s)
    emit_sheet(_saving_sheet(costs) if savings else _term_sheet(costs), output)
    for one in costs:
        _tell(invocation, one)
    sources = ", ".join(prices.sources)
    invocation.note(t("Prices: {book}, as of {day} ({sources}).", book=book, day=prices.as_of, sources=sources))
    if not costs and not known.failed:
        invocation.note(t("No Cloudflare account of the estate tells its use."))
    if tell_known(invocation, known, (USAGE, STORES)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _tell(invocation: Invocation, one: "EdgeCost") -> None:
    """Say on stderr what it comes to and how that was reckoned."""
    from console.presenters.money_text import money  # noqa: PLC0415

    invocation.note(
        t(
            "{account}: {spent} so far, {forecast} at the end of the month ({other} by the other book).",
            account=one.title,
            spent=money(one.so_far, one.currency),
            forecast=money(one.forecast, one.currency),
            other=money(one.other, one.currency),
        )
    )
    invocation.note(one.method)
    if one.unknown:
        invocation.note(t("Not told by the provider, and not in the sums: {terms}.", terms=", ".join(one.unknown)))


def _term_sheet(costs: "tuple[EdgeCost, ...]") -> Sheet:
    from console.presenters.format import percent, significant  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415

    titles = (
        t("ACCOUNT"), t("TERM"), t("SO FAR"), t("MONTH"), t("INCLUDED"), t("OF IT"), t("COST"), t("OTHER BOOK"),
        t("WHY DIFFERENT"),
    )  # fmt: skip
    cells = [
        [
            one.connection, row.title, *(significant(_number(use)) for use in (row.so_far, row.forecast, row.included)),
            percent(_number(row.share)), money(row.amount, one.currency), money(row.other, one.currency), row.reason,
        ]
        for one in costs
        for row in one.rows
    ]  # fmt: skip
    records = [
        {
            "account": one.connection,
            "term": row.key,
            "used_so_far": _text(row.so_far),
            "used_forecast": _text(row.forecast),
            "included": _text(row.included),
            "share_of_included": _number(row.share),
            "cost_so_far": _text(row.cost_so_far),
            "cost": _text(row.amount),
            "cost_by_other_book": _text(row.other),
            "currency": one.currency,
            "why_different": row.reason,
        }
        for one in costs
        for row in one.rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset(range(2, 8)),
        widest=90,
        names=(
            "account",
            "term",
            "used_so_far",
            "used_forecast",
            "included",
            "share_of_included",
            "cost_so_far",
            "cost",
            "cost_by_other_book",
            "currency",
            "why_different",
        ),
    )


def _saving_sheet(costs: "tuple[EdgeCost, ...]") -> Sheet:
    from console.presenters.edge_cost import term_title  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415

    found = [(one, saving) for one in costs for saving in one.savings]
    cells = [
        [one.connection, term_title(saving.term), money(saving.amount, one.currency), saving.advice, saving.condition]
        for one, saving in found
    ]
    records = [
        {
            "account": one.connection,
            "term": saving.term,
            "saved_per_month": _text(saving.amount),
            "share": _text(saving.share),
            "currency": one.currency,
            "advice": saving.advice,
            "condition": saving.condition,
        }
        for one, saving in found
    ]
    return Sheet(
        (t("ACCOUNT"), t("TERM"), t("SAVED PER MONTH"), t("HOW"), t("CONDITION")),
        cells,
        records,
        frozenset({2}),
        names=("account", "term", "saved_per_month", "share", "currency", "advice", "condition"),
    )


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
