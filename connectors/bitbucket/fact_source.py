"""What Bitbucket tells audits: branch restrictions, merged pull requests, pipelines, administrators."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from urllib.parse import quote

from connectors.bitbucket import fact_wire as wire
from connectors.bitbucket.api import BitbucketApi, place_of
from connectors.bitbucket.wire import Named, State, WireRepository
from connectors.bitbucket.words import run_state
from connectors.common.forge.fact_reader import MOST_REVIEWS, MOST_RUNS, each
from connectors.common.unix_time import unix_s
from console.domain.audit.forge_facts import ProtectionFact, ReviewFact, RunFact
from console.domain.forge.pipeline_run import RunState

_MOST_NOTES = 100
_PULL_PAGE = 50
_RESULTS = {RunState.SUCCEEDED: "success", RunState.FAILED: "failure", RunState.CANCELLED: "cancelled"}
# A pull request is needed when nobody may push: then nobody rewrites or deletes the branch either.
_BY_PATTERN, _PRODUCTION = "glob", "production"


class BitbucketFactSource:
    """Implements ``FactSource``; restrictions and permissions take the rights of an administrator."""

    def __init__(self, api: BitbucketApi) -> None:
        self._api = api

    async def default_branch(self, path: str) -> str:
        """Return the main branch."""
        found = await self._api.one(place_of(path), WireRepository)
        return (found.mainbranch.name or "") if found.mainbranch is not None else ""

    async def protection(self, path: str, branch: str) -> ProtectionFact:
        """Return the restrictions of the branch."""
        found, _ = await self._api.listing(place_of(path, "branch-restrictions"), wire.Restriction, _MOST_NOTES)
        mine = [one for one in found if _is_for(one, branch)]
        kinds = {one.kind: max((e.value or 1 for e in mine if e.kind == one.kind), default=0) for one in mine}
        builds = "require_passing_builds_to_merge" in kinds
        return ProtectionFact(
            forbids_force_push="force" in kinds,
            forbids_deletion="delete" in kinds,
            required_reviews=kinds.get("require_approvals_to_merge", 0),
            required_checks=("builds",) if builds else (),
            dismisses_stale_reviews="reset_pullrequest_approvals_on_change" in kinds,
        )

    async def reviews(self, path: str, branch: str) -> tuple[ReviewFact, ...]:
        """Return the newest merged pull requests of the branch."""
        query = {
            "state": "MERGED",
            "sort": "-updated_on",
            "q": f'state = "MERGED" AND destination.branch.name = "{branch}"',
        }
        if '"' in branch or "\\" in branch:
            del query["q"]
        place = place_of(path, "pullrequests")
        found, _ = await self._api.listing(place, wire.MergedPull, MOST_REVIEWS, query, _PULL_PAGE)
        return await each(found, lambda one: self._review(path, one.id))

    async def _review(self, path: str, number: int) -> ReviewFact:
        place = place_of(path, "pullrequests", str(number))
        one = await self._api.one(place, wire.MergedPull)
        statuses, _ = await self._api.listing(f"{place}/statuses", wire.PullStatus, _MOST_NOTES)
        activity, _ = await self._api.listing(f"{place}/activity", wire.Activity, _MOST_NOTES, page=_PULL_PAGE)
        merged_s = _merged_s(activity) or unix_s(one.updated_on) or 0.0
        told = {each_one.key: each_one.state for each_one in statuses if (unix_s(each_one.updated_on) or 0) <= merged_s}
        return ReviewFact(
            number,
            _name(one.author),
            tuple(_name(each_one.user) for each_one in one.participants if each_one.approved),
            one.merge_commit.hash if one.merge_commit is not None else "",
            merged_s,
            checks_failed="FAILED" in told.values(),
            pushed_after_approval=_is_stale(activity),
            merged_by=_name(one.closed_by),
        )

    async def runs(self, path: str, branch: str) -> tuple[RunFact, ...]:
        """Return the newest pipelines of the branch and of tags; of the last tag also its steps."""
        of_branch = await self._listed(path, {"target.branch": branch}, MOST_RUNS)
        released = await self._listed(path, {"target.ref_type": "TAG"}, 20)
        stages: dict[str, tuple[str, ...]] = {}
        if released:
            last = max(released, key=lambda one: unix_s(one.created_on) or 0.0)
            place = place_of(path, "pipelines", quote(last.uuid, safe=""), "steps")
            steps, _ = await self._api.listing(place, wire.Step, _MOST_NOTES)
            stages[last.uuid] = tuple(one.name or "" for one in steps if one.started_on is not None)
        facts = [_run(one, "", ()) for one in of_branch]
        facts += [_run(one, _ref(one), stages.get(one.uuid, ())) for one in released]
        return tuple(one for one in facts if one.result)

    async def _listed(self, path: str, query: dict[str, str], most: int) -> tuple[wire.AuditedPipeline, ...]:
        params = {"sort": "-created_on", **query}
        return (await self._api.listing(place_of(path, "pipelines"), wire.AuditedPipeline, most, params))[0]

    async def admins(self, path: str) -> tuple[str, ...]:
        """Return the users who were made administrators of the repository; those of the workspace are not told."""
        place = place_of(path, "permissions-config", "users")
        found, _ = await self._api.listing(place, wire.Permission, _MOST_NOTES)
        return tuple(_name(one.user) for one in found if one.permission == "admin")


def _is_for(one: wire.Restriction, branch: str) -> bool:
    if one.branch_match_kind == _BY_PATTERN:
        return fnmatchcase(branch, (one.pattern or "").replace("[", "[[]"))
    return one.branch_type == _PRODUCTION and branch in {"main", "master"}


def _merged_s(activity: Sequence[wire.Activity]) -> float | None:
    merged = [one.update for one in activity if one.update is not None and one.update.state == "MERGED"]
    return unix_s(merged[0].date) if merged else None


def _is_stale(activity: Sequence[wire.Activity]) -> bool:
    """Return whether the newest commit changed after the last approval."""
    approved = [unix_s(one.approval.date) or 0.0 for one in activity if one.approval is not None]
    if not approved:
        return False
    moves = sorted(
        (unix_s(one.update.date) or 0.0, one.update.source.commit.hash)
        for one in activity
        if one.update is not None and one.update.source is not None and one.update.source.commit is not None
    )
    before = [sha for at_s, sha in moves if at_s <= max(approved)]
    return bool(before) and bool(moves) and moves[-1][1] != before[-1]


def _name(one: Named | None) -> str:
    return (one.display_name or one.name or "") if one is not None else ""


def _ref(one: wire.AuditedPipeline) -> str:
    return (one.target.ref_name or "") if one.target is not None else ""


def _run(one: wire.AuditedPipeline, release: str, stages: tuple[str, ...]) -> RunFact:
    state, target = one.state or State(), one.target or wire.RunTarget()
    began_s = unix_s(one.created_on) or 0.0
    ended_s = unix_s(one.completed_on)
    result = _RESULTS.get(run_state(state.name, _name(state.stage), _name(state.result)), "")
    return RunFact(
        str(one.build_number),
        target.commit.hash if target.commit is not None else "",
        result,
        began_s,
        max(0.0, ended_s - began_s) if ended_s is not None else 0.0,
        stages,
        1,
        release,
        _name(target.selector),
    )
