"""The page Incidents & alerts: open incidents with their timers, alerts, silences, messages."""
