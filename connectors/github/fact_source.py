"""What GitHub tells audits: rules of the default branch, merged pull requests, runs, administrators."""

from collections.abc import Sequence
from urllib.parse import quote

from connectors.common.fault import HttpFault
from connectors.common.forge.fact_reader import MOST_REVIEWS, MOST_RUNS, each, unless_refused
from connectors.common.forge.link_api import LinkApi
from connectors.common.unix_time import unix_s
from connectors.github import fact_wire as wire
from connectors.github.place import place_of
from connectors.github.wire import Person, WireRepository, WireStatus
from connectors.github.words import run_state
from console.domain.audit.forge_facts import ProtectionFact, ReviewFact, RunFact
from console.domain.forge.pipeline_run import RunState
from console.domain.forge.release_name import is_release_name

_MOST_NOTES = 100
_MOST_CLOSED = 60  # about half of what is closed was merged, or more
_UNPROTECTED = ProtectionFact(
    forbids_force_push=False, forbids_deletion=False, required_reviews=0, required_checks=(),
    dismisses_stale_reviews=False,
)  # fmt: skip
_RESULTS = {RunState.SUCCEEDED: "success", RunState.FAILED: "failure", RunState.CANCELLED: "cancelled"}
_RED = frozenset({"failure", "timed_out", "startup_failure"})


class GitHubFactSource:
    """Implements ``FactSource``. Rulesets are told to every reader, the classic protection to administrators only."""

    def __init__(self, api: LinkApi) -> None:
        self._api = api

    async def default_branch(self, path: str) -> str:
        """Return the repository's."""
        return (await self._api.one(place_of(path), WireRepository)).default_branch

    async def protection(self, path: str, branch: str) -> ProtectionFact | None:
        """Return what rulesets and the classic protection forbid together."""
        name = quote(branch, safe="")
        rules = await unless_refused(self._rules(path, name))
        classic = await unless_refused(self._classic(path, name))
        if rules is None or classic is None:
            return _known_of_one(rules or classic)
        return ProtectionFact(
            forbids_force_push=bool(rules.forbids_force_push or classic.forbids_force_push),
            forbids_deletion=bool(rules.forbids_deletion or classic.forbids_deletion),
            required_reviews=max(rules.required_reviews or 0, classic.required_reviews or 0),
            required_checks=tuple(dict.fromkeys((*(rules.required_checks or ()), *(classic.required_checks or ())))),
            dismisses_stale_reviews=bool(rules.dismisses_stale_reviews or classic.dismisses_stale_reviews),
        )

    async def _rules(self, path: str, name: str) -> ProtectionFact:
        try:
            listing = await self._api.listing(place_of(path, "rules", "branches", name), wire.BranchRule, _MOST_NOTES)
        except HttpFault as fault:
            if fault.status == 404:
                return _UNPROTECTED  # a server without rulesets: whoever may read the repository may read them
            raise
        found = listing.items
        kinds = {one.type for one in found}
        reviews = [one.parameters for one in found if one.type == "pull_request"]
        checks = [one.parameters for one in found if one.type == "required_status_checks"]
        return ProtectionFact(
            forbids_force_push="non_fast_forward" in kinds,
            forbids_deletion="deletion" in kinds,
            required_reviews=max((one.required_approving_review_count for one in reviews), default=0),
            required_checks=tuple(str(c.get("context", "")) for one in checks for c in one.required_status_checks),
            dismisses_stale_reviews=any(one.dismiss_stale_reviews_on_push for one in reviews),
        )

    async def _classic(self, path: str, name: str) -> ProtectionFact:
        place = place_of(path, "branches", name)
        if not (await self._api.one(place, wire.BranchState)).protected:
            return _UNPROTECTED
        try:
            found = await self._api.one(f"{place}/protection", wire.ClassicProtection)
        except HttpFault as fault:
            if fault.status == 404 and b"Branch not protected" in fault.body:
                return _UNPROTECTED  # what protects it are rulesets
            raise
        reviews = found.required_pull_request_reviews or wire.RequiredReviews()
        checks = found.required_status_checks or wire.RequiredChecks()
        return ProtectionFact(
            forbids_force_push=not found.allow_force_pushes.enabled,
            forbids_deletion=not found.allow_deletions.enabled,
            required_reviews=reviews.required_approving_review_count,
            required_checks=tuple(checks.contexts),
            dismisses_stale_reviews=reviews.dismiss_stale_reviews,
        )

    async def reviews(self, path: str, branch: str) -> tuple[ReviewFact, ...]:
        """Return the newest merged pull requests of the branch with their reviews and checks."""
        params = {"state": "closed", "base": branch, "sort": "updated", "direction": "desc"}
        found = (await self._api.listing(place_of(path, "pulls"), wire.ClosedPull, _MOST_CLOSED, params)).items
        merged = sorted((one for one in found if one.merged_at), key=lambda one: unix_s(one.merged_at) or 0.0)
        bypassed = await unless_refused(self._bypassed(path, branch)) or frozenset()
        return await each(merged[::-1][:MOST_REVIEWS], lambda one: self._review(path, one, bypassed))

    async def _bypassed(self, path: str, branch: str) -> frozenset[str]:
        params = {"ref": f"refs/heads/{branch}", "rule_suite_result": "bypass", "time_period": "month"}
        place = place_of(path, "rulesets", "rule-suites")
        found = await self._api.listing(place, wire.RuleSuite, _MOST_NOTES, params)
        return frozenset(one.after_sha for one in found.items if one.result == "bypass")

    async def _review(self, path: str, one: wire.ClosedPull, bypassed: frozenset[str]) -> ReviewFact:
        place = place_of(path, "pulls", str(one.number))
        whole = await self._api.one(place, wire.MergedPull)
        reviews = (await self._api.listing(f"{place}/reviews", wire.Review, _MOST_NOTES)).items
        approvals = _standing(reviews)
        merged_s, commit = unix_s(one.merged_at) or 0.0, one.merge_commit_sha or ""
        return ReviewFact(
            one.number,
            _login(one.user),
            tuple(approvals),
            commit,
            merged_s,
            checks_failed=await self._is_red(path, one.head.sha, merged_s),
            pushed_after_approval=bool(approvals) and one.head.sha not in approvals.values(),
            merged_by=_login(whole.merged_by),
            is_bypass=commit in bypassed,
        )

    async def _is_red(self, path: str, sha: str, merged_s: float) -> bool:
        """Return whether a check of the newest commit had failed by the time of the merge, its last try counting."""
        commit = place_of(path, "commits", quote(sha, safe=""))
        checks = await unless_refused(
            self._api.within(f"{commit}/check-runs", wire.PullChecks, lambda page: page.check_runs, _MOST_NOTES)
        )
        ended = [one for one in (checks.items if checks is not None else ()) if one.completed_at is not None]
        ended.sort(key=lambda one: unix_s(one.completed_at) or 0.0)
        last = {one.name: one.conclusion for one in ended if (unix_s(one.completed_at) or 0.0) <= merged_s}
        statuses = await unless_refused(self._api.listing(f"{commit}/statuses", WireStatus, _MOST_NOTES))
        told = {
            one.context: one.state
            for one in reversed(statuses.items if statuses is not None else ())
            if (unix_s(one.updated_at) or 0.0) <= merged_s
        }
        return any(one in _RED for one in last.values()) or any(one in {"failure", "error"} for one in told.values())

    async def runs(self, path: str, branch: str) -> tuple[RunFact, ...]:
        """Return the newest runs of the branch, and of releases; of the last release also its jobs."""
        of_branch = await self._listed(path, {"branch": branch}, MOST_RUNS)
        pushed = await self._listed(path, {"event": "push"}, _MOST_NOTES)
        released = [*await self._listed(path, {"event": "release"}, 20), *(
            one for one in pushed if is_release_name(one.head_branch or "")
        )]  # fmt: skip
        last = max(released, key=lambda one: unix_s(one.created_at) or 0.0, default=None)
        stages = {last.id: await self._jobs(path, last.id)} if last is not None else {}
        facts = [_run(one, "", ()) for one in of_branch if one.event != "release"]
        facts += [_run(one, one.head_branch or "", stages.get(one.id, ())) for one in released]
        return tuple(one for one in facts if one.result)

    async def _listed(self, path: str, params: dict[str, str], most: int) -> tuple[wire.AuditedRun, ...]:
        place = place_of(path, "actions", "runs")
        return (await self._api.within(place, wire.AuditedRuns, lambda page: page.workflow_runs, most, params)).items

    async def _jobs(self, path: str, number: int) -> tuple[str, ...]:
        place = place_of(path, "actions", "runs", str(number), "jobs")
        found = (await self._api.within(place, wire.RunJobs, lambda page: page.jobs, _MOST_NOTES)).items
        ran = [one for one in found if one.started_at is not None and one.conclusion != "skipped"]
        return tuple(one.name for one in sorted(ran, key=lambda one: unix_s(one.started_at) or 0.0))

    async def admins(self, path: str) -> tuple[str, ...]:
        """Return the collaborators who administer the repository, owners of the organisation among them."""
        params = {"permission": "admin"}
        found = await self._api.listing(place_of(path, "collaborators"), Person, _MOST_NOTES, params)
        return tuple(one.login for one in found.items)


