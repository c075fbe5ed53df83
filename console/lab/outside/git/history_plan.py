"""The history of a lab's repository: commits of several people over half a year, branches, merges, tags."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from console.lab.outside.git.project_plan import ProjectPlan
from console.lab.outside.git.source_text import (
    base_files,
    check_path,
    check_text,
    flaw_file,
    module_path,
    module_text,
    pipeline_file,
)

MAIN = "main"
_DAY_S = 86_400
_WEEK_S = 7 * _DAY_S
_DAYS = 180
_MONDAY_S = 4 * _DAY_S  # 1970-01-05
_AUTHORS = ("Aoi Tanaka", "Ren Sato", "Mina Weber", "Jonas Keller", "Priya Nair", "Tom Okafor")
_PARTS = ("score", "queue", "window", "cache", "limit", "token", "batch", "index")
_VERBS = ("mean", "peak", "share", "rate", "spread", "weight", "drift", "load")
_SUBJECTS = ("feat({0}): add {1}", "fix({0}): correct {1}", "refactor({0}): simplify {1}", "perf({0}): faster {1}")
_POOR = ("wip", "fix", "update", "more")


@dataclass(frozen=True, slots=True)
class CommitPlan:
    """A commit on ``branch``, which may merge another; ``files`` maps paths to text (``None``: removed)."""

    branch: str
    author: str
    at_s: int
    message: str
    files: Mapping[str, str | None] = field(default_factory=dict)
    merges: str = ""
    starts_from: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """Commits in order of time, tags by the number of their commit, branches that nobody has merged."""

    commits: tuple[CommitPlan, ...]
    tags: Mapping[str, int]
    open_branches: tuple[str, ...]

    @property
    def pushed_at_s(self) -> int:
        """Return when the newest commit was made."""
        return self.commits[-1].at_s

    @property
    def began_at_s(self) -> int:
        """Return when the first commit was made."""
        return self.commits[0].at_s


def history_plan(plan: ProjectPlan, seed: int, now_s: float) -> HistoryPlan:
    """Return the history up to the Monday before ``now_s``: the same all week long, so that it can be kept."""
    return _Writer(plan, random.Random(f"{seed}/{plan.number}"), _last_monday_s(now_s)).written()  # noqa: S311


def _last_monday_s(now_s: float) -> int:
    return int((now_s - _MONDAY_S) // _WEEK_S * _WEEK_S + _MONDAY_S)


class _Writer:
    def __init__(self, plan: ProjectPlan, chance: random.Random, end_s: int) -> None:
        self._plan = plan
        self._chance = chance
        self._count = chance.randint(36, 64)
        self._step_s = _DAYS * _DAY_S // (self._count + 6)
        self._end_s = end_s
        self._at_s = end_s - _DAYS * _DAY_S
        self._modules: dict[str, dict[str, int]] = {}
        self._commits: list[CommitPlan] = []

    def written(self) -> HistoryPlan:
        self._begin()
        tags = {}
        for number in range(1, self._count):
            if number % 9 == 0:
                self._feature(f"feature/{_PARTS[number // 9 % len(_PARTS)]}-{number}", merged=True)
            elif self._plan.flaw == "secret-in-history" and number in {7, 11}:
                self._secret(present=number == 7)
            else:
                self._commit(MAIN, self._change())
            if number % 15 == 0:
                tags[f"v1.{number // 15}.0"] = len(self._commits) - 1
        names = [f"feature/{one}" for one in self._chance.sample(_VERBS, self._chance.randint(1, 3))]
        for name in names:
            self._feature(name, merged=False)
        return HistoryPlan(self._spread(), tags, tuple(names))

    def _spread(self) -> tuple[CommitPlan, ...]:
        """Return the commits with times that fill the half-year up to its end."""
        first_s = self._commits[0].at_s
        stretch = (self._end_s - first_s) / (self._at_s - first_s)
        return tuple(replace(one, at_s=first_s + int((one.at_s - first_s) * stretch)) for one in self._commits)

    def _begin(self) -> None:
        plan = self._plan
        files: dict[str, str | None] = {
            **base_files(plan.name, plan.language, plan.description, latest_image=plan.flaw == "latest-image")
        }
        path, text = pipeline_file(plan.forge)
        files[path] = text
        flaw = flaw_file(plan.language, plan.flaw)
        if flaw is not None:
            files[flaw[0]] = flaw[1]
        self._commit(MAIN, files, "chore: begin the project")

    def _change(self) -> dict[str, str | None]:
        """Add a function to a module or change one; the tests follow, unless they are what is missing."""
        name = self._chance.choice(_PARTS)
        functions = self._modules.setdefault(name, {})
        one = self._chance.choice(_VERBS)
        functions[one] = functions.get(one, -1) + 1
        language = self._plan.language
        files: dict[str, str | None] = {module_path(language, name): module_text(language, name, functions)}
        if self._plan.flaw != "missing-tests":
            files[check_path(language, name)] = check_text(language, name, functions)
        return files

    def _secret(self, *, present: bool) -> None:
        """Commit the key that AWS documents as an example, and remove it some commits later."""
        text = "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n" if present else None
        self._commit(MAIN, {".env": text}, "chore: local settings" if present else "chore: remove local settings")

    def _feature(self, branch: str, *, merged: bool) -> None:
        kept = {name: dict(functions) for name, functions in self._modules.items()}
        self._commit(branch, self._change(), starts_from=MAIN)
        self._commit(branch, self._change())
        if merged:
            self._commit(MAIN, {}, f"Merge branch '{branch}'", merges=branch)
        else:
            self._modules = kept  # the main branch never saw it

    def _commit(
        self, branch: str, files: dict[str, str | None], message: str = "", *, merges: str = "", starts_from: str = ""
    ) -> None:
        chance = self._chance
        self._at_s += chance.randint(self._step_s // 4, self._step_s // 2)
        author = chance.choice(_AUTHORS)
        self._commits.append(
            CommitPlan(branch, author, self._at_s, message or self._message(files), files, merges, starts_from)
        )

    def _message(self, files: Mapping[str, str | None]) -> str:
        if self._chance.random() < 0.12:
            return self._chance.choice(_POOR)
        place = next(iter(files)).rpartition("/")[2].partition(".")[0]
        return self._chance.choice(_SUBJECTS).format(place, self._chance.choice(_VERBS))
