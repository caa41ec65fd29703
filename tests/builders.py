"""Generations for tests, in the words of the story: `a_generation().with_prompt("kite").waiting()`.

Each `with_…` and `at…` gives another builder; a state's name ends the sentence.
"""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import msgspec

from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.domain.submit_body import submit_body

CLICK = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CLIP_URL = "https://upload.example.test/f/video/out.mp4"


def of_a_paid_clip(problem: Problem) -> Problem:
    """`problem` as it is told of a clip that the service has: the clip is charged."""
    return msgspec.structs.replace(problem, charged=Charged.YES)


class GenerationBuilder:
    """See the module. Without further words: text to video at the real service."""

    def __init__(self, facts: dict[str, Any], request: GenerationRequest) -> None:
        self._facts = facts
        self._request = request

    def with_prompt(self, prompt: str) -> Self:
        return self._asking(prompt=prompt)

    def with_images(self, *paths: Path) -> Self:
        return self._asking(images=tuple(ImageReference(path=path) for path in paths))

    def with_image_link(self, url: str) -> Self:
        return self._asking(images=(ImageReference(url=url),))

    def with_video_link(self, url: str) -> Self:
        return self._asking(video=VideoReference(url=url))

    def with_facts(self, **facts: Any) -> Self:
        return type(self)({**self._facts, **facts}, self._request)

    def with_task(self, task_id: str) -> Self:
        return self.with_facts(task_id=task_id)

    def in_sandbox(self) -> Self:
        return self.with_facts(service=SANDBOX)

    def made_at(self, click: datetime) -> Self:
        return self.with_facts(created_at=click, changed_at=click)

    def draft(self) -> Generation:
        return self._unsent(State.DRAFT)

    def queued(self) -> Generation:
        return self._unsent(State.QUEUED)

    def preparing(self) -> Generation:
        return self._unsent(State.PREPARING)

    def uploading(self) -> Generation:
        return self._unsent(State.UPLOADING)

    def submitting(self) -> Generation:
        return self._built(State.SUBMITTING, body=submit_body(self._request))

    def unconfirmed(self) -> Generation:
        problem = Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN)
        return self._built(State.UNCONFIRMED, body=submit_body(self._request), problem=problem)

    def waiting(self) -> Generation:
        return self._sent(State.WAITING)

    def downloading(self) -> Generation:
        return self._sent(State.DOWNLOADING, result_url=CLIP_URL)

    def ready(self, path: Path = Path("/clips/kite.mp4")) -> Generation:
        clip = Clip(
            path=path,
            width=1280,
            height=720,
            seconds=6.0,
            frame_rate=24.0,
            size_bytes=1_000_000,
            sha256="ab" * 32,
        )
        return self._sent(State.READY, clip=clip, cost=Decimal("0.30"), finished_at=CLICK)

    def failed(self, problem: Problem | None = None) -> Generation:
        problem = problem or Problem(kind=ProblemKind.CONTENT_REFUSED)
        return self._built(State.FAILED, problem=problem, finished_at=CLICK)

    def given_up(self) -> Generation:
        """Cancelled after the submit: it is paid for."""
        return self._sent(State.CANCELLED, finished_at=CLICK)

    def cancelled(self) -> Generation:
        """Cancelled before the submit."""
        return self._built(State.CANCELLED, finished_at=CLICK)

    def in_state(self, state: State) -> Generation:
        # The methods are named as the states are.
        return getattr(self, state.value)()

    def _asking(self, **facts: Any) -> Self:
        return type(self)(self._facts, msgspec.structs.replace(self._request, **facts))

    def _unsent(self, state: State) -> Generation:
        return self._built(state)

    def _sent(self, state: State, **facts: Any) -> Generation:
        sent = {
            "task_id": "task_01",
            "submitted_at": self._facts["created_at"],
            "body": submit_body(self._request),
        }
        return self._built(state, **{**sent, **facts})

    def _built(self, state: State, **facts: Any) -> Generation:
        return Generation(request=self._request, state=state, **{**facts, **self._facts})


def a_generation() -> GenerationBuilder:
    facts = {
        "id": "0123456789ab",
        "service": DEFAULT_BASE_URL,
        "created_at": CLICK,
        "changed_at": CLICK,
        "idempotency_key": "7d5e7e52-0000-4000-8000-000000000001",
        "group_id": "ba9876543210",
    }
    return GenerationBuilder(facts, a_request())


def a_request(**facts: Any) -> GenerationRequest:
    return GenerationRequest(**{"prompt": "a red paper boat drifts on a pond", **facts})
