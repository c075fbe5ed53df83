"""From the lines of a FOCUS file to charges, telling what is wrong with them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from console.domain.focus.cell_check import Check, amount_of, check_of, object_of, time_of
from console.domain.focus.charge import Charge, ChargeKey
from console.domain.focus.column import FocusColumn
from console.domain.focus.problem import FocusProblem
from console.domain.focus.problem_list import ProblemList
from console.kernel.errors import UserError
from console.kernel.i18n import t

NEEDED = ("ChargePeriodStart", "BillingCurrency", "BilledCost", "EffectiveCost", "ServiceName")
"""Without these nothing can be counted; every other trouble is only told."""
_PAIRS = (
    ("ConsumedQuantity", "ConsumedUnit"),
    ("PricingQuantity", "PricingUnit"),
    ("CommitmentDiscountQuantity", "CommitmentDiscountUnit"),
)
_BEGIN = "ChargePeriodStart"
_OWN = "x_"
_LONGEST_NAME = 200
_REMEMBERED = 20_000
_DAY = slice(0, 10)

_Cells = Sequence[str]


class RowReader:
    """Reads one file's lines; ``cell_tag`` is the tag that names a cell of the estate."""

    def __init__(self, header: _Cells, columns: Mapping[str, FocusColumn], cell_tag: str) -> None:
        """Take the head line; raise ``UserError`` when money, time or service have no column."""
        self.problems = ProblemList()
        self._width = len(header)
        self._at = {name: place for place, name in enumerate(header)}
        self._cell_tag = cell_tag
        self._check_header(header, columns)
        self._checks = [
            (place, name, _remembering(check_of(columns[name])), "" if columns[name].nullable else t("It is empty."))
            for name, place in self._at.items()
            if name in columns and not (columns[name].nullable and check_of(columns[name]) is None)
        ]
        self._needed = frozenset(NEEDED)
        self._pairs = [(self._at[one], self._at[other], other) for one, other in _PAIRS if {one, other} <= {*self._at}]
        self._cells_of_tags: dict[str, str] = {}

    def charge(self, line: int, cells: _Cells) -> Charge | None:
        """Return the charge of a line; ``None``, with the reason among the problems, when it cannot be counted."""
        if len(cells) != self._width:
            words = t("It has {count} cells instead of {wanted}.", count=len(cells), wanted=self._width)
            self.problems.add(FocusProblem(line, "", words, left_out=True))
            return None
        if not self._is_countable(line, cells):
            return None
        self._check_together(line, cells)
        key = ChargeKey(
            day=self._text(cells, _BEGIN)[_DAY],
            currency=self._text(cells, "BillingCurrency"),
            service=self._text(cells, "ServiceName"),
            region=self._text(cells, "RegionId"),
            sub_account=self._text(cells, "SubAccountId"),
            cell=self._cell(self._text(cells, "Tags", None)),
        )
        return Charge(key, self._amount(cells, "BilledCost"), self._amount(cells, "EffectiveCost"))

    def _is_countable(self, line: int, cells: _Cells) -> bool:
        is_good = True
        for place, name, check, if_empty in self._checks:
            text = cells[place]
            reason = check(text) if text else if_empty
            if reason:
                left_out = name in self._needed and not (name == _BEGIN and time_of(text))
                self.problems.add(FocusProblem(line, name, reason, left_out))
                is_good = is_good and not left_out
        return is_good

    def _check_together(self, line: int, cells: _Cells) -> None:
        """Note what is wrong only in comparison with another column."""
        begin, end = (time_of(self._text(cells, name)) for name in (_BEGIN, "ChargePeriodEnd"))
        if end and end <= begin:
            self.problems.add(FocusProblem(line, "ChargePeriodEnd", t("It is not after ChargePeriodStart.")))
        for quantity, unit, name in self._pairs:
            if cells[quantity] and not cells[unit]:
                self.problems.add(FocusProblem(line, name, t("It is empty although there is a quantity.")))

    def _check_header(self, header: _Cells, columns: Mapping[str, FocusColumn]) -> None:
        missing = [name for name in NEEDED if name not in self._at]
        if missing:
            raise UserError(
                t("The file has no column {names}.", names=", ".join(missing)),
                t("Name a file in the FOCUS format: comma-separated, with its column names in the first line."),
            )
        for name, count in Counter(header).items():
            if count > 1:
                shown = repr(name[:_LONGEST_NAME])
                raise UserError(t("The column {name} is there twice.", name=shown), t("Correct the head line."))
            if name not in columns and not name.startswith(_OWN):
                words = t("FOCUS 1.2 knows no such column; own columns begin with x_.")
                self.problems.add(FocusProblem(1, name[:_LONGEST_NAME], words))
        for column in columns.values():
            if column.level == "mandatory" and column.name not in self._at:
                self.problems.add(FocusProblem(1, column.name, t("The column is mandatory and missing.")))

    def _text(self, cells: _Cells, name: str, most: int | None = _LONGEST_NAME) -> str:
        place = self._at.get(name)
        return "" if place is None else cells[place][:most]

    def _amount(self, cells: _Cells, name: str) -> Decimal:
        return amount_of(cells[self._at[name]])

    def _cell(self, tags: str) -> str:
        """Return the cell that the tags name, if any; bills repeat few sets of tags very often."""
        known = self._cells_of_tags.get(tags)
        if known is None:
            known = self._read_tags(tags)
            if len(self._cells_of_tags) < _REMEMBERED:
                self._cells_of_tags[tags] = known
        return known

    def _read_tags(self, tags: str) -> str:
        try:
            value = object_of(tags).get(self._cell_tag) if tags else None
        except ValueError:
            return ""
        return value[:_LONGEST_NAME] if isinstance(value, str) else ""


def _remembering(check: Check | None) -> Callable[[str], str]:
    """Return a check that judges a text once: bills repeat themselves."""
    if check is None:
        return lambda _text: ""
    known: dict[str, str] = {}

    def remembered(text: str) -> str:
        reason = known.get(text)
        if reason is None:
            reason = check(text)
            if len(known) < _REMEMBERED:
                known[text] = reason
        return reason

    return remembered
