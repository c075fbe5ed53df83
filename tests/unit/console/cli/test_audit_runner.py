"""console-audit: the same bytes as the local fleet, exit codes that say whether to try again. Proves G1.5."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from console.cli.audit_runner import AGAIN, DONE, FOR_EVER, main
from console.domain.audit.audit_batch import AuditShard, packed_shards
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask
from console.services.audits.audit_worker import audited
from tests.fakes.planted_repository import PlantedRepository

AT = 1_790_000_000.0


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("runner") / "shop")
    made.commit({"shop/a.py": "def total(:\n    pass\n"})
    return made


@pytest.fixture(autouse=True)
def _unbound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of a runner are for its process, not for that of the tests."""
    monkeypatch.setattr("console.services.audits.shard_run.bound_this_process", lambda: None)


def _shard(repository: PlantedRepository, **more: Any) -> AuditShard:
    commit = repository.git("rev-parse", "HEAD").strip()
    source = str(repository.folder)
    return AuditShard(AuditTask("1" * 20, "shop", source, "", commit, (AuditName.GIT,), OPEN_SOURCE, **more), AT)


def _told(packed: bytes) -> Any:
    document = json.loads(gzip.decompress(packed))
    for run in document["runs"]:
        run["properties"].pop("tookMs")  # how long it took is all that may differ
    return document


def test_a_runner_writes_what_the_local_fleet_writes(repository: PlantedRepository, tmp_path: Path) -> None:
    shard = _shard(repository)
    (tmp_path / "shards").write_text(packed_shards([shard, shard]))
    out, named = tmp_path / "x.sarif.gz", tmp_path / "y.sarif.gz"
    assert main(["shard", "--shards", str(tmp_path / "shards"), "--index", "1", "--out", str(out)]) == DONE
    line = ["run", "--repo", str(repository.folder), "--sha", shard.task.commit, "--audits", "git", "--at", str(AT)]
    assert main([*line, "--out", str(named)]) == DONE
    local = audited(replace(shard.task, clone=str(repository.folder / ".git")), tmp_path / "cache", AT)
    assert _told(out.read_bytes()) == _told(named.read_bytes()) == _told(gzip.compress(local))


def test_a_shard_comes_as_json_too(repository: PlantedRepository, tmp_path: Path) -> None:
    (tmp_path / "shard").write_text(_shard(repository).text())
    assert main(["shard", "--shards", str(tmp_path / "shard"), "--out", str(tmp_path / "x")]) == DONE


@pytest.mark.parametrize(
    "spoilt", [{"commit": "a" * 40}, {"source": "/nowhere"}, {"source": "http://far.example/x"}, {"baseline": "b" * 40}]
)
def test_what_will_never_work_says_so_in_its_exit_code_and_its_last_words(
    repository: PlantedRepository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoilt: dict[str, str],
) -> None:
    words = tmp_path / "words"
    monkeypatch.setenv("CONSOLE_AUDIT_LAST_WORDS", str(words))
    monkeypatch.setenv("CONSOLE_AUDIT_TOKEN_FORGE", "token-of-the-forge")
    shard = _shard(repository)
    wrong = AuditShard(replace(shard.task, **spoilt), AT, "user", "forge" if "http" in spoilt.get("source", "") else "")
    (tmp_path / "shard").write_text(wrong.text())
    assert main(["shard", "--shards", str(tmp_path / "shard"), "--out", str(tmp_path / "x")]) == FOR_EVER
    assert words.read_text().strip() == capsys.readouterr().err.strip()
    assert "token-of-the-forge" not in words.read_text()
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run"],
        ["run", "--repo", "x", "--sha", "main", "--out", "y"],
        ["run", "--repo", "x", "--sha", "a" * 40, "--audits", "all", "--out", "y"],
        ["run", "--repo", "x", "--sha", "a" * 40, "--profile", "nobody", "--out", "y"],
        ["shard", "--shards", "nowhere", "--out", "y"],
    ],
)
def test_a_wrong_line_will_never_work(arguments: list[str]) -> None:
    assert main(arguments) == FOR_EVER


def test_what_may_go_better_next_time_is_tried_again(
    repository: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("console.services.audits.shard_run.audited", full)
    (tmp_path / "shard").write_text(_shard(repository).text())
    assert main(["shard", "--shards", str(tmp_path / "shard"), "--out", str(tmp_path / "x")]) == AGAIN


def test_a_task_whose_time_is_over_leaves_a_result_that_says_so(
    repository: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.audits.rule_time._LAST_S", 1e-6)
    monkeypatch.setattr("console.services.audits.shard_run.SHARD_S", 0.0)
    monkeypatch.setattr("console.services.audits.shard_run.run_shard.__defaults__", ("", 0.0))
    (tmp_path / "shard").write_text(_shard(repository).text())
    out = tmp_path / "x"
    assert main(["shard", "--shards", str(tmp_path / "shard"), "--out", str(out)]) == DONE
    (run,) = _told(out.read_bytes())["runs"]
    late = [one for one in run["properties"]["rules"].values() if one["state"] == "not-run"]
    assert late
    assert not run["invocations"][0]["executionSuccessful"]
