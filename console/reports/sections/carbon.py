"""Energy and emissions of a cell, and the grid it draws from."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.health import Health
from console.domain.report.block import Block
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.estate.grid_zone import grid_zone
from console.kernel.i18n import t
from console.presenters.carbon_rows import CarbonRow, grams_text
from console.presenters.emission_text import emission, mass
from console.presenters.energy_rows import EnergyRow, user_text
from console.presenters.format import energy
from console.presenters.report_value import shown
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the last day's energy, emissions and score, service by service, and the grid's intensity."""
    view = ctx.views.carbon
    row = next((one for one in view.cells if one.cell == ctx.here.key), None)
    zone = next((one for one in view.zones if one.zone == grid_zone(ctx.here)), None)
    if row is None:
        yield missing(view.no_energy or t("No metric tells what the cells use."))
    else:
        yield KeyFigures((*_figures(row), *(() if zone is None else (_grid(zone),))))
        yield Paragraph(t("Over the 24 hours before the data was read."), is_muted=True)
        services = [one for one in view.services if one.cell == ctx.here.key]
        yield Table(_columns(), tuple(_row(one) for one in services))
        for one in services:
            for measure, query in one.total.queries:
                ctx.cite(measure, query)
    if zone is not None and zone.attribution:
        yield Paragraph(t("Grid data: {source}", source=zone.attribution), is_muted=True)


def _figures(row: EnergyRow) -> tuple[KeyFigure, ...]:
    return (
        KeyFigure(t("Energy, 24 h"), shown(energy(row.kwh), row.kwh, "kWh"), row.method),
        KeyFigure(t("Emitted CO2e"), shown(emission(row.grams), row.grams, "g CO2e"), row.note),
        KeyFigure(t("SCI (CO2e per 1,000 requests)"), shown(mass(row.sci), row.sci, "g")),
        KeyFigure(t("Per user and day"), shown(user_text(row.user_kwh), row.user_kwh, "kWh")),
    )


def _grid(zone: CarbonRow) -> KeyFigure:
    health = None if zone.is_dirty is None else (Health.WARNING if zone.is_dirty else Health.OK)
    note = f"{zone.zone} · {zone.origin}, {zone.age}"
    return KeyFigure(t("Grid now"), shown(f"{grams_text(zone.grams)} gCO2/kWh", zone.grams, "gCO2/kWh"), note, health)


def _columns() -> tuple[Column, ...]:
    return (
        Column(t("Service")), Column(t("Energy, 24 h"), is_right=True), Column(t("Emitted CO2e"), is_right=True),
        Column(t("Embodied CO2e"), is_right=True), Column(t("SCI (CO2e per 1,000 requests)"), is_right=True),
        Column(t("Method")),
    )  # fmt: skip


def _row(row: EnergyRow) -> tuple[Value | str, ...]:
    return (
        row.service, shown(energy(row.kwh), row.kwh, "kWh"), shown(mass(row.grams), row.grams, "g"),
        shown(mass(row.embodied_g), row.embodied_g, "g"), shown(mass(row.sci), row.sci, "g"), row.method,
    )  # fmt: skip


SECTIONS.add(Section("carbon", 70, Place.CELL, lambda: t("Energy and carbon"), build))
