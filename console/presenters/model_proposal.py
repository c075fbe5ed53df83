"""Changes that an answer about an edge model calls for; each is only proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.model.degradation import DegradationAnswer, shares_after, weights_after
from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.estate.schema.router import ModelRouter
from console.kernel.i18n import t
from console.presenters.format import percent, short
from console.presenters.model_sheet import SheetProposal
from console.presenters.router_weights import router_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.edge.edge_worker import EdgeWorker
    from console.presenters.model_view import ModelView


def fall_back_proposal(view: ModelView, answer: DegradationAnswer, reason: str) -> tuple[SheetProposal, ...]:
    """Return the changes that an answer calls for: of the Worker's shares, and of routers that the model is behind."""
    return (*_of_worker(view, answer, reason), *_of_routers(view, answer, reason))


def _of_worker(view: ModelView, answer: DegradationAnswer, reason: str) -> tuple[SheetProposal, ...]:
    worker = view.worker
    if worker is None:
        return ()
    shares = shares_after(answer, worker, (view.model.current, view.model.previous))
    if not shares or sorted(shares) == sorted((one.version_id, one.percent) for one in worker.shares):
        return ()
    text = ", ".join(f"{version_name(worker, version)} {short(percent)} %" for version, percent in shares)
    title = t("Roll back: {shares}", shares=text)
    if answer is DegradationAnswer.ADJUST:
        title = t("Adjust: {shares}", shares=text)
    return (SheetProposal(title, reason, SetWorkerPercentages(view.model.account, worker.ref.name, shares)),)


def _of_routers(view: ModelView, answer: DegradationAnswer, reason: str) -> Iterator[SheetProposal]:
    estate = view.state.estate
    for router in estate.routers if estate is not None else ():
        if not isinstance(router, ModelRouter):
            continue
        weights = router_weights(view.state, router)
        target = next((name for name in (view.model.key, view.model.worker) if name in weights), "")
        after = weights_after(answer, weights, target)
        if after:
            at = router.config_map
            weighed = tuple((name, round(weight, 9)) for name, weight in after.items())
            change = SetModelWeights(router.cluster, at.namespace, at.name, at.entry, weighed, router.format)
            title = t("Give {target} {share} of {router}", target=target, share=percent(after[target]),
                      router=router.title or router.key)  # fmt: skip
            yield SheetProposal(title, reason, change)


def version_name(worker: EdgeWorker, version: str) -> str:
    """Return the name that a version's uploader gave it, else the beginning of its id."""
    found = next((one for one in worker.versions if one.version_id == version), None)
    words = found.note.split(maxsplit=1) if found is not None else []
    return words[0] if words else version[:8]
