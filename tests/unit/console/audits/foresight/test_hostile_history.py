"""Rankings of histories that nobody would write on purpose: they end, and are the same each time. Proves G1.8."""

import subprocess
import time
from pathlib import Path

import pytest

from console.audits.foresight.backtest import backtest_of
from console.audits.foresight.file_story import stories_of
from console.audits.foresight.hot_file import ranking_of
from console.audits.repository.checkout import Checkout
from tests.fakes.imported_history import Step, checkout_at, import_history

_NAMES = 40


def _imported(folder: Path, stream: str) -> str:
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet", "--force"], input=stream.encode(), check=True)
    head = ["git", "-C", str(folder), "rev-parse", "main"]
    return subprocess.run(head, check=True, capture_output=True, text=True).stdout.strip()


def _commit(mark: int, at: str, title: str, parents: tuple[int, ...], files: dict[str, str]) -> str:
    lines = [
        f"commit refs/heads/main\nmark :{mark}\ncommitter A <a@shop.example> {at} +0000\ndata {len(title)}\n{title}"
    ]
    lines += [f"{'merge' if place else 'from'} :{one}" for place, one in enumerate(parents)]
    lines += [f"M 100644 inline {path}\ndata {len(text)}\n{text}" for path, text in files.items()]
    return "\n".join(lines) + "\n"


def test_octopus_merges_empty_commits_and_broken_clocks(tmp_path: Path) -> None:
    stream = _commit(1, "1600000000", "Begin", (), {f"shop/m{n}.py": f"X = {n}\n" for n in range(12)})
    mark = 1
    for round_ in range(12):
        base = mark
        sides = []
        for side in range(4):
            mark += 1
            sides.append(mark)
            at = ("0", "1700000000", "4102444800", "1600000001")[side]  # 1970, now, 2100, the beginning
            stream += f"reset refs/heads/main\nfrom :{base}\n"
            stream += _commit(mark, at, "Fix crash", (base,), {f"shop/m{side}.py": f"X = {round_}\n"})
        mark += 1
        stream += f"reset refs/heads/main\nfrom :{sides[0]}\n"
        stream += _commit(mark, "1650000000", "Merge them all", tuple(sides), {})
        mark += 1
        stream += _commit(mark, "1650000001", "", (mark - 1,), {})
    head = _imported(tmp_path / "odd.git", stream)
    checkout = checkout_at(tmp_path / "odd.git", head, tmp_path / "tree")
    ranking = ranking_of(checkout)
    assert {one.path for one in ranking} == {f"shop/m{n}.py" for n in range(12)}
    assert all(0.0 <= one.rank <= 1.0 and one.fixes < 1000 for one in ranking)
    again = checkout_at(tmp_path / "odd.git", head, tmp_path / "again")
    assert ranking_of(again) == ranking
    assert backtest_of(again).windows == backtest_of(checkout).windows


def test_a_chain_of_renames_is_one_story(tmp_path: Path) -> None:
    length = _NAMES
    body = "".join(f"value_{n} = {n}\n" for n in range(60))
    steps = [Step(0, "Begin", {"shop/n0.py": body, "shop/a.py": body + "A = 1\n", "shop/b.py": "import os\n" * 40})]
    for n in range(1, length):
        moved = Step(
            n * 9, "Fix name", {f"shop/n{n}.py": body + f"N = {n}\n"}, renames={f"shop/n{n - 1}.py": f"shop/n{n}.py"}
        )
        steps.append(moved)
    commits = import_history(tmp_path / "shop.git", steps)
    checkout = checkout_at(tmp_path / "shop.git", commits[-1], tmp_path / "tree")
    stories = stories_of(checkout)
    assert len(stories.touches[stories.numbers[f"shop/n{length - 1}.py"]]) == length
    assert {one.path for one in ranking_of(checkout)} == {f"shop/n{length - 1}.py", "shop/a.py", "shop/b.py"}


@pytest.mark.slow
def test_a_hundred_thousand_files_are_ranked_in_bounded_time(tmp_path: Path) -> None:
    names = [f"src/d{n // 500}/m{n}.py" for n in range(100_000)]
    stream = _commit(1, "1600000000", "Begin", (), dict.fromkeys(names, "X = 1\n"))
    for n in range(2, 30):
        stream += _commit(n, f"{1600000000 + n * 86_400}", "Fix crash", (n - 1,), {names[n % 7]: f"X = {n}\n"})
    head = _imported(tmp_path / "wide.git", stream)
    (tmp_path / "tree").mkdir()
    checkout = Checkout(tmp_path / "wide.git", head, tmp_path / "tree", now_s=1_700_000_000.0)
    began_s = time.process_time()
    ranking = ranking_of(checkout)
    assert time.process_time() - began_s < 60.0
    assert len(ranking) == 100_000
    assert {one.path for one in ranking[:7]} == set(names[:7])
