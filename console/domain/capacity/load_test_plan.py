"""What a load test does: which requests, by how many virtual users, for how long, within which limits (L4.4)."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from console.kernel.errors import UserError
from console.kernel.i18n import t

MOST_USERS, MOST_S, MOST_REQUESTS = 10_000, 6 * 3600, 50
_URL = re.compile(r"https?://[^\s\x00-\x20\x7f@/]+(/[^\s\x00-\x20\x7f]*)?")
_STATS = ("avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "count")


class LoadTestPlan(NamedTuple):
    """``urls`` are asked in turn; latencies in milliseconds, ``most_failed`` is a share (0 to 1)."""

    urls: tuple[str, ...]
    users: int = 50
    duration_s: int = 120
    p95_ms: float = 800.0
    p99_ms: float = 1500.0
    most_failed: float = 0.01
    pause_s: float = 0.0

    def checked(self) -> LoadTestPlan:
        """Return the plan; raise ``UserError`` for one that cannot be."""
        if not 0 < len(self.urls) <= MOST_REQUESTS:
            raise UserError(t("A load test needs 1 to {most} addresses.", most=MOST_REQUESTS), t("Name some."))
        for url in self.urls:
            if not _URL.fullmatch(url):
                raise UserError(
                    t("{url} is no address for a load test.", url=repr(url)),
                    t("Use http:// or https:// with a host, without user names or passwords."),
                )
        told = (
            (self.users, 1, MOST_USERS, t("virtual users")),
            (self.duration_s, 1, MOST_S, t("seconds")),
            (self.p95_ms, 0.001, 1e7, t("milliseconds")),
            (self.p99_ms, 0.001, 1e7, t("milliseconds")),
            (self.most_failed, 0, 1, t("share of failed requests")),
            (self.pause_s, 0, 3600, t("seconds of pause")),
        )
        for value, least, most, unit in told:
            if not least <= value <= most:  # no number is never within
                raise UserError(
                    t("{value} {unit} cannot be.", value=value, unit=unit),
                    t("Use {least} to {most}.", least=least, most=most),
                )
        return self

    def thresholds(self) -> dict[str, list[str]]:
        """Return the limits as k6 writes them."""
        return {
            "http_req_duration": [f"p(95)<{self.p95_ms:g}", f"p(99)<{self.p99_ms:g}"],
            "http_req_failed": [f"rate<={self.most_failed:g}"],
        }

    def options(self) -> dict[str, Any]:
        """Return what k6 takes as its options."""
        return {
            "vus": self.users,
            "duration": f"{self.duration_s}s",
            "thresholds": self.thresholds(),
            "summaryTrendStats": list(_STATS),
        }

    def to_json(self) -> str:
        """Return the plan as the script ``resources/k6/load_test.js`` reads it: data, never part of a program."""
        requests = [{"method": "GET", "url": url} for url in self.urls]
        return json.dumps({"options": self.options(), "requests": requests, "pause_s": self.pause_s}, sort_keys=True)
