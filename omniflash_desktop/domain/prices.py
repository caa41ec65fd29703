"""What a clip will probably cost. The task's own `cost` is the truth afterwards."""

from decimal import Decimal

from omniflash_desktop.domain.request import GenerationRequest, Resolution
from omniflash_desktop.domain.service_facts import (
    PRICE_WITH_VIDEO_4K,
    PRICE_WITH_VIDEO_HD,
    PRICES_4K,
    PRICES_HD,
)


def estimated_price(request: GenerationRequest) -> Decimal | None:
    """US dollars for one clip, or `None` where no price is known. Contract, section 9."""
    is_4k = request.resolution is Resolution.UHD_4K
    if request.video is not None:
        return PRICE_WITH_VIDEO_4K if is_4k else PRICE_WITH_VIDEO_HD
    return (PRICES_4K if is_4k else PRICES_HD).get(request.duration)
