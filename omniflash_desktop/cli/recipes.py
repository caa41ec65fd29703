"""The recipe in a clip: shown, and made again."""

import argparse

import msgspec

from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.outcome_status import status_of_problem
from omniflash_desktop.cli.output import print_json, print_line, say
from omniflash_desktop.cli.references import WrongInputError
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.recipe import Recipe
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.ports import MediaTools
from omniflash_desktop.services.recipe_restore import RecipeRestore


async def recipe(arguments: argparse.Namespace, media: MediaTools) -> ExitStatus:
    """`omniflash recipe`: what a clip was made from."""
    found = await media.read_recipe(arguments.file)
    if isinstance(found, Problem):
        say(sentence_for(found))
        return status_of_problem(found)
    if arguments.json:
        print_json(_record_of(found))
        return ExitStatus.DONE
    for name, value in _record_of(found).items():
        if name == "references":
            for reference in found.references:
                print_line(f"{reference.kind:<14}{_on_one_line(reference.name)}")
        elif value not in (None, ""):
            print_line(f"{name:<14}{_on_one_line(str(value))}")
    return ExitStatus.DONE


async def restored_request(
    arguments: argparse.Namespace, restore: RecipeRestore
) -> GenerationRequest:
    """The request in the file of `--from`.

    Raises:
        WrongInputError: There is none, or a reference is gone and not given anew.
    """
    restored = await restore.restored_from(arguments.recipe_file)
    if isinstance(restored, Problem):
        raise WrongInputError(sentence_for(restored))
    given = {"image": bool(arguments.images), "video": arguments.video is not None}
    lost = [one for one in restored.missing_references if not given.get(one.kind, False)]
    if lost:
        names = ", ".join(_on_one_line(one.name) or "one without a name" for one in lost)
        options = " and ".join(sorted({f"--{one.kind}" for one in lost}))
        raise WrongInputError(f"References are not found: {names}. Give them with {options}.")
    if given["image"]:
        # The images given now answer to the names that the prompt had for the former ones.
        return msgspec.structs.replace(restored.request, prompt=restored.recipe.prompt)
    return restored.request


def _record_of(recipe: Recipe) -> dict[str, object]:
    """A recipe as scripts read it; the keys do not change."""
    cost = recipe.dollars
    clicked_at = recipe.clicked_at
    return {
        "prompt": recipe.prompt,
        "title": recipe.title,
        "duration": recipe.duration,
        "resolution": recipe.resolution,
        "aspect_ratio": recipe.aspect_ratio,
        "mode": recipe.mode,
        "model": recipe.model,
        "references": [
            {
                "kind": one.kind,
                "name": one.name,
                "sha256": one.sha256,
                "url": one.url,
                "trim": None
                if one.trim is None
                else {"start": one.trim.start, "end": one.trim.end},
            }
            for one in recipe.references
        ],
        "service": recipe.service,
        "task_id": recipe.task_id,
        "id": recipe.generation_id,
        "cost": None if cost is None else float(cost),
        "created": None if clicked_at is None else clicked_at.isoformat(),
        "take": recipe.take,
        "takes": recipe.takes,
        "app_version": recipe.app_version,
        "version": recipe.version,
    }


def _on_one_line(text: str) -> str:
    # It may have been written to play tricks on a terminal.
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
