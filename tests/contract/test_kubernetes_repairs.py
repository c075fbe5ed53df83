"""Repairs on a cluster that runbooks make: a missing Secret, a wrong argument of a job (proves L2.3, C2)."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.operations.create_secret import CreateSecret
from console.domain.operations.set_job_argument import SetJobArgument
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.redact import MASK, scrub
from tests.fakes.cluster_lab import ClusterLab, cluster_lab
from tests.fakes.executor_suite import check_executor

TOKYO, AI = ("lab", "cell-tokyo"), ("lab", "cell-ai")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterLab]:
    with cluster_lab(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def test_a_missing_secret_is_made_from_references_and_its_values_are_never_told(
    cluster: ClusterLab, tmp_path: Path
) -> None:
    """Proves C2, L2.3: KEDA's Secret comes back without anybody typing it."""
    files = {name: tmp_path / name for name in ("sasl", "username", "password")}
    for name, file in files.items():
        file.write_text(f"hidden-{name}\n")
    entries = tuple((name, f"file:{file}") for name, file in files.items())
    operation = CreateSecret(*TOKYO, "kafka-auth", entries)
    place = ("secrets", "cell-tokyo", "kafka-auth")

    def world() -> object:
        found = cluster.lab.store.find(*place)
        return None if found is None else found.content()["data"]

    async def scenario() -> None:
        cluster.lab.store.delete(*place)
        await check_executor(cluster.executor, operation, world, undoable=False)
        assert cluster.get(*place)["data"]["password"] == base64.b64encode(b"hidden-password").decode()
        told = await cluster.executor.preview(replace(operation, name="fresh"))
        assert [one.path for one in told.differences] == ["/data/sasl", "/data/username", "/data/password"]
        assert "hidden" not in repr(told)
        assert scrub(base64.b64encode(b"hidden-password").decode()) == MASK  # a webhook may repeat what it refuses
        other = replace(operation, entries=(("token", "env:NOWHERE"),))
        with pytest.raises(ChangeRefused, match="is there, but without token"):
            await cluster.executor.preview(other)

    cluster.run(scenario())


def test_a_secret_is_only_given_by_reference() -> None:
    with pytest.raises(UserError, match="not given as a reference"):
        CreateSecret(*TOKYO, "kafka-auth", (("password", "hunter2"),))


def test_an_argument_of_a_cron_job_keeps_to_the_rules_of_changes(cluster: ClusterLab) -> None:
    place = ("cronjobs.batch", "cell-ai", "demand-forecast")
    operation = SetJobArgument(*AI, "demand-forecast", "--source", "http://other.monitoring.svc:9090")

    def arguments() -> object:
        return cluster.get(*place)["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["args"]

    cluster.run(check_executor(cluster.executor, operation, arguments))


def test_a_flag_that_a_job_does_not_have_is_refused_with_those_it_has(cluster: ClusterLab) -> None:
    operation = SetJobArgument(*AI, "demand-forecast", "--sink", "elsewhere")
    with pytest.raises(ChangeRefused, match="no argument --sink") as refused:
        cluster.run(cluster.executor.preview(operation))
    assert "--horizon=90d" in refused.value.hint
    with pytest.raises(UserError, match="cannot be set"):
        SetJobArgument(*AI, "demand-forecast", "sh -c", "x")
