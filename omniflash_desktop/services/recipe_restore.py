"""Makes a request again from the recipe that a clip carries."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from omniflash_desktop.domain.named_images import renumbered
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.recipe import Recipe, RecipeReference, is_sha256, request_of
from omniflash_desktop.domain.references import ImageReference, VideoReference, objection_to_link
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.service_facts import MAX_IMAGES
from omniflash_desktop.services.ports import GenerationLibrary, MediaTools

_IMAGE = "image"
_VIDEO = "video"


class RestoredRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it was, as far as its references are still there.

    Attributes:
        request: With the references that were found; it may lack some, see `missing_from`.
        missing_references: Those that were not found, for the user to give again.
        recipe: All that the file told.
    """

    request: GenerationRequest
    missing_references: tuple[RecipeReference, ...]
    recipe: Recipe


class RecipeRestore:
    """Finds a recipe's references again by their content: a name alone proves nothing."""

    def __init__(self, media: MediaTools, library: GenerationLibrary) -> None:
        self._media = media
        self._library = library

    async def restored_from(self, file: Path) -> RestoredRequest | Problem:
        """The request that made `file`, a clip or a recipe beside one.

        Returns:
            The request; or why there is none: `NO_RECIPE`, or what is wrong with the file.
        """
        recipe = await self._media.read_recipe(file)
        if isinstance(recipe, Problem):
            return recipe
        images: list[ImageReference] = []
        places: list[int | None] = []
        video: VideoReference | None = None
        missing: list[RecipeReference] = []
        for reference in recipe.references:
            path = await self._file_of(reference, near=file.parent)
            link = "" if path is not None else _usable_link(reference.url)
            is_found = path is not None or link != ""
            name = path.name if path is not None else reference.name
            is_taken = is_found and len(images) < MAX_IMAGES
            if reference.kind == _IMAGE:
                places.append(len(images) if is_taken else None)
            if reference.kind == _IMAGE and is_taken:
                images.append(
                    ImageReference(
                        path=path, url=link or None, name=name, framing=reference.framing
                    )
                )
            elif reference.kind == _VIDEO and is_found and video is None:
                trim = None if path is None else reference.trim
                video = VideoReference(path=path, url=link or None, name=name, trim=trim)
            elif reference.kind in (_IMAGE, _VIDEO):
                missing.append(reference)
        request = request_of(recipe, images=tuple(images), video=video)
        return RestoredRequest(
            # Where an image is missing, the next ones have moved up, and their names with them.
            request=msgspec.structs.replace(request, prompt=renumbered(request.prompt, places)),
            missing_references=tuple(missing),
            recipe=recipe,
        )

    async def _file_of(self, reference: RecipeReference, *, near: Path) -> Path | None:
        if not is_sha256(reference.sha256):
            return None
        for path in self._candidates(reference, near):
            # What lies there may have become another picture since.
            if await self._media.sha256_of(path) == reference.sha256:
                return path
        return None

    def _candidates(self, reference: RecipeReference, near: Path) -> Iterable[Path]:
        yield from self._library.files_of_reference(reference.sha256)
        kept = self._media.kept_picture(reference.sha256)
        if kept is not None:
            yield kept
        # People keep a clip and what it was made from in one folder. The name comes from the
        # file: it must stay a name.
        if reference.name and Path(reference.name).name == reference.name:
            yield near / reference.name


def _usable_link(url: str) -> str:
    return url if url and objection_to_link(url) is None else ""
