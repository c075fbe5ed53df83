"""Parts of the pages about cells."""
