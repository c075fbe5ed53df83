"""Lines of a FOCUS file say whose account they are of, and of a lab that they are simulated. Proves C7."""

from console.domain.cost import Allocation
from console.domain.resource import ResourceRef
from console.estate.load import parse_estate
from console.presenters.focus_rows import COLUMNS, account_names, focus_rows

TEXT = "name: shop\nopencost: [{key: costs, title: Costs of Asia, url: 'https://costs.example'}]\n"
COST = Allocation(
    ResourceRef("costs", "Allocation", "web", "web"), "tokyo", "web", "web", 1.0, 2.0, 0.0, 0.0, 0.0, 0.0, 3.0, "USD",
    1_795_392_000.0, 1_795_478_400.0, None,
)  # fmt: skip


def line(text: str) -> dict[str, str]:
    """The one line of the cost, by its columns."""
    (found,) = focus_rows((COST,), account_names(parse_estate(text)))
    return dict(zip(COLUMNS, found, strict=True))


def test_an_account_has_the_name_of_its_connection() -> None:
    found = line(TEXT)
    assert (found["BillingAccountId"], found["BillingAccountName"]) == ("costs", "Costs of Asia")
    assert (found["BilledCost"], found["BillingCurrency"]) == ("3.0000000000", "USD")


def test_the_money_of_a_lab_is_called_simulated() -> None:
    assert line(f"environment: lab\n{TEXT}")["BillingAccountName"] == "Lab: simulated data"
