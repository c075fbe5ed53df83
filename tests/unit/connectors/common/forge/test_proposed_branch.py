"""A correction is pushed as a new branch with a pull request, and withdrawn again, on all forges. Proves G1.2, C3."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from console.domain.change_preview import Truth
from console.domain.operations.propose_branch import ProposeBranch
from console.domain.operations.withdraw_branch import WithdrawBranch
from console.kernel.errors import ChangeRefused, ConnectorError, UserError
from tests.fakes.executor_suite import check_executor
from tests.fakes.lab_forge import lab_forge
from tests.fakes.proposing import BRANCH, Proposing

FORGES = ("azure_devops", "bitbucket", "github", "gitlab")


@pytest.fixture(scope="module", params=FORGES)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proposing]:
    folder = tmp_path_factory.mktemp("forge")
    with lab_forge(folder, request.param) as found:
        found.runtime.run(found.connect().check())
        yield Proposing(found, folder / "clone.git")


def test_it_keeps_to_the_rules_of_changes(bench: Proposing) -> None:
    bench.run(check_executor(bench.executor, bench.operation(), bench.world))


def test_the_pull_request_has_its_title_and_a_broken_off_try_is_completed(bench: Proposing) -> None:
    operation = bench.operation()
    bench.git("--git-dir", str(bench.folder), "push", "--quiet", bench.url, f"{bench.commit}:refs/heads/{BRANCH}")
    assert bench.run(bench.executor.verify(operation)).truth is Truth.DIFFERENT
    preview = bench.run(bench.executor.preview(operation))
    assert {one.path for one in preview.differences} == {"pull request", "title", "description"}
    bench.run(bench.executor.apply(operation, preview.base))
    assert bench.run(bench.world())[1][BRANCH] == operation.title
    bench.take_back()
    assert BRANCH not in bench.run(bench.world())[0]


def test_a_branch_of_others_is_neither_overwritten_nor_deleted(bench: Proposing) -> None:
    bench.put(bench.operation())
    with pytest.raises(ChangeRefused, match="already"):
        bench.run(bench.executor.preview(bench.operation(commit=bench.committed("Another one"))))
    more = bench.git(
        "--git-dir", str(bench.folder), "commit-tree", f"{bench.commit}^{{tree}}", "-p", bench.commit, "-m", "By hand"
    )
    bench.git("--git-dir", str(bench.folder), "push", "--quiet", bench.url, f"{more}:refs/heads/{BRANCH}")
    withdrawal = WithdrawBranch(bench.options.key, bench.project.path, bench.url, BRANCH, bench.commit)
    with pytest.raises(ChangeRefused, match="Somebody has pushed"):
        bench.run(bench.executor.preview(withdrawal))
    assert bench.run(bench.world())[0][BRANCH] == more
    mine = replace(withdrawal, commit=more)
    bench.run(bench.executor.apply(mine, bench.run(bench.executor.preview(mine)).base))


def test_the_token_goes_to_this_repository_alone(bench: Proposing) -> None:
    operation = bench.operation()
    base = bench.run(bench.executor.preview(operation)).base
    for url in ("https://evil.example/newsletter/x.git", bench.url.replace(bench.project.path.split("/")[-1], "other")):
        with pytest.raises((ChangeRefused, UserError)):
            bench.run(bench.executor.apply(replace(operation, url=url), base))
    assert BRANCH not in bench.run(bench.world())[0]


@pytest.mark.parametrize("branch", ["+main", "x:refs/heads/main", "-x", "a b", ""])
def test_what_is_no_name_of_a_branch_is_refused(bench: Proposing, branch: str) -> None:
    before = bench.run(bench.world())
    push = bench.executor._performers[ProposeBranch]._push  # type: ignore[attr-defined]
    for commit in (bench.commit, f"+{bench.commit}"):
        with pytest.raises(ChangeRefused):
            bench.run(push.push(bench.url, bench.project.path, str(bench.folder), commit, branch))
    with pytest.raises(ChangeRefused):
        bench.run(push.push(bench.url, bench.project.path, str(bench.folder), f"+{bench.commit}", "main"))
    assert bench.run(bench.world()) == before


def test_a_commit_that_is_no_longer_kept_is_refused_and_a_bad_token_is_told(bench: Proposing) -> None:
    with pytest.raises(ChangeRefused, match="no longer kept"):
        bench.run(bench.executor.preview(bench.operation(commit="0" * 39 + "1")))
    with pytest.raises(ChangeRefused, match="no longer kept"):
        bench.run(bench.executor.preview(bench.operation(folder="/nowhere/at/all")))
    push = bench.executor._performers[ProposeBranch]._push  # type: ignore[attr-defined]
    good, push._options = (
        push._options,
        push._options.model_copy(update={"token": bench.forge.secret_file("bad", "wrong-token")}),
    )
    try:
        with pytest.raises(ConnectorError) as refused:
            bench.put(bench.operation())
        assert "wrong-token" not in str(refused.value)
    finally:
        push._options = good


def test_when_the_forge_opens_no_pull_request_the_branch_is_not_left_behind(
    bench: Proposing, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        return None

    monkeypatch.setattr(type(bench.project.pulls), "propose", refuse)
    with pytest.raises(ConnectorError):
        bench.put(bench.operation())
    assert BRANCH not in bench.run(bench.world())[0]
