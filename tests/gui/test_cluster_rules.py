"""What of a cell breaks the rules of its cluster stands on the Cell page. Proves L7.4 (Gatekeeper)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QTableView

from console.domain.event import ObjectsListed
from console.domain.policy_constraint import PolicyConstraint, PolicyViolation
from console.domain.resource import ResourceRef
from console.presenters.violation_rows import unlisted, violation_rows
from tests.fakes.reading import by_name, lines_of
from tests.fakes.small_estate import ESTATE
from tests.gui.conftest import Stage
from views.cells.cell_page import CellPage
from views.page import Destination


def constraint(name: str, enforcement: str, *broken: PolicyViolation, total: int = 0) -> PolicyConstraint:
    ref = ResourceRef("main", "K8sRequiredLabels", "", name, "constraints.gatekeeper.sh")
    return PolicyConstraint(ref, enforcement, total or len(broken), broken, None)


def test_a_cell_tells_who_breaks_which_rule_those_that_refuse_first(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage()
    stage.session.open_estate(ESTATE, Path("/estates/shop.yaml"))
    stage.show()
    now_s = stage.clock.now().timestamp()
    warned = PolicyViolation("Deployment", "cell-tokyo", "web", "no owner", "warn")
    refused = PolicyViolation("Deployment", "cell-tokyo", "bff", "no limits", "deny")
    elsewhere = PolicyViolation("Namespace", "", "kube-system", "no team", "warn")
    rows = (constraint("owners", "warn", warned, elsewhere, total=9), constraint("limits", "deny", refused))
    stage.window.show_page(Destination("cell", cell="tokyo"))
    page = stage.window.findChild(CellPage)
    assert page is not None
    page._tabs.setCurrentIndex(7)
    stage.play(ObjectsListed("main", "constraints", rows, now_s))
    table = by_name(page, "Cluster rules", QTableView)
    stage.qtbot.waitUntil(lambda: len(lines_of(table)) == 2)
    assert [line[:4] for line in lines_of(table)] == [
        ["deny", "K8sRequiredLabels limits", "Deployment cell-tokyo/bff", "no limits"],
        ["warn", "K8sRequiredLabels owners", "Deployment cell-tokyo/web", "no owner"],
    ]
    assert page._tabs.tabText(7) == "Cluster rules (2)"
    state = stage.session.store.state
    assert [one.cell for one in violation_rows(state)] == ["tokyo", "", "tokyo"]
    assert unlisted(state) == 7
