"""The shell: the parts of the window around the page."""
