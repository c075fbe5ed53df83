"""Running the lab: its folder, its child processes, its loopback servers and its clock."""
