"""The commands that make, follow and show clips."""

import argparse
import asyncio
import shutil
from decimal import Decimal
from pathlib import Path

import msgspec

from omniflash_desktop.cli.charge_words import verdict_sentence
from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.outcome_status import status_of, status_of_problem
from omniflash_desktop.cli.output import (
    ProgressLine,
    print_generation,
    print_json,
    print_line,
    record_of,
    say,
)
from omniflash_desktop.cli.references import (
    WrongInputError,
    framed,
    free_output_file,
    image_reference,
    video_reference,
)
from omniflash_desktop.cli.sentences import SENT_ONCE_MORE, sentence_for, sentence_for_clip
from omniflash_desktop.domain.generation import SANDBOX, UNSENT_STATES, Generation, State
from omniflash_desktop.domain.named_images import ImageChip, nobody_named
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.request import (
    AspectRatio,
    GenerationRequest,
    Missing,
    Resolution,
    missing_from,
)
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.changes import Change, Changes, GenerationChanged, TariffChanged
from omniflash_desktop.services.charge_reconciler import ChargeReconciler
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.services.ports import GenerationLibrary, ServiceConnections
from omniflash_desktop.services.queue_rules import QueueRules

_MISSING_SENTENCES = {
    Missing.PROMPT: "The prompt is empty. Say what the clip shows.",
    Missing.A_THIRD_IMAGE: "Two images cannot be combined. Give none, one or three.",
    Missing.FEWER_IMAGES: "More than three images cannot be combined. Give none, one or three.",
    Missing.A_VALID_DURATION: "This length is not available. Choose 4, 6, 8 or 10 seconds.",
}


def request_from(
    arguments: argparse.Namespace,
    preferences: Preferences,
    recipe: GenerationRequest | None = None,
) -> GenerationRequest:
    """The request that was typed.

    Args:
        arguments: As they were typed.
        preferences: For what nobody types.
        recipe: The request of a clip that is made again; what was typed takes its place.

    Raises:
        WrongInputError: It cannot be sent.
    """
    if arguments.video is not None and arguments.duration is not None:
        raise WrongInputError(
            "The duration follows the reference video. Leave --duration out, or --video."
        )
    usual = recipe or GenerationRequest(prompt="")
    resolution, ratio = arguments.resolution, arguments.aspect_ratio
    images = tuple(image_reference(text) for text in arguments.images) or usual.images
    if arguments.fit is not None and not images:
        raise WrongInputError("--fit is for images, and there is no image. Leave it out.")
    if arguments.fit is not None:
        images = tuple(framed(image, Fit(arguments.fit)) for image in images)
    request = GenerationRequest(
        prompt=usual.prompt if arguments.prompt is None else arguments.prompt,
        duration=arguments.duration or usual.duration,
        resolution=usual.resolution if resolution is None else Resolution(resolution),
        aspect_ratio=usual.aspect_ratio if ratio is None else AspectRatio(ratio),
        images=images,
        video=usual.video if arguments.video is None else video_reference(arguments.video),
        model=preferences.model,
        reference_hint=preferences.reference_hint,
    )
    missing = missing_from(request)
    if missing is not None:
        raise WrongInputError(_MISSING_SENTENCES[missing])
    nobody = nobody_named(request.prompt, len(images))
    if nobody is not None:
        raise WrongInputError(_named_nobody(nobody))
    return request


def _named_nobody(chip: ImageChip) -> str:
    if chip.number is None:
        return "The prompt names an image that is gone (@?). Give the image again, as @1 to @3."
    return f"The prompt names image {chip.number} (@{chip.number}), and there is no such image."


