"""A repository as a forge of the lab serves it: its git data, and what people and programs have attached to it."""

from dataclasses import dataclass, field

from console.lab.outside.forge.ci_run import CiRun, CiRuns
from console.lab.outside.forge.flow_habit import FlowHabit, habit_of
from console.lab.outside.forge.hook import Hook
from console.lab.outside.forge.merged_pull import MergedPull, merged_pulls
from console.lab.outside.forge.open_pulls import OpenPulls
from console.lab.outside.git.git_repository import GitRepository
from console.lab.outside.git.history_plan import MAIN
from console.lab.outside.git.project_plan import ProjectPlan


@dataclass(slots=True)
class LabStatus:
    """A check of a commit in the lab's words: pending, success, failure, error."""

    id: int
    context: str
    state: str
    description: str
    url: str
    at_s: float


@dataclass(slots=True)
class LabIssue:
    """An issue; ``number`` counts from 1 within its project."""

    number: int
    title: str
    body: str
    labels: list[str]
    created_s: float
    updated_s: float
    is_open: bool = True


@dataclass(slots=True)
class LabProject:
    """``path`` is the repository's path on its forge; ``id`` is the forge's number for it."""

    id: int
    path: str
    plan: ProjectPlan
    repository: GitRepository
    runs: CiRuns
    hooks: list[Hook] = field(default_factory=list)
    issues: list[LabIssue] = field(default_factory=list)
    statuses: dict[str, list[LabStatus]] = field(default_factory=dict)
    pulls: OpenPulls = field(init=False)
    _pushed_s: float | None = None
    _last_id: int = 1000

    def __post_init__(self) -> None:
        self.pulls = OpenPulls(self.repository)

    @property
    def pushed_s(self) -> float:
        """Return when somebody last pushed."""
        return self.repository.history.pushed_at_s if self._pushed_s is None else self._pushed_s

    def note_push(self, at_s: float) -> None:
        """Remember that somebody pushed now."""
        self._pushed_s = at_s

    def new_id(self) -> int:
        """Return a number that nothing else in the project has."""
        self._last_id += 1
        return self.id * 100_000 + self._last_id

    async def all_runs(self) -> list[CiRun]:
        """Return the CI runs, newest first."""
        (head,) = await self.repository.commits(MAIN, 1)
        return self.runs.newest(MAIN, head.sha, head.subject)

    @property
    def habit(self) -> FlowHabit:
        """Return how its team works."""
        return habit_of(self.plan)

    async def releases(self) -> list[CiRun]:
        """Return the runs of releases, newest first."""
        found = []
        for tag in self.repository.history.tags:
            (commit,) = await self.repository.commits(tag, 1)
            found.append(self.runs.release(tag, commit.sha, float(commit.committed_s)))
        return sorted(found, key=lambda run: -run.created_s)

    async def merged(self) -> tuple[MergedPull, ...]:
        """Return the pull requests that were merged, newest first."""
        return merged_pulls(await self.repository.commits(MAIN), self.habit)

    def issue(self, number: str) -> LabIssue | None:
        """Return the issue of that number."""
        return next((one for one in self.issues if str(one.number) == number), None)

    def hook(self, identifier: str) -> Hook | None:
        """Return the webhook of that id."""
        return next((one for one in self.hooks if str(one.id) == identifier), None)

    def open_issue(self, title: str, body: str, labels: list[str], now_s: float) -> LabIssue:
        """Add an issue."""
        issue = LabIssue(len(self.issues) + 1, title, body, labels, now_s, now_s)
        self.issues.append(issue)
        return issue

    def set_status(self, sha: str, context: str, state: str, description: str, url: str, now_s: float) -> LabStatus:
        """Add a check of a commit; the newest of a context counts."""
        status = LabStatus(self.new_id(), context, state, description, url, now_s)
        self.statuses.setdefault(sha, []).append(status)
        return status
