"""``console-audit``: the one runner of audits, the same in a pod, in a job of a pipeline, behind a service."""

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.audit.audit_batch import AuditShard

DONE, AGAIN, FOR_EVER = 0, 1, 42
_INDEX = "JOB_COMPLETION_INDEX"
_WARM = "CONSOLE_AUDIT_WARM"
_LAST_WORDS = "CONSOLE_AUDIT_LAST_WORDS"
_MOST_FILE = 8 << 20


class _Ending(NamedTuple):
    """Where the result goes: a file, and an address below which it is put (empty: nowhere)."""

    out: Path
    put: str
    put_token: str
    cache: Path | None


def main(arguments: list[str] | None = None) -> int:
    """Run it: 0 the result is written, 42 it will never work, anything else: try again."""
    try:
        runner.main(arguments, prog_name="console-audit", standalone_mode=False)
    except click.ClickException as error:
        return _told(error.format_message(), FOR_EVER)
    except click.exceptions.Exit as end:
        return end.exit_code
    except ConsoleError as error:
        from console.services.audits.shard_run import is_for_ever  # noqa: PLC0415 - loads all rules

        return _told(str(error), FOR_EVER if is_for_ever(error) else AGAIN)
    except (MemoryError, OSError) as error:
        return _told(f"{type(error).__name__}: {error}", AGAIN)
    return DONE


def _told(words: str, code: int) -> int:
    """Say why; the place where it runs may have named a file for last words (a pod's termination message)."""
    from console.kernel.redact import scrub  # noqa: PLC0415

    text = scrub(words)
    sys.stderr.write(f"{text}\n")
    if file := os.environ.get(_LAST_WORDS, ""):
        Path(file).write_text(text[:2000], encoding="utf-8", errors="replace")
    return code


def _ending_options(command: Any) -> Any:
    for option in (
        click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE",
                     help=t("Where the result is written: SARIF, packed by gzip.")),
        click.option("--put", default="", metavar="URL", help=t("Below this address the result is put as well.")),
        click.option("--put-token", default="", metavar="REFERENCE", help=t("env:NAME or file:/path of its token.")),
        click.option("--cache", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
                     help=t("Where clones and programs keep what they need (default: thrown away).")),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def runner() -> None:
    """Run audits of one commit and write the result; nothing of the repository is executed."""


@runner.command(help=t("Audit one commit."))
@click.option("--repo", required=True, metavar="URL|PATH")
@click.option("--sha", required=True, metavar="SHA")
@click.option("--audits", default="", metavar="A,B", help=t("Default: all."))
@click.option("--baseline", default="", metavar="SHA")
@click.option("--profile", default="open-source", metavar="KEY|FILE", help=t("Key of a profile, or its JSON."))
@click.option("--facts", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help=t("What the forge told before, as JSON."))  # fmt: skip
@click.option("--advisories", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR",
              help=t("Known vulnerabilities, as “audit advisories import” keeps them."))  # fmt: skip
@click.option("--at", type=float, metavar="UNIX", help=t("The time that ages are counted from (default: now)."))
@click.option("--user", default="", help=t("Who clones, beside the token."))
@click.option("--token", default="", metavar="REFERENCE", help=t("env:NAME or file:/path of what clones."))
@click.option("--task", default="", metavar="ID", help=t("The task's id; a result is put under it."))
@_ending_options
def run(*, repo: str, sha: str, audits: str, baseline: str, profile: str, facts: Path | None, at: float | None,
        advisories: Path | None, user: str, token: str, task: str, **ending: Any) -> None:  # fmt: skip
    """Audit what the options name."""
    import time  # noqa: PLC0415

    from msgspec.structs import replace  # noqa: PLC0415

    from console.domain.audit.audit_batch import AuditShard  # noqa: PLC0415 - msgspec
    from console.services.audits.named_task import named_task  # noqa: PLC0415 - loads all rules

    now_s = time.time() if at is None else at
    named = named_task(repo, sha, tuple(filter(None, audits.split(","))), baseline, profile, facts, task, now_s)
    if advisories is not None:
        named = replace(named, advisories=str(advisories))
    _carry_out(AuditShard(named, now_s, user), token, _Ending(**ending))


@runner.command(help=t("Audit one shard of a batch."))
@click.option("--shards", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE",
              help=t("The shards as they were handed over, or one as JSON."))  # fmt: skip
@click.option("--index", type=int, envvar=_INDEX, default=0, show_default=True, help=t("Which of them, from 0."))
@_ending_options
def shard(*, shards: Path, index: int, **ending: Any) -> None:
    """Audit the shard of an index."""
    from console.domain.audit.audit_batch import read_shard, token_variable, unpacked_shards  # noqa: PLC0415
    from console.kernel.regular_file import read_regular  # noqa: PLC0415

    try:
        text = read_regular(shards, _MOST_FILE).strip()
    except OSError as error:
        raise click.ClickException(t("{file} cannot be read: {error}.", file=shards, error=error.strerror)) from error
    known = (read_shard(text),) if text.startswith(b"{") else unpacked_shards(text)
    if not 0 <= index < len(known):
        raise UserError(t("There is no shard {index} of {count}.", index=index, count=len(known)))
    variable = token_variable(known[index].connection)
    _carry_out(known[index], f"env:{variable}" if os.environ.get(variable) else "", _Ending(**ending))


def _carry_out(one: "AuditShard", token: str, ending: _Ending) -> None:
    from console.services.audits.shard_run import bound_this_process, run_shard  # noqa: PLC0415 - loads all rules

    bound_this_process()
    with _cache(ending.cache) as cache:
        from console.bootstrap import open_vault  # noqa: PLC0415
        from console.kernel.paths import Paths  # noqa: PLC0415

        vault = open_vault(Paths.under(cache))
        content = run_shard(one, cache, vault, token)
        packed = gzip.compress(content, 6, mtime=0)
        part = ending.out.with_name(f".{ending.out.name}.part")
        part.write_bytes(packed)
        part.replace(ending.out)
        if ending.put:
            _deliver(one.task.id, packed, ending.put, vault.resolve(ending.put_token))


def _deliver(task_id: str, packed: bytes, address: str, token: Any) -> None:
    """Put a result where it belongs; a console that is just being started again is waited for."""
    from console.bootstrap import open_results  # noqa: PLC0415 - httpx
    from console.kernel.runtime import Runtime  # noqa: PLC0415
    from console.services.audits.patient_delivery import deliver  # noqa: PLC0415

    runtime = Runtime()
    try:
        runtime.run(deliver(open_results(address, token), task_id, packed))
    finally:
        runtime.close()


@contextmanager
def _cache(named: Path | None) -> Iterator[Path]:
    import tempfile  # noqa: PLC0415

    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        _warm(named)
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="console-audit-") as folder:
        _warm(Path(folder))
        yield Path(folder)


def _warm(cache: Path) -> None:
    """Take in what the programs had made of their own rules when the image was built."""
    import shutil  # noqa: PLC0415

    warm = os.environ.get(_WARM, "")
    if warm and Path(warm).is_dir() and not (cache / "tools").exists():
        shutil.copytree(warm, cache / "tools")


if __name__ == "__main__":
    sys.exit(main())
