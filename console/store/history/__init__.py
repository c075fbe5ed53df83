"""The local history: last known state and downsampled series in SQLite, so that the window opens without a network."""
