"""Documents for people: sections that say what is known, and renderers that write it down."""
