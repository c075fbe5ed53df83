"""The lab's audit service, backed by the same runner as everywhere."""

import asyncio
import secrets
import time

from aiohttp import web

from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.audits.audit_worker import AuditWorkers
from console.lab.outside.audits.task_book import TaskBook
from console.lab.outside.audits.task_desk import WORKERS, TaskDesk, read_body, refused
from console.lab.outside.audits.update_hub import UpdateHub
from console.lab.outside.forge.api_call import ApiCall, ApiRefused, ApiReply
from console.lab.outside.forge.api_route import ApiRoutes
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.process.audit_process import AuditProcesses
from console.store.audits.result_store import ResultStore

KEY = "lab-audits"
_UPDATES = "/ws/audit-updates"
_NAME = "Audit service"


class AuditServer:
    """Implements ``LabServer``: HTTP and the WebSocket behind one bearer token."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context
        self._token = secrets.token_urlsafe(24)
        self._site = LoopbackSite(_NAME, self._token, self._answer)
        self._hub = UpdateHub()
        self._book = TaskBook(context.now_s, time.monotonic, self._hub.tell)
        self._workers: AuditWorkers | None = None
        self._routes: ApiRoutes | None = None

    async def start(self) -> None:
        """Listen; the workers wait until something is triggered."""
        folder = self._context.folder
        results = ResultStore(folder.sub_folder("audits") / "results")
        self._workers = AuditWorkers(self._book, AuditProcesses(folder), results, WORKERS)
        self._routes = ApiRoutes(TaskDesk(self._book, self._workers, results, self._context.now_s).routes())
        await self._site.start()
        self._workers.start()

    async def stop(self) -> None:
        """Stop listening, and end all audits."""
        if self._workers is not None:
            await self._workers.stop()
        await self._hub.close()
        await self._site.stop()

    def estate(self) -> Sections:
        """Return the connection."""
        token = f"file:{self._context.folder.token_file('audits', self._token)}"
        entry = {
            "key": KEY,
            "title": "Lab audit service",
            "url": self._site.url,
            "auth": {"kind": "bearer", "token": token},
        }
        return {"audit_services": [entry]}

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == _UPDATES:
            return await self._hub.answer(request, self._book)
        try:
            reply = await self._reply(request)
        except ApiRefused as error:
            reply = ApiReply(error.value, error.status)
        except asyncio.IncompleteReadError:
            reply = ApiReply({"message": "the body was cut off"}, 400)
        headers = {"Content-Type": "text/plain" if isinstance(reply.value, bytes) else "application/json"}
        return web.Response(status=reply.status, body=reply.body() or None, headers={**headers, **reply.headers})

    async def _reply(self, request: web.BaseRequest) -> ApiReply:
        found = (
            self._routes.find(request.method, request.raw_path.partition("?")[0].strip("/")) if self._routes else None
        )
        if found is None:
            raise refused(404, "there is nothing here")
        answerer, parts = found
        return await answerer(ApiCall(request, parts, read_body(await request.read())))
