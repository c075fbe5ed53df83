"""The compatibility matrix before a deployment: what does not fit is refused, what is needed is told (E2.1)."""

from collections.abc import Mapping, Sequence

from console.domain.edge.edge_worker import VersionShare
from console.domain.model.compatibility import CompatibilityRule
from console.domain.model.compatibility_text import actions_text, reasons_text
from console.domain.model.version_switch import version_switch
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.estate.schema.edge_model import EdgeModel
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


class VersionMatrix:
    """``models`` are the estate's on this account; a Worker that is none of them, or names no matrix, is not judged."""

    def __init__(self, models: Sequence[EdgeModel] = ()) -> None:
        self._models = {one.worker: one for one in models if one.compatibility}

    def warnings(
        self, operation: SetWorkerPercentages, running: Sequence[VersionShare], tags: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Return what must be done for a deployment, and what nobody can judge; raise ``ChangeRefused``.

        ``tags`` are what the uploaders call the versions, by their ids.
        """
        model = self._models.get(operation.script)
        if model is None:
            return ()
        before = [(_name(one.version_id, tags), one.percent) for one in running]
        wanted = [(_name(version, tags), percent) for version, percent in operation.shares]
        found = version_switch(model.current, _rules(model), before, wanted, tuple(tags.values()))
        if found.refused:
            actions = dict.fromkeys(actions_text(one) for one in found.refused)
            raise ChangeRefused(
                " ".join(dict.fromkeys(reasons_text(one) for one in found.refused)),
                t("What helps: {actions}.", actions="; ".join(actions)),
            )
        needed = [(one.target, actions_text(one)) for one in found.allowed]
        return (
            *(t("{version} needs: {actions}.", version=to, actions=what) for to, what in needed if what),
            *(
                t("{version} is no version, so the compatibility matrix cannot tell whether it fits.", version=one)
                for one in found.unjudged
            ),
        )


def _name(version: str, tags: Mapping[str, str]) -> str:
    """Return the tag of a version, else the begin of its id, which may be digits alone, but is never a version."""
    return tags.get(version) or f"{version[:8]}…"


def _rules(model: EdgeModel) -> tuple[CompatibilityRule, ...]:
    return tuple(
        CompatibilityRule(one.versions, one.works_with, one.invalidate_cache, one.migration)
        for one in model.compatibility
    )
