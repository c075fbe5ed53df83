"""Orders, pushes and workers beyond this machine over partial clones: the same results as over whole ones.

Proves G1.5 and G1.6.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.clone_cache import is_partial
from console.domain.audit.audit_batch import AuditShard
from console.domain.audit.audit_name import AuditName
from console.kernel.errors import ConnectorError, ErrorKind
from console.services.audits.audit_order import AuditOrder, OrderLogin, plan_audit
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.audit_worker import audited
from console.services.audits.push_watch import plan_push
from console.services.audits.shard_run import run_shard
from console.services.audits.source_text import commit_text, source_text
from tests.fakes.file_vault import FileVault
from tests.fakes.lab_forge import LabForge, lab_forge
from tests.fakes.planted_repository import NOW_S, PlantedRepository

_AUDITS = (AuditName.STRICT, AuditName.TDD, AuditName.FLOW, AuditName.SAGES)
_LETTER = "".join(f"Line {number} of what is moved and changed\n" for number in range(30))


@pytest.fixture
def repository(tmp_path: Path) -> PlantedRepository:
    made = PlantedRepository(tmp_path / "shop")
    made.git("config", "uploadpack.allowFilter", "true")
    made.commit({"README.md": "# Shop\n\n[how](docs/how.md)\n", "docs/how.md": _LETTER, "shop/a.py": "A = 1\n"})
    made.commit({"shop/a.py": "def a(x, y=[]):\n    return eval(x)\n", "old.txt": "old\n" * 4000}, "fix: sum")
    made.git("rm", "-q", "old.txt")
    made.git("mv", "docs/how.md", "docs/guide.md")
    made.commit({"docs/guide.md": _LETTER + "P.S.\n"}, "Move the guide")
    made.commit({"shop/a.py": "def a(x, y=[]):\n    return eval(x) + 1\n"}, "Fix crash")
    return made


def _order(repository: PlantedRepository, **more: Any) -> AuditOrder:
    return AuditOrder("shop", str(repository.folder), revision="main", audits=_AUDITS, **more)


def _told(result: bytes) -> Any:
    document = json.loads(result)
    for run in document["runs"]:
        run["properties"].pop("tookMs")  # how long it took is all that may differ
    return document


def _results(order: AuditOrder, cache: Path, *, whole: bool) -> list[Any]:
    if whole:
        bare_clone(order.source, cache / "clones")
    planned = plan_audit(order, cache, NOW_S, None)
    assert all(is_partial(Path(one.clone)) is not whole for one in planned.tasks)
    return [_told(audited(one, cache, NOW_S)) for one in planned.tasks]


def _findings(documents: list[Any]) -> int:
    return sum(len(run["results"]) for one in documents for run in one["runs"])


def test_an_order_and_the_push_after_it_say_the_same_over_a_partial_clone(
    repository: PlantedRepository, tmp_path: Path
) -> None:
    places = AuditPlaces(tmp_path / "partial", tmp_path / "results", tmp_path / "book")
    first = _results(_order(repository), places.cache, whole=False)
    assert first == _results(_order(repository), tmp_path / "whole", whole=True)
    assert _findings(first) > 3
    before = repository.git("rev-parse", "main")
    repository.commit({"shop/b.py": "import a\n\n\ndef b(x, y={}):\n    return eval(x)\n", "docs/guide.md": "G\n"})
    plan = plan_push(places, _order(repository), None, before=before)
    assert plan.impact is not None
    assert (plan.impact.before, set(plan.impact.changed)) == (before, {"shop/b.py", "docs/guide.md"})
    assert plan.clone is not None
    assert is_partial(plan.clone)
    assert plan.dependants() == ()
    assert _results(plan.order, places.cache, whole=False) == _results(plan.order, tmp_path / "new", whole=True)
    gone = plan_push(places, _order(repository), None, before="d" * 40)
    assert gone.order.baseline == ""


def test_a_worker_beyond_this_machine_clones_as_little_and_says_the_same(
    repository: PlantedRepository, tmp_path: Path
) -> None:
    order = _order(repository, baseline=repository.git("rev-parse", "main~2"))
    for task in plan_audit(order, tmp_path / "here", NOW_S, None).tasks:
        shard = AuditShard(replace(task, clone=""), NOW_S)
        bare_clone(order.source, tmp_path / "whole" / "clones")
        told = [_told(run_shard(shard, tmp_path / place, FileVault())) for place in ("there", "whole")]
        assert told[0] == told[1]
        assert list((tmp_path / "there" / "clones" / "partial").glob("*.git"))
        assert not list((tmp_path / "there" / "clones").glob("*.git"))


def test_what_was_audited_can_be_looked_at(repository: PlantedRepository, places: AuditPlaces) -> None:
    commit = plan_audit(_order(repository), places.cache, NOW_S, None).commit
    source = str(repository.folder)
    assert source_text(places, source, commit, "docs/guide.md").endswith("P.S.\n")
    assert "Move the guide" in commit_text(places, source, f"{commit}~1")
    assert "old.txt" in commit_text(places, source, f"{commit}~1")


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[LabForge]:
    with lab_forge(tmp_path, "gitlab") as found:
        yield found


def test_a_private_repository_is_cloned_in_part_by_who_may_read_it(forge: LabForge, tmp_path: Path) -> None:
    url = forge.estate.projects[0].url
    login = OrderLogin("oauth2", forge.estate.gitlab[0].token)
    order = AuditOrder("shop", url, audits=(AuditName.SAGES,), login=login)
    planned = plan_audit(order, tmp_path / "cache", NOW_S, FileVault())
    (task,) = planned.tasks
    assert is_partial(Path(task.clone))
    config = (Path(task.clone) / "config").read_text()
    assert "promisor" not in config
    assert "xtraheader" not in config.lower()
    (tmp_path / "wrong").write_text("wrong")
    refused = replace(order, login=OrderLogin("oauth2", f"file:{tmp_path / 'wrong'}"))
    with pytest.raises(ConnectorError) as error:
        plan_audit(refused, tmp_path / "other", NOW_S, FileVault())
    assert error.value.kind is ErrorKind.AUTH
