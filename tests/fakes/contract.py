"""The promise of a remote API: official OpenAPI files, or our own small ones under ``tests/data/contracts``."""

from pathlib import Path

import httpx

from tests.fakes.contract_document import ContractDocument
from tests.fakes.contract_error import ContractError
from tests.fakes.contract_operation import ContractOperation

_METHODS = ("get", "put", "post", "patch", "delete", "head", "options")
_GREEDY = frozenset({"path", "ref", "branch", "basehead"})  # GitHub: these may hold slashes
_OWN = Path(__file__).resolve().parent.parent / "data" / "contracts"
_GROUPS = {
    "azure-devops": "azure-devops-*.json",
    "cloudflare": "cloudflare*.json",
    "github-ghes": "github-ghes-*.json",
    "uk-carbon": "uk-carbon-intensity-2017.json",
    "kubernetes": "kubernetes.json",
    "jira": "jira-cloud.json",
    "discord": "discord-webhooks.json",
    "slack": "slack-web.json",
}


class Contract:
    """``seen`` collects the operations that were used, ``base`` precedes the files' paths at this installation.

    Of several files an exchange must satisfy one. ``lenient``: the file is outdated, so answers may have other keys.
    """

    def __init__(self, file: Path | tuple[Path, ...], base: str = "", *, lenient: bool | None = None) -> None:
        files = file if isinstance(file, tuple) else (file,)
        self._base = base.rstrip("/")
        self._documents = [ContractDocument(one) for one in files]
        self._operations = [
            ContractOperation(document, method.upper(), path, greedy, loose)
            for document, one in zip(self._documents, files, strict=True)
            for greedy in (_GREEDY if one.name.startswith("github") else frozenset[str](),)
            for loose in (one.name.startswith(("slack", "jira")) if lenient is None else lenient,)
            for path, operations in document.content["paths"].items()
            for method in operations
            if method in _METHODS
        ]
        self._forgiven: list[tuple[str, str]] = []
        self.seen: set[str] = set()

    def relax(self, schema: str, *names: str) -> None:
        """Allow ``names`` to be absent from a component: an older server does not have them."""
        for document in self._documents:
            if schema in document.content.get("components", {}).get("schemas", {}):
                document.relax(schema, names)

    def forgive(self, where: str, words: str) -> None:
        """Accept a known slip of the file: faults of an operation whose sentence has these words; say why beside it."""
        self._forgiven.append((where, words))

    def check_exchange(self, request: httpx.Request, response: httpx.Response, *, with_body: bool = True) -> None:
        """Raise ``ContractError`` with every fault of a request and its answer; both must have been read."""
        path = request.url.raw_path.decode("ascii").partition("?")[0]
        if not path.startswith(self._base + "/"):
            raise ContractError(f"{path} is outside {self._base}")
        path = path.removeprefix(self._base)
        matches = [(one, found) for one in self._operations if (found := one.match(request.method, path))]
        if not matches:
            raise ContractError(f"{request.method} {path} is not in the contract")
        best = max(one.precision for one, _ in matches)
        told: list[str] = []
        for operation, found in matches:
            if operation.precision < best:
                continue
            self.seen.add(operation.where)
            faults = [
                *operation.request_faults(request, found),
                *operation.response_faults(request, response, with_body=with_body),
            ]
            faults = [one for one in faults if not self._is_forgiven(operation.where, one)]
            if not faults:
                return
            told.append(f"{operation.where}: {'; '.join(faults[:5])}")
        raise ContractError(min(told, key=len))

    def _is_forgiven(self, where: str, fault: str) -> bool:
        return any(where == place and words in fault for place, words in self._forgiven)


def contract_of(shared_dir: Path, name: str, base: str = "") -> Contract:
    """Return the contract of a provider: official files by their name, all of a group as one, else our own."""
    pattern = _GROUPS.get(name, f"{name}.json")
    folder = shared_dir / "contracts"
    files = tuple(
        one for one in sorted(folder.glob(pattern)) if not one.name.endswith((".examples.json", "-datasets.json"))
    )
    return Contract(files or (_OWN / f"{name}.json",), base)
