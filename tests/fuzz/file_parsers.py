"""The parsers of files that somebody hands to the console."""

from pathlib import Path

from connectors.github.operations.sarif_file import read_sarif
from connectors.grafana.dashboard_file import read_dashboard
from connectors.kubernetes.kube_context import resolve_context
from connectors.kubernetes.kubeconfig import read_kubeconfig
from console.audits.sarif_reading import read_report as read_audit_report
from console.cli.change_file import read_change_file
from console.domain.audit.audit_batch import read_shard, unpacked_shards
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.rollouts.stage_text import read_stages
from console.estate.judge.judge_document import read_judge_document
from console.estate.load import load_estate
from console.estate.rollout_plan_file import read_rollout_plan
from console.estate.slo.alert_windows import load_alert_windows
from console.estate.slo.load_slos import load_slos
from console.kernel.errors import UserError
from console.runbooks.library import read_runbook_file
from console.runbooks.lint import lint_file
from console.runbooks.plan import make_plan
from console.runbooks.world import World
from console.services.audits.advisory_import import read_advisories
from console.services.audits.repository_list import read_list
from console.services.focus_import import read_focus
from console.services.load_tests.load_test_import import Subject, read_report
from tests.fakes.runbook_console import runbook_estate
from tests.fuzz.exchanged import read_exchanged
from tests.fuzz.imported_calendar import read_calendar
from tests.fuzz.parser import Parser

_NOW_S = 1.8e9
_MONTH_S = 30 * 86_400


def _focus(file: Path) -> object:
    return read_focus(file, "cell", _NOW_S, lambda _rows: None)


def _runbook(file: Path) -> object:
    """Lint, read and plan it; the library tells in a sentence why a runbook cannot be used."""
    faults = lint_file(file, ("other",))
    found = read_runbook_file(file, "en", "test")
    if isinstance(found, str):
        raise UserError(found)
    given = {one.name: "tokyo" for one in found.parameters if one.name == "cell"}
    plan = make_plan(found, given, World(runbook_estate(), _NOW_S), lambda _name: found)
    return faults, plan


def _advisories(file: Path) -> object:
    found = tuple(read_advisories(file))
    for one in found:
        for ecosystem, name in one.packages():
            one.affects(ecosystem, name, "1.2.3rc1")
            one.fixes(ecosystem, name)
    return found


def _load_test(file: Path) -> object:
    found = read_report(file, Subject(_NOW_S, cell="tokyo", service="api", replicas=3))
    return found, found.rps, found.failed_ratio, found.passed, found.latency_ms(95.0), found.trial


FILE_PARSERS = (
    Parser("estate", load_estate, ".yaml"),
    Parser("openslo", lambda file: load_slos((file,), _MONTH_S), ".yaml"),
    Parser("sloth", lambda file: load_slos((file,), _MONTH_S), ".yaml"),
    Parser("alert-windows", lambda file: load_alert_windows((file,)), ".yaml"),
    Parser("judge", read_judge_document, ".yaml"),
    Parser("judge-csv", read_judge_document, ".csv"),
    Parser("rollout-plan", read_rollout_plan, ".yaml"),
    Parser("rollout-stages", lambda file: read_stages(file.read_text("utf-8", "replace")), ".txt"),
    Parser("change", read_change_file, ".json"),
    Parser("exchanged", read_exchanged, ".json"),
    Parser("runbook", _runbook, ".md"),
    Parser("calendar", read_calendar, ".ics"),
    Parser("focus", _focus, ".csv"),
    Parser("k6-and-locust", _load_test, ".json"),
    Parser("kubeconfig", lambda file: resolve_context(read_kubeconfig((file,))), ".yaml"),
    Parser("sarif", lambda file: read_sarif(str(file)), ".sarif"),
    Parser("audit-report", lambda file: read_audit_report(file.read_bytes(), OPEN_SOURCE), ".sarif"),
    Parser("audit-shard", lambda file: read_shard(file.read_bytes()), ".json"),
    Parser("audit-shards", lambda file: unpacked_shards(file.read_bytes()), ".txt"),
    Parser("advisory", _advisories, ".json"),
    Parser("repository-list", read_list, ".txt"),
    Parser("dashboard", lambda file: read_dashboard(file.parent, file.name), ".json"),
)
