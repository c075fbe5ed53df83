"""Where the numbers of costs come from: the parts they are made of, the source, the time, and what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.cost_course import CostCourse
from console.domain.load_course import LOAD_MEASURES
from console.estate.price_books import DESIGN, PUBLISHED, price_book
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.bill_word import bill_word
from console.presenters.cost_gaps import COSTS, cost_gaps
from console.presenters.edge_cost import USAGE
from console.presenters.format import UNKNOWN, local_time, number, percent, significant
from console.presenters.money_text import money
from console.presenters.spend_book import COURSES, LOADS

if TYPE_CHECKING:
    from console.presenters.budget_rows import BudgetRow
    from console.presenters.cost_view import CostView
    from console.presenters.cost_week_rows import CostWeekRow
    from console.presenters.edge_cost import EdgeCost, EdgeTermRow
    from console.presenters.savings.saving import Saving
    from console.presenters.spend_rows import SpendRow
    from console.presenters.unit_cost_rows import UnitCostRow
    from console.store.state import State

_TOPICS = {CostSource.CLUSTERS: COURSES, CostSource.MODELS: LOADS, CostSource.EDGE: USAGE}
Pairs = tuple[tuple[str, str], ...]


class CostProof(NamedTuple):
    """Facts of one number, and the queries behind it."""

    facts: Pairs
    query: str


def read_facts(state: State, *sources: CostSource) -> Pairs:
    """Return who told of some bills and when."""
    return tuple(
        (t("Read from {connection}", connection=key), t("{when} ({topic})", when=local_time(table.at_s), topic=topic))
        for (key, topic), table in sorted(state.objects.items())
        if topic in {_TOPICS[one] for one in sources} and table.rows
    )


def month_proof(view: CostView) -> CostProof:
    """Return what the month is made of."""
    facts = [
        (
            bill_word(part.source),
            t("{spent} so far, {forecast} at the end of the month", spent=money(part.spent, month.currency),
              forecast=money(part.forecast, month.currency)),
        )
        for month in view.months
        for part in month.parts
    ]  # fmt: skip
    since = {month.models_since_s for month in view.months if month.models_since_s is not None}
    facts += [(t("Model calls known since"), local_time(one)) for one in since]
    measures = (COSTS, *(one.key for one in LOAD_MEASURES))
    gaps = cost_gaps(view.book, view.month_begin_s, view.month_end_s, measures)
    facts += [(t("Missing"), one) for one in gaps]
    untils = [month.until_s for month in view.months if month.until_s is not None]
    facts.append((t("Known until"), local_time(max(untils, default=None))))
    return CostProof((*facts, *read_facts(view.state, *CostSource)), _queries(view, *CostSource))


def budget_proof(view: CostView, row: BudgetRow) -> CostProof:
    """Return what a budget is held against."""
    facts = (
        (t("Budget"), row.title),
        (t("Covers"), covers_text(row)),
        (t("Limit"), t("{limit} a {period}", limit=money(row.limit, row.currency), period=period_word(row.period))),
        (t("Spent"), t("{spent} until {when}", spent=money(row.spent, row.currency), when=local_time(row.until_s))),
        (t("Forecast"), money(row.forecast, row.currency)),
        (t("How"), row.method or row.note or UNKNOWN),
    )
    return CostProof((*facts, *read_facts(view.state, *row.sources)), _queries(view, *row.sources))


def spend_proof(view: CostView, row: SpendRow) -> CostProof:
    """Return what a part's month is made of."""
    facts = (
        (t("Part"), row.title),
        (t("CPU"), money(row.cpu, row.currency)),
        (t("Memory"), money(row.memory, row.currency)),
        (t("Disks, network, shared"), money(row.other, row.currency)),
        (t("Model calls"), money(row.models, row.currency)),
        (t("Method"), method_text(view.state)),
    )
    sources = CostSource.CLUSTERS, CostSource.MODELS
    return CostProof((*facts, *read_facts(view.state, *sources)), _queries(view, *sources))


