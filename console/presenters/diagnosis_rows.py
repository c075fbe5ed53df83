"""Diagnoses as rows: what was found, where, what proves it, and which changes are proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.diagnosis.fault import FAULTS, diagnoses
from console.domain.diagnosis.proof import ObjectProof, Shows
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.kernel.i18n import t
from console.presenters.autoscaler_rows import KIND_WORDS
from console.presenters.diagnosis_case import diagnosis_case
from console.presenters.format import UNKNOWN, ago, local_time, number, percent, quantity
from console.presenters.signal_text import signal_label

if TYPE_CHECKING:
    from console.domain.diagnosis.diagnosis import Diagnosis
    from console.domain.diagnosis.proof import Proof, QueryProof
    from console.domain.health import Health
    from console.domain.operation import Operation
    from console.domain.resource import ResourceRef
    from console.store.state import State


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One proof: an object (``ref``) or a measurement (``query``), what it shows, whose word it is, of when.

    ``read_s`` is the moment behind ``read`` and ``age``.
    """

    what: str
    shows: str
    source: str
    read: str
    read_s: float | None
    age: str
    ref: ResourceRef | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    """One diagnosis in words; ``where`` names its cells, ``steps`` recover, ``remedies`` are proposed changes."""

    fault: str
    title: str
    health: Health
    cells: tuple[str, ...]
    where: str
    meaning: str
    since: str
    since_s: float | None
    runbook: str
    steps: tuple[str, ...]
    proofs: tuple[ProofRow, ...]
    remedies: tuple[Operation, ...]
    subjects: tuple[str, ...]


def diagnosis_rows(state: State, now_s: float, cell: str = "") -> tuple[DiagnosisRow, ...]:
    """Return what is found in all cells (or concerns one), the worst first."""
    found = diagnoses(diagnosis_case(state, now_s))
    return tuple(_row(state, one, now_s, cell) for one in found if cell in {"", *one.cells})


def _row(state: State, found: Diagnosis, now_s: float, cell: str) -> DiagnosisRow:
    fault = FAULTS.get(found.fault)
    titles = {one.key: one.title or one.key for one in state.estate.cells} if state.estate is not None else {}
    return DiagnosisRow(
        fault=found.fault,
        title=fault.title(),
        health=found.health,
        cells=found.cells,
        where=", ".join(titles.get(key, key) for key in found.cells),
        meaning=fault.meaning(found),
        since=ago(found.since_s, now_s) if found.since_s is not None else UNKNOWN,
        since_s=found.since_s,
        runbook=found.fault,
        steps=fault.steps(found),
        proofs=tuple(_proof(state, one, now_s) for one in _nearest_first(state, found, cell)),
        remedies=found.remedies,
        subjects=found.subjects,
    )


def _nearest_first(state: State, found: Diagnosis, cell: str) -> tuple[Proof, ...]:
    """Return the proofs with those of other cells last: on the page of one cell its own stand first."""
    others = [one for one in state.estate.cells if cell not in {"", one.key}] if state.estate is not None else []
    elsewhere = {name for one in others for name in (one.key, *one.selectors.namespaces)}

    def is_elsewhere(proof: Proof) -> bool:
        if isinstance(proof, ObjectProof):
            return proof.ref.namespace in elsewhere or proof.words in elsewhere
        return proof.key.cell in elsewhere

    return tuple(sorted(found.proofs, key=is_elsewhere))


def _proof(state: State, proof: Proof, now_s: float) -> ProofRow:
    return _object(state, proof, now_s) if isinstance(proof, ObjectProof) else _query(proof, now_s)


def _object(state: State, proof: ObjectProof, now_s: float) -> ProofRow:
    ref = proof.ref
    place = f"{ref.namespace}/{ref.name}" if ref.namespace else ref.name
    read_s = _read_at(state, ref)
    what = f"{KIND_WORDS.get(ref.kind, ref.kind)} {place}"
    age = ago(read_s, now_s) if read_s is not None else UNKNOWN
    return ProofRow(what, _shown(proof), ref.connection, local_time(read_s), read_s, age, ref)


def _read_at(state: State, ref: ResourceRef) -> float | None:
    """Return when the list that holds the object was last known to be right."""
    return max(
        (table.at_s for (key, _), table in state.objects.items() if key == ref.connection and ref in table.rows),
        default=None,
    )


def _shown(proof: ObjectProof) -> str:
    found, expected = proof.found, proof.expected
    texts = {
        Shows.CONDITION: lambda: proof.words.rstrip(": "),
        Shows.SHARED_KEY: lambda: proof.words,
        Shows.AVAILABLE: lambda: t(
            "{found} of {expected} pods available", found=number(found), expected=number(expected)
        ),
        Shows.THRESHOLD: lambda: t(
            "acts above {found} messages; {expected} for each replica", found=number(found), expected=number(expected)
        ),
        Shows.WEIGHT: lambda: t(
            "{cell} is given {found}, agreed are {agreed}",
            cell=proof.words,
            found=_share(found),
            agreed=_share(expected),
        ),
        Shows.AT_MAXIMUM: lambda: t(
            "at its maximum of {count} replicas, and its metric asks for more", count=number(found)
        ),
        Shows.LAST_SUCCESS: lambda: t("last succeeded: {time}", time=local_time(found) if found else t("never")),
    }
    return texts[proof.shows]()


def _share(value: float | None) -> str:
    return UNKNOWN if value is None else percent(value)


def _query(proof: QueryProof, now_s: float) -> ProofRow:
    signal = SIGNALS_BY_KEY[proof.key.signal]
    place = proof.key.target or proof.key.service
    where = " · ".join(part for part in (proof.key.cell, place) if part)
    value = quantity(proof.reading.value, signal.unit)
    shows = (
        value
        if proof.expected is None
        else t("{value}, to be expected {expected}", value=value, expected=quantity(proof.expected, signal.unit))
    )
    what = f"{signal_label(signal.key)} ({where})" if where else signal_label(signal.key)
    read_s = proof.reading.at_s
    return ProofRow(
        what, shows, proof.connection, local_time(read_s), read_s, ago(read_s, now_s), query=proof.reading.query
    )
