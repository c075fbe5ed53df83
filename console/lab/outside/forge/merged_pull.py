"""The pull requests that brought a project's merges, as its team's habit is."""

from dataclasses import dataclass

from console.lab.outside.forge.flow_habit import CAREFUL, HURRIED, SHORTCUT, FlowHabit
from console.lab.outside.git.git_commit import GitCommit

BOT = "dependabot[bot]"
_FIRST_NUMBER = 20  # open ones have lower numbers
_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class MergedPull:
    """``head`` is the branch's newest commit, ``merge`` the one on the main branch; names are of people.

    ``approved_s`` is when ``approvers`` approved; ``approved_sha`` is what they saw.
    """

    number: int
    branch: str
    author: str
    approvers: tuple[str, ...]
    approved_s: float
    approved_sha: str
    head: GitCommit
    merge: GitCommit
    merged_by: str
    is_red: bool = False
    is_bypass: bool = False

    @property
    def merged_s(self) -> float:
        """Return when it was merged."""
        return float(self.merge.committed_s)


def merged_pulls(commits: tuple[GitCommit, ...], habit: FlowHabit) -> tuple[MergedPull, ...]:
    """Return a pull request for each merge among a main branch's commits (newest first), newest first."""
    known = {one.sha: one for one in commits}
    merges = [one for one in reversed(commits) if len(one.parents) == 2 and one.parents[1] in known]
    people = sorted({one.author for one in commits})
    found = [
        _pull(_FIRST_NUMBER + place, place, merge, known[merge.parents[1]], people, habit)
        for place, merge in enumerate(merges)
    ]
    return tuple(reversed(found))


def _pull(
    number: int, place: int, merge: GitCommit, head: GitCommit, people: list[str], habit: FlowHabit
) -> MergedPull:
    other = next(name for name in [*people[place % len(people) :], *people] if name != head.author)
    branch = merge.subject.partition("'")[2].rstrip("'") or "topic"
    is_by_bot = habit is SHORTCUT and place == 0
    approvers: tuple[str, ...] = () if is_by_bot else (other,)
    if habit is HURRIED:
        approvers = (head.author,) if place % 2 else ()
    is_stale = habit is SHORTCUT and place % 2 == 1
    return MergedPull(
        number,
        branch,
        BOT if is_by_bot else head.author,
        approvers,
        head.committed_s + (-_HOUR_S if is_stale else 60.0),
        head.parents[0] if is_stale else head.sha,
        head,
        merge,
        merged_by=BOT if is_by_bot else other if habit is CAREFUL else head.author,
        is_red=habit is HURRIED and place % 2 == 0,
        is_bypass=habit is SHORTCUT and place % 2 == 0,
    )
