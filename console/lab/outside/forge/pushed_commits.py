"""The commits that a push brought."""

from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.git.git_commit import GitCommit
from console.lab.outside.git.smart_http import PushedRef

_MOST = 20


async def pushed_commits(project: LabProject, pushed: PushedRef, most: int = _MOST) -> tuple[GitCommit, ...]:
    """Return what a branch has more than before, newest first; the newest one alone of a new branch."""
    if not pushed.after:
        return ()
    if not pushed.before:
        return await project.repository.commits(pushed.after, 1)
    return (await project.repository.compare(pushed.before, pushed.after)).commits[:most]
