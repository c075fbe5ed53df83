"""Plots: pyqtgraph, imported when the first one is shown."""
