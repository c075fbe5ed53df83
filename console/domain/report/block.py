"""What a document is made of."""

from typing import TypeAlias

from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout
from console.domain.report.chart import Chart
from console.domain.report.code import Code
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigures
from console.domain.report.page_break import PageBreak
from console.domain.report.paragraph import Paragraph
from console.domain.report.quote import Quote
from console.domain.report.table import Table

Block: TypeAlias = Heading | Paragraph | BulletList | Table | KeyFigures | Callout | Quote | Code | PageBreak | Chart
