"""Choosing what a lever gives, and in the place of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.rollouts.argo_lever import ArgoLever
from console.domain.rollouts.worker_lever import WorkerLever

if TYPE_CHECKING:
    from console.domain.rollouts.rollout_wave import Lever


def lever_versions(lever: Lever) -> tuple[str, str]:
    """Return what a lever gives (image, version, destination, model) and in the place of what (an image: ``""``)."""
    if isinstance(lever, ArgoLever):
        return lever.image, ""
    if isinstance(lever, WorkerLever):
        return lever.version, lever.stable
    return lever.canary, lever.stable


def with_versions(lever: Lever, new: str, old: str) -> Lever:
    """Return a lever that gives ``new`` in the place of ``old``."""
    if isinstance(lever, ArgoLever):
        return replace(lever, image=new)
    if isinstance(lever, WorkerLever):
        return replace(lever, version=new, stable=old)
    return replace(lever, canary=new, stable=old)
