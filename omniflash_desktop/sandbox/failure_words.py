"""Why a task failed, in the languages and the envelopes of the service."""

# ruff: noqa: RUF001 - the full-width signs of Chinese and Japanese are meant

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from omniflash_desktop.sandbox.faults import Fault


class Failure(StrEnum):
    """The reasons for which a task fails."""

    MODERATION = "moderation"
    QUOTA = "quota"
    UPSTREAM_TIMEOUT = "upstream-timeout"
    IMAGE_UNREACHABLE = "image-unreachable"
    IMAGE_UNREADABLE = "image-unreadable"
    VIDEO_UNREACHABLE = "video-unreachable"
    VIDEO_UNREADABLE = "video-unreadable"
    INTERNAL = "internal"


FAILURE_OF_FAULT: Final = {
    Fault.MODERATION: Failure.MODERATION,
    Fault.QUOTA: Failure.QUOTA,
    Fault.UPSTREAM_TIMEOUT: Failure.UPSTREAM_TIMEOUT,
    Fault.UNFETCHABLE_LINK: Failure.IMAGE_UNREACHABLE,
}

_WORDS: Final[dict[Failure, dict[str, str]]] = {
    Failure.MODERATION: {
        "en": "Content moderation failed: the request may violate the content policy",
        "zh": "内容审核未通过：请求可能违反内容政策",
        "ko": "콘텐츠 검수를 통과하지 못했습니다: 요청이 콘텐츠 정책을 위반할 수 있습니다",
        "ja": "コンテンツ審査に通りませんでした：コンテンツポリシーに違反している可能性があります",
    },
    Failure.QUOTA: {
        "en": "Upstream quota is temporarily exhausted, please try again later",
        "zh": "上游配额暂时耗尽，请稍后重试",
        "ko": "업스트림 할당량이 일시적으로 소진되었습니다. 잠시 후 다시 시도해 주세요",
        "ja": "上流の割り当てが一時的に不足しています。しばらくしてからもう一度お試しください",
    },
    Failure.UPSTREAM_TIMEOUT: {
        "en": "Upstream timeout: the video was not generated in time",
        "zh": "上游超时：未能在规定时间内生成视频",
        "ko": "업스트림 시간 초과: 제시간에 동영상을 생성하지 못했습니다",
        "ja": "上流のタイムアウト：時間内に動画を生成できませんでした",
    },
    Failure.IMAGE_UNREACHABLE: {
        "en": "Failed to download the reference image",
        "zh": "参考图片下载失败",
        "ko": "참조 이미지를 다운로드하지 못했습니다",
        "ja": "参照画像をダウンロードできませんでした",
    },
    Failure.IMAGE_UNREADABLE: {
        "en": "Invalid reference image: the file cannot be decoded",
        "zh": "参考图片无效：文件无法解码",
        "ko": "잘못된 참조 이미지: 파일을 디코딩할 수 없습니다",
        "ja": "参照画像が無効です：ファイルをデコードできません",
    },
    Failure.VIDEO_UNREACHABLE: {
        "en": "Failed to download the reference video",
        "zh": "参考视频下载失败",
        "ko": "참조 동영상을 다운로드하지 못했습니다",
        "ja": "参照動画をダウンロードできませんでした",
    },
    Failure.VIDEO_UNREADABLE: {
        "en": "Invalid reference video: the file cannot be decoded",
        "zh": "参考视频无效：文件无法解码",
        "ko": "잘못된 참조 동영상: 파일을 디코딩할 수 없습니다",
        "ja": "参照動画が無効です：ファイルをデコードできません",
    },
    Failure.INTERNAL: {
        "en": "Video generation failed, please try again",
        "zh": "视频生成失败，请重试",
        "ko": "동영상 생성에 실패했습니다. 다시 시도해 주세요",
        "ja": "動画の生成に失敗しました。もう一度お試しください",
    },
}


def failure_text(failure: Failure, language: str) -> str:
    """Word a failure; English where the language is not one of the service's."""
    words = _WORDS[failure]
    return words.get(language, words["en"])


def failure_envelope(failure: Failure, language: str) -> dict[str, Any]:
    """Build ``data.error`` in one of the three documented forms (contract, section 3)."""
    message = failure_text(failure, language)
    match failure:
        case Failure.MODERATION:
            return {"code": 451, "message": message, "type": "content_policy_violation"}
        case Failure.QUOTA:
            return {"message": message, "code": ""}
        case _:
            return {"message": message, "type": "task_failed", "param": "", "code": "task_failed"}
