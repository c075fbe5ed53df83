"""What Azure DevOps tells audits: branch policies, completed pull requests, builds."""

from connectors.azure_devops import fact_wire as wire
from connectors.azure_devops.api import AzureApi, place_of, project_of
from connectors.azure_devops.mapping import context_name
from connectors.azure_devops.reader import AzureReader
from connectors.azure_devops.wire import Build, Person
from connectors.azure_devops.words import branch_name, branch_ref, run_state
from connectors.common.forge.fact_reader import MOST_REVIEWS, MOST_RUNS, each, unless_refused
from connectors.common.unix_time import unix_s
from console.domain.audit.forge_facts import ProtectionFact, ReviewFact, RunFact
from console.domain.forge.pipeline_run import RunState

_REVIEWERS = "fa4e907d-c16b-4a4c-9dfa-4906e5d171dd"
_CHECKS = {"0609b952-1397-4640-95ec-e00a01b2c241": "build", "cbdc66da-9728-4af8-aada-9a5a32e4a226": "status"}
_TAGS = "refs/tags/"
_APPROVED = 5
_RESULTS = {RunState.SUCCEEDED: "success", RunState.FAILED: "failure", RunState.CANCELLED: "cancelled"}


class AzureFactSource:
    """Implements ``FactSource``. Who administers a repository follows from groups of groups: it is not told."""

    def __init__(self, api: AzureApi, reader: AzureReader) -> None:
        self._api = api
        self._reader = reader

    async def default_branch(self, path: str) -> str:
        """Return the repository's."""
        return branch_name((await self._reader.known(path)).default_branch or "")

    async def protection(self, path: str, branch: str) -> ProtectionFact:
        """Return the policies of the branch; with a blocking one it takes pull requests only and cannot be deleted."""
        number = (await self._reader.known(path)).id
        params = {"repositoryId": number, "refName": branch_ref(branch)}
        place = f"{project_of(path)}/_apis/git/policy/configurations"
        found = [
            one
            for one in await self._api.by_token(place, wire.Policy, 200, params)
            if one.is_enabled and one.is_blocking and not one.is_deleted
        ]
        reviews = [one.settings for one in found if one.type.id == _REVIEWERS]
        checks = [one.settings.status_name or one.settings.display_name or _CHECKS[one.type.id]
                  for one in found if one.type.id in _CHECKS]  # fmt: skip
        return ProtectionFact(
            forbids_force_push=bool(found),
            forbids_deletion=bool(found),
            required_reviews=max((one.minimum_approver_count for one in reviews), default=0),
            required_checks=tuple(checks),
            dismisses_stale_reviews=any(one.reset_on_source_push for one in reviews),
        )

    async def reviews(self, path: str, branch: str) -> tuple[ReviewFact, ...]:
        """Return the newest completed pull requests of the branch."""
        params = {"searchCriteria.status": "completed", "searchCriteria.targetRefName": branch_ref(branch)}
        found = await self._api.by_skip(place_of(path, "pullrequests"), wire.CompletedPull, MOST_REVIEWS, params)
        return await each(found, lambda one: self._review(path, one))

    async def _review(self, path: str, one: wire.CompletedPull) -> ReviewFact:
        place = place_of(path, "pullRequests", str(one.pull_request_id))
        pushes = await self._api.all(f"{place}/iterations", wire.Iteration)
        last = max(pushes, key=lambda each_one: each_one.id, default=None)
        approvers = [each_one.display_name for each_one in one.reviewers
                     if each_one.vote >= _APPROVED and not each_one.is_container]  # fmt: skip
        is_stale = bool(approvers) and last is not None and await self._is_stale(place, last)
        return ReviewFact(
            one.pull_request_id,
            _name(one.created_by),
            tuple(approvers),
            one.last_merge_commit.commit_id if one.last_merge_commit is not None else "",
            unix_s(one.closed_date) or 0.0,
            checks_failed=await self._is_red(place, last),
            pushed_after_approval=is_stale,
            merged_by=_name(one.closed_by),
            is_bypass=one.completion_options is not None and one.completion_options.bypass_policy is True,
        )

    async def _is_red(self, place: str, last: wire.Iteration | None) -> bool:
        """Return whether a status of the newest push is failed; of each context the last one counts."""
        told: dict[str, str] = {}
        for one in await self._api.all(f"{place}/statuses", wire.PullStatus):
            if one.iteration_id is None or last is None or one.iteration_id == last.id:
                told[context_name(one.context)] = one.state
        return any(state in {"failed", "error"} for state in told.values())

    async def _is_stale(self, place: str, last: wire.Iteration) -> bool:
        """Return whether the newest push came after the last vote."""
        threads = await self._api.all(f"{place}/threads", wire.Thread)
        votes = [
            unix_s(one.published_date) or 0.0
            for one in threads
            if (kind := (one.properties or {}).get("CodeReviewThreadType")) is not None and kind.value == "VoteUpdate"
        ]
        return bool(votes) and (unix_s(last.created_date) or 0.0) > max(votes)

    async def runs(self, path: str, branch: str) -> tuple[RunFact, ...]:
        """Return the newest builds of the branch and of tags; of the last tag also its stages."""
        of = {"repositoryId": (await self._reader.known(path)).id, "repositoryType": "TfsGit"}
        place, order = f"{project_of(path)}/_apis/build/builds", {"queryOrder": "queueTimeDescending"}
        of_branch = await self._api.by_token(place, Build, MOST_RUNS, {**of, **order, "branchName": branch_ref(branch)})
        newest = await self._api.by_token(place, Build, 2 * MOST_RUNS, {**of, **order})
        released = [one for one in newest if (one.source_branch or "").startswith(_TAGS)]
        stages = {released[0].id: await self._stages(f"{place}/{released[0].id}/timeline")} if released else {}
        facts = [_run(one, "", ()) for one in of_branch]
        facts += [_run(one, (one.source_branch or "").removeprefix(_TAGS), stages.get(one.id, ())) for one in released]
        return tuple(one for one in facts if one.result)

    async def _stages(self, place: str) -> tuple[str, ...]:
        found = await unless_refused(self._api.one(place, wire.Timeline)) or wire.Timeline()
        ran = [one for one in found.records if one.type == "Stage" and one.start_time and one.result != "skipped"]
        return tuple(one.name for one in sorted(ran, key=lambda one: unix_s(one.start_time) or 0.0))

    async def admins(self, path: str) -> tuple[str, ...] | None:
        """Return nothing told."""
        del path
        return None


def _name(one: Person | None) -> str:
    return (one.display_name or one.name or "") if one is not None else ""


def _run(one: Build, release: str, stages: tuple[str, ...]) -> RunFact:
    began_s = unix_s(one.start_time or one.queue_time) or 0.0
    ended_s = unix_s(one.finish_time)
    return RunFact(
        str(one.id),
        one.source_version or "",
        _RESULTS.get(run_state(one.status or "", one.result or ""), ""),
        began_s,
        max(0.0, ended_s - began_s) if ended_s is not None else 0.0,
        stages,
        1,
        release,
        str(one.definition.id) if one.definition is not None else "",
    )
