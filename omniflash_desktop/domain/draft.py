"""What stands in the composer and was not sent, or was: it is kept from run to run."""

import msgspec

from omniflash_desktop.domain.request import GenerationRequest


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The whole composer.

    Attributes:
        request: Prompt, settings and references as they stand; it may lack something to be sent.
        takes: How many clips one press of Generate makes, 1 to 8.
    """

    request: GenerationRequest
    takes: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether nobody would miss it: settings alone are no draft."""
        request = self.request
        return not (request.prompt.strip() or request.images or request.video)
