"""How a team of the lab works: what the audits of flow and bots should find in its projects, and what not."""

from dataclasses import dataclass

from console.lab.outside.git.project_plan import FORGES, ProjectPlan


@dataclass(frozen=True, slots=True)
class FlowHabit:
    """``admins`` administer the repositories; ``release_stages`` is what the last release went through, in order.

    ``fails_one_in``: so many runs of the pipeline are there for each that fails (0: none fails).
    """

    key: str
    protects: bool
    keeps_branch: bool
    required_reviews: int
    required_checks: tuple[str, ...]
    dismisses_stale: bool
    admins: tuple[str, ...]
    release_stages: tuple[str, ...]
    fails_one_in: int


HURRIED = FlowHabit(
    "hurried", protects=False, keeps_branch=False, required_reviews=0, required_checks=(), dismisses_stale=False,
    admins=("lab-operator", "release-bot"), release_stages=("build", "test", "release"), fails_one_in=3,
)  # fmt: skip
"""Nothing is protected: pull requests without a review, merged while red; a bot is an administrator."""
SHORTCUT = FlowHabit(
    "shortcut", protects=True, keeps_branch=False, required_reviews=1, required_checks=(), dismisses_stale=False,
    admins=("lab-operator",), release_stages=("release", "test"), fails_one_in=3,
)  # fmt: skip
"""Rules are there and gone around: pushed to after the approval, merged by the power of administrators."""
CAREFUL = FlowHabit(
    "careful", protects=True, keeps_branch=True, required_reviews=1, required_checks=("CI",), dismisses_stale=True,
    admins=("lab-operator",), release_stages=("build", "test", "release"), fails_one_in=0,
)  # fmt: skip
"""As it should be."""
_ALL = (HURRIED, SHORTCUT, CAREFUL)


def habit_of(plan: ProjectPlan) -> FlowHabit:
    """Return the habit of a project: each forge has projects of all three."""
    return _ALL[plan.number // len(FORGES) % len(_ALL)]
