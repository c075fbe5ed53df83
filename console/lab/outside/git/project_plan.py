"""What each of the lab's repositories is: the software of the newsletter service, and copies of it for large labs."""

from dataclasses import dataclass

FORGES = ("github", "gitlab", "bitbucket", "azure_devops")


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """``number`` counts from 0 and decides everything; ``group`` is the team that owns it, ``flaw`` what is wrong."""

    number: int
    name: str
    group: str
    language: str
    description: str
    flaw: str

    @property
    def forge(self) -> str:
        """Return the key of the forge that serves it."""
        return FORGES[self.number % len(FORGES)]


_BASES = (
    ("web-front", "content", "TypeScript", "The newsletter's pages", "large-function"),
    ("bff", "content", "TypeScript", "Backend for the pages", "eval"),
    ("personalize", "ai", "Python", "Ranks articles for each reader", "bare-except"),
    ("delivery", "platform", "Go", "Sends newsletters", "ignored-error"),
    ("llm-serving", "ai", "Python", "Calls language models", "secret-in-history"),
    ("scheduler", "platform", "Go", "Decides when to send", "missing-tests"),
    ("edge-worker", "content", "TypeScript", "Runs at the edge", "large-function"),
    ("cell-router", "platform", "Go", "Spreads readers over cells", "ignored-error"),
    ("data-pipeline", "ai", "Python", "Turns events into features", "shell-injection"),
    ("model-eval", "ai", "Python", "Measures the models' accuracy", "missing-tests"),
    ("tracker", "content", "TypeScript", "Counts opens and clicks", "eval"),
    ("ops-tools", "platform", "Go", "Tools for those on duty", "latest-image"),
)


def project_plan(number: int) -> ProjectPlan:
    """Return the plan of a number; from the thirteenth on names repeat with a number."""
    name, group, language, description, flaw = _BASES[number % len(_BASES)]
    copy = number // len(_BASES)
    return ProjectPlan(number, f"{name}-{copy + 1}" if copy else name, group, language, description, flaw)
