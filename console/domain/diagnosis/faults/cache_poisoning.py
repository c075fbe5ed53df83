"""CDN cache poisoning: the call to action and its proof share a cache key, so the cache answers one with the other."""

import json
from collections.abc import Iterator
from math import sqrt

from console.domain.diagnosis.case import Case, CellCase, EdgeCase
from console.domain.diagnosis.diagnosis import Diagnosis
from console.domain.diagnosis.fault import FAULTS, Fault
from console.domain.diagnosis.proof import ObjectProof, Proof, QueryProof, Shows
from console.domain.edge.cache_keys import CacheKeys
from console.domain.health import Health
from console.domain.operation import Operation
from console.domain.operations.purge_cache import PurgeCache
from console.domain.operations.put_kv_value import PutKvValue
from console.kernel.i18n import t

KEY = "cache-poisoning"
SHARED_KEY, SYMPTOMS = "shared_key", "symptoms"
_FALL = 0.15
_SURE = 5.0
"""Standard deviations of the number of clicks: a fall is no accident."""
_FEWEST = 30.0
"""Clicks that were to be expected; below, nobody can tell."""
_RISE = 0.02
"""Fewer keys mean more hits; a hit ratio scatters by less than this."""


def _find(case: Case) -> Iterator[Diagnosis]:
    for edge in case.edges:
        hit = _lost_clicks(case)
        if edge.keys is not None and edge.keys.shared:
            yield _shared(edge, edge.keys, case, hit)
        elif hit and (risen := _risen(edge)):
            yield _by_symptoms(edge, hit, risen)


def _shared(edge: EdgeCase, keys: CacheKeys, case: Case, hit: dict[str, tuple[QueryProof, ...]]) -> Diagnosis:
    parts = tuple(part for _, names in keys.shared for part in names)
    shared = tuple(ObjectProof(keys.ref, Shows.SHARED_KEY, f"{', '.join(p)} = {key}") for key, p in keys.shared)
    clicks = tuple(proof for proofs in hit.values() for proof in proofs)
    return Diagnosis(
        fault=KEY,
        health=Health.CRITICAL if hit else Health.WARNING,
        cells=tuple(hit) or tuple(one.cell for one in case.cells),
        proofs=(*shared, *clicks, *_risen(edge)),
        variant=SHARED_KEY,
        subjects=parts,
        remedies=(*_restored(edge, keys), *_purges(edge, parts)),
    )


def _by_symptoms(edge: EdgeCase, hit: dict[str, tuple[QueryProof, ...]], risen: tuple[Proof, ...]) -> Diagnosis:
    parts = tuple(part for part, _ in edge.keys.patterns) if edge.keys is not None else ()
    keys = () if edge.keys is None else (ObjectProof(edge.keys.ref, Shows.SHARED_KEY, _told(edge.keys)),)
    return Diagnosis(
        fault=KEY,
        health=Health.WARNING,
        cells=tuple(hit),
        proofs=(*(proof for proofs in hit.values() for proof in proofs), *risen, *keys),
        variant=SYMPTOMS,
        subjects=parts,
        remedies=_purges(edge, parts),
    )


def _told(keys: CacheKeys) -> str:
    return ", ".join(f"{part} = {pattern}" for part, pattern in keys.patterns)


def _lost_clicks(case: Case) -> dict[str, tuple[QueryProof, ...]]:
    """Return the cells that lose clicks for the same opens; none unless all do that can tell: they share the edge."""
    falls = {cell.cell: fall for cell in case.cells if (fall := _fall(cell)) is not None}
    if not falls or any(fall < _FALL for fall in falls.values()):
        return {}
    found = {}
    for cell in case.cells:
        if cell.cell in falls:
            opens, usual = cell.total("cta_opens") or 0.0, cell.total("cta_click_usual") or 0.0
            found[cell.cell] = (*cell.proofs("cta_clicks", expected=opens * usual), *cell.proofs("cta_opens"))
    return found


def _fall(cell: CellCase) -> float | None:
    """Return the share of the clicks that is missing; ``None``: too few to tell, 0: within what chance explains."""
    clicks, opens, usual = (cell.total(key) for key in ("cta_clicks", "cta_opens", "cta_click_usual"))
    if clicks is None or opens is None or usual is None or not opens * usual >= _FEWEST:
        return None
    expected = opens * usual
    return 1 - clicks / expected if expected - clicks >= _SURE * sqrt(expected) else 0.0


def _risen(edge: EdgeCase) -> tuple[Proof, ...]:
    return tuple(
        QueryProof(peak.connection, peak.key, peak.reading, usual.reading.value)
        for peak, usual in edge.hits
        if peak.reading.value - usual.reading.value >= _RISE
    )


def _restored(edge: EdgeCase, keys: CacheKeys) -> tuple[Operation, ...]:
    """Return the value that was agreed; nothing where the estate does not state it."""
    if not keys.agreed:
        return ()
    value = json.dumps(dict(keys.patterns) | dict(keys.agreed))
    return (PutKvValue(edge.connection, keys.ref.namespace, keys.ref.name, value),)


def _purges(edge: EdgeCase, parts: tuple[str, ...]) -> tuple[Operation, ...]:
    return tuple(PurgeCache(edge.connection, zone, tags=parts) for zone in edge.zones) if parts else ()


def _meaning(found: Diagnosis) -> str:
    if found.variant == SHARED_KEY:
        return t(
            "{parts} share a cache key: the edge answers one with the other, so users see what does not fit together.",
            parts=" + ".join(found.subjects),
        )
    return t(
        "Clicks are missing for the same opens in every cell since the cache hit more than ever: wrong entries are"
        " shown until they expire or are purged."
    )


def _steps(found: Diagnosis) -> tuple[str, ...]:
    keys = t("Give each part a pattern of its own in the cache keys.")
    rest = (
        t("Then purge the tags of both parts together: one alone fetches the wrong half again."),
        t("It worked when the clicks return to their usual share of the opens."),
    )
    return (keys, *rest) if found.variant == SHARED_KEY else rest


FAULTS.add(Fault(KEY, lambda: t("CDN cache poisoning"), _find, _meaning, _steps))
