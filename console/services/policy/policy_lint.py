"""What is wrong with the policies themselves, whatever a change is: read at the start, and by ``policy check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError
from console.services.policy.misspelt_rule import misspelt
from console.services.policy.policy_case import agreed_input
from console.services.policy.policy_check import PolicyCheck
from console.services.policy.rego_run import run_policies

if TYPE_CHECKING:
    from pathlib import Path

    from console.estate.schema.estate import Estate


def policy_problems(estate: Estate, folder: Path) -> tuple[str, ...]:
    """Return in sentences what keeps policies from being asked, or from being meant. Blocks; never raises."""
    try:
        modules = PolicyCheck(estate, folder).modules()
        runs = run_policies(modules, [agreed_input()])
    except ConsoleError as error:
        return (str(error),)
    broken = [one.broken for one in runs if one.broken]
    return (*broken, *(text for module in modules if (text := misspelt(module))))
