"""The big numbers of the Carbon page: the dirtiest grid, what is emitted, energy per user, what could be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.emission_text import emission, mass
from console.presenters.energy_rows import user_text
from console.presenters.format import UNKNOWN, energy, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.batch_rows import BatchRow
    from console.presenters.carbon_rows import CarbonRow
    from console.presenters.energy_rows import EnergyRow


_WHOLE = 24


class CarbonTile(NamedTuple):
    """One number ready to be shown; ``health`` is ``None`` when there is nothing to judge it by."""

    key: str
    label: str
    value: str
    note: str
    health: Health | None = None


def carbon_tiles(
    zones: Sequence[CarbonRow], cells: Sequence[EnergyRow], jobs: Sequence[BatchRow]
) -> tuple[CarbonTile, ...]:
    """Return the tiles: intensity, emissions, energy per user, saving."""
    return (_intensity(zones), _emissions(cells), _per_user(cells), _saving(jobs))


def _intensity(zones: Sequence[CarbonRow]) -> CarbonTile:
    """The dirtiest grid speaks for all, as everywhere the worst is first."""
    label = t("Dirtiest grid of the cells")
    known = [one for one in zones if one.cells and one.grams is not None]
    worst = max(known, key=lambda one: one.grams or 0.0, default=None)
    if worst is None:
        return CarbonTile("intensity", label, UNKNOWN, t("not known"))
    limit = number(worst.threshold)
    place = t("{zone}, above {limit}", zone=worst.zone, limit=limit)
    if not worst.is_dirty:
        place = t("{zone}, not above {limit}", zone=worst.zone, limit=limit)
    note = f"{place} · {worst.origin}, {worst.age}"
    health = Health.WARNING if worst.is_dirty else Health.OK
    return CarbonTile("intensity", label, f"{number(worst.grams)} gCO2/kWh", note, health)


def _emissions(cells: Sequence[EnergyRow]) -> CarbonTile:
    label = t("Emitted in 24 hours")
    known = [one for one in cells if one.grams is not None]
    if not known:
        return CarbonTile("emissions", label, UNKNOWN, t("not known"))
    total, kwh = sum(one.grams or 0.0 for one in known), sum(one.kwh for one in known)
    hours = max(one.total.hours for one in known)
    parts = [t("{hours} of 24 hours known", hours=hours)] if hours < _WHOLE else []
    parts.append(energy(kwh))
    parts.append(t("embodied {amount}", amount=mass(sum(one.embodied_g for one in known))))
    note = " · ".join(parts)
    return CarbonTile("emissions", label, emission(total), note)


def _per_user(cells: Sequence[EnergyRow]) -> CarbonTile:
    label = t("Energy per user and day")
    known = [one for one in cells if one.users and one.total.hours]
    users = sum(one.users or 0.0 for one in known)
    kwh = sum(one.total.kwh_a_day() or 0.0 for one in known)
    if not users:
        return CarbonTile("per-user", label, UNKNOWN, t("not known"))
    note = f"{t('last 24 h')} · {t('{count} users', count=number(users))}"
    return CarbonTile("per-user", label, user_text(kwh / users), note)


def _saving(jobs: Sequence[BatchRow]) -> CarbonTile:
    label = t("Could be saved")
    known = [one.saving_g for one in jobs if one.saving_g is not None]
    if not known:
        return CarbonTile("saving", label, UNKNOWN, t("not known"))
    dirty = sum(one.health is Health.WARNING for one in jobs)
    note = t("next runs of {count} jobs, {dirty} on dirty power", count=len(jobs), dirty=dirty)
    return CarbonTile("saving", label, emission(sum(known)), note, Health.WARNING if dirty else Health.OK)
