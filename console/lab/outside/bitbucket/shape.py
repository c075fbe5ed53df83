"""The lab's projects as Bitbucket shows them."""

import uuid
from typing import Any

from console.lab.outside.bitbucket.reply import moment
from console.lab.outside.forge.ci_run import CiRun, times_of
from console.lab.outside.forge.hook import Hook
from console.lab.outside.forge.lab_project import LabIssue, LabProject, LabStatus
from console.lab.outside.forge.merged_pull import MergedPull
from console.lab.outside.git.git_commit import GitChange, GitCommit
from console.lab.outside.git.history_plan import MAIN

WORKSPACE = "newsletter-lab"
USER = "Lab User"
_STATES = {"pending": "INPROGRESS", "success": "SUCCESSFUL", "failure": "FAILED", "error": "FAILED"}
_RESULTS = {"success": "SUCCESSFUL", "failure": "FAILED", "cancelled": "STOPPED"}
_TRIGGERS = {"push": "PUSH", "schedule": "SCHEDULE"}
_KINDS = {"bug": "bug", "enhancement": "enhancement", "proposal": "proposal"}
_ROOT = uuid.UUID("6b1f3c5e-0a58-4bb2-9d4a-1f6a52b1c0de")


def has_tracker(project: LabProject) -> bool:
    """Return whether the issue tracker is on: as in life, not everywhere."""
    return project.plan.number % 12 != 10


def is_admin(project: LabProject) -> bool:
    """Return whether the lab's account administers a repository; in the others it may write."""
    return project.plan.number % 8 != 6


def identifier(*of: object) -> str:
    """Return a stable id in braces."""
    return "{" + str(uuid.uuid5(_ROOT, "/".join(map(str, of)))) + "}"


