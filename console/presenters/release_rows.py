"""Gradual releases of the estate as rows: Argo Rollouts and Workers, the worst first, with what can be done to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.edge.edge_worker import EdgeWorker
from console.domain.health import Health
from console.domain.operations.set_rollout_steps import SetRolloutSteps
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.domain.operations.step_rollout import RolloutAction, StepRollout
from console.domain.operations.undo_rollout import UndoRollout
from console.domain.rollout import Rollout
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.operation import Operation
    from console.domain.resource import ResourceRef
    from console.store.state import State

RELEASE_TOPICS = ("rollouts", "edge-workers")
_ORDER = (Health.CRITICAL, Health.WARNING, Health.UNKNOWN, Health.OK)
_SHARES = (5, 25, 50, 100)


class ReleaseAction(NamedTuple):
    """What can be done to a release: ``title`` on a button, ``operation`` to be previewed."""

    title: str
    operation: Operation


class ReleaseRow(NamedTuple):
    """One Argo Rollout or Worker, ready to be shown; ``percent`` is the (first) share behind ``share``."""

    ref: ResourceRef
    kind: str
    name: str
    place: str
    phase: str
    health: Health
    share: str
    percent: float | None
    step: str
    version: str
    note: str
    actions: tuple[ReleaseAction, ...]


def release_rows(state: State) -> tuple[ReleaseRow, ...]:
    """Return what is released gradually: failed first, then what waits for a person, then what is on its way."""
    rows = [*_rollouts(state), *_workers(state)]
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.health), row.share == UNKNOWN, row.place, row.name)))


def _rollouts(state: State) -> Iterator[ReleaseRow]:
    for connection, topic in state.objects:
        for one in state.rows(connection, topic, Rollout) if topic == "rollouts" else ():
            weight = one.live_weight if one.live_weight is not None else one.weight
            share = weight if one.in_progress else None
            steps = len(one.steps)
            yield ReleaseRow(
                one.ref,
                "Argo Rollout",
                one.ref.name,
                one.ref.namespace,
                one.phase or UNKNOWN,
                _health(one),
                f"{short(share)} %" if share is not None else UNKNOWN,
                share,
                f"{min(one.step + 1, steps)} / {steps}" if one.in_progress and one.step is not None else UNKNOWN,
                ", ".join(image.rpartition("/")[2] for image in one.images),
                one.message,
                tuple(_rollout_actions(one)),
            )


def _health(rollout: Rollout) -> Health:
    if rollout.aborted or rollout.phase == "Degraded":
        return Health.CRITICAL
    return Health.WARNING if rollout.in_progress or rollout.paused else Health.OK


def _rollout_actions(one: Rollout) -> Iterator[ReleaseAction]:
    place = (one.ref.connection, one.ref.namespace, one.ref.name)

    def steered(action: RolloutAction, step: int | None = None) -> StepRollout:
        return StepRollout(*place, action, one.current_hash, step)

    if one.in_progress and not one.aborted:
        if one.step is not None and one.current_hash:
            yield ReleaseAction(t("Promote"), steered(RolloutAction.PROMOTE, one.step))
        yield ReleaseAction(t("Promote fully"), steered(RolloutAction.PROMOTE_FULL))
        yield ReleaseAction(t("Abort"), steered(RolloutAction.ABORT))
        for share in _SHARES[:-1]:
            hold = SetRolloutSteps(*place, ({"setWeight": share}, {"pause": dict[str, str]()}))
            yield ReleaseAction(t("Hold at {share} %", share=share), hold)
    if one.aborted:
        yield ReleaseAction(t("Retry"), steered(RolloutAction.RETRY))
    if one.paused:
        yield ReleaseAction(t("Resume"), StepRollout(*place, RolloutAction.RESUME))
    else:
        yield ReleaseAction(t("Pause"), StepRollout(*place, RolloutAction.PAUSE))
    if one.revision.isdecimal() and int(one.revision) > 1:
        undo = UndoRollout(place[0], "Rollout", place[1], place[2], int(one.revision) - 1)
        yield ReleaseAction(t("Back to revision {revision}", revision=undo.revision), undo)


def _workers(state: State) -> Iterator[ReleaseRow]:
    for connection, topic in state.objects:
        for one in state.rows(connection, topic, EdgeWorker) if topic == "edge-workers" else ():
            gradual = len(one.shares) > 1
            yield ReleaseRow(
                one.ref,
                "Worker",
                one.ref.name,
                connection,
                t("Gradual") if gradual else t("Deployed") if one.shares else t("Never deployed"),
                Health.WARNING if gradual else Health.OK,
                " / ".join(f"{short(share.percent)} %" for share in one.shares) if gradual else UNKNOWN,
                one.shares[0].percent if gradual else None,
                UNKNOWN,
                ", ".join(_version(one, share.version_id) for share in one.shares),
                _notes(one),
                tuple(_worker_actions(one)),
            )


def _version(worker: EdgeWorker, version_id: str) -> str:
    known = next((one for one in worker.versions if one.version_id == version_id), None)
    return f"#{known.number}" if known is not None and known.number is not None else version_id[:8]


def _notes(worker: EdgeWorker) -> str:
    """Return what was written to the versions that answer, as they are named: the newest one may answer nothing yet."""
    noted = {one.version_id: one.note for one in worker.versions}
    return " / ".join(note for share in worker.shares if (note := noted.get(share.version_id, "")))


def _worker_actions(one: EdgeWorker) -> Iterator[ReleaseAction]:
    """Offer shares of the newest version, and all calls for each of those that answer now."""
    if not one.shares or not one.versions:
        return
    newest = one.versions[0].version_id
    stable = max((share for share in one.shares if share.version_id != newest), key=lambda share: share.percent,
                 default=None)  # fmt: skip
    if stable is None:
        older = next((version.version_id for version in one.versions[1:]), "")
        if older:
            back = SetWorkerPercentages(one.ref.connection, one.ref.name, ((older, 100.0),))
            yield ReleaseAction(t("Back to {version}", version=_version(one, older)), back)
        return
    for share in _SHARES:
        shares = ((newest, float(share)), (stable.version_id, float(100 - share)))
        wanted = SetWorkerPercentages(one.ref.connection, one.ref.name, tuple(x for x in shares if x[1] > 0))
        yield ReleaseAction(t("{version} at {share} %", version=_version(one, newest), share=share), wanted)
    if len(one.shares) > 1:
        back = SetWorkerPercentages(one.ref.connection, one.ref.name, ((stable.version_id, 100.0),))
        yield ReleaseAction(t("Back to {version}", version=_version(one, stable.version_id)), back)
