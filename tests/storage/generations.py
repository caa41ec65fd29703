"""Generations to put into a library."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference, UploadedLink
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest, Resolution

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
ONE_MINUTE = timedelta(minutes=1)


def a_generation(
    generation_id: str = "0123456789ab", *, prompt: str = "a red kite", **facts: Any
) -> Generation:
    """A queued one, made at noon, unless `facts` say otherwise."""
    given: dict[str, Any] = {
        "service": SANDBOX,
        "state": State.QUEUED,
        "created_at": NOON,
        "changed_at": NOON,
        "idempotency_key": f"key-of-{generation_id}",
        "request": GenerationRequest(prompt=prompt),
    }
    return Generation(id=generation_id, **(given | facts))


def a_finished_generation(generation_id: str = "ffffffffffff", **facts: Any) -> Generation:
    """One with every fact that there is."""
    given: dict[str, Any] = {
        "state": State.READY,
        "request": GenerationRequest(
            prompt="风筝 over\nthe sea",
            duration=8,
            resolution=Resolution.UHD_4K,
            aspect_ratio=AspectRatio.PORTRAIT,
            images=(ImageReference(path=Path("/home/ana/kite.jpg"), name="kite.jpg"),),
        ),
        "group_id": "group",
        "take": 2,
        "takes": 3,
        "body": b'{"prompt":"x"}',
        "submitted_at": NOON + ONE_MINUTE,
        "task_id": "task_01KITE",
        "other_task_ids": ("task_02",),
        "service_status": "completed",
        "estimated_seconds": 600.0,
        "result_url": "https://files.example/out.mp4",
        "result_expires_at": NOON + timedelta(days=1),
        "estimate": Decimal("0.85"),
        "cost": Decimal("0.8500"),
        "elapsed_seconds": 61.5,
        "finished_at": NOON + 2 * ONE_MINUTE,
        "clip": Clip(
            path=Path("/videos/2026-05-04_120000_kite.mp4"),
            width=2160,
            height=3840,
            seconds=8.0,
            frame_rate=24.0,
            size_bytes=1_000_000,
            sha256="ab" * 32,
            poster=Path("/cache/p.jpg"),
        ),
        "problem": Problem(kind=ProblemKind.RATE_LIMITED, charged=Charged.NO, retry_after=5.0),
        "title": "My kite",
        "favourite": True,
    }
    return a_generation(generation_id, **(given | facts))


def a_link(*, url: str = "https://files.example/a.jpg", uploaded_at: datetime = NOON):
    """Where the service keeps one picture."""
    return UploadedLink(sha256="cd" * 32, service=SANDBOX, url=url, uploaded_at=uploaded_at)
