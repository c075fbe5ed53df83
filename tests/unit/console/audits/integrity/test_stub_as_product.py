"""What is run by its name is a stub as any other function. Proves G1.2, G1.11 (INT03)."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, told_words

_COMMANDS = {
    "shop/cli.py": '''@click.group()
def cli():
    """Tools of the shop."""

@cli.command()
@click.argument("day")
def sync(day):  # PLANT-INT03
    """Synchronise the stock."""

@cli.command(cls=Plugins)
def plugins():
    """What others brought."""

@app.callback()
def main():
    pass

@cli.command()
def drop():  # PLANT-INT03
    raise NotImplementedError("drop")

@cli.command()
def wait():
    """Does nothing."""
''',
    "shop/tasks.py": """@shared_task
def send_bills():  # PLANT-INT03
    pass

@app.task(bind=True)
def close_month(self):  # PLANT-INT03
    raise NotImplementedError

@app.task
def noop():
    pass

@app.task
def total(rows):
    return sum(rows)

@app.on_event("startup")
async def begin():
    pass

@singledispatch
def shown(value):
    raise NotImplementedError
""",
}


def test_an_empty_command_or_task_is_a_stub_and_a_group_is_none(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _COMMANDS, "INT03")
    assert {one.place for one in outcome.findings} == marked(_COMMANDS, "INT03"), told_words(outcome)


_CLASSES = {
    "shop/orders.py": '''class Orders:
    """Orders of the shop."""

    def place(self, order):
        return self.store.add(order)

    def find(self, key):
        return self.store.get(key)

    def names(self):
        return [one.name for one in self.store]

    def all(self):
        return list(self.store)

    def cancel(self, key):  # PLANT-INT03
        raise NotImplementedError

    @property
    def total(self):  # PLANT-INT03
        raise NotImplementedError("total")


class Walk:
    """Walks over orders."""

    def run(self):
        return [self.shown(one) for one in self.rows]

    def count(self):
        return len(self.rows)

    def shown(self, one):
        raise NotImplementedError


class BaseReport:
    def title(self):
        return "report"

    def lines(self):
        return []

    def body(self):
        raise NotImplementedError


class Report:
    """Reports inherit from it."""

    def title(self):
        return "report"

    def lines(self):
        return []

    def body(self):
        raise NotImplementedError


class Export:
    def body(self):
        raise NotImplementedError

    def head(self):
        return ""
''',
}


def test_a_method_that_is_missing_in_a_class_that_is_done_is_a_stub(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _CLASSES, "INT03")
    assert {one.place for one in outcome.findings} == marked(_CLASSES, "INT03"), told_words(outcome)
