"""``cell-console capacity``: how much will be asked of the cells, and what they can carry."""

import click

from console.cli.capacity_calendar import calendar
from console.cli.capacity_chaos import chaos
from console.cli.capacity_forecast import forecast
from console.cli.capacity_maturity import maturity, pipeline
from console.cli.capacity_recommend import recommend
from console.cli.capacity_show import show, whatif
from console.cli.load_test import loadtest
from console.kernel.i18n import t


@click.group(name="capacity", help=t("Forecast demand, and say what the cells can carry."))
def command() -> None:
    """Group the commands of capacity."""


command.add_command(forecast)
for _one in (show, whatif, recommend, loadtest, chaos, calendar, maturity, pipeline):
    command.add_command(_one)