class _Follower:
    """Shows the changes of some generations, and knows when one has been taken."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._line = ProgressLine()
        self._shown: dict[str, tuple[State, str | None]] = {}
        self._unwritten: set[str] = set()
        self._sent_once_more: set[str] = set()
        self.taken = asyncio.Event()

    def hear(self, change: Change) -> None:
        if isinstance(change, TariffChanged):
            self._line.end()
            say(
                f"The service changed its price: ${change.before:.2f} before, "
                f"${change.now:.2f} for this clip."
            )
        if not isinstance(change, GenerationChanged):
            return
        generation = change.generation
        if generation.state not in (
            State.QUEUED,
            State.PREPARING,
            State.UPLOADING,
            State.SUBMITTING,
        ):
            self.taken.set()
        stands = (generation.state, generation.verdict)
        if self._as_json and self._shown.get(generation.id) != stands:
            print_json(record_of(generation))
        problem = generation.problem
        if problem is not None and problem.kind is ProblemKind.TASK_NOT_WRITTEN:
            self._say_once(problem)
        if generation.first_try is not None and generation.id not in self._sent_once_more:
            self._sent_once_more.add(generation.id)
            self._line.end()
            say(SENT_ONCE_MORE)
        self._shown[generation.id] = stands
        if not self._as_json:
            self._line.show(generation, change.progress)

    def end(self) -> None:
        self._line.end()

    def _say_once(self, problem: Problem) -> None:
        # The one message that must not get lost: the id of a task that is written down nowhere.
        if problem.task_id is not None and problem.task_id not in self._unwritten:
            self._unwritten.add(problem.task_id)
            say(sentence_for(problem))


async def generate(
    arguments: argparse.Namespace,
    request: GenerationRequest,
    preferences: Preferences,
    service: str,
    queue: GenerationQueue,
    charges: ChargeReconciler,
    changes: Changes,
) -> ExitStatus:
    """`omniflash generate`: makes one clip and waits for it."""
    out = free_output_file(arguments.out)
    queue.use(_rules_of(arguments, preferences))
    follower = _Follower(as_json=arguments.json)
    changes.subscribe(follower.hear)
    generation = queue.start(request, service=service)[0]
    try:
        if arguments.no_wait:
            finished = asyncio.ensure_future(queue.finished(generation.id))
            taken = asyncio.ensure_future(follower.taken.wait())
            await asyncio.wait((finished, taken), return_when=asyncio.FIRST_COMPLETED)
            taken.cancel()
            finished.cancel()
            generation = queue.current(generation.id)
        else:
            generation = await queue.finished(generation.id)
        generation = await charges.settled(generation.id)
        if generation.state is State.QUEUED:
            # Nobody asked for it to be sent, and charged, some other day.
            generation = queue.give_up(generation.id)
    except asyncio.CancelledError:
        # Whoever stops the command wants no clip that is sent, and charged, some other day.
        if queue.current(generation.id).state in UNSENT_STATES:
            queue.cancel(generation.id)
        raise
    finally:
        follower.end()
        changes.unsubscribe(follower.hear)
    return _ending(generation, out, as_json=arguments.json)


def _rules_of(arguments: argparse.Namespace, preferences: Preferences) -> QueueRules:
    rules = QueueRules.from_preferences(preferences, holds=False)
    if arguments.project is None:
        return rules
    return msgspec.structs.replace(rules, project=arguments.project.strip())


async def retry(
    arguments: argparse.Namespace, service: str, queue: GenerationQueue, changes: Changes
) -> ExitStatus:
    """`omniflash retry`: makes all again that failed at `service` without a charge, and waits."""
    wanted = [failed for failed in queue.free_failures() if failed.service == service]
    if not wanted:
        say("Nothing is there to make again: no clip failed without a charge.")
        return ExitStatus.DONE
    say(_plan_for(wanted))
    if arguments.dry_run:
        for failed in wanted:
            print_generation(failed, as_json=arguments.json)
        return ExitStatus.DONE
    follower = _Follower(as_json=arguments.json)
    changes.subscribe(follower.hear)
    retried = [queue.retry(failed.id).id for failed in wanted]
    try:
        for generation_id in retried:
            await queue.finished(generation_id)
    finally:
        # Nobody asked for them to be sent, and charged, some other day; they have failed as before.
        for generation_id in retried:
            if queue.current(generation_id).state in UNSENT_STATES:
                queue.give_up(generation_id)
        follower.end()
        changes.unsubscribe(follower.hear)
    return _endings([queue.current(one) for one in retried], as_json=arguments.json)


def _plan_for(wanted: list[Generation]) -> str:
    clips = "1 clip is" if len(wanted) == 1 else f"{len(wanted)} clips are"
    if all(one.in_sandbox for one in wanted):
        return f"{clips} made again, free in the sandbox."
    prices = [one.estimate for one in wanted]
    price = sum((one for one in prices if one is not None), start=Decimal(0))
    return f"{clips} made again, about ${price:.2f} in all."


async def fetch(
    arguments: argparse.Namespace,
    service: str,
    queue: GenerationQueue,
    connections: ServiceConnections,
    changes: Changes,
) -> ExitStatus:
    """`omniflash fetch`: brings home the clip of a task made anywhere."""
    out = free_output_file(arguments.out)
    task_id: str = arguments.task_id.strip()
    if not task_id:
        raise WrongInputError("The task id is empty. It begins with task_ in most cases.")
    api = await connections.connection_to(service)
    # Asked once before anything is written down: a task that nobody knows leaves no trace.
    answer = api if isinstance(api, Problem) else await api.task(task_id)
    if isinstance(answer, Problem):
        say(sentence_for(answer))
        return status_of_problem(answer)
    follower = _Follower(as_json=arguments.json)
    changes.subscribe(follower.hear)
    try:
        generation = queue.fetch(task_id, service=service)
        generation = await queue.finished(generation.id)
    finally:
        follower.end()
        changes.unsubscribe(follower.hear)
    return _ending(generation, out, as_json=arguments.json)


async def resume(
    arguments: argparse.Namespace,
    queue: GenerationQueue,
    charges: ChargeReconciler,
    changes: Changes,
) -> ExitStatus:
    """`omniflash resume`: carries on everything that is unfinished, until none is left."""
    follower = _Follower(as_json=arguments.json)
    changes.subscribe(follower.hear)
    try:
        # Whoever types this wants the queue to go on, also where the window had paused it.
        queue.go_on()
        taken_up = queue.resume_unfinished()
        await queue.idle()
        ended = [await charges.settled(generation.id) for generation in taken_up]
    finally:
        follower.end()
        changes.unsubscribe(follower.hear)
    ended = [queue.current(generation.id) for generation in taken_up]
    if not ended:
        say("Nothing is unfinished.")
    return _endings(ended, as_json=arguments.json)


def list_all(arguments: argparse.Namespace, library: GenerationLibrary) -> ExitStatus:
    """`omniflash list`: all generations, newest first."""
    for generation in library.all():
        print_generation(generation, as_json=arguments.json)
    return ExitStatus.DONE


def found_by_id(wanted: str, library: GenerationLibrary) -> Generation:
    """A generation by our id, its beginning, or the task's id.

    Raises:
        WrongInputError: There is none, or more than one.
    """
    found = library.find(wanted) or library.find_task(wanted)
    if found is not None:
        return found
    matches = [one for one in library.all() if one.id.startswith(wanted)]
    if len(matches) != 1:
        what = "No generation has" if not matches else "Several generations have"
        raise WrongInputError(f"{what} the id {wanted}. See: omniflash list")
    return matches[0]


def status(arguments: argparse.Namespace, library: GenerationLibrary) -> ExitStatus:
    """`omniflash status`: one generation."""
    found = found_by_id(arguments.id, library)
    print_generation(found, as_json=arguments.json)
    if found.problem is not None and not arguments.json:
        say(sentence_for_clip(found))
    if not arguments.json:
        _say_verdict(found)
    return status_of(found)


async def balance(arguments: argparse.Namespace, service: str, account: Account) -> ExitStatus:
    """`omniflash balance`: what is left."""
    answer = await account.read_balance(service)
    if isinstance(answer, Problem):
        say(sentence_for(answer))
        return status_of_problem(answer)
    remaining = None if answer.remaining is None else float(answer.remaining)
    if arguments.json:
        print_json(
            {
                "remaining": remaining,
                "used": None if answer.used is None else float(answer.used),
                "unlimited": answer.unlimited,
                "service": service,
            }
        )
        return ExitStatus.DONE
    amount = "unknown" if remaining is None else f"${remaining:.2f}"
    print_line(f"Unlimited key, account {amount}" if answer.unlimited else amount)
    if service == SANDBOX:
        say("Play money: the sandbox bills nothing.")
    return ExitStatus.DONE


def _endings(ended: list[Generation], *, as_json: bool) -> ExitStatus:
    if not as_json:
        for generation in ended:
            print_generation(generation, as_json=False)
            if generation.problem is not None:
                say(sentence_for_clip(generation))
            _say_verdict(generation)
    return max((status_of(generation) for generation in ended), default=ExitStatus.DONE)


def _say_verdict(generation: Generation) -> None:
    sentence = verdict_sentence(generation)
    if sentence:
        say(sentence)


def _ending(generation: Generation, out: Path | None, *, as_json: bool) -> ExitStatus:
    ending = status_of(generation)
    if generation.problem is not None and ending is not ExitStatus.DONE:
        say(sentence_for_clip(generation))
    _say_verdict(generation)
    if generation.state is State.CANCELLED and generation.problem is None:
        say("Cancelled.")
    if generation.clip is not None:
        path = generation.clip.path
        if out is not None:
            try:
                shutil.copyfile(path, out)
            except OSError as error:
                say(f"The clip is saved as {path}, but not copied to {out}: {error.strerror}.")
                ending = ExitStatus.ENVIRONMENT
            else:
                path = out
        if not as_json:
            print_line(str(path))
    elif generation.state is State.WAITING and not as_json:
        print_line(generation.id)
        if generation.problem is None:
            say("The service has taken it. Fetch the clip later with: omniflash resume")
    return ending
