"""Uploading findings to code scanning."""

from urllib.parse import quote

from connectors.common.fault import HttpFault
from connectors.common.forge.base_version import refuse_if_moved
from connectors.common.forge.link_api import LinkApi
from connectors.github import wire
from connectors.github.operations.sarif_file import SarifFile, read_sarif
from connectors.github.place import place_of
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.upload_sarif import UploadSarif
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.kernel.runtime import Runtime

_MOST_ANALYSES = 100
_MOST_REMEMBERED = 100


class SarifUploader:
    """GitHub takes a file at once and works on it afterwards; ``verify`` asks how far it is."""

    def __init__(self, api: LinkApi, runtime: Runtime) -> None:
        self._api = api
        self._runtime = runtime
        self._receipts: dict[UploadSarif, str] = {}

    async def preview(self, operation: UploadSarif) -> Preview:
        """Read the file, and see that the commit is there."""
        file = await self._read(operation)
        sha = await self._commit(operation)
        known = await self._analyses(operation)
        tools = ", ".join(file.tools)
        told = t("{count} findings of {tools}", count=file.results, tools=tools)
        return Preview(
            base=f"{sha}/{file.digest}",
            differences=(FieldChange(f"code-scanning/{operation.ref}", t("{count} uploads", count=len(known)), told),),
            inverse=None,
            warnings=(t("Findings can be dismissed afterwards, but the upload is not taken back."),),
        )

    async def apply(self, operation: UploadSarif, base: str) -> None:
        """Send it, unless file or commit are others than in the preview."""
        file = await self._read(operation)
        sha = await self._commit(operation)
        refuse_if_moved(base, f"{sha}/{file.digest}", operation.file, t("another file or another commit"))
        body = {"commit_sha": sha, "ref": operation.ref, "sarif": file.packed}
        place = place_of(operation.repository, "code-scanning", "sarifs")
        receipt = await self._api.created(place, body, wire.SarifReceipt)
        while len(self._receipts) >= _MOST_REMEMBERED:
            del self._receipts[next(iter(self._receipts))]
        self._receipts[operation] = receipt.id

    async def verify(self, operation: UploadSarif) -> Verification:
        """Ask how far GitHub is with it; after a restart look for findings of the commit."""
        receipt = self._receipts.get(operation)
        if receipt is None:
            analyses = await self._analyses(operation)
            if any(one.commit_sha == operation.sha for one in analyses):
                return Verification(Truth.REACHED, t("Code scanning shows findings of {sha}.", sha=operation.sha[:12]))
            return Verification(Truth.DIFFERENT, t("Code scanning shows no findings of {sha}.", sha=operation.sha[:12]))
        place = place_of(operation.repository, "code-scanning", "sarifs", quote(receipt, safe=""))
        return _judged(await self._api.one(place, wire.SarifState))

    async def _read(self, operation: UploadSarif) -> SarifFile:
        return await self._runtime.in_thread(read_sarif, operation.file)

    async def _commit(self, operation: UploadSarif) -> str:
        """Return the commit's whole id; raise ``ChangeRefused`` when the repository does not have it."""
        if not operation.ref.startswith(("refs/heads/", "refs/pull/", "refs/tags/")):
            raise ChangeRefused(t("{ref} is no whole reference.", ref=operation.ref), t("Write it as refs/heads/main."))
        try:
            place = place_of(operation.repository, "commits", quote(operation.sha, safe=""))
            return (await self._api.one(place, wire.WireCommit)).sha
        except HttpFault as fault:
            if fault.status not in {404, 422}:
                raise
            raise ChangeRefused(
                t("{name} does not have the commit {sha}.", name=operation.repository, sha=operation.sha[:12]),
                t("Push it first."),
            ) from None

    async def _analyses(self, operation: UploadSarif) -> tuple[wire.WireAnalysis, ...]:
        place = place_of(operation.repository, "code-scanning", "analyses")
        try:
            found = await self._api.listing(place, wire.WireAnalysis, _MOST_ANALYSES, {"ref": operation.ref})
        except HttpFault as fault:
            if fault.status == 404:  # "no analysis found"
                return ()
            raise
        return found.items


def _judged(state: wire.SarifState) -> Verification:
    if state.processing_status == "complete":
        return Verification(Truth.REACHED, t("Code scanning has taken the findings."))
    if state.processing_status == "failed":
        why = "; ".join(state.errors or ()) or t("no reason given")
        return Verification(Truth.DIFFERENT, t("Code scanning refused the findings: {why}.", why=why[:300]))
    return Verification(Truth.PENDING, t("Code scanning is still working on the findings."))
