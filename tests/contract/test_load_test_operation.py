"""Running a load test in the cluster, against the lab's API server (proves L4.4)."""

import json
from collections.abc import Iterator

import pytest

from console.domain.change_preview import Truth
from console.domain.operations.start_load_test import StartLoadTest
from console.kernel.errors import UserError
from tests.fakes.cluster_lab import ClusterLab, cluster_lab

AI = ("lab", "cell-ai")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterLab]:
    with cluster_lab(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def test_a_load_test_runs_as_a_job_whose_plan_is_only_data(cluster: ClusterLab) -> None:
    url = "http://web.cell-ai.svc.cluster.local/?q=$(HOME)`id`"
    operation = StartLoadTest(*AI, "load-web", (url,), users=7, duration_s=5)
    place = ("jobs.batch", "cell-ai", "load-web")

    def runs() -> list[str]:
        return [one["metadata"]["name"] for one in cluster.lab.store.list("jobs.batch", AI[1])]

    async def scenario() -> None:
        preview = await cluster.executor.preview(operation)
        assert "load-web" not in runs()
        assert "p(95)<800" in preview.differences[-1].after
        await cluster.executor.apply(operation, preview.base)
        await cluster.executor.apply(operation, preview.base)  # again, after a lost answer: nothing again
        assert (await cluster.executor.verify(operation)).truth is Truth.REACHED
        assert (await cluster.executor.preview(operation)).satisfied

    cluster.run(scenario())
    spec = cluster.lab.store.get(*place)["spec"]
    container = spec["template"]["spec"]["containers"][0]
    env = {one["name"]: one["value"] for one in container["env"]}
    assert json.loads(env["CELL_CONSOLE_PLAN"].replace("$$", "$"))["requests"] == [{"method": "GET", "url": url}]
    assert "$(" not in env["CELL_CONSOLE_PLAN"].replace("$$", "")  # Kubernetes expands nothing of it
    assert "cell-ai" not in json.dumps(container["command"])
    assert (spec["backoffLimit"], spec["activeDeadlineSeconds"]) == (0, 125)
    own = container["securityContext"]  # all that the Pod Security Standard "restricted" asks for
    assert (own["allowPrivilegeEscalation"], own["runAsNonRoot"], own["capabilities"]) == (
        False,
        True,
        {"drop": ["ALL"]},
    )
    assert own["seccompProfile"] == {"type": "RuntimeDefault"}


@pytest.mark.parametrize(
    "wrong",
    [{"name": "Load Test"}, {"name": "x" * 64}, {"image": "k6; rm -rf /"}, {"urls": ()}, {"users": 0}],
)
def test_a_test_that_cannot_be_is_refused_where_it_is_made(wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {"name": "load", "urls": ("http://web/",)}
    with pytest.raises(UserError):
        StartLoadTest(*AI, **(usual | wrong))  # type: ignore[arg-type]
