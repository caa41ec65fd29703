"""Sorts a failed task's words into the few kinds that the user can do something about.

The vendor names three common causes, quota, moderation and upstream timeout, without a symbol for
any of them; a reference that could not be fetched is the fourth (contract, sections 3 and 4).
Failures are told in English, Chinese, Korean or Japanese.
"""

import re
from collections.abc import Set as AbstractSet
from typing import Final

from omniflash_desktop.api.failures import is_about_content
from omniflash_desktop.domain.problems import ProblemKind

_THING: Final = r"\b(?:url|link|image|picture|photo|video|file|reference|media|asset)s?\b|_urls?\b"
_FETCHING: Final = r"\b(?:download|fetch|access|retriev|reach|load|read|open)"
_FAILING: Final = r"\b(?:fail|unable|cannot|can't|could ?n[o']?t|not|error)"

_FETCH_FAILED: Final = re.compile(
    rf"{_FAILING}.{{0,40}}{_FETCHING}.{{0,60}}(?:{_THING})"
    rf"|{_FETCHING}.{{0,60}}(?:{_THING}).{{0,40}}\b(?:fail|error|timed? ?out)"
    rf"|(?:{_THING}).{{0,60}}(?:{_FAILING}.{{0,20}}{_FETCHING}|unreachable|inaccessible|expired"
    rf"|not (?:publicly )?(?:available|found))"
    r"|(?:图片|视频|链接|文件|地址|素材).{0,20}(?:下载失败|无法|失效|过期|不可访问)"
    r"|(?:下载|获取|读取|访问).{0,20}(?:图片|视频|链接|文件|地址|素材).{0,10}失败"
    r"|(?:이미지|동영상|링크|파일).{0,20}(?:다운로드하지|가져오지|접근할 수)"
    r"|(?:画像|動画|リンク|ファイル).{0,20}(?:ダウンロードでき|取得でき|アクセスでき)"
)
_UNREADABLE: Final = re.compile(r"decod|corrupt|解码|디코딩|デコード")
_NO_CAPACITY: Final = re.compile(
    r"quota|channel|capacity|overload|\bbusy\b|rate.?limit|too many requests|resource.?exhausted"
    r"|unavailable|配额|额度|负载|繁忙|渠道|限流|할당량|혼잡|割り当て|混雑"
)
_TIMED_OUT: Final = re.compile(r"time.?out|timed.?out|deadline|超时|시간 초과|タイムアウト")


def kind_of_failure(message: str, symbols: AbstractSet[str]) -> ProblemKind:
    """The kind of a task's failure.

    Args:
        message: Its words, cleaned.
        symbols: Its `type`, `code` and status word, lower case.
    """
    words = " ".join((message.lower(), *sorted(symbols)))
    if is_about_content(words):
        return ProblemKind.MODERATION
    if _FETCH_FAILED.search(words) and not _UNREADABLE.search(words):
        return ProblemKind.LINK_UNREACHABLE
    if _NO_CAPACITY.search(words):
        return ProblemKind.AT_CAPACITY
    if _TIMED_OUT.search(words):
        return ProblemKind.UPSTREAM_TIMEOUT
    return ProblemKind.TASK_FAILED
