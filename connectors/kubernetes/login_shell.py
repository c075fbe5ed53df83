"""The PATH of the user's login shell: programs started from a desktop do not have it, exec plugins need it."""

import os
from collections.abc import Mapping

from connectors.kubernetes.program import OverTime, run

_LIMIT_S = 5.0
_MARK = "__cell_console_path__"
_paths: dict[str, str] = {}


async def search_path(environment: Mapping[str, str] | None = None) -> str:
    """Return the login shell's PATH followed by our own; the shell has five seconds, and is asked until it tells it.

    Right after the start of a computer it may be slow.
    """
    environment = os.environ if environment is None else environment
    own = environment.get("PATH", os.defpath)
    shell = environment.get("SHELL", "")
    if not shell or os.name == "nt":
        return own
    told = _paths.get(shell) or await _ask(shell, environment)
    if told:
        _paths[shell] = told
    return os.pathsep.join(dict.fromkeys(one for one in f"{told}{os.pathsep}{own}".split(os.pathsep) if one))


async def _ask(shell: str, environment: Mapping[str, str]) -> str:
    """Ask between marks, because start-up files print greetings; ``printenv`` works in every shell."""
    script = f"echo {_MARK}; printenv PATH; echo {_MARK}"
    try:
        output = (await run(shell, ["-l", "-i", "-c", script], environment, limit_s=_LIMIT_S)).output
    except OverTime as slow:  # something that a start-up file left in the background may keep the output open
        output = slow.output
    except OSError:
        return ""
    parts = output.decode("utf-8", "replace").split(_MARK)
    return parts[1].strip() if len(parts) >= 3 else ""
