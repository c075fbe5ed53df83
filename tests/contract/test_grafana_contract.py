"""Everything that is said to and heard from the lab's Grafana, against our description of the part that is used."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.domain.change_preview import Truth
from console.domain.dashboard import Dashboard
from console.domain.dashboard_annotation import DashboardAnnotation
from console.domain.operations.add_annotation import AddAnnotation
from console.domain.operations.delete_annotation import DeleteAnnotation
from console.domain.operations.delete_dashboard import DeleteDashboard
from console.domain.operations.restore_dashboard import RestoreDashboard
from console.domain.operations.upload_dashboard import UploadDashboard
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.lab.outside.grafana.grafana_server import GrafanaServer
from console.ports.change_executor import ChangeExecutor
from console.ports.connector import Connector
from tests.fakes.built_connector import built_connector
from tests.fakes.contract import Contract
from tests.fakes.contract_transport import contract_of, watch_all
from tests.fakes.executor_suite import check_executor
from tests.fakes.first_rows import first_rows
from tests.fakes.lab_grafana import lab_grafana

NOW_S = round(time.time(), 3)


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    return contract_of(tmp_path, "grafana")


@pytest.fixture
def server(runtime: Runtime, tmp_path: Path) -> Iterator[tuple[GrafanaServer, dict[str, Any]]]:
    with lab_grafana(runtime, tmp_path, NOW_S) as found:
        yield found


@pytest.fixture
def shelf(server: tuple[GrafanaServer, dict[str, Any]]) -> Any:
    return server[0]._shelf


@pytest.fixture
def connector(
    runtime: Runtime,
    tmp_path: Path,
    server: tuple[GrafanaServer, dict[str, Any]],
    contract: Contract,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Connector]:
    violations = watch_all(monkeypatch, contract)
    entry = server[1]
    token = Path(entry["auth"]["token"].removeprefix("file:")).read_text()
    auth = {"kind": "bearer", "token": "keyring:token"}
    with built_connector(
        "grafana", runtime, tmp_path, secrets={"token": token}, url=entry["url"], auth=auth, folder=entry["folder"]
    ) as connector:
        yield connector
    assert violations == []


@pytest.fixture
def desk(connector: Connector) -> ChangeExecutor:
    desk = connector.offers(ChangeExecutor)
    assert desk is not None
    return desk


def _write(folder: Path, **changes: Any) -> None:
    model = {
        "uid": "slo-web", "title": "SLO web", "tags": ["slo"], "timezone": "utc", "schemaVersion": 39,
        "panels": [{"id": 1, "type": "timeseries", "title": "Burn rate", "targets": [{"expr": "a"}]}], **changes,
    }  # fmt: skip
    (folder / "slo.json").write_text(json.dumps(model))


def _models(shelf: Any) -> dict[str, Any]:
    """Return folder and model of every dashboard, without what a new version changes."""
    return {
        uid: (one.folder, {key: value for key, value in one.model.items() if key not in ("version", "id")})
        for uid, one in shelf._saved.items()
    }


def test_dashboards_folders_and_annotations_are_rows(
    runtime: Runtime, connector: Connector, desk: ChangeExecutor, contract: Contract
) -> None:
    assert runtime.run(connector.check()) == "Grafana 10.4.3; 2 dashboards"
    operation = AddAnnotation("main", "deploy of web", NOW_S - 60, NOW_S, ("deploy", "tokyo"))
    runtime.run(desk.apply(operation, runtime.run(desk.preview(operation)).base))
    listed = first_rows(runtime, connector)
    rows = [row for row in listed["dashboards"] if isinstance(row, Dashboard)]
    assert {(row.title, row.folder, row.is_folder) for row in rows} == {
        ("Cells", "", True), ("Business", "", True),
        ("Cells", "Cells", False), ("Newsletter business", "Business", False),
    }  # fmt: skip
    assert all(row.url.startswith("http://127.0.0.1:") for row in rows)
    (note,) = (row for row in listed["annotations"] if isinstance(row, DashboardAnnotation))
    assert (note.text, note.tags, note.end_s - note.start_s) == ("deploy of web", ("deploy", "tokyo"), 60.0)
    assert contract.seen >= {"GET /api/health", "GET /api/search", "GET /api/annotations", "POST /api/annotations"}


def test_annotations_keep_to_the_rules_of_changes(
    runtime: Runtime, desk: ChangeExecutor, server: tuple[GrafanaServer, dict[str, Any]]
) -> None:
    book = server[0]._book

    def texts() -> list[tuple[str, int, tuple[str, ...]]]:
        return sorted((row["text"], row["time"], tuple(row["tags"])) for row in book._rows.values())

    operation = AddAnnotation("main", "campaign", NOW_S - 10, 0.0, ("b2c",), "cells-overview")
    runtime.run(check_executor(desk, operation, texts))
    made = runtime.run(desk.apply(operation, runtime.run(desk.preview(operation)).base))
    assert isinstance(made, DeleteAnnotation)

    def disturb() -> None:
        book._rows[int(made.annotation)]["text"] = "campaign, longer"

    runtime.run(check_executor(desk, made, texts, disturb=disturb))


def test_a_new_dashboard_is_uploaded_into_the_folder_of_the_connection_and_undo_deletes_it(
    runtime: Runtime, desk: ChangeExecutor, shelf: Any, tmp_path: Path
) -> None:
    _write(tmp_path)
    runtime.run(check_executor(desk, UploadDashboard("main", "slo.json"), lambda: _models(shelf)))
    operation = UploadDashboard("main", "slo.json")
    runtime.run(desk.apply(operation, runtime.run(desk.preview(operation)).base))
    assert _models(shelf)["slo-web"][0] == "cells"
    removal = DeleteDashboard("main", "slo-web", "slo.json")
    runtime.run(check_executor(desk, removal, lambda: _models(shelf)))


def test_a_changed_dashboard_keeps_to_the_rules_and_undo_restores_the_version_before(
    runtime: Runtime, desk: ChangeExecutor, shelf: Any, tmp_path: Path
) -> None:
    _write(tmp_path)
    operation = UploadDashboard("main", "slo.json", "business")
    runtime.run(desk.apply(operation, runtime.run(desk.preview(operation)).base))
    panels = [{"id": 1, "type": "timeseries", "title": "Burn rate", "targets": [{"expr": "b"}]}]
    _write(tmp_path, panels=panels, tags=["slo", "web"])
    preview = runtime.run(desk.preview(operation))
    assert [(one.path, one.before, one.after) for one in preview.differences] == [
        ("tags", '["slo"]', '["slo","web"]'),
        ("panel Burn rate #1", '{"targets":[{"expr":"a"}]}', '{"targets":[{"expr":"b"}]}'),
    ]
    assert preview.inverse == RestoreDashboard("main", "slo-web", 1)

    def disturb() -> None:
        model = {**shelf._saved["slo-web"].model, "title": "Somebody was here"}
        shelf.save({"dashboard": model, "folderUid": "business"})

    runtime.run(check_executor(desk, operation, lambda: _models(shelf), disturb=disturb))


def test_an_upload_is_refused_when_the_file_has_changed_since_the_preview(
    runtime: Runtime, desk: ChangeExecutor, shelf: Any, tmp_path: Path
) -> None:
    _write(tmp_path)
    operation = UploadDashboard("main", "slo.json")
    preview = runtime.run(desk.preview(operation))
    _write(tmp_path, title="Other")
    with pytest.raises(ChangeRefused, match="moved on"):
        runtime.run(desk.apply(operation, preview.base))
    assert "slo-web" not in _models(shelf)


def test_the_server_itself_refuses_what_has_moved_on_in_between(
    runtime: Runtime, desk: ChangeExecutor, shelf: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path)
    operation = UploadDashboard("main", "slo.json")
    runtime.run(desk.apply(operation, runtime.run(desk.preview(operation)).base))
    _write(tmp_path, title="Second")
    preview = runtime.run(desk.preview(operation))
    real = shelf.save

    def overtaken(body: Any) -> Any:
        real({"dashboard": {**shelf._saved["slo-web"].model, "title": "Faster"}, "folderUid": "cells"})
        return real(body)

    monkeypatch.setattr(shelf, "save", overtaken)
    with pytest.raises(ChangeRefused, match="changed by someone else"):
        runtime.run(desk.apply(operation, preview.base))
    assert shelf._saved["slo-web"].model["title"] == "Faster"
    assert runtime.run(desk.verify(operation)).truth is Truth.DIFFERENT


@pytest.mark.parametrize("name", ["../outside.json", "/etc/passwd", "none.json", "text.json", "bare.json", "uid.json"])
def test_what_is_no_dashboard_inside_the_folder_is_refused(
    runtime: Runtime, desk: ChangeExecutor, tmp_path: Path, name: str
) -> None:
    (tmp_path / "text.json").write_text("hello")
    (tmp_path / "bare.json").write_text("{}")
    (tmp_path / "uid.json").write_text('{"title": "x", "uid": "../../admin"}')
    with pytest.raises(ChangeRefused, match="cannot be uploaded"):
        runtime.run(desk.preview(UploadDashboard("main", name)))


def test_health_needs_no_token_but_the_check_does(
    runtime: Runtime, tmp_path: Path, server: tuple[GrafanaServer, dict[str, Any]]
) -> None:
    with built_connector("grafana", runtime, tmp_path, url=server[1]["url"]) as stranger:
        with pytest.raises(ConnectorError) as caught:
            runtime.run(stranger.check())
        assert caught.value.kind is ErrorKind.AUTH