def week_proof(view: CostView, row: CostWeekRow) -> CostProof:
    """Return what a week is made of."""
    slo = row.slo
    facts = (
        (t("Week"), f"{row.week} · {row.key}"),
        (t("Budget for the known part of the week"), money(row.budget, row.currency)),
        (t("Spent of it"), money(row.actual, row.currency)),
        (t("Requests that did not fail"), percent(row.good)),
        (t("Worst objective now"), f"{slo.service} {slo.name}: {slo.budget_left}" if slo is not None else UNKNOWN),
        (t("Method"), method_text(view.state)),
    )
    sources = CostSource.CLUSTERS, CostSource.MODELS
    return CostProof((*facts, *read_facts(view.state, *sources)), _queries(view, *sources))


def unit_proof(view: CostView, row: UnitCostRow) -> CostProof:
    """Return the numbers that unit costs are made of."""
    facts = (
        (t("Part"), row.title),
        (t("Cost of the last {count} complete days", count=number(row.days)), money(row.cost, row.currency)),
        (t("Requests"), number(row.served.requests)),
        (t("Users of a day, on the mean"), number(row.served.users)),
        (t("Tokens"), number(row.served.tokens)),
        (t("Cost of tokens: calls of models, and the services that answer them"), money(row.tokens_cost, row.currency)),
    )
    sources = CostSource.CLUSTERS, CostSource.MODELS
    queries = f"{row.query}\n{_queries(view, *sources)}"
    return CostProof((*facts, *read_facts(view.state, *sources)), queries)


def saving_proof(view: CostView, row: Saving) -> CostProof:
    """Return how a saving is reckoned."""
    facts = (
        (t("Proposal"), row.title),
        (t("Saves"), money(row.amount, row.currency)),
        (t("How"), row.how),
        (t("Condition"), row.condition),
        (t("Change"), row.operation.summary() if row.operation is not None else t("nothing that the console can do")),
    )
    return CostProof((*facts, *read_facts(view.state, *CostSource)), row.query)


def edge_proof(view: CostView, account: EdgeCost, row: EdgeTermRow) -> CostProof:
    """Return what a term of the edge is made of, by both price books."""
    ours, theirs = price_book(PUBLISHED), price_book(DESIGN)
    facts = (
        (t("Term"), f"{account.title} · {row.title}"),
        (t("Used so far"), significant(_number(row.so_far))),
        (t("At the end of the month"), significant(_number(row.forecast))),
        (t("Included"), significant(_number(row.included))),
        (t("By the published prices ({day})", day=ours.as_of), money(row.amount, account.currency)),
        (t("By the design document ({day})", day=theirs.as_of), money(row.other, account.currency)),
        (t("Why different"), row.reason or UNKNOWN),
        (t("Method"), account.method),
    )
    return CostProof((*facts, *read_facts(view.state, CostSource.EDGE)), "\n".join((*ours.sources, *theirs.sources)))


def covers_text(row: BudgetRow) -> str:
    """Return which bills of which cells a budget covers."""
    bills = ", ".join(bill_word(one) for one in row.sources)
    return f"{bills} · {', '.join((*row.cells, *row.parts)) or t('everything')}"


def period_word(period: str) -> str:
    """Return what a period is called."""
    return {"week": t("week"), "month": t("month"), "quarter": t("quarter"), "year": t("year")}.get(period, period)


def method_text(state: State) -> str:
    """Return how costs were shared out to workloads, by who tells them."""
    from_metrics = any(
        state.estate is not None and key in {one.key for one in state.estate.prometheus}
        for (key, topic), table in state.objects.items()
        if topic == COURSES and any(isinstance(row, CostCourse) for row in table.rows.values())
    )
    if from_metrics:
        return t(
            "Computed from metrics: the larger of what was requested and used, hour by hour, times the price of the"
            " node. To segments by their share of the requests."
        )
    return t("As the cost service tells it, day by day. To segments by their share of the requests.")


def _queries(view: CostView, *sources: CostSource) -> str:
    asked = [view.book.query(one) for one in sources if one is not CostSource.EDGE]
    if CostSource.EDGE in sources:
        asked += [f"{account.connection}: {USAGE}" for account in view.edge]
    return "\n".join(filter(None, asked))


def _number(amount: object) -> float | None:
    return None if amount is None else float(str(amount))
