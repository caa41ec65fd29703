"""The report that people paste into a mail: facts only, no token, no keys, no signed links."""

import re
from typing import Final
from urllib.parse import urlsplit

from omniflash_desktop import __version__
from omniflash_desktop.domain.generation import SANDBOX, Generation

_LINK: Final = re.compile(r"https?://[^\s\"'<>]+")
_SECRET: Final = re.compile(r"(?i)\b(?:sk-|bearer\s+)[\w.\-]{6,}")


def report_of(generation: Generation) -> str:
    """What its support needs to know of a generation that went wrong."""
    problem = generation.problem
    request = generation.request
    service = generation.service
    host = service if service == SANDBOX else (urlsplit(service).hostname or "")
    lines = [
        f"Omniflash Desktop {__version__}",
        f"service: {host}",
        f"model: {request.model}",
        f"state: {generation.state.value}",
        f"task: {generation.task_id or '-'}",
        f"key: {generation.idempotency_key}",
        f"created: {generation.created_at:%Y-%m-%d %H:%M:%S} UTC",
        f"changed: {generation.changed_at:%Y-%m-%d %H:%M:%S} UTC",
        f"settings: {request.sent_duration or '-'} s, {request.resolution.value}, "
        f"{request.aspect_ratio.value}, images {len(request.images)}, "
        f"video {'yes' if request.video else 'no'}",
    ]
    if problem is not None:
        lines += [
            f"problem: {problem.kind.value}",
            f"charged: {problem.charged.value}",
            f"HTTP status: {problem.http_status or '-'}",
            f"request id: {problem.request_id or '-'}",
            f"detail: {without_secrets(problem.detail) or '-'}",
            f"service said: {without_secrets(problem.service_message) or '-'}",
        ]
    return "\n".join(lines)


def without_secrets(text: str) -> str:
    """`text` with links cut to their host and everything that looks like a token removed."""
    hosts_only = _LINK.sub(_host_of, text)
    return _SECRET.sub("…", hosts_only)


def _host_of(link: re.Match[str]) -> str:
    return f"https://{urlsplit(link.group()).hostname}/…"
