"""The sinks of notifications."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServer, LabServerKind, ServerContext


def _build(context: ServerContext) -> LabServer:
    from console.lab.outside.notices.notice_server import NoticeServer  # noqa: PLC0415 - in the lab process only

    return NoticeServer(context)


LAB_SERVERS.add(LabServerKind("notices", _build))
