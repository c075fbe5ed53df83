"""The lab's projects as Azure DevOps shows them."""

import uuid
from typing import Any
from urllib.parse import quote

from console.lab.outside.azure_devops.reply import moment
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.forge.merged_pull import MergedPull
from console.lab.outside.git.git_commit import GitChange, GitCommit
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.git.project_plan import ProjectPlan

ORGANIZATION = "newsletter-lab"
_PROJECTS = {"content": "Content", "ai": "AI Services", "platform": "Platform Services"}
_ROOT = uuid.UUID("0c2a7b0e-6f5e-4a54-8a07-6bd0a3b7f5aa")
_CHANGES = {"added": "add", "removed": "delete", "renamed": "rename", "modified": "edit"}


def path_of(plan: ProjectPlan) -> str:
    """Return a repository's path: its team project and its name."""
    return f"{_PROJECTS.get(plan.group, 'Common')}/{plan.name}"


def identifier(*of: object) -> str:
    """Return a stable id."""
    return str(uuid.uuid5(_ROOT, "/".join(map(str, of))))


def pull_number(project: LabProject, number: int) -> int:
    """Return a pull request's number, which counts over the whole organization."""
    return project.id * 100 + number


def is_admin(project: LabProject) -> bool:
    """Return whether the lab's account may manage a repository's permissions and hooks; elsewhere it may write."""
    return project.plan.number % 12 != 7


class AzureShape:
    """``url`` is the organization's address."""

    def __init__(self, url: str) -> None:
        self._url = url

    def project(self, name: str) -> dict[str, Any]:
        """Return a team project."""
        number = identifier("project", name)
        return {
            "id": number,
            "name": name,
            "url": f"{self._url}/_apis/projects/{number}",
            "state": "wellFormed",
            "revision": 11,
            "visibility": "private",
            "lastUpdateTime": moment(1_700_000_000.0),
        }

    def repository(self, project: LabProject) -> dict[str, Any]:
        """Return a repository."""
        team, _, name = project.path.partition("/")
        number = identifier("repository", project.id)
        page = f"{self._url}/{quote(team)}/_git/{name}"
        return {
            "id": number,
            "name": name,
            "url": f"{self._url}/_apis/git/repositories/{number}",
            "project": self.project(team),
            "defaultBranch": f"refs/heads/{MAIN}",
            "size": 40_000 + project.id * 1300,
            "remoteUrl": page.replace("://", f"://{ORGANIZATION}@"),
            "sshUrl": f"git@ssh.dev.azure.com:v3/{ORGANIZATION}/{quote(team)}/{name}",
            "webUrl": page,
            "isDisabled": False,
            "isInMaintenance": False,
        }

    def ref(self, project: LabProject, name: str, sha: str) -> dict[str, Any]:
        """Return a branch."""
        place = f"{self._url}/_apis/git/repositories/{identifier('repository', project.id)}/refs"
        return {"name": f"refs/heads/{name}", "objectId": sha, "creator": self.person("Lab User"), "url": place}

    def person(self, name: str) -> dict[str, Any]:
        """Return an account."""
        number = identifier("person", name)
        mail = f"{name.lower().replace(' ', '.')}@newsletter.example"
        return {
            "displayName": name,
            "id": number,
            "uniqueName": mail,
            "url": f"{self._url}/_apis/Identities/{number}",
        }

    def commit(self, project: LabProject, one: GitCommit, *, whole: bool = False) -> dict[str, Any]:
        """Return a commit; lists end its message early and leave its parents out."""
        number = identifier("repository", project.id)
        shown = {
            "commitId": one.sha,
            "author": {"name": one.author, "email": one.mail, "date": moment(one.authored_s)},
            "committer": {"name": one.author, "email": one.mail, "date": moment(one.committed_s)},
            "comment": one.message if whole else one.subject,
            "url": f"{self._url}/_apis/git/repositories/{number}/commits/{one.sha}",
            "remoteUrl": f"{self._url}/{quote(project.path)}/commit/{one.sha}",
        }
        return {**shown, "parents": list(one.parents)} if whole else shown

    def change(self, one: GitChange, sha: str) -> dict[str, Any]:
        """Return a changed file."""
        item = {"gitObjectType": "blob", "commitId": sha, "path": f"/{one.path}"}
        old = {"sourceServerItem": f"/{one.old_path}"} if one.kind == "renamed" else {}
        return {"item": item, "changeType": _CHANGES.get(one.kind, "edit"), **old}

    def pull_request(self, project: LabProject, number: int, branch: str, newest: GitCommit) -> dict[str, Any]:
        """Return the pull request of a branch that nobody has merged."""
        place = f"{self._url}/_apis/git/repositories/{identifier('repository', project.id)}"
        return {
            "repository": self.repository(project),
            "pullRequestId": pull_number(project, number),
            "codeReviewId": pull_number(project, number),
            "status": "active",
            "createdBy": self.person(newest.author),
            "creationDate": moment(newest.committed_s),
            "title": newest.subject,
            "sourceRefName": f"refs/heads/{branch}",
            "targetRefName": f"refs/heads/{MAIN}",
            "mergeStatus": "succeeded",
            "isDraft": number % 3 == 0,
            "supportsIterations": True,
            "url": f"{place}/pullRequests/{pull_number(project, number)}",
        }

    def merged(self, project: LabProject, one: MergedPull) -> dict[str, Any]:
        """Return a completed pull request."""
        options = {"completionOptions": {"bypassPolicy": True, "bypassReason": "urgent"}} if one.is_bypass else {}
        return self.pull_request(project, one.number, one.branch, one.head) | {
            "createdBy": self.person(one.author),
            "closedBy": self.person(one.merged_by),
            "closedDate": moment(one.merged_s),
            "status": "completed",
            "isDraft": False,
            "reviewers": [self.person(name) | {"vote": 10} for name in one.approvers],
            "lastMergeCommit": {"commitId": one.merge.sha},
            **options,
        }
