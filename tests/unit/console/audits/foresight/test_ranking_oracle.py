"""The ranking held against the formulas of spec/audits.md §2.2 and §6, recomputed from git's own words. Proves G1.8."""

import random
import subprocess
from pathlib import Path

import numpy as np
import pytest

from console.audits.foresight.heat_reason import heat_reasons
from console.audits.foresight.hot_file import ranking_of
from tests.fakes.imported_history import DAY_S, Step, checkout_at, import_history

_YEAR_D = 365.0
_WHO = ("ann", "ben", "cho", "dee", "eli", "fay")


def _history(seed: int) -> list[Step]:
    """Three years over thirty files of which a few draw most changes; every third change is a fix."""
    chance = random.Random(seed)
    lengths = {f"shop/m{n}.py": chance.randrange(5, 400) for n in range(30)}
    steps = [Step(0, "Begin", {path: _text(0, lines) for path, lines in lengths.items()})]
    for number in range(1, 300):
        chosen = chance.choices(list(lengths), weights=[1 / (1 + n) for n in range(30)], k=chance.randrange(1, 4))
        title = chance.choice(["Fix crash", "Add thing", "Improve it"]) + f" {number}"
        files = {path: _text(number, lengths[path]) for path in chosen}
        steps.append(Step(number * 3.5, title, files, who=chance.choice(_WHO)))
    return steps


def _text(number: int, lines: int) -> str:
    return f"V = {number}\n" + "".join(f"{'    ' * (n % 3)}x{n} = {n}\n" for n in range(lines))


def _oracle(repository: Path) -> dict[str, float]:
    """Return the fusion of five ranks by path, from ``git log`` and ``git show`` alone."""
    told = _git(repository, "log", "--reverse", "--format=%x01%ct %ae %s", "--name-only", "main")
    events = []
    for block in told.split("\x01")[1:]:
        head, *touched = block.strip().split("\n")
        at, who, first = head.split()[:3]
        events += [(path, int(at), who, first == "Fix") for path in touched if path]
    newest, oldest = max(one[1] for one in events), min(one[1] for one in events)
    paths = sorted({one[0] for one in events})
    parts: list[list[float]] = [[], [], [], [], []]
    for path in paths:
        own = [one for one in events if one[0] == path]
        lines = [one for one in _git(repository, "show", f"main:{path}").splitlines() if one.strip()]
        levels = [(len(one) - len(one.lstrip())) / 4 for one in lines]
        ages_d = np.array([(newest - at) / DAY_S for _, at, _, _ in own])
        fixes = np.array([is_fix and place > 0 for place, (_, _, _, is_fix) in enumerate(own)])
        spans = np.array([(at - oldest) / (newest - oldest) for _, at, _, _ in own])
        names = [who for _, _, who, _ in own]
        once = np.array([names.count(who) == 1 and max(map(names.count, names)) > 1 for who in names])
        ground = len(lines) + 10
        parts[0].append(float((0.5 ** (ages_d / _YEAR_D))[fixes].sum()) / ground)
        parts[1].append(float((1 / (1 + np.exp(12 - 12 * spans)))[fixes].sum()) / ground)
        parts[2].append(float((0.5 ** (ages_d / 180.0)).sum()) / ground)
        parts[3].append(float((0.5 ** (ages_d / (2 * _YEAR_D)))[once].sum()) / ground)
        parts[4].append(sum(levels) / len(levels))
    whole = sum(weight * _ranks(np.array(part)) for weight, part in zip((1, 1, 1, 1, 0.5), parts, strict=True))
    return dict(zip(paths, (whole / 4.5).tolist(), strict=True))


def _ranks(amounts: np.ndarray) -> np.ndarray:
    """Return average ranks from 0 to 1."""
    amounts = np.round(amounts, 12)
    below = (amounts[None, :] < amounts[:, None]).sum(axis=1)
    same = (amounts[None, :] == amounts[:, None]).sum(axis=1)
    return (below + (same - 1) / 2) / max(1, len(amounts) - 1)


def _git(repository: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(repository), *arguments], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_is_that_of_the_written_formulas_and_each_hint_has_two_reasons(tmp_path: Path, seed: int) -> None:
    commits = import_history(tmp_path / "shop.git", _history(seed))
    checkout = checkout_at(tmp_path / "shop.git", commits[-1], tmp_path / "tree")
    ranking = ranking_of(checkout)
    assert {one.path: one.rank for one in ranking} == pytest.approx(_oracle(tmp_path / "shop.git"), abs=1e-9)
    assert [one.rank for one in ranking] == sorted((one.rank for one in ranking), reverse=True)
    newest_s = max(one.last_s for one in ranking)
    assert min(len(set(heat_reasons(one, ranking, newest_s))) for one in ranking) >= 2


def test_another_future_leaves_the_past_ranking_as_it_was(tmp_path: Path) -> None:
    steps, other = _history(4), _history(5)
    seen = []
    for name, tail in (("one", steps[200:]), ("other", other[200:]), ("none", [])):
        commits = import_history(tmp_path / f"{name}.git", [*steps[:200], *tail])
        checkout = checkout_at(tmp_path / f"{name}.git", commits[199], tmp_path / name)
        seen.append([(one.path, one.rank) for one in ranking_of(checkout)])
    assert seen[0] == seen[1] == seen[2]
    assert seen[0]
