"""The programs that the lab runs as child processes: found, started, guarded, ended."""
