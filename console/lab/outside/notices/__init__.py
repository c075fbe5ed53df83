"""Where the lab's notifications end: servers that behave like the services and show what arrived."""
