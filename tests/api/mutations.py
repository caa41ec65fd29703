"""Answers as no service should give them, made of the recorded ones. The same seed, the same ones.

Plain random numbers, not strategies: ten thousand of these must be made and read in seconds.
"""

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final

from omniflash_desktop.api.exchange import Answer
from tests.api.exchanges import TASK_ID, TOKEN, all_exchanges

RUNNING: Final = {
    "code": 200,
    "data": {"id": TASK_ID, "status": "processing", "progress": 40, "estimated_time": 600},
}
TAKEN: Final = {"code": 200, "data": [{"status": "submitted", "task_id": TASK_ID}]}
ORIGINALS: Final[list[Any]] = [
    RUNNING,
    TAKEN,
    *(answer["body"] for e in all_exchanges() for answer in e.answers if "body" in answer),
]
WORDS: Final = (
    *("completed", "success", "succeeded", "cancelled", "canceled", "COMPLETED "),
    *("failed", "failure", "fail", "error", "timeout", "expired", "processing", "queued"),
)
ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 200, 202, 400, 401, 402, 429, 500, 503, 1001, 10**18, 10**400),
    *(0.5, -0.0, 1e308, float("nan"), float("inf"), float("-inf")),
    *("", " ", "0", "40%", "$0.35", "NaN", "1e999", "-1", "9" * 4000, "\x00", "a\x00b", "\ud800"),
    *("\udfff\ud800", "{", "[]", '{"a":1}', '{"error":{"message":"no"}}', TOKEN, f"Bearer {TOKEN}"),
    *("javascript:x", "https://", "http://[", "https://a.test/v.mp4", "//x/y", "<script>" * 50),
    *("a" + " " * 3000 + ",", "https://a.test/1.mp4, https://a.test/2.mp4", "\u202e", "é" * 600),
    *("idempotency_unavailable", "idempotency_in_progress", "rate_limit_error", *WORDS),
    *([], {}, [[]], [None], [[[[[[[[]]]]]]]], {"error": {}}, {"status": "failed"}, {"id": 7}),
    *({"task_id": "task_2"}, {"code": 429}, {"code": "401"}, {"success": False}),
)
NAMES: Final = (
    *("code", "data", "error", "id", "task_id", "taskId", "status", "result", "videos", "url"),
    *("message", "success", "type", "progress", "cost", "credits_cost", "expires_at", "created"),
    *("completed", "actual_time", "estimated_time", "remain_balance", "unlimited_quota", "detail"),
    *("request_id", "param", "video_url", "thumbnail_url", "fail_reason", "errors", "reason"),
)
STATUSES: Final = (
    *(200,) * 12,
    *(201, 202, 204, 302, 400, 401, 402, 403, 404, 408, 409, 413, 422, 425, 429),
    *(500, 502, 503, 504, 522, 599),
)
_DAMAGES: Final = ("torn", "foreign", "marked", "event", "twice", "wide", "deep")
_HEADERS: Final = (
    *("", "0", "7", "-5", "2.5", "soon", "nan", "inf", "9" * 400, "1e9", "\x00", "7\r\nX: y"),
    *("Sun, 22 Nov 2026 10:00:30 GMT", "Sun, 99 Nov 99999 99:99:99 GMT", "Mon, 01 Jan 0001 00:00"),
    *("Mon, 01 Jan 0001 00:00:00 +1400", "Fri, 31 Dec 9999 23:59:59 -1400", "1 Jan 70 0:0:0 +9999"),
    *("Sun, 22 Nov 2026 10:00:30 +99999999", "Sun, 22 Nov 2026", "é" * 40),
)


def mutated_answers(seed: int, count: int) -> Iterator[Answer]:
    """So many answers, each with one to four things wrong with it."""
    dice = random.Random(seed)
    for _ in range(count):
        value = deepcopy(dice.choice(ORIGINALS))
        for _ in range(dice.randint(1, 4)):
            value = _mutated(value, dice)
        yield Answer(status=dice.choice(STATUSES), headers=_headers(dice), body=_body(value, dice))


def mutated_bodies_of(original: Any, seed: int, count: int) -> Iterator[bytes]:
    """So many bodies that began as `original`."""
    dice = random.Random(seed)
    for _ in range(count):
        value = deepcopy(original)
        for _ in range(dice.randint(1, 4)):
            value = _mutated(value, dice)
        yield _body(value, dice)


def _mutated(value: Any, dice: random.Random) -> Any:
    path = dice.choice(list(_paths(value)))
    if not path:
        return dice.choice(
            [value, [value], [value, value], {"data": value}, {"result": value}, {"error": value}]
        )
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    dice.choice(_MUTATIONS)(holder, path[-1], dice)
    return value


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in inner:
        yield from _paths(one, (*path, key))


def _replace(holder: Any, key: Any, dice: random.Random) -> None:
    holder[key] = deepcopy(dice.choice(ODD))


def _remove(holder: Any, key: Any, dice: random.Random) -> None:
    del holder[key]


def _wrap(holder: Any, key: Any, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 1, 2, 9, 60))):
        holder[key] = [holder[key]] if dice.random() < 0.5 else {dice.choice(NAMES): holder[key]}


def _add(holder: Any, key: Any, dice: random.Random) -> None:
    odd = deepcopy(dice.choice(ODD))
    if isinstance(holder, dict):
        holder[dice.choice(NAMES)] = odd
    else:
        holder.insert(key, odd)


def _rename(holder: Any, key: Any, dice: random.Random) -> None:
    if isinstance(holder, dict):
        new = dice.choice((key.upper(), key + "\x00", dice.choice(NAMES)))
        holder[new] = holder.pop(key)


def _as_text(holder: Any, key: Any, dice: random.Random) -> None:
    holder[key] = json.dumps(holder[key])


def _multiply(holder: Any, key: Any, dice: random.Random) -> None:
    holder[key] = [deepcopy(holder[key]) for _ in range(dice.choice((2, 3, 40)))]


_MUTATIONS: Final[tuple[Callable[[Any, Any, random.Random], None], ...]] = (
    *(_replace, _replace, _replace, _remove, _wrap, _add, _add, _rename, _as_text, _multiply),
)


def _body(value: Any, dice: random.Random) -> bytes:
    text = json.dumps(value, ensure_ascii=dice.random() < 0.8)
    body = text.encode("utf-8", errors="surrogatepass")
    at = dice.randint(0, len(body))
    match dice.choice((*("whole",) * 8, *_DAMAGES)):
        case "torn":
            return body[:at]
        case "foreign":
            return body[:at] + dice.randbytes(dice.randint(1, 4)) + body[at:]
        case "marked":
            return b"\xef\xbb\xbf" + body
        case "event":
            return b"data: " + body + b"\n\ndata: [DONE]\n\n"
        case "twice":
            # One name twice in one object: JSON allows it, and readers differ.
            word = dice.choice(WORDS).encode()
            return body.replace(b'"status":', b'"status": "' + word + b'", "status":')
        case "wide":
            return body.decode("utf-8", errors="replace").encode("utf-16")
        case "deep":
            depth = dice.choice((50, 900, 5_000))
            return body[:at] + b"[" * depth + body[at:]
        case _:
            return body


def _headers(dice: random.Random) -> dict[str, str]:
    names = ("retry-after", "date", "x-request-id", "content-type")
    return {name: dice.choice(_HEADERS) for name in names if dice.random() < 0.4}
