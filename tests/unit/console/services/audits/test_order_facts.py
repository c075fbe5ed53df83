"""What a forge tells reaches the audit of its project, and the id of its task. Proves G1.1, G1.2."""

from pathlib import Path
from typing import Any

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.forge_facts import NOTHING_TOLD, ForgeFacts, ProtectionFact
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ErrorKind
from console.services.audits.audit_order import AuditOrder, plan_audit
from console.services.audits.order_facts import OrderFacts
from tests.fakes.planted_repository import NOW_S, PlantedRepository

_ESTATE = {
    "name": "shop",
    "github": [{"key": "hub", "url": "https://git.shop.example/api/v3"}],
    "projects": [{"key": "cart", "url": "https://git.shop.example/shop/cart.git", "provider": "hub"}],
}
_TOLD = ForgeFacts("main", ProtectionFact(forbids_force_push=True))


class Reader:
    """Tells the same of every repository, or fails."""

    def __init__(self, fault: ConnectorError | None = None) -> None:
        self.fault = fault
        self.asked: list[str] = []

    async def facts(self, path: str) -> ForgeFacts:
        self.asked.append(path)
        if self.fault is not None:
            raise self.fault
        return _TOLD


def _facts(reader: Reader) -> OrderFacts:
    def offered(key: str, _port: type) -> Any:
        return reader if key == "hub" else None

    return OrderFacts(Estate.model_validate(_ESTATE), offered)


@pytest.mark.anyio
async def test_the_forge_of_a_project_is_asked_and_of_no_other_repository() -> None:
    reader = Reader()
    facts = _facts(reader)
    assert await facts.of(AuditOrder("cart", "https://git.shop.example/shop/cart.git")) == _TOLD
    assert reader.asked == ["shop/cart"]
    assert await facts.of(AuditOrder("elsewhere", "/srv/elsewhere")) is NOTHING_TOLD
    assert await facts.of(AuditOrder("cart", "x", audits=(AuditName.STRICT,))) is NOTHING_TOLD
    assert reader.asked == ["shop/cart"]


@pytest.mark.anyio
async def test_a_forge_that_cannot_be_asked_is_told_as_trouble() -> None:
    fault = ConnectorError(ErrorKind.THROTTLED, "The forge asks to slow down.")
    told = await _facts(Reader(fault)).of(AuditOrder("cart", "https://git.shop.example/shop/cart.git"))
    assert "slow down" in told.trouble
    assert told.protection is None


def test_another_protection_is_another_task_and_another_time_of_asking_is_not(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"a.py": "1\n"})

    def ids(forge: ForgeFacts, *, runs_own_tools: bool = False) -> dict[tuple[AuditName, ...], str]:
        order = AuditOrder("shop", str(made.folder), forge=forge, runs_own_tools=runs_own_tools)
        planned = plan_audit(order, tmp_path / "cache", NOW_S, None)
        return {one.audits: one.id for one in planned.tasks}

    open_ = ForgeFacts("main", ProtectionFact(forbids_force_push=False))
    first, same, other = ids(_TOLD), ids(ForgeFacts("main", _TOLD.protection, read_s=9.0)), ids(open_)
    assert first == same
    changed = {audits for audits, one in first.items() if other[audits] != one}
    assert changed == {audits for audits in first if AuditName.FLOW in audits}
    own = ids(_TOLD, runs_own_tools=True)
    assert {audits for audits, one in first.items() if own[audits] != one} == {
        audits for audits in first if AuditName.STRICT in audits
    }
