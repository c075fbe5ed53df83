"""The versions of a model, what runs of them, and which switches are possible (E2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.edge.edge_worker import WorkerVersion
from console.domain.health import Health
from console.domain.model.compatibility import (
    CompatibilityRule,
    SwitchVerdict,
    check_switch,
    is_same_version,
    is_version,
)
from console.domain.model.compatibility_text import actions_text, reasons_text
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, local_time, significant
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    measured,
    said,
)

if TYPE_CHECKING:
    from console.domain.edge.edge_worker import EdgeWorker
    from console.presenters.model_view import ModelView


_MOST_SHOWN = 10


class RunningVersion(NamedTuple):
    """A version that runs (``percent`` of the calls), or that the provider lists (0: it does not run)."""

    tag: str
    percent: float
    uploaded: WorkerVersion


def build(view: ModelView) -> SectionSheet:
    """Return the versions of one model."""
    found = _shown(view, _as_named(view, uploaded_versions(view.worker)))
    running = [one for one in found if one.percent > 0]
    together = _together(view, running)
    doubt = _drift(view, running) or _unjudged(view, running)
    judged = Health.CRITICAL if together else Health.WARNING if doubt else Health.OK
    return SectionSheet(
        health=judged if running else Health.UNKNOWN,
        headline=together or doubt or _headline(view, running),
        tiles=_tiles(view, found),
        tables=(_version_table(view, found), _switch_table(view, found), _matrix(view)),
    )


def uploaded_versions(worker: EdgeWorker | None) -> tuple[RunningVersion, ...]:
    """Return the newest versions of a Worker by their tags; a version without a tag goes by its id."""
    if worker is None:
        return ()
    shares = {share.version_id: share.percent for share in worker.shares}
    listed = {one.version_id for one in worker.versions}
    unlisted = (WorkerVersion(one, None, None) for one in shares if one not in listed)
    known = (*worker.versions, *unlisted)
    return tuple(RunningVersion(_tag(one), shares.get(one.version_id, 0.0), one) for one in known)


def _tag(version: WorkerVersion) -> str:
    """Return the name of a version; the begin of an id may be digits alone, but is never a version."""
    called, begin = _called(version), version.version_id[:8]
    if is_version(called):
        return called
    return f"{begin}…" if is_version(begin) else begin


def _called(version: WorkerVersion) -> str:
    return next(iter(version.note.split(maxsplit=1)), "")


def _as_named(view: ModelView, found: tuple[RunningVersion, ...]) -> tuple[RunningVersion, ...]:
    """Return the versions by the names that the estate has for them, which may leave a ``v`` or a zero out."""
    told = tuple(one for one in (view.model.current, view.model.canary, view.model.previous) if one)

    def named(one: RunningVersion) -> str:
        return next((name for name in told if is_same_version(_called(one.uploaded), name)), one.tag)

    return tuple(one._replace(tag=named(one)) for one in found)


def _shown(view: ModelView, found: tuple[RunningVersion, ...]) -> tuple[RunningVersion, ...]:
    """Return the newest versions, and of the older ones what runs or the estate names."""
    told = {view.model.current, view.model.canary, view.model.previous}
    older = (one for one in found[_MOST_SHOWN:] if one.percent > 0 or one.tag in told)
    return (*found[:_MOST_SHOWN], *older)


def model_rules(view: ModelView) -> tuple[CompatibilityRule, ...]:
    """Return the compatibility matrix of a model."""
    return tuple(
        CompatibilityRule(one.versions, one.works_with, one.invalidate_cache, one.migration)
        for one in view.model.compatibility
    )


def _together(view: ModelView, running: list[RunningVersion]) -> str:
    """Return what is wrong with the versions that answer side by side; empty when nothing is."""
    rules = model_rules(view)
    for one in running:
        verdict = check_switch(view.model.current, one.tag, rules)
        if verdict.reasons and rules and is_version(one.tag):
            return t("{version} answers {percent} % of the calls: {reasons}", version=one.tag,
                     percent=significant(one.percent), reasons=reasons_text(verdict))  # fmt: skip
    return ""


def _unjudged(view: ModelView, running: list[RunningVersion]) -> str:
    """Return which version beside another one the matrix cannot judge; empty when it judges all, or there is none."""
    if not view.model.compatibility or len(running) < 2:
        return ""
    names = ", ".join(one.tag for one in running if not is_version(one.tag))
    if not names:
        return ""
    return t("{version} is no version, so the compatibility matrix cannot tell whether it fits.", version=names)


def _drift(view: ModelView, running: list[RunningVersion]) -> str:
    """Return how what runs differs from what the estate says; empty when it does not."""
    told = {tag for tag in (view.model.current, view.model.canary) if tag}
    extra = sorted(one.tag for one in running if one.tag not in told)
    if extra:
        return t("{versions} runs, but the estate names {told}.", versions=", ".join(extra), told=_names(told))
    missing = sorted(told - {one.tag for one in running})
    if running and missing:
        return t("{versions} is named in the estate, but does not run.", versions=", ".join(missing))
    return ""


def _names(tags: set[str]) -> str:
    return ", ".join(sorted(tags))


def _headline(view: ModelView, running: list[RunningVersion]) -> str:
    if not running:
        return t("Nobody tells what runs of {worker}.", worker=view.model.worker)
    shares = ", ".join(f"{one.tag} {significant(one.percent)} %" for one in running)
    return t("As the estate says: {shares}.", shares=shares)


def _tiles(view: ModelView, found: tuple[RunningVersion, ...]) -> tuple[SheetTile, ...]:
    proof = _proof(view)
    return tuple(
        SheetTile(title, tag or t("none"), None, _share_note(tag, found), proof)
        for title, tag in (
            (t("Current"), view.model.current),
            (t("Canary"), view.model.canary),
            (t("Previous"), view.model.previous),
        )
    )


def _share_note(tag: str, found: tuple[RunningVersion, ...]) -> str:
    shares = [one.percent for one in found if one.tag == tag]
    if not shares:
        return t("not known at the edge") if tag else ""
    return t("answers {percent} % of the calls", percent=significant(sum(shares)))


def _proof(view: ModelView) -> SheetEvidence:
    table = view.state.table(view.model.account, "edge-workers")
    rule = f"Worker {view.model.worker}: deployment {view.worker.deployment}" if view.worker is not None else ""
    return SheetEvidence(rule, view.model.account, None if table is None else table.at_s)


def _version_table(view: ModelView, found: tuple[RunningVersion, ...]) -> SheetTable:
    columns = (
        SheetColumn("version", t("Version"), 90),
        SheetColumn("role", t("Role"), 90),
        SheetColumn("percent", t("Share"), 80, numeric=True),
        SheetColumn("uploaded", t("Uploaded"), 150),
        SheetColumn("age", t("Age"), 90),
        SheetColumn("note", t("Note"), 140, stretch=True),
    )
    roles = {view.model.previous: t("Previous"), view.model.canary: t("Canary"), view.model.current: t("Current")}
    proof = _proof(view)
    lines = [
        SheetLine(
            (
                said(one.tag),
                said(roles.get(one.tag, "")),
                measured(one.percent, f"{significant(one.percent)} %"),
                measured(one.uploaded.created_at_s, local_time(one.uploaded.created_at_s)),
                measured(one.uploaded.created_at_s, ago(one.uploaded.created_at_s, view.now_s)),
                said(one.uploaded.note.removeprefix(one.tag).strip()),
            ),
            Health.OK if one.percent > 0 else None,
            proof,
        )
        for one in found
    ]
    return SheetTable("versions", t("Versions"), columns, tuple(lines), t("The edge provider has not told of it yet."))


def _switch_table(view: ModelView, found: tuple[RunningVersion, ...]) -> SheetTable:
    columns = (
        SheetColumn("from", t("From version"), 104),
        SheetColumn("to", t("To version"), 94),
        SheetColumn("possible", t("Possible"), 84),
        SheetColumn("reasons", t("Why not"), 240),
        SheetColumn("actions", t("What is needed"), 200, stretch=True),
    )
    return SheetTable("switches", t("Switches"), columns, tuple(_switch(one) for one in model_switches(view, found)))


def model_switches(view: ModelView, found: tuple[RunningVersion, ...]) -> tuple[SwitchVerdict, ...]:
    """Return the verdict on every switch away from what runs now, to each version that is known."""
    model, rules = view.model, model_rules(view)
    tags = [model.current, model.canary, model.previous, *(one.tag for one in found)]
    known = [tag for tag in dict.fromkeys(tags) if tag and is_version(tag)]
    begins = [tag for tag in (model.current, model.canary) if tag]
    return tuple(check_switch(tag, to, rules, known) for tag in begins for to in known if to != tag)


def _switch(verdict: SwitchVerdict) -> SheetLine:
    possible = verdict.is_compatible
    cells = (
        said(verdict.current),
        said(verdict.target),
        measured(possible, t("yes") if possible else t("no")),
        said(reasons_text(verdict)),
        said(actions_text(verdict)),
    )
    rule = SheetEvidence(source=t("the estate's compatibility matrix"))
    return SheetLine(cells, Health.OK if possible else Health.WARNING, rule)


def _matrix(view: ModelView) -> SheetTable:
    columns = (
        SheetColumn("versions", t("Versions"), 110),
        SheetColumn("works_with", t("work with"), 180),
        SheetColumn("invalidate_cache", t("Cache"), 130),
        SheetColumn("migration", t("Migration"), 200, stretch=True),
    )
    lines = tuple(
        SheetLine(
            (
                said(one.versions),
                said(", ".join(one.works_with)),
                measured(one.invalidate_cache, t("to be cleared") if one.invalidate_cache else t("stays valid")),
                said(one.migration or UNKNOWN),
            ),
            None,
            SheetEvidence(source=t("the estate's compatibility matrix")),
        )
        for one in model_rules(view)
    )
    empty = t("The estate names no compatibility for this model: rollouts of it are refused, other changes not judged.")
    return SheetTable("matrix", t("Compatibility"), columns, lines, empty)


MODEL_SECTIONS.add(ModelSection("versions", lambda: t("Versions"), 40, build))
