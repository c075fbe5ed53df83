"""Charts that a README installs from the repository. Proves G1.2 and G1.11 (INT10)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, tells, told_words

_README = """# Relay

```sh
helm repo add acme https://charts.acme.example
helm install relay ./charts/relay
helm install worker acme/worker
helm upgrade --install relay ./charts/relay -f ./values.yaml
helm install relay ./relay-1.2.0.tgz
helm install old ./charts/old
helm upgrade -f ./mine.yaml older ./charts/older
```
"""


def test_a_chart_that_is_not_there_is_told_and_others_are_not(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"README.md": _README, "charts/relay/Chart.yaml": "name: relay\n"}, "INT10")
    assert tells(outcome, ["./charts/old ", "./charts/older "]), told_words(outcome)
