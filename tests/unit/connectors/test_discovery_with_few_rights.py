"""Discovery with the rights of a developer: what the contexts of a kubeconfig name is read where the whole may not be.

Proves C2 for those who may read their own namespaces alone; the whole program but the window, against a real server.
"""

import asyncio
import json
from pathlib import Path

import pytest

from console.bootstrap import Profile, discover_estate
from console.estate.discovery import Proposal
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.settings.settings import Settings
from tests.fakes.kube_setup import kubeconfig
from tests.fakes.raw_server import RawRequest, RawServer, answer, status

DEPLOYMENT = {"metadata": {"name": "web", "uid": "1"}, "spec": {}, "status": {}}


async def developers_cluster(request: RawRequest, writer: asyncio.StreamWriter) -> None:
    """Serve the namespaces shop and pay; everything else is forbidden."""
    space = next((one for one in ("shop", "pay") if f"/namespaces/{one}/" in request.path), "")
    if not space:
        writer.write(answer(status(403, "Forbidden", "namespaces is forbidden"), 403))
        return
    items = [{**DEPLOYMENT, "metadata": {**DEPLOYMENT["metadata"], "namespace": space}}]
    listed = {"metadata": {"resourceVersion": "1"}, "items": items if request.path.endswith("/deployments") else []}
    if request.is_watch:
        await asyncio.sleep(30)
    writer.write(answer(listed))


def proposed(runtime: Runtime, folder: Path, namespaces: list[str]) -> Proposal:
    async def scenario() -> Proposal:
        async with RawServer(developers_cluster) as server:
            config = json.loads(kubeconfig(server.url))
            context = config["contexts"][0]["context"]
            config["contexts"] = [
                {"name": f"{space}/lab", "context": {**context, "namespace": space}} for space in namespaces
            ]
            config["current-context"] = config["contexts"][0]["name"]
            (folder / "config").write_text(json.dumps(config))
            profile = Profile(Paths.under(folder / "home"), Settings())
            return await asyncio.to_thread(discover_estate, profile, "mine", str(folder / "config"))

    return runtime.run(scenario(), 40)


def test_the_namespaces_that_contexts_name_are_proposed_where_no_others_may_be_read(
    runtime: Runtime, tmp_path: Path
) -> None:
    proposal = proposed(runtime, tmp_path, ["shop", "pay", "deleted-since"])
    (cluster,) = proposal.estate.clusters
    assert (cluster.context, cluster.namespaces) == ("shop/lab", ("shop", "pay"))
    assert [(one.key, one.selectors.namespaces, one.services[0].name) for one in proposal.estate.cells] == [
        ("shop", ("shop",), "web"),
        ("pay", ("pay",), "web"),
    ]
    why = [one.sentence for one in proposal.reasons if one.key == cluster.key]
    assert "only the namespaces that its contexts name: no others may be read" in why


@pytest.mark.parametrize("namespaces", [["deleted-since"], [""]])
def test_where_nothing_may_be_read_the_refusal_is_told(runtime: Runtime, tmp_path: Path, namespaces: list[str]) -> None:
    proposal = proposed(runtime, tmp_path, namespaces)
    assert proposal.estate.clusters == ()
    assert "left out, because:" in proposal.reasons[0].sentence
    assert "namespaces is forbidden" in proposal.reasons[0].sentence


def test_a_cluster_that_fails_is_called_as_its_context_is(tmp_path: Path) -> None:
    (tmp_path / "config").write_text(kubeconfig("http://127.0.0.1:1"))
    profile = Profile(Paths.under(tmp_path / "home"), Settings())
    (reason,) = discover_estate(profile, "mine", str(tmp_path / "config")).reasons
    assert "Cluster lab at http://127.0.0.1:1 refused the connection." in reason.sentence
