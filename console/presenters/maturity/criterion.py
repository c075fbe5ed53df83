"""A criterion of maturity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.maturity.assessment import MaturityLevel
    from console.presenters.maturity.maturity_basis import MaturityBasis

Verdict = tuple[bool | None, str]
"""Whether it is met (``None``: no evidence either way), and the evidence in a sentence."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """``title`` says what is asked for, ``advice`` what to do where it is not met (both in the language)."""

    key: str
    level: MaturityLevel
    title: Callable[[], str]
    advice: Callable[[], str]
    judge: Callable[[MaturityBasis], Verdict]


CRITERIA: Registry[Criterion] = Registry("criterion of maturity")
