"""Pushes become orders: by polling, by webhooks, for CI. Proves G1.6."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.webhook.push import PushReceived
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.services.audits import push_watch
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder, plan_audit
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.push_watch import PushPlan, PushWatch, plan_push
from console.store.audits.audit_book import AuditBook
from tests.fakes.planted_repository import PlantedRepository

_AUDITS = (AuditName.STRICT,)


@pytest.fixture
def repository(tmp_path: Path) -> PlantedRepository:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"shop/a.py": "VALUE = 1\n"})
    return made


def _order(repository: PlantedRepository) -> AuditOrder:
    return AuditOrder("shop", str(repository.folder), revision="main", audits=_AUDITS)


@pytest.fixture
def watch(runtime: Runtime, places: AuditPlaces, repository: PlantedRepository) -> PushWatch:
    return PushWatch(runtime, places, [_order(repository)], lambda _: ("github", "ann/shop"), lambda: None)


@pytest.fixture
def audit(runtime: Runtime, places: AuditPlaces) -> Callable[[PushPlan], None]:
    def carry_out(plan: PushPlan) -> None:
        (outcome,) = runtime.run(AuditFleet(runtime, SystemClock(), places).run([plan.order]))
        assert outcome.error is None

    return carry_out


def _push(repository: PlantedRepository, branch: str = "main", after: str = "a" * 40) -> PushReceived:
    return PushReceived("github", "ann/shop", branch, "", after, 0.0)


def test_polling_finds_a_push_once_and_compares_it_with_what_was_audited_before(
    runtime: Runtime, watch: PushWatch, repository: PlantedRepository, audit: Callable[[PushPlan], None]
) -> None:
    (first,) = runtime.run(watch.round())
    assert (first.order.baseline, first.why_not) == ("", "")
    audit(first)
    assert runtime.run(watch.round()) == ()
    before = repository.git("rev-parse", "HEAD")
    repository.commit({"shop/a.py": "def total(:\n"})
    (second,) = runtime.run(watch.round())
    assert second.order.baseline == before
    assert second.impact is not None
    assert second.impact.changed == ("shop/a.py",)
    audit(second)
    assert runtime.run(watch.round()) == ()


def test_a_webhook_is_for_the_project_of_its_repository_and_the_audited_branch(
    runtime: Runtime, watch: PushWatch, repository: PlantedRepository
) -> None:
    other = PushReceived("github", "bob/else", "main", "", "a" * 40, 0.0)
    assert runtime.run(watch.take(other)) == ()
    (plan,) = runtime.run(watch.take(_push(repository)))
    assert plan.why_not == ""
    (plan,) = runtime.run(watch.take(PushReceived("github", "Ann/Shop", "main", "", "a" * 40, 0.0)))
    assert plan.why_not == "", "forges do not tell letters apart by case"
    (branch,) = runtime.run(watch.take(_push(repository, "topic")))
    (gone,) = runtime.run(watch.take(_push(repository, after="")))
    assert "topic is not the branch" in branch.why_not
    assert "deleted" in gone.why_not


def test_a_forced_push_is_audited_whole_and_the_same_commit_not_at_all(
    places: AuditPlaces, repository: PlantedRepository
) -> None:
    head = repository.git("rev-parse", "HEAD")
    lost = plan_push(places, _order(repository), None, before="f" * 40)
    assert (lost.order.baseline, lost.why_not) == ("", "")
    zeros = plan_push(places, _order(repository), None, before="0" * 40)
    assert zeros.order.baseline == ""
    same = plan_push(places, _order(repository), None, before=head)
    assert "audited already" in same.why_not


def test_a_project_that_cannot_be_asked_says_why_and_the_others_go_on(
    runtime: Runtime, places: AuditPlaces, repository: PlantedRepository, tmp_path: Path
) -> None:
    gone = AuditOrder("gone", (tmp_path / "gone.git").as_uri(), revision="main")
    watch = PushWatch(runtime, places, [gone, _order(repository)], lambda _: ("", ""), lambda: None)
    trouble, good = runtime.run(watch.round())
    assert trouble.why_not
    assert trouble.impact is None
    assert good.why_not == ""


def test_many_projects_are_asked_a_few_at_a_time(
    runtime: Runtime, places: AuditPlaces, repository: PlantedRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, at_once, ask, lock = 0, set[int](), push_watch.remote_head, Lock()

    def watched(*question: Any) -> str:
        nonlocal asking
        with lock:
            at_once.add(asking := asking + 1)
        try:
            return ask(*question)
        finally:
            with lock:
                asking -= 1

    monkeypatch.setattr(push_watch, "remote_head", watched)
    monkeypatch.setattr(push_watch, "_AT_ONCE", 2)
    orders = [AuditOrder(f"shop-{n}", str(repository.folder), revision="main") for n in range(12)]
    watch = PushWatch(runtime, places, orders, lambda _: ("", ""), lambda: None)

    async def rounds() -> list[int]:
        return [len(one) for one in await asyncio.gather(watch.round(), watch.round())]

    assert runtime.run(rounds()) == [12, 12]
    assert max(at_once) <= 2


def test_a_push_is_audited_at_its_own_commit_without_fetching_again(
    places: AuditPlaces, repository: PlantedRepository
) -> None:
    before = repository.git("rev-parse", "HEAD")
    pushed = repository.commit({"shop/b.py": "VALUE = 2\n"})
    plan = plan_push(places, _order(repository), None, before=before)
    later = repository.commit({"shop/c.py": "VALUE = 3\n"})
    planned = plan_audit(plan.order, places.cache, 0.0, None)
    assert (planned.baseline, planned.commit) == (before, pushed)
    shutil.rmtree(places.cache / "clones")
    assert plan_audit(plan.order, places.cache, 0.0, None).commit == later, "a clone that is gone is fetched anew"


def test_a_push_that_is_named_by_its_commits_is_kept_under_the_branch_of_its_project(
    runtime: Runtime, places: AuditPlaces, repository: PlantedRepository, audit: Callable[[PushPlan], None]
) -> None:
    """proves G1.6"""
    before = repository.git("rev-parse", "HEAD")
    pushed = repository.commit({"shop/b.py": "VALUE = 2\n"})
    plan = plan_push(places, _order(repository), None, before=before, after=pushed)
    later = repository.commit({"shop/c.py": "VALUE = 3\n"})
    shutil.rmtree(places.cache / "clones")
    audit(plan)
    (record,) = AuditBook(places.book).records("shop")
    assert (record.branch, record.commit) == ("main", pushed), "the named commit, also when the clone is gone"
    following = plan_push(places, _order(repository), None)
    assert (following.order.baseline, following.order.fetched) == (pushed, later)
