"""Every limit, price, host and name of the Omni-Flash-Ext service, in one place.

The vendor's pages drift without a changelog, so nothing of this is written down anywhere else.
"contract" is the page that describes the service's API; its section is named with each fact.
"""

from decimal import Decimal
from typing import Final

MIB: Final = 1024 * 1024

MODEL_ID: Final = "Omni-Flash-Ext"  # contract, section 2: case-sensitive
DEFAULT_BASE_URL: Final = "https://api.apimart.ai"  # contract, section 1
TOKEN_PAGE: Final = "https://apimart.ai/keys"
TOP_UP_PAGE: Final = "https://apimart.ai/topup"

SUBMIT_PATH: Final = "/v1/videos/generations"
TASK_PATH: Final = "/v1/tasks/{task_id}"
UPLOAD_PATH: Final = "/v1/uploads/images"
KEY_BALANCE_PATH: Final = "/v1/balance"
ACCOUNT_BALANCE_PATH: Final = "/v1/user/balance"

DURATIONS_SECONDS: Final = (4, 6, 8, 10)  # contract, section 2
ALLOWED_IMAGE_COUNTS: Final = (0, 1, 3)  # contract, section 2: two are refused by the service
MAX_IMAGES: Final = 3
MAX_VIDEOS: Final = 1

MAX_UPLOAD_BYTES: Final = 20 * MIB  # contract, section 4
MAX_UPLOAD_PIXELS: Final = 64 * 1024 * 1024
"""Ours: the contract names no number. From 89 million on, Pillow's usual settings, and services
made with it, take a picture for a bomb; and no clip has more than 8.3 million."""
UPLOAD_CONTENT_TYPES: Final = ("image/jpeg", "image/png", "image/webp", "image/gif")
UPLOAD_LINK_HOURS: Final = 72  # contract, section 4
UPLOAD_REUSE_HOURS: Final = 70  # contract, section 4: uploaded again when older
RESULT_LINK_HOURS: Final = 24  # contract, section 3: where the answer names no moment

# contract, section 10, all in seconds
CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 15.0
SUBMIT_SECONDS: Final = 45.0
UPLOAD_STALL_SECONDS: Final = 120.0
DOWNLOAD_STALL_SECONDS: Final = 60.0
MAX_ANSWER_BYTES: Final = 32 * MIB
MAX_LINKED_PICTURE_BYTES: Final = 64 * MIB  # our own limit, for a picture behind a link

# contract, section 3, "Polling", all in seconds
FIRST_POLL_AFTER: Final = 5.0
POLL_EVERY: Final = 5.0
SLOWER_POLLS_AFTER: Final = 120.0
SLOWER_POLL_EVERY: Final = 10.0
SLOW_TASK_AFTER: Final = 300.0
RARE_POLLS_AFTER: Final = 1200.0
RARE_POLL_EVERY: Final = 60.0
POLL_JITTER: Final = 0.1
POLL_BACK_OFF: Final = (5.0, 10.0, 20.0, 30.0)
MAX_POLLS_PER_SECOND: Final = 4
MAX_SUBMITS_IN_FLIGHT: Final = 3
DEFAULT_CLIPS_AT_ONCE: Final = 3
MOST_CLIPS_AT_ONCE: Final = 20
MOST_DOWNLOADS_AT_ONCE: Final = 4
UNDO_SEND_SECONDS: Final = 5.0
SAME_REQUEST_SECONDS: Final = 600.0  # an identical request within it is asked about first
LIKE_FAILURES_THAT_PAUSE: Final = 3
BALANCE_KEPT_SECONDS: Final = 60.0
POLLS_FOR_A_MISSING_RESULT: Final = 3
UNKNOWN_TASK_TOLERATED_SECONDS: Final = 30.0  # contract, section 6, row 404

# contract, section 6, row 429, in seconds
SHORTEST_RETRY_AFTER: Final = 1.0
LONGEST_RETRY_AFTER: Final = 120.0
SUBMIT_BACK_OFF: Final = (5.0, 10.0, 20.0, 40.0, 60.0)

# contract, section 9: US dollars a clip, by duration; estimates from two price lists
PRICES_HD: Final = {
    4: Decimal("0.25"),
    6: Decimal("0.30"),
    8: Decimal("0.35"),
    10: Decimal("0.40"),
}
PRICES_4K: Final = {
    4: Decimal("0.75"),
    6: Decimal("0.80"),
    8: Decimal("0.85"),
    10: Decimal("0.90"),
}
PRICE_WITH_VIDEO_HD: Final = Decimal("0.08")
PRICE_WITH_VIDEO_4K: Final = Decimal("0.24")

FRAMES_PER_SECOND: Final = 24  # contract, section 8