class BitbucketShape:
    """``url`` is the root of the site: web pages and clone addresses lie below it, the API below ``/2.0``."""

    def __init__(self, url: str) -> None:
        self._url = url

    def repository(self, project: LabProject) -> dict[str, Any]:
        """Return a repository."""
        workspace, _, name = project.path.partition("/")
        return {
            "type": "repository",
            "uuid": identifier("repository", project.id),
            "full_name": project.path,
            "name": name,
            "slug": name,
            "is_private": True,
            "description": project.plan.description,
            "language": project.plan.language.lower(),
            "size": 40_000 + project.id * 1300,
            "has_issues": has_tracker(project),
            "created_on": moment(project.repository.history.began_at_s),
            "updated_on": moment(project.pushed_s),
            "mainbranch": {"type": "branch", "name": MAIN},
            "workspace": {"type": "workspace", "slug": workspace, "uuid": identifier("workspace")},
            "links": {
                "self": {"href": f"{self._url}/2.0/repositories/{project.path}"},
                "html": {"href": f"{self._url}/{project.path}"},
                "clone": [
                    {"name": "https", "href": f"{self._with_user}/{project.path}.git"},
                    {"name": "ssh", "href": f"ssh://git@bitbucket.org/{project.path}.git"},
                ],
            },
        }

    @property
    def _with_user(self) -> str:
        scheme, _, rest = self._url.partition("://")
        return f"{scheme}://lab-user@{rest}"

    def commit(self, project: LabProject, one: GitCommit) -> dict[str, Any]:
        """Return a commit."""
        return {
            "type": "commit",
            "hash": one.sha,
            "date": moment(one.committed_s),
            "message": one.message + "\n",
            "author": {"type": "author", "raw": f"{one.author} <{one.mail}>"},
            "parents": [{"type": "commit", "hash": parent} for parent in one.parents],
            "links": self._links(project, f"commit/{one.sha}", f"commits/{one.sha}"),
        }

    def branch(self, project: LabProject, name: str, sha: str) -> dict[str, Any]:
        """Return a branch."""
        return {"type": "branch", "name": name, "target": {"type": "commit", "hash": sha}}

    def diffstat(self, one: GitChange) -> dict[str, Any]:
        """Return a changed file."""
        old = {"type": "commit_file", "path": one.old_path or one.path}
        new = {"type": "commit_file", "path": one.path}
        return {
            "type": "diffstat",
            "status": one.kind,
            "lines_added": one.added,
            "lines_removed": one.deleted,
            "old": None if one.kind == "added" else old,
            "new": None if one.kind == "removed" else new,
        }

    def pull_request(self, project: LabProject, number: int, branch: str, newest: GitCommit) -> dict[str, Any]:
        """Return the pull request of a branch that nobody has merged."""
        return {
            "type": "pullrequest",
            "id": number,
            "title": newest.subject,
            "state": "OPEN",
            "draft": number % 3 == 0,
            "author": {"type": "user", "display_name": newest.author},
            "source": {"branch": {"name": branch}, "commit": {"type": "commit", "hash": newest.sha[:12]}},
            "destination": {"branch": {"name": MAIN}},
            "created_on": moment(newest.authored_s),
            "updated_on": moment(newest.committed_s),
            "links": self._links(project, f"pullrequests/{number}", f"pull-requests/{number}"),
        }

    def merged(self, project: LabProject, one: MergedPull) -> dict[str, Any]:
        """Return a merged pull request."""
        return self.pull_request(project, one.number, one.branch, one.head) | {
            "author": {"type": "user", "display_name": one.author},
            "state": "MERGED",
            "draft": False,
            "updated_on": moment(one.merged_s),
            "merge_commit": {"type": "commit", "hash": one.merge.sha},
            "closed_by": {"type": "user", "display_name": one.merged_by},
        }

    def pipeline(self, project: LabProject, run: CiRun, now_s: float) -> dict[str, Any]:
        """Return a pipeline as it is now."""
        state = run.state(now_s)
        began_s, ended_s = times_of(run, now_s)
        kind, _, pattern = run.title.partition(":")
        selector = {"type": kind, "pattern": pattern} if kind == "custom" else {"type": "default"}
        body: dict[str, Any] = {
            "type": "pipeline",
            "uuid": identifier("pipeline", run.id),
            "build_number": run.number,
            "created_on": moment(run.created_s),
            "state": _pipeline_state(state),
            "trigger": {"type": "pipeline_trigger", "name": _TRIGGERS.get(run.event, "MANUAL")},
            "target": {
                "type": "pipeline_ref_target",
                "ref_type": "branch",
                "ref_name": run.branch,
                "commit": {"type": "commit", "hash": run.sha},
                "selector": selector,
            },
            "repository": {"type": "repository", "full_name": project.path, "links": self._links(project, "", "")},
        }
        if ended_s is not None:
            body |= {"completed_on": moment(ended_s), "duration_in_seconds": int(ended_s - (began_s or ended_s))}
        return body

    def status(self, project: LabProject, sha: str, one: LabStatus) -> dict[str, Any]:
        """Return a commit status."""
        return {
            "type": "build",
            "key": one.context,
            "name": one.context,
            "state": _STATES.get(one.state, "STOPPED"),
            "description": one.description,
            "url": one.url,
            "created_on": moment(one.at_s),
            "updated_on": moment(one.at_s),
            "commit": {"type": "commit", "hash": sha},
            "links": self._links(project, f"commit/{sha}/statuses/build/{one.context}", ""),
        }

    def hook(self, one: Hook) -> dict[str, Any]:
        """Return a webhook; never its secret."""
        return {
            "type": "webhook_subscription",
            "uuid": identifier("hook", one.id),
            "url": one.url,
            "description": one.settings.get("description", ""),
            "subject_type": "repository",
            "active": one.active,
            "events": one.events,
            "secret_set": bool(one.secret),
            "created_at": moment(one.created_s),
        }

    def issue(self, project: LabProject, one: LabIssue) -> dict[str, Any]:
        """Return an issue."""
        kind = next((_KINDS[label] for label in one.labels if label in _KINDS), "task")
        return {
            "type": "issue",
            "id": one.number,
            "title": one.title,
            "state": "new" if one.is_open else "closed",
            "kind": kind,
            "priority": "major",
            "component": None,
            "content": {"raw": one.body, "markup": "markdown", "html": ""},
            "created_on": moment(one.created_s),
            "updated_on": moment(one.updated_s),
            "links": self._links(project, f"issues/{one.number}", f"issues/{one.number}"),
        }

    def _links(self, project: LabProject, place: str, page: str) -> dict[str, Any]:
        return {
            "self": {"href": f"{self._url}/2.0/repositories/{project.path}/{place}".rstrip("/")},
            "html": {"href": f"{self._url}/{project.path}/{page}".rstrip("/")},
        }


def _pipeline_state(state: str) -> dict[str, Any]:
    if state == "queued":
        return {"type": "pipeline_state_pending", "name": "PENDING"}
    if state == "running":
        stage = {"type": "pipeline_state_in_progress_running", "name": "RUNNING"}
        return {"type": "pipeline_state_in_progress", "name": "IN_PROGRESS", "stage": stage}
    result = {"type": "pipeline_state_completed_result", "name": _RESULTS[state]}
    return {"type": "pipeline_state_completed", "name": "COMPLETED", "result": result}
