"""Canary secrets of every kind of sign-in reach no message, view or repr. Proves quality bar "secrets"."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from connectors.kubernetes.exec_plugin import ExecPlugin
from connectors.kubernetes.kube_context import resolve_context
from connectors.kubernetes.kubeconfig import read_kubeconfig
from console.kernel.errors import ConsoleError
from console.kernel.redact import scrub
from console.presenters.resource_view import resource_view

CANARY = "canary-9c41e7aa03"


def _config(folder: Path, user: dict[str, object], **cluster: str) -> Path:
    file = folder / "config"
    document = {
        "current-context": "x",
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:1", **cluster}}],
        "users": [{"name": "u", "user": user}],
    }
    file.write_text(yaml.safe_dump(document))
    return file


@pytest.mark.parametrize(
    "user",
    [
        {"token": CANARY},
        {"username": "me", "password": CANARY},
        {
            "client-certificate-data": base64.b64encode(b"cert").decode(),
            "client-key-data": base64.b64encode(CANARY.encode()).decode(),
        },
    ],
    ids=["token", "password", "key"],
)
def test_what_a_kubeconfig_holds_is_in_no_repr(tmp_path: Path, user: dict[str, object]) -> None:
    context = resolve_context(read_kubeconfig((_config(tmp_path, user),)))
    assert CANARY not in scrub(repr(context))
    assert base64.b64encode(CANARY.encode()).decode().rstrip("=") not in scrub(repr(context))


@pytest.mark.anyio
@pytest.mark.parametrize("script", ["echo token={0} >&2; exit 3", "echo {0}", "echo '{{\"status\": 5}}' {0}"])
async def test_what_an_exec_plugin_prints_is_in_no_message(tmp_path: Path, script: str) -> None:
    plugin = tmp_path / "plugin"
    plugin.write_text("#!/bin/sh\n" + script.format(CANARY) + "\n")
    plugin.chmod(0o700)
    version = "client.authentication.k8s.io/v1"
    spec = {"apiVersion": version, "command": str(plugin), "interactiveMode": "Never"}
    context = resolve_context(read_kubeconfig((_config(tmp_path, {"exec": spec}),)))
    with pytest.raises(ConsoleError) as caught:
        await ExecPlugin(context, login_path=False).ticket()
    assert CANARY not in str(caught.value) + repr(caught.value)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize("name", ["API_TOKEN", "DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "apikey"])
@pytest.mark.parametrize("kind", ["Pod", "Deployment"])
def test_values_of_secret_looking_environment_are_masked_in_summary_and_yaml(name: str, kind: str) -> None:
    spec = {"containers": [{"name": "a", "env": [{"name": name, "value": CANARY}, {"name": "PLAIN", "value": "seen"}]}]}
    whole = spec if kind == "Pod" else {"template": {"spec": spec}}
    applied = {"kubectl.kubernetes.io/last-applied-configuration": json.dumps({"spec": whole})}
    raw = {"kind": kind, "metadata": {"name": "x", "annotations": applied}, "spec": whole}
    view = resource_view(json.dumps(raw).encode(), 0.0)
    assert CANARY not in view.yaml + repr(view.sections)
    assert "seen" in view.yaml


def test_a_fault_of_the_program_shows_and_logs_its_secrets_masked(tmp_path: Path) -> None:
    """The exception's text and the source line, not the locals, are what a traceback shows."""
    script = f"""
import sys
from console.kernel.log import set_up_logging
from console.kernel.secret import Secret
from views.app import make_application
from views.dialogs.crash_reporter import CrashReporter
set_up_logging(file=__import__("pathlib").Path(sys.argv[1]))
application = make_application()
reporter = CrashReporter()
secret = Secret("{CANARY[::-1]}"[::-1])
def fail(value):
    raise ValueError("wrong: " + value.reveal())
try:
    fail(secret)
except ValueError:
    sys.excepthook(*sys.exc_info())
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
dialog = reporter._dialog
print(dialog.findChild(QPlainTextEdit).toPlainText())
[one.click() for one in dialog.findChildren(QPushButton) if one.text().startswith("Copy")]
print(QApplication.clipboard().text())
reporter.close()
"""
    log = tmp_path / "log" / "x.log"
    done = subprocess.run(
        [sys.executable, "-c", script, str(log)],
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.count("ValueError: wrong: •••") == 2, done.stderr
    assert CANARY not in done.stdout + done.stderr + log.read_text()
