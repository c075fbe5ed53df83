"""The back-fill as a process of its own: ``python -m console.lab.backfill JOB``, JSON lines on standard output."""

import json
import os
import sys

from console.kernel.errors import ConsoleError
from console.kernel.runtime import Runtime
from console.lab.backfill.history_request import HistoryJob
from console.lab.backfill.history_writer import HistoryWriter

_NICENESS = 5  # the lab itself, in its own process, goes first


def main() -> int:
    """Carry out the job given as JSON; exit code 1 with a last line ``{"error": sentence}`` when it fails."""
    os.nice(_NICENESS)
    runtime = Runtime()
    try:
        runtime.run(HistoryWriter(HistoryJob.from_json(sys.argv[1]), _tell).write())
    except ConsoleError as error:
        _tell({"error": str(error)})
        return 1
    finally:
        runtime.close()
    return 0


def _tell(event: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
