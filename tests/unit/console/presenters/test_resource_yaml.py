"""Objects as they are read: nothing of a Secret, wherever an installer put a copy of it (proves C2)."""

import base64
import json
from typing import Any

import pytest

from console.kernel.redact import MASK
from console.presenters.resource_yaml import readable, yaml_text

VALUE = "kMt7-quarterly-plan"
PACKED = base64.b64encode(VALUE.encode()).decode()
COPY = json.dumps({"kind": "Secret", "data": {"plan": PACKED}})


def secret(**annotations: str) -> bytes:
    whole: dict[str, Any] = {"apiVersion": "v1", "kind": "Secret", "data": {"plan": PACKED, "n": "MQ=="}}
    return json.dumps({**whole, "metadata": {"name": "s", "annotations": annotations}}).encode()


@pytest.mark.parametrize(
    "name",
    [
        "kubectl.kubernetes.io/last-applied-configuration",
        "kapp.k14s.io/original",
        "kapp.k14s.io/original-diff",
        "objectset.rio.cattle.io/applied",
        "kopf.zalando.org/last-handled-configuration",
        "banzaicloud.com/last-applied",
    ],
)
def test_what_was_applied_is_masked_whoever_applied_it(name: str) -> None:
    """Of a Deployment, too: it repeats the environment; some pack it, so that nothing in it could be found."""
    shown = readable(secret(**{name: "H4sIAAAAAAAA/packed"}))
    assert shown["metadata"]["annotations"] == {name: MASK}
    web = json.dumps({"kind": "Deployment", "metadata": {"annotations": {name: COPY}}}).encode()
    assert readable(web)["metadata"]["annotations"] == {name: MASK}


@pytest.mark.parametrize("text", [COPY, f"from {VALUE}", PACKED])
def test_a_value_of_a_secret_is_masked_under_any_name(text: str) -> None:
    shown = yaml_text(secret(**{"team.example/copy": text, "team.example/owner": "web 1"}))
    assert VALUE not in shown
    assert PACKED not in shown
    assert "team.example/owner: web 1" in shown  # “1” is a value, too, and proves nothing


@pytest.mark.parametrize("kind", ["SecretList", "List"])
def test_the_secrets_of_a_list_are_masked_too(kind: str) -> None:
    """A server answers with all of them where a name is left empty."""
    one = json.loads(secret(**{"team.example/copy": VALUE}))
    if kind != "List":
        del one["kind"]  # as a server lists them
    shown = yaml_text(json.dumps({"kind": kind, "items": [one, "none"]}).encode())
    assert VALUE not in shown
    assert PACKED not in shown


def test_a_secret_is_masked_where_a_long_line_is_folded_in_front_of_it() -> None:
    for length in range(60, 118):
        text = f"{'word ' * (length // 5)}{'x' * (length % 5)} Authorization: Bearer {VALUE} and more"
        raw = {"kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": text, "b": [text]}}
        assert VALUE not in yaml_text(json.dumps(raw).encode())
