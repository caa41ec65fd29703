"""The schemas of the OpenAPI document: what goes over the wire (contract, sections 2 to 6)."""

from __future__ import annotations

from typing import Any, Final

from omniflash_desktop.sandbox import tariff
from omniflash_desktop.sandbox.faults import HABITS
from omniflash_desktop.sandbox.records import Outcome

_TEXT: Final = {"type": "string"}
_LINK: Final = {"type": "string", "format": "uri"}
_NUMBER: Final = {"type": "number"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_UNIX_SECONDS: Final = {"type": "integer", "description": "Unix time in seconds"}


def _object(required: list[str], **properties: object) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def _list(items: object, **rules: object) -> dict[str, Any]:
    return {"type": "array", "items": items, **rules}


_SUBMIT: Final = _object(
    ["model", "prompt"],
    model={"const": tariff.MODEL},
    prompt={"type": "string", "minLength": 1},
    duration={
        "enum": list(tariff.DURATIONS),
        "default": tariff.DEFAULT_DURATION,
        "description": "Seconds; ignored when there is a reference video",
    },
    resolution={
        "type": "string",
        "pattern": "^(?:720[pP]|1080[pP]|4[kK])$",
        "default": tariff.DEFAULT_RESOLUTION,
    },
    aspect_ratio={"enum": ["16:9", "9:16"], "default": tariff.DEFAULT_ASPECT_RATIO},
    size={"enum": ["16:9", "9:16"], "description": "Alias of aspect_ratio; both must agree"},
    image_urls={**_list(_LINK), "description": "0, 1 or 3 links"},
    video_urls=_list(_LINK, maxItems=tariff.MAX_VIDEOS),
    generation_type=_TEXT,
)

_TASK: Final = _object(
    ["id", "status", "progress", "created", "estimated_time"],
    id=_TEXT,
    status={"enum": ["submitted", "pending", "processing", "completed", "failed"]},
    progress={"type": "integer", "minimum": 0, "maximum": 100},
    created=_UNIX_SECONDS,
    completed=_UNIX_SECONDS,
    estimated_time={"type": "integer", "description": "Seconds"},
    actual_time={"type": "integer", "description": "Seconds"},
    cost={"type": "number", "description": "USD; 0 for a failed task"},
    credits_cost=_NUMBER,
    result=_object(
        ["videos"],
        videos=_list(_object(["url", "expires_at"], url=_list(_LINK), expires_at=_UNIX_SECONDS)),
        thumbnail_url=_LINK,
    ),
    error=_object(
        ["message", "code"], message=_TEXT, code={"type": ["integer", "string"]}, type=_TEXT
    ),
)

_REFUSAL: Final = {
    "anyOf": [
        _object(
            ["error"],
            error=_object(
                ["message", "type"],
                code={"type": ["integer", "string"]},
                message=_TEXT,
                type=_TEXT,
            ),
        ),
        _object(["code", "message"], code={"type": "integer"}, message=_TEXT),
    ]
}

_SUBMIT_NOTE: Final = _object(
    ["at", "body_sha256", "outcome"],
    at={"type": "number", "description": "Unix time in seconds"},
    idempotency_key={"type": ["string", "null"]},
    body_sha256=_TEXT,
    outcome={"enum": list(Outcome)},
    status={"type": ["integer", "null"], "description": "HTTP status; null when unanswered"},
    error={"type": ["string", "null"]},
    charged_usd={"type": ["number", "null"]},
    task_id={"type": ["string", "null"]},
)

SCHEMAS: Final[dict[str, Any]] = {
    "Submit": _SUBMIT,
    "Submitted": _object(
        ["code", "data"],
        code={"const": 200},
        data=_list(_object(["status", "task_id"], status={"const": "submitted"}, task_id=_TEXT)),
    ),
    "TaskAnswer": _object(["code", "data"], code={"const": 200}, data=_TASK),
    "Upload": _object(
        ["url", "filename", "content_type", "bytes", "created_at"],
        url=_LINK,
        filename=_TEXT,
        content_type=_TEXT,
        bytes=_COUNT,
        created_at=_UNIX_SECONDS,
        sha256={"type": "string", "description": "Only from /sandbox/files"},
    ),
    "Balance": _object(
        ["success", "remain_balance", "used_balance", "unlimited_quota"],
        success={"type": "boolean"},
        remain_balance={"type": "number", "description": "USD; -1 for an unlimited key"},
        remain_credits=_NUMBER,
        used_balance=_NUMBER,
        used_credits=_NUMBER,
        unlimited_quota={"type": "boolean"},
    ),
    "Refusal": _REFUSAL,
    "Ledger": _object(
        ["submits", "submit_count", "charge_count", "charged_usd", "polls"],
        submits=_list(_SUBMIT_NOTE),
        submit_count=_COUNT,
        charge_count=_COUNT,
        charged_usd={"type": "number", "description": "All charges, refunds not counted"},
        used_usd={"type": "number", "description": "All charges less all refunds"},
        remaining_usd=_NUMBER,
        polls={"type": "object", "additionalProperties": _COUNT},
        poll_count=_COUNT,
        upload_count=_COUNT,
        download_count=_COUNT,
        downloads_with_token=_COUNT,
    ),
    "Faults": _object(
        ["faults", "known"],
        faults=_list(_TEXT),
        known={"type": "object", "additionalProperties": _TEXT},
    ),
    "FaultSwitch": _object(
        ["faults"],
        faults={
            **_list(_TEXT),
            "description": f"Each NAME or NAME*N; names: {', '.join(HABITS)}",
        },
    ),
    "BalanceSwitch": _object(
        [],
        balance={"type": ["number", "string"], "description": "USD"},
        unlimited={"type": "boolean"},
    ),
}
