"""Files made from objectives: routes that Alertmanager's own tool takes, dashboards over recorded metrics.

# proves L3.3
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from console.domain.slo.indicator import EventIndicator
from console.domain.slo.slo import Slo, SloAlert, SloAlerting
from console.kernel.errors import UserError
from console.services.rule_files import check_routes, write_dashboards, write_routes, write_rules

DAY_S = 86_400
EVENTS = EventIndicator("sum(rate(errors_total[{{.window}}]))", "sum(rate(all_total[{{.window}}]))")


def slo(service: str, name: str, alerting: SloAlerting | None = None) -> Slo:
    return Slo(service, name, 99.9, EVENTS, 30 * DAY_S, alerting=alerting or SloAlerting("Burn"))


SLOS = (
    slo("web", "availability"),
    slo("web", "latency"),
    slo("mail", "delivered", SloAlerting("Mail", page=SloAlert(enabled=False))),
    slo("quiet", "silent", SloAlerting("Off", page=SloAlert(enabled=False), ticket=SloAlert(enabled=False))),
    slo('x"y\\z', "odd"),
)
needs_amtool = pytest.mark.skipif(shutil.which("amtool") is None, reason="amtool is not installed")


@needs_amtool
def test_the_routes_are_valid_and_each_service_and_level_has_its_own_receiver(tmp_path: Path) -> None:
    file = write_routes(SLOS, tmp_path)
    assert check_routes(file) == "Checked by amtool; valid files: 1."
    routed = {
        (service, level): _receiver(file, f"sloth_service={service}", f"sloth_severity={level}")
        for service in ("web", "mail", "quiet", "other")
        for level in ("page", "ticket")
    }
    assert routed == {
        ("web", "page"): "slo-web-page",
        ("web", "ticket"): "slo-web-ticket",
        ("mail", "page"): "slo-rest",
        ("mail", "ticket"): "slo-mail-ticket",
        ("quiet", "page"): "slo-rest",
        ("quiet", "ticket"): "slo-rest",
        ("other", "page"): "slo-rest",
        ("other", "ticket"): "slo-rest",
    }


def _receiver(file: Path, *labels: str) -> str:
    command = ["amtool", "config", "routes", "test", f"--config.file={file}", *labels]
    return subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.decode().strip()


@needs_amtool
def test_routes_that_amtool_refuses_are_told(tmp_path: Path) -> None:
    file = tmp_path / "alertmanager.yml"
    file.write_text("route: {receiver: nobody}\n")
    with pytest.raises(UserError, match="amtool refuses the files"):
        check_routes(file)


def test_a_dashboard_asks_only_for_what_the_rules_record(tmp_path: Path) -> None:
    rules = [yaml.safe_load(file.read_text())["groups"] for file in write_rules(SLOS, tmp_path, {}, {})]
    recorded = {rule["record"] for groups in rules for group in groups for rule in group["rules"] if "record" in rule}
    ids = {rule["labels"].get("sloth_id") for groups in rules for group in groups for rule in group["rules"]}
    files = write_dashboards(SLOS, tmp_path, {})
    assert [file.name for file in files] == [
        "web.dashboard.json", "mail.dashboard.json", "quiet.dashboard.json", "x_y_z.dashboard.json",
    ]  # fmt: skip
    for file in files[:3]:
        model = json.loads(file.read_text())
        queries = [target["expr"] for panel in model["panels"] for target in panel.get("targets", ())]
        assert {name for query in queries for name in re.findall(r"slo:[a-z0-9_:]+", query)} <= recorded
        assert {one for query in queries for one in re.findall(r'sloth_id="([^"]+)"', query)} <= ids
    web = json.loads(files[0].read_text())
    assert [panel["title"] for panel in web["panels"] if panel["type"] == "row"] == ["availability", "latency"]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in web["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in web["panels"]}) == len(places)


def test_identifiers_are_such_as_grafana_takes_and_stay_different(tmp_path: Path) -> None:
    names = ["web", "a b", "a.b", "s" * 50, "s" * 51]
    made = {json.loads(write_dashboards((slo(name, "x"),), tmp_path, {})[0].read_text())["uid"] for name in names}
    assert len(made) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,40}", uid) for uid in made)
    assert "slo-web" in made


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_the_queries_of_a_dashboard_are_promql(tmp_path: Path) -> None:
    model = json.loads(write_dashboards(SLOS[:1], tmp_path, {})[0].read_text())
    queries = [target["expr"] for panel in model["panels"] for target in panel.get("targets", ())]
    rules = [{"record": f"r{place}", "expr": query} for place, query in enumerate(queries)]
    file = tmp_path / "queries.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "g", "rules": rules}]}))
    subprocess.run(["promtool", "check", "rules", str(file)], check=True, capture_output=True, timeout=20)
