"""The folders of runs: each run's plan, text, outputs and pictures, and its record when it is over."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import msgspec

from console.domain.canonical_json import canonical_json
from console.domain.runbooks.run_plan import RunPlan
from console.domain.runbooks.runbook_run import RunbookRun, read_run, run_form
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private
from console.kernel.prepared import prepared
from console.kernel.redact import scrub
from console.kernel.regular_file import read_regular
from console.services.change_book import scrubbed

_ID = re.compile(r"run-[0-9]{8}-[0-9]{6}-[0-9a-f]{6}")
_PICTURES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp"}
_MOST_PICTURE = 10 << 20
_MOST_RECORD = 4 << 20
MOST_OUTPUT = 5 << 20
MOST_RECORDS = 2000


class RunShelf:
    """Everything blocks (disk) and raises ``UserError``; any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self, run_id: str) -> Path:
        """Return the folder of a run, made if it is not there."""
        if not _ID.fullmatch(run_id):
            raise UserError(t("{id} is no run.", id=repr(run_id)), t("List them with: cell-console runbook history"))
        return private_folder(self._folder / run_id)

    # --- the plan -------------------------------------------------------------------------------------------------

    def keep_plan(self, run_id: str, plan: RunPlan, text: str) -> None:
        """Keep what will be done, and the runbook as it was, for good."""
        write_private(self.folder(run_id) / "plan.json", canonical_json(msgspec.to_builtins(plan)))
        write_private(self.folder(run_id) / "runbook.md", text)

    def plan(self, run: RunbookRun) -> RunPlan:
        """Return the plan of a run; raise ``UserError`` when it is not there any more, or another one."""
        file = self.folder(run.id) / "plan.json"
        try:
            found = msgspec.json.decode(file.read_bytes(), type=prepared(RunPlan))
        except (OSError, ValueError, RecursionError) as error:
            raise UserError(
                t("The plan of the run {id} cannot be read: {why}.", id=run.id, why=error),
                t("The run cannot go on; end it with: cell-console runbook stop {id} --end", id=run.id),
            ) from error
        if found.digest != run.plan_digest:
            raise UserError(
                t("The plan of the run {id} was altered after it began.", id=run.id),
                t("The run cannot go on; end it with: cell-console runbook stop {id} --end", id=run.id),
            )
        return found

    # --- outputs and pictures -------------------------------------------------------------------------------------

    def output_file(self, run_id: str, place: int, attempt: int) -> Path:
        """Return where the output of a step's attempt stands."""
        return self.folder(run_id) / f"step-{place + 1:03}-{attempt}.log"

    def output(self, run_id: str, place: int, attempt: int) -> str:
        """Return the output of an attempt as it is on disk; empty when there is none."""
        try:
            raw = read_regular(self.output_file(run_id, place, attempt), MOST_OUTPUT)
        except OSError:
            return ""
        return raw.decode("utf-8", "replace")

    def keep_picture(self, run_id: str, place: int, file: Path) -> str:
        """Copy a picture into a run's folder and return its name there."""
        try:
            raw = read_regular(file, _MOST_PICTURE)
        except OSError as error:
            raise UserError(
                t("The picture {file} cannot be read: {why}.", file=file, why=error.strerror or error),
                t("Check its path and rights."),
            ) from error
        suffix = next((one for begin, one in _PICTURES.items() if raw.startswith(begin)), "")
        if not suffix or len(raw) > _MOST_PICTURE:
            raise UserError(
                t("{file} is no picture of at most {most} MiB.", file=file.name, most=_MOST_PICTURE >> 20),
                t("Give a PNG, JPEG, GIF or WebP file."),
            )
        folder = self.folder(run_id)
        number = 1 + sum(1 for _ in folder.glob(f"picture-{place + 1:03}-*"))
        name = f"picture-{place + 1:03}-{number}{suffix}"
        write_private(folder / name, raw)
        return name

    # --- records --------------------------------------------------------------------------------------------------

    def keep_record(self, run: RunbookRun) -> None:
        """Keep a run that is over: the journal forgets old ones."""
        write_private(self.folder(run.id) / "run.json", canonical_json(scrubbed(run_form(run))))

    def records(self) -> tuple[RunbookRun, ...]:
        """Return the runs that are over and kept, the newest first; what cannot be read is left out."""
        try:
            names = sorted((one.name for one in self._folder.iterdir() if _ID.fullmatch(one.name)), reverse=True)
        except OSError:
            return ()
        found = []
        for name in names[:MOST_RECORDS]:
            with suppress(OSError, ConsoleError, msgspec.MsgspecError):
                raw = read_regular(self._folder / name / "run.json", _MOST_RECORD)
                found.append(read_run(msgspec.json.decode(raw)))
        return tuple(found)

    def text(self, run_id: str) -> str:
        """Return the runbook as it was when a run began."""
        try:
            return scrub((self.folder(run_id) / "runbook.md").read_text(encoding="utf-8"))
        except OSError:
            return ""
