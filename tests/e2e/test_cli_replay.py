"""``cell-console replay`` on the real lab, and without a network from what it kept (proves P10, L4.2, L5.2)."""

import json

from tests.fakes.lab import LabForTests
from tests.fakes.program import start


def test_a_limit_and_weights_are_replayed_and_again_without_a_network(measured_lab: LabForTests) -> None:
    replay = ["--estate", str(measured_lab.at.estate_file), "replay"]
    tight = start([*replay, "limit", "b2b", "100", "-o", "json", "--wait", "100"])
    assert tight.code == 1, tight.err
    (found,) = json.loads(tight.out)
    assert found["peak"] > 100
    assert 0 < found["refused_least"] <= found["refused_most"] <= found["arrived"]

    wide = start([*replay, "limit", "b2b", str(found["peak"] * 3), "-o", "json", "--cached"])
    assert wide.code == 0, wide.err
    (kept,) = json.loads(wide.out)
    assert (kept["refused_least"], kept["refused_most"], kept["arrived"]) == (0, 0, found["arrived"])

    cells = [f"{one}=0.2" for one in ("tokyo", "osaka", "frankfurt", "content", "ai")]
    moved = start([*replay, "weights", "cell-router", *cells, "-o", "json", "--cached"])
    assert moved.code in {0, 1}, moved.err
    assert {row["cell"]: row["share"] for row in json.loads(moved.out)}["infra"] == 0

    wrong = start([*replay, "weights", "cell-router", "tokyo=0.5", "--cached"])
    assert wrong.code == 2
    assert "The weights sum to 0.5, not to 1." in wrong.err
