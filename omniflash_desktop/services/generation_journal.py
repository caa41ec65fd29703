"""The one place that writes generations: save, then tell."""

from typing import Any

import msgspec

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.changes import Changes, GenerationChanged, GenerationRemoved
from omniflash_desktop.services.ports import Clock, GenerationLibrary


class UnknownGenerationError(Exception):
    """Our own mistake: an id that the library does not hold."""


class GenerationJournal:
    """Reads a generation anew before each write, so that no write undoes another."""

    def __init__(self, library: GenerationLibrary, changes: Changes, clock: Clock) -> None:
        self._library = library
        self._changes = changes
        self._clock = clock
        self._progress: dict[str, Progress] = {}
        # As they were written last. Progress comes many times a second, and reading is not free.
        self._in_progress: dict[str, Generation] = {}

    def current(self, generation_id: str) -> Generation:
        """The generation as it stands.

        Raises:
            UnknownGenerationError: It was removed, or never was.
        """
        generation = self._library.find(generation_id)
        if generation is None:
            raise UnknownGenerationError(generation_id)
        return generation

    def add(self, generation: Generation) -> Generation:
        """Keeps a new generation."""
        return self._keep(generation, None, durably=True)

    def put_back(self, generation: Generation) -> None:
        """Keeps a generation that was removed, as it was: what it tells is no news."""
        self._keep(generation, generation, durably=True)

    def move(
        self, generation_id: str, state: State, *, durably: bool = False, **facts: Any
    ) -> Generation:
        """Moves a generation to `state` with new facts.

        Raises:
            IllegalMoveError: The move is not allowed.
        """
        before = self.current(generation_id)
        moved = before.moved_to(state, at=self._clock.now(), **facts)
        self._forget_progress(generation_id)
        return self._keep(moved, before, durably=durably)

    def queue_anew(self, generation_id: str, *, failed_with: Problem, **facts: Any) -> Generation:
        """Moves a generation to its failure and from there back into the queue, in one write.

        So nobody sees the failure, and no death leaves a generation between the two.

        Args:
            generation_id: One whose task failed free of charge.
            failed_with: Why.
            **facts: What is to be another in the queue.

        Raises:
            IllegalMoveError: The generation cannot fail as it stands.
        """
        before, now = self.current(generation_id), self._clock.now()
        failed = before.moved_to(State.FAILED, at=now, problem=failed_with)
        self._forget_progress(generation_id)
        return self._keep(failed.moved_to(State.QUEUED, at=now, **facts), before, durably=True)

    def note(self, generation_id: str, *, durably: bool = False, **facts: Any) -> Generation:
        """Adds facts; writes and tells nothing when they are known already."""
        before = self.current(generation_id)
        after = before.with_facts(**facts)
        return before if after == before else self._keep(after, before, durably=durably)

    def tell_unwritten(self, generation_id: str, **facts: Any) -> None:
        """Tells facts that cannot be written down, as on a full disk."""
        told = self.current(generation_id).with_facts(**facts)
        self._changes.publish(GenerationChanged(generation=told))

    def show_progress(self, generation_id: str, progress: Progress) -> None:
        """Tells how far a generation is, without writing it down. Percents never fall."""
        before = self._progress.get(generation_id)
        if before is not None and before.percent is not None:
            percent = max(before.percent, progress.percent or 0)
            progress = msgspec.structs.replace(progress, percent=percent)
        if progress == before:
            return
        generation = self._in_progress.get(generation_id) or self.current(generation_id)
        self._progress[generation_id] = progress
        self._in_progress[generation_id] = generation
        self._changes.publish(
            GenerationChanged(generation=generation, progress=progress, before=generation)
        )

    def progress_of(self, generation_id: str) -> Progress | None:
        """The last progress that was shown in the present state."""
        return self._progress.get(generation_id)

    def remove(self, generation_id: str, *, durably: bool = False) -> None:
        """Forgets a generation; its file stays."""
        self._library.remove(generation_id, durably=durably)
        self._forget_progress(generation_id)
        self._changes.publish(GenerationRemoved(generation_id=generation_id))

    def _keep(
        self, generation: Generation, before: Generation | None, *, durably: bool
    ) -> Generation:
        self._library.save(generation, durably=durably)
        if generation.id in self._in_progress:
            self._in_progress[generation.id] = generation
        progress = self._progress.get(generation.id)
        self._changes.publish(
            GenerationChanged(generation=generation, progress=progress, before=before)
        )
        return generation

    def _forget_progress(self, generation_id: str) -> None:
        self._progress.pop(generation_id, None)
        self._in_progress.pop(generation_id, None)
