"""Workers: scripts, versions, deployments, schedules."""

from console.lab.edge.edge_account import EdgeAccount
from console.lab.edge.edge_identity import hex_id
from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.edge.worker_script import Deployment, ScriptVersion, WorkerScript
from console.lab.outside.cloudflare.api_call import ApiCall, Reply, paged, when
from console.lab.outside.cloudflare.api_route import Route

_ROOT = "accounts/{account}/workers/scripts"
_AUTHOR = "ml-platform@newsletter.example"


class WorkerApi:
    """Versions are uploaded by a pipeline outside the lab; deployments are made here."""

    def __init__(self, account: EdgeAccount) -> None:
        self._account = account

    def routes(self) -> tuple[Route, ...]:
        """What it answers."""
        one = f"{_ROOT}/{{script}}"
        return (
            Route("GET", _ROOT, self._scripts),
            Route("GET", f"{one}/versions", self._versions),
            Route("GET", f"{one}/versions/{{version}}", self._version),
            Route("GET", f"{one}/deployments", self._deployments),
            Route("POST", f"{one}/deployments", self._deploy),
            Route("GET", f"{one}/schedules", self._schedules),
        )

    def _script(self, call: ApiCall) -> WorkerScript:
        found = self._account.scripts.get(call.at["script"])
        if found is None:
            raise EdgeRefusal(404, 10007, "This Worker does not exist on your account.")
        return found

    def _scripts(self, _call: ApiCall) -> Reply:
        return Reply([self._shown(script) for script in self._account.scripts.values()])

    def _shown(self, script: WorkerScript) -> dict[str, object]:
        return {
            "id": script.name,
            "etag": hex_id(self._account.seed, f"{script.name}/{script.versions[0].tag}"),
            "handlers": ["fetch"],
            "has_assets": False,
            "has_modules": True,
            "logpush": False,
            "usage_model": "standard",
            "compatibility_date": "2026-05-01",
            "last_deployed_from": "wrangler",
            "created_on": when(script.created_s),
            "modified_on": when(script.modified_s),
        }

    def _versions(self, call: ApiCall) -> Reply:
        versions = self._script(call).versions
        if call.query.get("deployable") == "true":
            return Reply({"items": [_version(one) for one in versions[:10]]})
        chosen, info = paged(call, versions, least=1, most=100)
        return Reply({"items": [_version(one) for one in chosen]}, info)

    def _version(self, call: ApiCall) -> Reply:
        for one in self._script(call).versions:
            if one.id == call.at["version"]:
                return Reply({**_version(one), "resources": {"script": {"etag": one.id.replace("-", "")}}})
        raise EdgeRefusal(404, 10212, "Version not found.")

    def _deployments(self, call: ApiCall) -> Reply:
        return Reply({"deployments": [_deployment(one) for one in self._script(call).deployments]})

    def _deploy(self, call: ApiCall) -> Reply:
        body = call.json()
        if body.get("strategy") != "percentage":
            raise EdgeRefusal(400, 10021, "The deployment strategy must be percentage.")
        try:
            shares = [(str(one["version_id"]), float(one["percentage"])) for one in body["versions"]]
        except (KeyError, TypeError, ValueError):
            raise EdgeRefusal(400, 10021, "Each version needs version_id and percentage.") from None
        return Reply(_deployment(self._script(call).deploy(shares, call.now_s)))

    def _schedules(self, call: ApiCall) -> Reply:
        script = self._script(call)
        made = when(script.created_s)
        return Reply({"schedules": [{"cron": cron, "created_on": made, "modified_on": made} for cron in script.crons]})


def _version(one: ScriptVersion) -> dict[str, object]:
    made = when(one.created_s)
    return {
        "id": one.id,
        "number": one.number,
        "metadata": {
            "author_email": _AUTHOR,
            "created_on": made,
            "modified_on": made,
            "source": "wrangler",
            "hasPreview": False,
        },
        "annotations": {"workers/tag": one.tag, "workers/message": one.message, "workers/triggered_by": "upload"},
    }


def _deployment(one: Deployment) -> dict[str, object]:
    return {
        "id": one.id,
        "created_on": when(one.created_s),
        "source": one.source,
        "strategy": "percentage",
        "author_email": _AUTHOR,
        "annotations": {"workers/message": "", "workers/triggered_by": "deployment"},
        "versions": [{"version_id": version, "percentage": percent} for version, percent in one.shares],
    }
