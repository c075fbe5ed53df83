"""The sheets of ``cell-console carbon``: grid zones, cells, services, batch jobs."""

from typing import TYPE_CHECKING

from console.cli.emit import Sheet
from console.domain.carbon.sci_score import METHOD
from console.kernel.i18n import t
from console.presenters.batch_rows import batch_rows
from console.presenters.carbon_rows import carbon_rows, grams_text
from console.presenters.emission_text import mass
from console.presenters.energy_rows import boundary_text, energy_rows, source_text, user_text
from console.presenters.format import UNKNOWN, energy, number
from console.presenters.health_word import health_word

if TYPE_CHECKING:
    from typing import Any

    from console.presenters.batch_rows import BatchRow
    from console.presenters.carbon_rows import CarbonRow
    from console.presenters.energy_rows import EnergyRow
    from console.store.state import State


def carbon_sheet(state: "State", now_s: float, by: str) -> Sheet:
    """Return the sheet by ``zone``, ``cell``, ``service`` or ``job``."""
    if by == "zone":
        return _zone_sheet(carbon_rows(state, now_s))
    if by == "job":
        return _job_sheet(batch_rows(state, now_s))
    cells, services = energy_rows(state, now_s)
    return _energy_sheet(cells if by == "cell" else services, is_cell=by == "cell")


def _zone_sheet(rows: "tuple[CarbonRow, ...]") -> Sheet:
    titles = (
        t("ZONE"), t("CELLS"), t("gCO2/kWh"), t("ABOVE {limit}", limit=grams_text(rows[0].threshold if rows else None)),
        t("KIND"), t("AGE"), t("LOWEST IN 24 H"), t("AT"), t("PROVIDER"),
    )  # fmt: skip
    marks = {True: t("yes"), False: t("no"), None: UNKNOWN}
    cells = [
        [
            row.zone, ", ".join(row.cells), grams_text(row.grams), marks[row.is_dirty], row.origin, row.age,
            grams_text(row.lowest_grams), row.lowest_at, row.provider or UNKNOWN,
        ]
        for row in rows
    ]  # fmt: skip
    return Sheet(
        titles,
        cells,
        [_zone_record(row) for row in rows],
        frozenset({2, 6}),
        names=(
            "zone",
            "cells",
            "g_per_kwh",
            "threshold_g_per_kwh",
            "above_threshold",
            "kind",
            "issued_at_s",
            "lowest_g_per_kwh",
            "lowest_at_s",
            "provider",
            "attribution",
        ),
    )


def _zone_record(row: "CarbonRow") -> "dict[str, Any]":
    return {
        "zone": row.zone,
        "cells": " ".join(row.cells),
        "g_per_kwh": row.grams,
        "threshold_g_per_kwh": row.threshold,
        "above_threshold": row.is_dirty,
        "kind": row.kind,
        "issued_at_s": row.issued_at_s,
        "lowest_g_per_kwh": row.lowest_grams,
        "lowest_at_s": row.lowest_at_s,
        "provider": row.provider,
        "attribution": row.attribution,
    }


def _energy_sheet(rows: "tuple[EnergyRow, ...]", *, is_cell: bool) -> Sheet:
    first = (t("CELL"),) if is_cell else (t("CELL"), t("SERVICE"))
    last = (t("PER USER AND DAY"), t("USERS")) if is_cell else ()
    titles = (
        *first, t("ENERGY 24 H"), t("EMITTED CO2E"), t("EMBODIED CO2E"), t("SCI PER 1,000 REQUESTS"), t("REQUESTS"),
        *last, t("METHOD"), t("NOTE"),
    )  # fmt: skip
    cells = [
        [
            *([row.cell] if is_cell else [row.cell, row.service]),
            energy(row.kwh), mass(row.grams), mass(row.embodied_g), mass(row.sci), number(row.requests),
            *([user_text(row.user_kwh), number(row.users)] if is_cell else []),
            row.method, row.note,
        ]
        for row in rows
    ]  # fmt: skip
    right = frozenset(range(len(first), len(titles) - 2))
    return Sheet(
        titles,
        cells,
        [_energy_record(row) for row in rows],
        right,
        names=(
            "cell",
            "service",
            "hours",
            "kwh",
            "operational_gco2e",
            "embodied_gco2e",
            "sci_gco2e_per_1000_requests",
            "requests",
            "kwh_per_user_and_day",
            "users",
            "method",
            "standard",
            "boundary",
            "coefficients",
            "note",
        ),
    )


def _energy_record(row: "EnergyRow") -> "dict[str, Any]":
    one = row.total
    return {
        "cell": row.cell,
        "service": row.service,
        "hours": one.hours,
        "kwh": row.kwh,
        "operational_gco2e": row.grams,
        "embodied_gco2e": row.embodied_g,
        "sci_gco2e_per_1000_requests": row.sci,
        "requests": row.requests,
        "kwh_per_user_and_day": row.user_kwh,
        "users": row.users,
        "method": "+".join(sorted(one.methods)),
        "standard": METHOD,
        "boundary": boundary_text(one),
        "coefficients": source_text(one.coefficient),
        "note": row.note,
    }


def _job_sheet(rows: "tuple[BatchRow, ...]") -> Sheet:
    titles = (
        t("CELL"), t("JOB"), t("HEALTH"), t("NEXT RUN"), t("TAKES"), t("ENERGY"), t("gCO2/kWh"), t("EMITS CO2E"),
        t("BEST"), t("SAVES CO2E"), t("PROPOSAL"), t("PRICE"), t("EFFECT"),
    )  # fmt: skip
    cells = [
        [
            row.cell, row.name, health_word(row.health), row.next_run, row.lasts, row.energy, grams_text(row.intensity),
            mass(row.grams), row.best, mass(row.saving_g),
            *([one.title, one.price, one.effect] if (one := next(iter(row.proposals), None)) else ["", "", row.note]),
        ]
        for row in rows
    ]  # fmt: skip
    return Sheet(
        titles,
        cells,
        [_job_record(row) for row in rows],
        frozenset({4, 5, 6, 7, 9}),
        names=(
            "cell",
            "job",
            "namespace",
            "health",
            "schedule",
            "suspended",
            "starts_s",
            "lasts_s",
            "kwh",
            "g_per_kwh",
            "gco2e",
            "saving_gco2e",
            "note",
            "proposals",
        ),
    )


def _job_record(row: "BatchRow") -> "dict[str, Any]":
    run = row.plan.run
    return {
        "cell": row.cell,
        "job": row.name,
        "namespace": row.ref.namespace,
        "health": row.health.name.lower(),
        "schedule": row.schedule,
        "suspended": row.plan.job.suspended,
        "starts_s": None if run is None else run.starts_s,
        "lasts_s": None if run is None else run.lasts_s,
        "kwh": None if run is None else run.kwh,
        "g_per_kwh": row.intensity,
        "gco2e": row.grams,
        "saving_gco2e": row.saving_g,
        "note": row.note,
        "proposals": [
            {
                "key": one.key,
                "title": one.title,
                "saving_gco2e": one.saving_g,
                "price_usd": one.price_usd,
                "effect": one.effect,
                "how": one.how,
                "operation": None if one.operation is None else one.operation.key,
            }
            for one in row.proposals
        ],
    }
