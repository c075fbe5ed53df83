"""Objects are shown readably, and a Secret's values never."""

import base64
import json
from pathlib import Path

from console.presenters.resource_summary import summary
from console.presenters.resource_yaml import yaml_text

SECRET = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {
        "name": "db",
        "managedFields": [{"manager": "kubectl"}],
        "annotations": {"kubectl.kubernetes.io/last-applied-configuration": '{"data":{"p":"aHVudGVyMg=="}}'},
    },
    "data": {"p": base64.b64encode(b"hunter2").decode()},
}


def test_a_secrets_values_are_masked_everywhere() -> None:
    raw = json.dumps(SECRET).encode()
    shown = yaml_text(raw, everything=True) + repr(summary(raw, 0.0))
    assert "aHVudGVyMg" not in shown
    assert "hunter2" not in shown
    assert "p: ••• (12)" in shown


def test_managed_fields_are_shown_only_on_request() -> None:
    raw = json.dumps(SECRET).encode()
    assert "managedFields" not in yaml_text(raw)
    assert "managedFields" in yaml_text(raw, everything=True)


def test_a_real_deployment_is_summarised(shared_dir: Path) -> None:
    recorded = json.loads((shared_dir / "recordings/kubernetes/read.json").read_text())
    body = next(one["response"]["body"] for one in recorded if one["name"] == "get deployment")
    sections = {one.title: one for one in summary(json.dumps(body).encode(), 0.0)}
    assert ("Kind", "Deployment (apps/v1)") in sections["Object"].lines
    assert ("Replicas wanted", "2") in sections["State"].lines
    assert sections["Containers"].rows[0][:3] == ("web", "example/web:1.0", "cpu=100m  memory=64Mi")


def test_odd_objects_do_not_break_the_page() -> None:
    for odd in ({}, {"metadata": None}, {"spec": {"containers": "x"}}, {"status": {"conditions": [1]}}, {"data": [1]}):
        assert summary(json.dumps(odd).encode(), 0.0) is not None
