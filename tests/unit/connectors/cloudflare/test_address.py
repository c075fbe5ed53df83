"""Names that others chose never change which address is asked."""

from urllib.parse import urljoin

import pytest

from connectors.cloudflare.address import below

BASE = "https://api.example/client/v4/"


@pytest.mark.parametrize("name", ["..", ".", "../../user", "a/b", "a?b", "a#b", "a%2Fb", "ü b", "//evil.example"])
def test_a_name_stays_one_segment(name: str) -> None:
    url = urljoin(BASE, below("accounts/1/workers/scripts", name, "deployments"))
    assert url.startswith(f"{BASE}accounts/1/workers/scripts/")
    assert url.endswith("/deployments")
    assert url.count("/") == BASE.count("/") + 5
    assert "?" not in url
    assert "#" not in url


def test_usual_names_stay_readable() -> None:
    assert below("zones", "0a1b", "load_balancers") == "zones/0a1b/load_balancers"
