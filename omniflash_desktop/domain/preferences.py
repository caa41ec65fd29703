"""What the user has chosen for the app itself."""

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.file_names import DEFAULT_PATTERN
from omniflash_desktop.domain.hosting import (
    DEFAULT_LINK_HOURS,
    BucketKind,
    VideoHosting,
    VideoWay,
    bucket_folder,
)
from omniflash_desktop.domain.network import Network, ProxyWay
from omniflash_desktop.domain.request import ReferenceHint
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL, DEFAULT_CLIPS_AT_ONCE, MODEL_ID


class Theme(StrEnum):
    """Colours of the window."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class TextSize(StrEnum):
    """How large the window's words are."""

    SMALL = "small"
    DEFAULT = "default"
    LARGE = "large"
    LARGER = "larger"

    @property
    def scale(self) -> float:
        """Of all type sizes. Source: the interface design, section 2."""
        return _TEXT_SCALES[self]


_TEXT_SCALES: Final = {
    TextSize.SMALL: 0.92,
    TextSize.DEFAULT: 1.0,
    TextSize.LARGE: 1.12,
    TextSize.LARGER: 1.25,
}


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """Settings as they are kept in the settings file.

    Attributes:
        use_sandbox: Whether new clips are made in the sandbox; `None` until the first run asked.
        base_url: The service's address for new clips.
        model: The model's id, as the service spells it.
        reference_hint: When `generation_type` is sent.
        clips_folder: Where finished clips go; `None` means `Videos/Omniflash`.
        theme: Colours of the window.
        language: `en`, `zh`, `ko`, `ja`, or empty for the system's.
        loop: Whether the player starts again at the end.
        volume: 0.0 to 1.0.
        muted: Whether the player is silent.
        undo_send: Whether a clip is held back for some seconds after the click.
        clips_at_once: How many clips may be at the service at the same time.
        daily_cap: US dollars that may be spent in a day; `None` for no limit.
        confirm_spending: Whether it is asked before one click costs more than the next one.
        confirm_amount: US dollars, above 0.
        warn_low_balance: Whether it is told when less is left than the next one.
        low_balance_amount: US dollars, above 0.
        file_name_pattern: How clips are named, see `domain.file_names`.
        recipe_in_file: Whether the prompt and the settings are written into the clip's file.
        project: The project that new clips are billed to; empty for none.
        remove_picture_details: Whether pictures are sent without what they tell of places, people
            and cameras.
        upload_while_writing: Whether images are uploaded as soon as they are in the tray, and not
            with Generate.
        video_way: Where a local reference video goes; `None` until the user has chosen.
        bucket_kind: This and the next ones are of the bucket for them, see `VideoHosting`. Its
            keys are in the keyring.
        bucket_endpoint: The store's address; empty for the usual one.
        bucket_name: The bucket's name.
        bucket_region: Its region; empty for the usual one.
        bucket_folder: The folder in it.
        bucket_link_hours: How long a link into it lives.
        bucket_delete_after_use: Whether a video goes once no clip needs it any more.
        proxy_way: Which proxy is used.
        proxy_address: The proxy's URL, where the user names one.
        certificate_file: Further trusted certificates (PEM).
        text_size: How large the window's words are.
        reduce_motion: Whether nothing slides or fades.
        increase_contrast: Whether lines and quiet words are stronger.
        preview_on_hover: Whether a tile of the library shows the frame below the pointer.
    """

    use_sandbox: bool | None = None
    base_url: str = DEFAULT_BASE_URL
    model: str = MODEL_ID
    reference_hint: ReferenceHint = ReferenceHint.AUTO
    clips_folder: Path | None = None
    theme: Theme = Theme.SYSTEM
    language: str = ""
    loop: bool = True
    volume: float = 0.8
    muted: bool = False
    undo_send: bool = True
    clips_at_once: int = DEFAULT_CLIPS_AT_ONCE
    daily_cap: Decimal | None = None
    confirm_spending: bool = True
    confirm_amount: Decimal = Decimal(5)
    warn_low_balance: bool = True
    low_balance_amount: Decimal = Decimal(3)
    file_name_pattern: str = DEFAULT_PATTERN
    recipe_in_file: bool = True
    project: str = ""
    remove_picture_details: bool = True
    upload_while_writing: bool = False
    video_way: VideoWay | None = None
    bucket_kind: BucketKind = BucketKind.S3
    bucket_endpoint: str = ""
    bucket_name: str = ""
    bucket_region: str = ""
    bucket_folder: str = "omniflash"
    bucket_link_hours: int = DEFAULT_LINK_HOURS
    bucket_delete_after_use: bool = True
    proxy_way: ProxyWay = ProxyWay.SYSTEM
    proxy_address: str = ""
    certificate_file: Path | None = None
    text_size: TextSize = TextSize.DEFAULT
    reduce_motion: bool = False
    increase_contrast: bool = False
    preview_on_hover: bool = True

    def asks_before(self, cost: Decimal) -> bool:
        """Whether one click that costs so much, in US dollars, needs a second word."""
        return self.confirm_spending and cost > self.confirm_amount

    def warns_of(self, balance: Balance) -> bool:
        """Whether so little is left that the user wants to hear of it."""
        return self.warn_low_balance and balance.is_below(self.low_balance_amount)

    @property
    def network(self) -> Network:
        """What new connections go by."""
        return Network(
            proxy_way=self.proxy_way,
            proxy_address=self.proxy_address,
            certificate_file=self.certificate_file,
        )

    @property
    def video_hosting(self) -> VideoHosting:
        """Where a local reference video goes."""
        return VideoHosting(
            way=self.video_way,
            kind=self.bucket_kind,
            endpoint=self.bucket_endpoint.strip(),
            bucket=self.bucket_name.strip(),
            region=self.bucket_region.strip(),
            folder=bucket_folder(self.bucket_folder),
            link_hours=self.bucket_link_hours,
            delete_after_use=self.bucket_delete_after_use,
        )
