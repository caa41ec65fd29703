"""The documented answers to a submit and to a poll (contract, sections 2 and 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from omniflash_desktop.sandbox import public_links
from omniflash_desktop.sandbox.account import usd
from omniflash_desktop.sandbox.failure_words import Failure, failure_envelope
from omniflash_desktop.sandbox.tariff import CREDITS_PER_USD

if TYPE_CHECKING:
    from omniflash_desktop.sandbox.records import TaskRecord
    from omniflash_desktop.sandbox.task_stages import Stage


def submitted_answer(task_id: str) -> dict[str, Any]:
    """Answer an accepted submit."""
    return {"code": 200, "data": [{"status": "submitted", "task_id": task_id}]}


def running_answer(task: TaskRecord, stage: Stage, estimated_seconds: int) -> dict[str, Any]:
    """Answer a poll of an unfinished task."""
    return _enveloped(
        {
            "id": task.id,
            "status": stage.status,
            "progress": stage.progress,
            "created": int(task.created),
            "estimated_time": estimated_seconds,
        }
    )


def failed_answer(task: TaskRecord, estimated_seconds: int, language: str) -> dict[str, Any]:
    """Answer a poll of a failed task, which costs nothing.

    Args:
        task: The task.
        estimated_seconds: The announced estimate.
        language: Of the text of the failure.
    """
    failure = Failure(task.failure or Failure.INTERNAL)
    return _enveloped(
        {
            **_ended(task, estimated_seconds),
            "status": "failed",
            "cost": 0,
            "credits_cost": 0,
            "error": failure_envelope(failure, language),
        }
    )


def completed_answer(
    task: TaskRecord, estimated_seconds: int, base_url: str, expires: float
) -> dict[str, Any]:
    """Answer a poll of a completed task.

    Args:
        task: The task.
        estimated_seconds: The announced estimate.
        base_url: The present address, put in front of the links.
        expires: Unix time in seconds at which the links die.
    """
    clip = base_url + public_links.clip_path(task.clip_name, task.link_issue)
    return _enveloped(
        {
            **_ended(task, estimated_seconds),
            "status": "completed",
            "cost": usd(task.price_cents),
            "credits_cost": task.price_cents * CREDITS_PER_USD / 100,
            "result": {
                "videos": [{"url": [clip], "expires_at": int(expires)}],
                "thumbnail_url": base_url + public_links.image_path(task.thumbnail_name),
            },
        }
    )


def _ended(task: TaskRecord, estimated_seconds: int) -> dict[str, Any]:
    completed = task.completed or task.created
    return {
        "id": task.id,
        "progress": 100,
        "created": int(task.created),
        "completed": int(completed),
        "estimated_time": estimated_seconds,
        "actual_time": max(0, int(completed) - int(task.created)),
    }


def _enveloped(task: dict[str, Any]) -> dict[str, Any]:
    return {"code": 200, "data": task}
