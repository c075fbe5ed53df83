"""The lab's audit service: HTTP, live updates by WebSocket, and real audits behind."""
