"""Insights from kept results of real audits. Proves G1.8."""

from pathlib import Path

from console.domain.audit.audit_insight import InsightKind
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.estate.schema.project import Project
from console.kernel.runtime import Runtime
from console.presenters.audit_insight_rows import insight_rows
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.insight_reading import InsightReading
from tests.fakes.manual_clock import ManualClock
from tests.fakes.planted_repository import PlantedRepository

_UNSAFE = "def load(text, names=[]):\n    return eval(text)\n"


def test_what_three_of_three_projects_break_is_foreseen_for_the_next_one_and_kept(
    runtime: Runtime, places: AuditPlaces, tmp_path: Path
) -> None:
    clock, orders = ManualClock(), []
    for name in ("web", "bff", "cart"):
        repository = PlantedRepository(tmp_path / name)
        repository.commit({f"{name}/a.py": _UNSAFE, "README.md": f"# {name}\n"})
        orders.append(AuditOrder(name, str(repository.folder), audits=(AuditName.STRICT,), team="content"))
    runtime.run(AuditFleet(runtime, clock, places).run(orders))
    reading = InsightReading(places, clock.now().timestamp())
    found = reading.insights()
    common = {one.subject: one for one in found}
    assert common["STR02"].kind is InsightKind.COMMON
    assert common["STR02"].impact is RuleSeverity.HIGH
    assert set(common["STR02"].projects) == {"web", "bff", "cart"}
    assert all(len(one.reasons) >= 2 and one.actions for one in found)
    assert len(list((tmp_path / "cache" / "insights").glob("*.json"))) == 3
    assert reading.insights() == found
    assert InsightReading(places, clock.now().timestamp()).insights(["web"]) == ()
    own = [Project(key=name, url=f"file://{tmp_path / name}") for name in ("web", "bff", "cart")]
    assert InsightReading(places, clock.now().timestamp(), own).insights() == found
    elsewhere = [
        Project(key="web", url="https://git.example/shop/web"),
        Project(key="x", url="https://git.example/x/x"),
    ]
    assert InsightReading(places, clock.now().timestamp(), elsewhere).insights() == (), "those of another estate"
    row = next(one for one in insight_rows(found) if one.subject == "STR02")
    assert row.title_text == "The next project will break STR02, too"
    assert row.record()["projects"] == ("bff", "cart", "web")
