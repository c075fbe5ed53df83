"""Faults: what can be diagnosed, declared once each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from console.domain.diagnosis.case import Case
from console.domain.diagnosis.diagnosis import Diagnosis
from console.kernel.registry import Registry, load_all


@dataclass(frozen=True, slots=True)
class Fault:
    """``find`` is pure and says nothing without evidence; ``key`` is also the id of the fault's runbook.

    The words are in the current language: ``title`` names the fault, ``meaning`` says in a sentence what is wrong and
    what follows, ``steps`` recover, the last one tells how to see that it worked.
    """

    key: str
    title: Callable[[], str]
    find: Callable[[Case], Iterable[Diagnosis]]
    meaning: Callable[[Diagnosis], str]
    steps: Callable[[Diagnosis], tuple[str, ...]]


FAULTS: Registry[Fault] = Registry("fault")


def diagnoses(case: Case) -> tuple[Diagnosis, ...]:
    """Return everything that is found, the worst first."""
    known_faults()
    found = [one for fault in FAULTS for one in fault.find(case)]
    return tuple(sorted(found, key=lambda one: -one.health))


@cache
def known_faults() -> Registry[Fault]:
    """Return all faults; their modules are loaded with the first call."""
    load_all("console.domain.diagnosis.faults")
    return FAULTS
