"""While somebody looks, what was pushed is audited again; otherwise nobody is asked. Proves G1.6."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.webhook.push import PushReceived
from console.kernel.runtime import Runtime
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.push_follower import PushFollower
from console.services.audits.push_watch import PushWatch
from tests.fakes.manual_clock import ManualClock
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.waiting import wait_until


@pytest.fixture
def repositories(tmp_path: Path) -> list[PlantedRepository]:
    made = [PlantedRepository(tmp_path / name) for name in ("shop", "never")]
    for one in made:
        one.commit({"shop/a.py": "VALUE = 1\n"})
    return made


class _Followed:
    """A follower of two projects, of which only the first was audited before."""

    def __init__(self, runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository]) -> None:
        orders = [
            AuditOrder(one.folder.name, str(one.folder), "main", audits=(AuditName.STRICT,)) for one in repositories
        ]
        runtime.run(AuditFleet(runtime, ManualClock(), places).run(orders[:1]))
        self.begun: list[AuditOrder] = []
        watch = PushWatch(runtime, places, orders, lambda key: ("github", key), lambda: None)
        self.follower = PushFollower(runtime, watch, self.begun.extend, first_s=0.0, every_s=3600.0)


@pytest.fixture
def followed(runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository]) -> Iterator[_Followed]:
    made = _Followed(runtime, places, repositories)
    yield made
    made.follower.close()


def test_what_moved_since_it_was_audited_is_audited_again_and_the_rest_is_left_to_people(
    followed: _Followed, repositories: list[PlantedRepository]
) -> None:
    before = repositories[0].git("rev-parse", "HEAD")
    for one in repositories:
        one.commit({"shop/a.py": "VALUE = 2\n"})
    followed.follower.begin()
    followed.follower.begin()
    wait_until(lambda: followed.begun, 20, "an audit")
    assert [(one.project, one.baseline) for one in followed.begun] == [("shop", before)]


def test_a_webhook_begins_an_audit_at_once_but_not_those_of_the_past(
    followed: _Followed, repositories: list[PlantedRepository]
) -> None:
    old, new = (PushReceived("github", "shop", "main", "", letter * 40, 0.0) for letter in "ab")
    followed.follower.tell((old,))
    repositories[0].commit({"shop/a.py": "VALUE = 3\n"})
    followed.follower.tell((new, old))
    wait_until(lambda: followed.begun, 20, "an audit")
    assert [one.project for one in followed.begun] == ["shop"]


def test_a_webhook_of_what_was_never_audited_is_left_to_people(
    followed: _Followed, repositories: list[PlantedRepository]
) -> None:
    followed.follower.tell(())
    repositories[0].commit({"shop/a.py": "VALUE = 4\n"})
    never, shop = (PushReceived("github", key, "main", "", "a" * 40, 0.0) for key in ("never", "shop"))
    followed.follower.tell((never,))
    followed.follower.tell((shop, never))
    wait_until(lambda: followed.begun, 20, "an audit")
    assert [one.project for one in followed.begun] == ["shop"]


def test_after_a_forced_push_whose_old_commit_is_gone_everything_is_audited_again(
    followed: _Followed, repositories: list[PlantedRepository], places: AuditPlaces
) -> None:
    repository = repositories[0]
    (repository.folder / "shop" / "a.py").write_text("VALUE = 5\n")
    repository.git("commit", "-q", "--amend", "-am", "rewritten")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "-q", "--prune=now")
    shutil.rmtree(places.cache / "clones")
    followed.follower.begin()
    wait_until(lambda: followed.begun, 20, "an audit")
    assert [(one.project, one.baseline) for one in followed.begun] == [("shop", "")]
