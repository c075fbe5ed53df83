"""The projects that one forge of the lab serves."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from console.lab.outside.forge.ci_run import CiRuns
from console.lab.outside.forge.flow_habit import habit_of
from console.lab.outside.forge.lab_project import LabProject
from console.lab.outside.git.git_repository import GitRepository
from console.lab.outside.git.history_plan import history_plan
from console.lab.outside.git.project_plan import ProjectPlan, project_plan
from console.lab.outside.git.repository_maker import RepositoryMaker
from console.lab.outside.lab_server import ServerContext

_ISSUES = (
    ("Numbers differ between pages", ("bug",)),
    ("Explain the settings in the readme", ("documentation",)),
    ("Retry when the store is away", ("enhancement",)),
)


class LabProjects:
    """Every fourth project of the lab; ``path_of`` says where the forge puts it. Repositories are made when needed."""

    def __init__(self, context: ServerContext, forge: str, path_of: Callable[[ProjectPlan], str]) -> None:
        options, folder = context.repositories, context.folder.sub_folder("repositories") / forge
        kept = options.cache or context.folder.sub_folder("repository-cache")
        maker = RepositoryMaker(kept / "repositories")
        self.forge = forge
        self._context = context
        self._folder = folder
        self._maker = maker
        plans = (project_plan(number) for number in range(options.count))
        self._projects = {path_of(plan): self._project(plan, path_of(plan)) for plan in plans if plan.forge == forge}

    def __iter__(self) -> Iterator[LabProject]:
        return iter(self._projects.values())

    def find(self, path: str) -> LabProject | None:
        """Return the project at a path, or of an id in digits."""
        found = self._projects.get(path)
        if found is None and path.isdigit():
            found = next((one for one in self if one.id == int(path)), None)
        return found

    def _project(self, plan: ProjectPlan, path: str) -> LabProject:
        context = self._context
        seed, now_s = context.repositories.seed, context.now_s()
        repository = GitRepository(
            self._folder / f"{plan.number}.git", lambda: history_plan(plan, seed, now_s), self._maker
        )
        runs = CiRuns(path, context.now_s, context.repositories.speed, habit_of(plan).fails_one_in)
        project = LabProject(plan.number + 1, path, plan, repository, runs)
        for number, (title, labels) in enumerate(_ISSUES[: 1 + plan.number % len(_ISSUES)]):
            project.open_issue(title, "", list(labels), now_s - (number + 2) * 86_400.0)
        return project

    def audit_pipeline(self, workflow: str = "") -> dict[str, Any]:
        """Return where audits may run: in the CI of the forge's first project; ``{name}`` is that project's name."""
        first = next(iter(self), None)
        if first is None:
            return {}
        named = workflow.format(name=first.path.rpartition("/")[2])
        return {"audit_pipeline": {"repository": first.path} | ({"workflow": named} if named else {})}

    def estate(
        self, base_url: str, connection: str, url_of: Callable[[LabProject, str], str]
    ) -> list[Mapping[str, Any]]:
        """Return the estate's entries for them; ``url_of`` makes the address to clone from ``base_url``."""
        cells = self._context.world.blueprint.cells
        teams = {cell.name for cell in cells if cell.kind == "functional"}
        return [
            {
                "key": project.plan.name,
                "title": project.plan.description,
                "url": url_of(project, base_url),
                "provider": connection,
                "team": project.plan.group if project.plan.group in teams else "platform",
            }
            for project in self
        ]
