"""The parts of a workbook: styles, sheets, charts."""
