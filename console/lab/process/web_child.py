"""A child process with a web server on a free loopback port, protected by a password where that can be done."""

import asyncio
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp
import yaml

from console.kernel.errors import ConsoleError
from console.kernel.paths import private_folder, write_private
from console.kernel.redact import register_secret
from console.lab.loopback.loopback_site import LOOPBACK
from console.lab.process.child_process import ChildProcess
from console.lab.process.password_hash import bcrypt_hash

USER = "lab"
_READY_S = 30.0
_LOOK_S = 0.03
_ATTEMPTS = 3

CommandFor = Callable[[str, Path], Sequence[str]]


class WebChild:
    """Starts ``command(listen_address, web_config_file)`` and waits until ``/-/ready`` answers 200.

    Started anew it listens where it did before, as long as nobody else does: others may have been told of the port.
    Without bcrypt (``password`` is empty then) the child's own port is open to everyone on this computer;
    the console never uses it: it goes through the lab's proxies, which check a token.
    """

    def __init__(self, name: str, folder: Path, command: CommandFor) -> None:
        self.name = name
        self.port = 0
        self._folder = private_folder(folder)
        self._command = command
        self._child: ChildProcess | None = None
        self.password = secrets.token_urlsafe(24)
        hashed = bcrypt_hash(self.password)
        if hashed is None:
            self.password = ""
        register_secret(self.password)
        self._web_file = folder / "web.yml"
        users = {"basic_auth_users": {USER: hashed}} if hashed else {}
        write_private(self._web_file, yaml.safe_dump(users))

    @property
    def url(self) -> str:
        """Return the root URL of the child's own server."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that the child's own server asks for."""
        return {"Authorization": aiohttp.encode_basic_auth(USER, self.password)} if self.password else {}

    @property
    def running(self) -> bool:
        """Return whether the process lives."""
        return self._child is not None and self._child.running

    @property
    def pid(self) -> int | None:
        """Return the process id while it runs."""
        return self._child.pid if self._child is not None else None

    async def start(self) -> None:
        """Start and wait until it is ready; raise ``ConsoleError`` with its last words when it does not get there."""
        for attempt in range(_ATTEMPTS):
            self.port = self.port if self.port and not attempt else free_port()
            command = self._command(f"{LOOPBACK}:{self.port}", self._web_file)
            self._child = ChildProcess(self.name, command, self._folder / "output.log")
            await self._child.start()
            if await self._is_ready(self._child):
                return
            await self._child.stop()
            if attempt == _ATTEMPTS - 1 or "address already in use" not in self._child.last_words():
                break
        words = self._child.last_words() if self._child is not None else ""
        raise ConsoleError(
            f"{self.name} did not start: {words or 'it gave no reason'}.", f"See {self._folder}/output.log."
        )

    async def stop(self) -> None:
        """End the process. Safe when it does not run."""
        if self._child is not None:
            await self._child.stop()

    async def _is_ready(self, child: ChildProcess) -> bool:
        deadline = asyncio.get_running_loop().time() + _READY_S
        async with aiohttp.ClientSession(headers=self.headers, timeout=aiohttp.ClientTimeout(total=2)) as session:
            while child.running and asyncio.get_running_loop().time() < deadline:
                try:
                    async with session.get(f"{self.url}/-/ready") as answer:
                        if answer.status == 200:
                            return True
                except (aiohttp.ClientError, TimeoutError):
                    pass
                await asyncio.sleep(_LOOK_S)
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
