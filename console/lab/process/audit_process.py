"""Running shards of audits by ``console-audit`` in processes of their own, at most two at once in the whole lab."""

import asyncio
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from weakref import WeakValueDictionary

from console.kernel.paths import private_folder
from console.kernel.process_start import start_process
from console.kernel.python_module import module_command, module_environment
from console.kernel.redact import scrub
from console.lab.lab_folder import LabFolder
from console.lab.process.child_process import guarded

FOR_EVER = 42
"""Exit code of a runner that says that trying again would not help."""
_RUNNER = "console.cli.audit_runner"
_AT_ONCE = 2
_LIMIT_S = 900.0
_MOST_PACKED = 64 << 20
_MOST_WORDS = 2000
_KEPT = frozenset(("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH"))


# Forges, the audit service and the cluster of a lab run audits side by side: they share the slots of its folder.
_SLOTS: WeakValueDictionary[Path, asyncio.Semaphore] = WeakValueDictionary()


class AuditEnd(NamedTuple):
    """``code`` is the runner's exit code (below 0: the signal that ended it), ``packed`` its result when it is 0."""

    code: int
    packed: bytes
    why: str


class AuditProcesses:
    """``folder`` is the lab's; the runners share a cache of clones in it. Use it on the lab's loop."""

    def __init__(self, folder: LabFolder) -> None:
        self._folder = folder
        self._slots = _SLOTS.setdefault(folder.root, asyncio.Semaphore(_AT_ONCE))
        self._running: dict[str, asyncio.subprocess.Process] = {}

    async def run(
        self,
        shards: str,
        name: str,
        index: int = 0,
        more: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
    ) -> AuditEnd:
        """Carry out one shard of ``shards`` (one as JSON, or packed ones) and return what came of it.

        ``name`` is what it is ended by; ``more`` are further variables of its environment, ``arguments`` further
        arguments of the runner. Cancelling ends it.
        """
        async with self._slots:
            with tempfile.TemporaryDirectory(dir=self._folder.sub_folder("audits")) as place:
                return await self._carried_out(shards, name, index, Path(place), more or {}, arguments)

    def end(self, name: str) -> bool:
        """Kill a runner as if its machine were lost; return whether there was one."""
        process = self._running.get(name)
        if process is None or process.returncode is not None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        return True

    @property
    def running(self) -> tuple[str, ...]:
        """Return the names of those at work."""
        return tuple(self._running)

    async def _carried_out(
        self, shards: str, name: str, index: int, place: Path, more: Mapping[str, str], arguments: Sequence[str]
    ) -> AuditEnd:  # fmt: skip
        given, out, words = place / "shards", place / "result.sarif.gz", place / "words"
        given.write_text(shards, encoding="utf-8")
        cache = private_folder(self._folder.sub_folder("audits") / "cache")
        line = module_command(
            _RUNNER, "shard", "--shards", str(given), "--index", str(index), "--out", str(out), "--cache", str(cache),
            *arguments,
        )  # fmt: skip
        known = {key: value for key, value in module_environment().items() if key in _KEPT}
        with words.open("wb") as log:
            process = await start_process(
                *guarded(line), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**known, **self._tokens(), **more},
            )  # fmt: skip
        self._running[name] = process
        try:
            async with asyncio.timeout(_LIMIT_S):
                code = await process.wait()
        except TimeoutError:
            code = -9
        finally:
            self._running.pop(name, None)
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, 9)
                await process.wait()
        packed = out.read_bytes()[:_MOST_PACKED] if code == 0 and out.is_file() else b""
        return AuditEnd(code, packed, "" if code == 0 else _last_words(words))

    def _tokens(self) -> dict[str, str]:
        """Return the tokens of the lab's forges as ``console-audit`` finds them, by the keys of their connections."""
        found = {}
        for forge in ("github", "gitlab", "bitbucket", "azure-devops"):
            file = self._folder.root / "tokens" / forge
            if file.is_file():
                found[f"CONSOLE_AUDIT_TOKEN_LAB_{forge.upper().replace('-', '_')}"] = file.read_text("utf-8")
        return found


def _last_words(file: Path) -> str:
    lines = file.read_bytes()[-_MOST_WORDS:].decode("utf-8", "replace").strip().splitlines()
    return scrub(lines[-1]) if lines else ""
