"""Running game days: kept in a journal, driven on the lab, gathered at the end."""
