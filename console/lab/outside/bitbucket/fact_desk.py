"""Bitbucket's API over how changes come in: restrictions of branches, merged pull requests, permissions."""

from collections.abc import Mapping
from typing import Any

from console.lab.outside.bitbucket.code_desk import PLACE, CodeDesk
from console.lab.outside.bitbucket.reply import failure, moment, page
from console.lab.outside.bitbucket.shape import BitbucketShape, identifier, is_admin
from console.lab.outside.forge.api_call import Answerer, ApiCall, ApiRefused, ApiReply
from console.lab.outside.forge.flow_habit import FlowHabit
from console.lab.outside.forge.merged_pull import MergedPull
from console.lab.outside.git.history_plan import MAIN


class FactDesk:
    """Restrictions and permissions are told to administrators only."""

    def __init__(self, code: CodeDesk, shape: BitbucketShape) -> None:
        self._code = code
        self._shape = shape

    def routes(self) -> Mapping[str, Answerer]:
        """Return what is answered here."""
        one = f"{PLACE}/pullrequests/{{number}}"
        return {
            f"GET {PLACE}/branch-restrictions": self._restrictions,
            f"GET {PLACE}/permissions-config/users": self._permissions,
            f"GET {PLACE}/pipelines/{{run}}/steps": self._steps,
            f"GET {one}": self._pull,
            f"GET {one}/statuses": self._statuses,
            f"GET {one}/activity": self._activity,
        }

    async def _restrictions(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        return page(call, list(_restrictions(project.habit))) if is_admin(project) else _not_admin()

    async def _permissions(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        if not is_admin(project):
            return _not_admin()
        names = project.habit.admins
        return page(call, [{"type": "repository_user_permission", "permission": "admin",
                            "user": {"type": "user", "display_name": name}} for name in names])  # fmt: skip

    async def _found(self, call: ApiCall) -> MergedPull:
        number = call.path["number"]
        found = next((one for one in await self._code.project(call).merged() if str(one.number) == number), None)
        if found is None:
            raise ApiRefused(404, failure(404, "Not found").value)
        return found

    async def _pull(self, call: ApiCall) -> ApiReply:
        one = await self._found(call)
        participants = [
            {"type": "participant", "user": {"type": "user", "display_name": name}, "role": "REVIEWER",
             "approved": True, "state": "approved", "participated_on": moment(one.approved_s)}
            for name in one.approvers
        ]  # fmt: skip
        return ApiReply(self._shape.merged(self._code.project(call), one) | {"participants": participants})

    async def _statuses(self, call: ApiCall) -> ApiReply:
        one = await self._found(call)
        shown = {
            "type": "build",
            "key": "ci",
            "state": "FAILED" if one.is_red else "SUCCESSFUL",
            "url": "https://ci.example.org",
            "created_on": moment(one.merged_s - 180.0),
            "updated_on": moment(one.merged_s - 60.0),
        }
        return page(call, [shown])

    async def _activity(self, call: ApiCall) -> ApiReply:
        """Newest first: merged, approved, pushed, as it came."""
        one = await self._found(call)
        told: list[tuple[float, dict[str, Any]]] = [
            (one.merged_s, {"update": _update(one, "MERGED", one.head.sha, one.merged_s)}),
            (float(one.head.committed_s), {"update": _update(one, "OPEN", one.head.sha, one.head.committed_s)}),
        ]
        opened_s = min(one.approved_s, one.head.committed_s) - 60.0
        first = one.head.parents[0] if one.approved_s < one.head.committed_s else one.head.sha
        told.append((opened_s, {"update": _update(one, "OPEN", first, opened_s)}))
        told += [
            (one.approved_s, {"approval": {"date": moment(one.approved_s), "user": {"display_name": name}}})
            for name in one.approvers
        ]
        return page(call, [body for _, body in sorted(told, key=lambda pair: -pair[0])], most=50, counted=False)

    async def _steps(self, call: ApiCall) -> ApiReply:
        project = self._code.project(call)
        run = next(
            (one for one in await project.releases() if identifier("pipeline", one.id) == call.path["run"]), None
        )
        stages = project.habit.release_stages if run is not None else ()
        at_s = run.started_s if run is not None else 0.0
        return page(call, [
            {"type": "pipeline_step", "uuid": identifier("step", call.path["run"], name), "name": name,
             "started_on": moment(at_s + place), "completed_on": moment(at_s + place + 1.0)}
            for place, name in enumerate(stages)
        ])  # fmt: skip


def _restrictions(habit: FlowHabit) -> list[dict[str, Any]]:
    kinds: list[tuple[str, int | None]] = []
    if habit.protects:
        kinds += [("force", None), ("require_approvals_to_merge", habit.required_reviews)]
    if habit.keeps_branch:
        kinds.append(("delete", None))
    if habit.required_checks:
        kinds.append(("require_passing_builds_to_merge", 1))
    if habit.dismisses_stale:
        kinds.append(("reset_pullrequest_approvals_on_change", None))
    return [
        {"type": "branchrestriction", "id": number, "kind": kind, "branch_match_kind": "glob", "pattern": MAIN,
         "value": value, "users": [], "groups": []}
        for number, (kind, value) in enumerate(kinds, 1)
    ]  # fmt: skip


def _update(one: MergedPull, state: str, sha: str, at_s: float) -> dict[str, Any]:
    return {
        "date": moment(at_s),
        "state": state,
        "title": one.head.subject,
        "source": {"branch": {"name": one.branch}, "commit": {"type": "commit", "hash": sha[:12]}},
        "author": {"type": "user", "display_name": one.author},
    }


def _not_admin() -> ApiReply:
    return failure(403, "Your account does not have admin permission on this repository.")