def _known_of_one(known: ProtectionFact | None) -> ProtectionFact | None:
    """Return what one half alone proves: what it forbids is forbidden, what it does not the other half may."""
    if known is None:
        return None
    return ProtectionFact(
        known.forbids_force_push or None,
        known.forbids_deletion or None,
        known.required_reviews or None,
        known.required_checks or None,
        known.dismisses_stale_reviews or None,
    )


def _standing(reviews: Sequence[wire.Review]) -> dict[str, str]:
    """Return who approves at the end, and which commit: the last word of each counts, comments are none."""
    last: dict[str, str] = {}
    for one in reviews:
        name = _login(one.user)
        if one.state == "APPROVED":
            last[name] = one.commit_id or ""
        elif one.state in {"CHANGES_REQUESTED", "DISMISSED"}:
            last.pop(name, None)
    return last


def _login(person: Person | None) -> str:
    return person.login if person is not None else ""


def _run(one: wire.AuditedRun, release: str, stages: tuple[str, ...]) -> RunFact:
    began_s = unix_s(one.run_started_at or one.created_at) or 0.0
    took_s = max(0.0, (unix_s(one.updated_at) or began_s) - began_s)
    result = _RESULTS.get(run_state(one.status, one.conclusion), "")
    return RunFact(
        str(one.id), one.head_sha, result, began_s, took_s, stages, one.run_attempt, release, str(one.workflow_id)
    )
