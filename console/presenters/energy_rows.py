"""Energy, emissions and the SCI score of cells and services as rows, those that emit most first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.carbon.energy_share import EnergyMethod
from console.domain.carbon.sci_score import METHOD
from console.kernel.i18n import t
from console.presenters.emission_text import emission
from console.presenters.energy_sums import EnergySum, cell_sums, service_sums
from console.presenters.format import UNKNOWN, energy, number, short, significant
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.carbon.energy_coefficient import EnergyCoefficient
    from console.store.state import State

_WHOLE = 24


class EnergyRow(NamedTuple):
    """One cell (empty ``service``) or service over the last day; numbers are ``None`` where nobody knows them.

    ``sci`` is gCO2e per 1,000 requests, ``user_kwh`` kWh per user and day. ``note`` says what must be known before the
    numbers are believed.
    """

    cell: str
    title: str
    service: str
    kwh: float
    grams: float | None
    embodied_g: float
    sci: float | None
    user_kwh: float | None
    users: float | None
    requests: float | None
    method: str
    note: str
    total: EnergySum

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells it from the others."""
        return self.cell, self.service


def energy_rows(state: State, now_s: float) -> tuple[tuple[EnergyRow, ...], tuple[EnergyRow, ...]]:
    """Return the rows of the cells and those of the services."""
    services = service_sums(state, now_s)
    users = _users(state)
    cells = tuple(_row(one, users.get(one.cell.key)) for one in cell_sums(services))
    return _ordered(cells), _ordered(_row(one, None) for one in services)


def _ordered(rows: Iterable[EnergyRow]) -> tuple[EnergyRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.grams is None, -(row.grams or 0.0), row.cell, row.service)))


def _users(state: State) -> dict[str, float | None]:
    index = ReadingIndex(state)
    cells = state.estate.cells if state.estate is not None else ()
    return {cell.key: index.total(cell, "active_users") or cell.users for cell in cells}


def _row(one: EnergySum, users: float | None) -> EnergyRow:
    daily = one.kwh_a_day()
    return EnergyRow(
        cell=one.cell.key,
        title=one.cell.title or one.cell.key,
        service=one.service,
        kwh=one.kwh,
        grams=one.grams,
        embodied_g=one.embodied_g,
        sci=one.sci,
        user_kwh=daily / users if daily is not None and users else None,
        users=users,
        requests=one.requests,
        method=method_text(one),
        note=_note(one),
        total=one,
    )


def method_text(one: EnergySum) -> str:
    """Return where the energy comes from."""
    words = {EnergyMethod.KEPLER: t("measured (Kepler)"), EnergyMethod.COEFFICIENTS: t("computed (coefficients)")}
    return " + ".join(words[method] for method in EnergyMethod if method in one.methods)


def _note(one: EnergySum) -> str:
    parts = []
    if one.least_hours < _WHOLE:
        parts.append(t("{hours} of 24 hours known", hours=one.least_hours))
    if any(not part.vcpu_hours for part in one.parts or (one,)):
        parts.append(t("nobody tells the processors that it reserves, so M is too small"))
    if one.grams is None:
        parts.append(t("nobody tells the grid's carbon intensity"))
    elif one.unsure_hours:
        parts.append(t("for {hours} h the zone's present or yearly figure", hours=one.unsure_hours))
    return "; ".join(parts)


def sci_text(row: EnergyRow) -> str:
    """Return the score with its unit."""
    return UNKNOWN if row.sci is None else t("{grams} per 1,000 requests", grams=emission(row.sci))


def user_text(kwh: float | None) -> str:
    """Return the energy per user and day."""
    return UNKNOWN if kwh is None else energy(kwh)


def energy_facts(row: EnergyRow) -> tuple[tuple[str, str], ...]:
    """Return what the numbers of a row are made of: the parts of the SCI, its boundary, and the sources."""
    one, coefficient = row.total, row.total.coefficient
    return (
        (t("Of"), " / ".join(part for part in (row.title, row.service) if part)),
        (t("Method"), METHOD),
        ("SCI = ((E × I) + M) ÷ R", sci_text(row)),
        ("E", t("{energy} in {hours} hours, {method}", energy=energy(row.kwh), hours=one.hours, method=row.method)),
        ("E × I", emission(row.grams) + (f" ({row.note})" if row.note else "")),
        ("I", UNKNOWN if row.grams is None or not row.kwh else f"{significant(row.grams / row.kwh)} gCO2/kWh"),
        ("M", t("{grams}: {hours} vCPU hours of servers of {kg} kg CO2e, {count} vCPUs and {life} hours of life",
                grams=emission(row.embodied_g), hours=number(one.vcpu_hours), kg=number(coefficient.server_kg),
                count=coefficient.server_vcpus, life=number(coefficient.lifespan_h))),
        ("R", t("{count} requests", count=number(row.requests))),
        (t("Boundary"), boundary_text(one)),
        (t("Coefficients"), source_text(coefficient)),
        (t("Users"), number(row.users)),
    )  # fmt: skip


def source_text(coefficient: EnergyCoefficient) -> str:
    """Return whose figures stand behind what nobody measured."""
    return f"{coefficient.provider}, PUE {short(coefficient.pue)}, {coefficient.source}, {coefficient.licence}"


def boundary_text(one: EnergySum) -> str:
    """Return what is counted and what is not."""
    if EnergyMethod.KEPLER in one.methods:
        inside = t("processors and memory of the pods as Kepler measures them, what they send, times the PUE;")
    else:
        inside = t("reserved processors by their use, reserved memory, what the pods send, times the PUE;")
    return inside + " " + t("without storage, the cluster's own services and the users' devices")
