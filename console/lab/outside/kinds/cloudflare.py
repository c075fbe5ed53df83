"""Cloudflare: the account that the lab's edge runs on."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServer, LabServerKind, ServerContext


def _build(context: ServerContext) -> LabServer:
    from console.lab.outside.cloudflare.cloudflare_server import CloudflareServer  # noqa: PLC0415 - aiohttp

    return CloudflareServer(context)


LAB_SERVERS.add(LabServerKind("cloudflare", _build))
