"""Help inside the window: read beside the page that it is about, without a network."""
