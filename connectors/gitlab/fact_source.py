"""What GitLab tells audits: rules of the default branch, merged merge requests, pipelines, maintainers."""

from fnmatch import fnmatchcase

from connectors.common.fault import HttpFault
from connectors.common.forge.fact_reader import MOST_REVIEWS, MOST_RUNS, each, unless_refused
from connectors.common.forge.link_api import LinkApi
from connectors.common.unix_time import unix_s
from connectors.gitlab import fact_wire as wire
from connectors.gitlab.place import place_of
from connectors.gitlab.wire import Account, WirePipeline
from connectors.gitlab.words import run_state
from console.domain.audit.forge_facts import ProtectionFact, ReviewFact, RunFact
from console.domain.forge.pipeline_run import RunState

_MOST_NOTES = 100
_MAINTAINER = 40
_RESULTS = {RunState.SUCCEEDED: "success", RunState.FAILED: "failure", RunState.CANCELLED: "cancelled"}


class GitLabFactSource:
    """Implements ``FactSource``. Required approvals are a paid feature: without it nobody can require one."""

    def __init__(self, api: LinkApi) -> None:
        self._api = api

    async def default_branch(self, path: str) -> str:
        """Return the project's."""
        return (await self._api.one(place_of(path), wire.AuditedProject)).default_branch or ""

    async def protection(self, path: str, branch: str) -> ProtectionFact:
        """Return the rules of the branch, also those of a pattern that it matches."""
        found = (await self._api.listing(place_of(path, "protected_branches"), wire.ProtectedBranch, _MOST_NOTES)).items
        mine = [one for one in found if one.name == branch] or [
            one for one in found if fnmatchcase(branch, one.name.replace("[", "[[]").replace("?", "[?]"))
        ]
        project = await self._api.one(place_of(path), wire.AuditedProject)
        needs = project.only_allow_merge_if_pipeline_succeeds
        settings = await unless_refused(self._api.one(place_of(path, "approvals"), wire.ApprovalSettings))
        return ProtectionFact(
            # Where several patterns match, the most permissive one counts.
            forbids_force_push=bool(mine) and not any(one.allow_force_push for one in mine),
            forbids_deletion=bool(mine),
            required_reviews=await self._required(path, branch, settings),
            required_checks=None if needs is None else ("pipeline",) if needs else (),
            dismisses_stale_reviews=settings.reset_approvals_on_push if settings is not None else None,
        )

    async def _required(self, path: str, branch: str, settings: wire.ApprovalSettings | None) -> int | None:
        place = place_of(path, "approval_rules")
        rules = await unless_refused(self._api.listing(place, wire.ApprovalRule, _MOST_NOTES))
        if rules is None:
            return settings.approvals_before_merge if settings is not None else None
        of_branch = [
            one.approvals_required
            for one in rules.items
            if not one.protected_branches
            or one.applies_to_all_protected_branches
            or any(fnmatchcase(branch, each_one.name) for each_one in one.protected_branches)
        ]
        return max(of_branch, default=0)

    async def reviews(self, path: str, branch: str) -> tuple[ReviewFact, ...]:
        """Return the newest merged requests of the branch with their approvals and pipelines."""
        params = {"state": "merged", "target_branch": branch, "order_by": "updated_at", "sort": "desc"}
        found = await self._api.listing(place_of(path, "merge_requests"), wire.MergedRequest, 2 * MOST_REVIEWS, params)
        merged = sorted(found.items, key=lambda one: -(unix_s(one.merged_at) or 0.0))[:MOST_REVIEWS]
        return await each(merged, lambda one: self._review(path, one))

    async def _review(self, path: str, one: wire.MergedRequest) -> ReviewFact:
        place = place_of(path, "merge_requests", str(one.iid))
        approvals = await unless_refused(self._api.one(f"{place}/approvals", wire.Approvals)) or wire.Approvals()
        landed = one.merge_commit_sha or one.squash_commit_sha
        commits: tuple[str, ...] = ()
        if not landed:
            brought = await self._api.listing(f"{place}/commits", wire.RequestCommit, _MOST_NOTES)
            commits = tuple(each_one.id for each_one in brought.items)
        return ReviewFact(
            one.iid,
            _name(one.author),
            tuple(each_one.user.username for each_one in approvals.approved_by),
            landed or one.sha or "",
            unix_s(one.merged_at) or 0.0,
            checks_failed=await self._is_red(place, one.sha or ""),
            pushed_after_approval=await self._is_stale(place, one, approvals),
            merged_by=_name(one.merge_user or one.merged_by),
            commits=commits,
        )

    async def _is_red(self, place: str, sha: str) -> bool:
        """Return whether the last pipeline of the newest commit failed."""
        found = (await self._api.listing(f"{place}/pipelines", wire.RequestPipeline, _MOST_NOTES)).items
        last = max((one for one in found if one.sha == sha), key=lambda one: one.id, default=None)
        return last is not None and last.status == "failed"

    async def _is_stale(self, place: str, one: wire.MergedRequest, approvals: wire.Approvals) -> bool:
        """Return whether the newest push came after the last approval; older servers do not tell when that was."""
        times = [unix_s(each_one.approved_at) for each_one in approvals.approved_by]
        approved_s = max((at for at in times if at is not None), default=None)
        if approved_s is None:
            return False
        versions = (await self._api.listing(f"{place}/versions", wire.Version, _MOST_NOTES)).items
        pushed = [unix_s(each_one.created_at) or 0.0 for each_one in versions if each_one.head_commit_sha == one.sha]
        return bool(pushed) and min(pushed) > approved_s

    async def runs(self, path: str, branch: str) -> tuple[RunFact, ...]:
        """Return the newest pipelines of the branch and of tags; of the last tag also its stages."""
        place = place_of(path, "pipelines")
        of_branch = (await self._api.listing(place, WirePipeline, MOST_RUNS, {"ref": branch})).items
        released = (await self._api.listing(place, WirePipeline, 20, {"scope": "tags"})).items
        last = max(released, key=lambda one: unix_s(one.created_at) or 0.0, default=None)
        stages = {last.id: await self._stages(f"{place}/{last.id}/jobs")} if last is not None else {}
        facts = [_run(one, "", ()) for one in of_branch]
        facts += [_run(one, one.ref or "", stages.get(one.id, ())) for one in released]
        return tuple(one for one in facts if one.result)

    async def _stages(self, place: str) -> tuple[str, ...]:
        found = (await self._api.listing(place, wire.PipelineJob, _MOST_NOTES)).items
        ran = sorted((one for one in found if one.started_at is not None), key=lambda one: unix_s(one.started_at) or 0)
        return tuple(dict.fromkeys(one.stage for one in ran))

    async def admins(self, path: str) -> tuple[str, ...]:
        """Return maintainers and owners, those of the groups above too."""
        try:
            found = await self._api.listing(place_of(path, "members", "all"), wire.Member, 500)
        except HttpFault as fault:
            if fault.status != 404:
                raise
            found = await self._api.listing(place_of(path, "members"), wire.Member, 500)
        return tuple(one.username for one in found.items if one.access_level >= _MAINTAINER)


def _name(person: Account | None) -> str:
    return person.username if person is not None else ""


def _run(one: WirePipeline, release: str, stages: tuple[str, ...]) -> RunFact:
    began_s = unix_s(one.created_at) or 0.0
    took_s = max(0.0, (unix_s(one.updated_at) or began_s) - began_s)
    return RunFact(
        str(one.id), one.sha, _RESULTS.get(run_state(one.status), ""), began_s, took_s, stages, 1, release,
        one.source or "",
    )  # fmt: skip
