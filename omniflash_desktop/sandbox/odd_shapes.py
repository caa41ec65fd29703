"""The accepted but unusual answers of the contract (sections 2 and 3), taken in turn.

Each shape is a function from the documented answer to the unusual one. All of them were seen in
recorded traffic or are demanded of clients by section 11.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from starlette.responses import JSONResponse, Response

Answer: TypeAlias = dict[str, Any]
Shape: TypeAlias = Callable[[Answer], Response]


def odd_submit(answer: Answer, turn: int) -> Response:
    """Answer a submit in the unusual shape whose turn it is.

    Args:
        answer: The documented answer.
        turn: From 1, counted up with every unusual answer.
    """
    return _SUBMIT_SHAPES[turn % len(_SUBMIT_SHAPES)](answer)


def odd_task(answer: Answer, turn: int) -> Response:
    """Answer a poll in the unusual shape whose turn it is.

    Args:
        answer: The documented answer.
        turn: From 1, counted up with every unusual answer.
    """
    match answer["data"]["status"]:
        case "completed":
            shapes = _COMPLETED_SHAPES
        case "failed":
            shapes = _FAILED_SHAPES
        case _:
            shapes = _RUNNING_SHAPES
    return shapes[turn % len(shapes)](answer)


def _json(answer: object, status: int = 200) -> Response:
    return JSONResponse(answer, status)


def _event_stream(answer: object) -> Response:
    return Response(json.dumps(answer), media_type="text/event-stream")


def _untyped(answer: object) -> Response:
    response = Response(json.dumps(answer))
    del response.headers["content-type"]
    return response


# Submit


def _task_id(answer: Answer) -> str:
    return answer["data"][0]["task_id"]


def _accepted_202(answer: Answer) -> Response:
    task = {"object": "generation.task", "id": _task_id(answer), "status": "queued"}
    return _json({"code": 202, "request_id": "req_sandbox", "data": task}, 202)


def _camel_case_id(answer: Answer) -> Response:
    return _json({"code": 201, "data": {"taskId": _task_id(answer), "status": "SUBMITTED"}}, 201)


def _id_in_list(answer: Answer) -> Response:
    return _event_stream({"data": [{"id": _task_id(answer)}]})


def _id_at_top(answer: Answer) -> Response:
    return _untyped({"success": True, "task_id": _task_id(answer), "status": "queued"})


_SUBMIT_SHAPES: Final[tuple[Shape, ...]] = (
    _accepted_202,
    _camel_case_id,
    _id_in_list,
    _id_at_top,
)


# Running


def _changed(answer: Answer, **fields: object) -> Answer:
    return {**answer, "data": {**answer["data"], **fields}}


def _text_progress(answer: Answer) -> Response:
    return _json(_changed(answer, progress=str(answer["data"]["progress"]), status="IN_PROGRESS"))


def _beside_another_task(answer: Answer) -> Response:
    other = {"task_id": "task_00000000000000000000000000", "status": "failed"}
    return _json({**answer, "data": [other, answer["data"]]})


def _task_at_top(answer: Answer) -> Response:
    return _event_stream(answer["data"])


def _unknown_word(answer: Answer) -> Response:
    return _json(_changed(answer, status="warming-up", progress=140))


def _without_word(answer: Answer) -> Response:
    task = {name: value for name, value in answer["data"].items() if name != "status"}
    return _untyped({"data": {**task, "progress": None}})


def _queueing(answer: Answer) -> Response:
    return _json(_changed(answer, status="queueing", progress=0))


_RUNNING_SHAPES: Final[tuple[Shape, ...]] = (
    _text_progress,
    _beside_another_task,
    _task_at_top,
    _unknown_word,
    _without_word,
    _queueing,
)


# Completed


def _clip_link(answer: Answer) -> str:
    return answer["data"]["result"]["videos"][0]["url"][0]


def _with_result(answer: Answer, result: object, **fields: object) -> Answer:
    return _changed(answer, result=result, **fields)


def _with_url(answer: Answer, url: object, **fields: object) -> Answer:
    return _with_result(answer, {"videos": [{"url": url}]}, **fields)


def _plain_url(answer: Answer) -> Response:
    return _json(_with_url(answer, _clip_link(answer), status="SUCCEEDED"))


def _nested_urls(answer: Answer) -> Response:
    link = _clip_link(answer)
    cost = str(answer["data"]["cost"])
    return _json(_with_url(answer, [[link, link]], status="success", cost=cost))


def _joined_urls(answer: Answer) -> Response:
    link = _clip_link(answer)
    return _event_stream(_with_url(answer, f"{link},{link}", cost=None))


def _mixed_urls(answer: Answer) -> Response:
    return _json(_with_url(answer, [2, None, "/f/video/relative.mp4", _clip_link(answer)]))


def _video_url_in_video(answer: Answer) -> Response:
    result = {"videos": [{"video_url": _clip_link(answer), "expires_at": 0}], "images": []}
    return _json({**answer, "data": [_with_result(answer, result)["data"]]})


def _video_url_in_result(answer: Answer) -> Response:
    return _json(_with_result(answer, {"video_url": _clip_link(answer)}, progress="100")["data"])


def _url_in_result_data(answer: Answer) -> Response:
    return _untyped(_with_result(answer, {"data": [{"url": _clip_link(answer)}]}))


_COMPLETED_SHAPES: Final[tuple[Shape, ...]] = (
    _plain_url,
    _nested_urls,
    _joined_urls,
    _mixed_urls,
    _video_url_in_video,
    _video_url_in_result,
    _url_in_result_data,
)


# Failed


def _reason(answer: Answer) -> str:
    return answer["data"]["error"]["message"]


def _bare_reason(answer: Answer) -> Response:
    return _json(_changed(answer, error=_reason(answer), status="FAILURE"))


def _nested_reason(answer: Answer) -> Response:
    return _json(_changed(answer, error={"error": {"message": _reason(answer)}}, status="fail"))


def _reason_beside(answer: Answer) -> Response:
    return _json(_changed(answer, error=None, fail_reason=_reason(answer), status="error"))


def _no_reason(answer: Answer) -> Response:
    return _json(_changed(answer, error=None))


_FAILED_SHAPES: Final[tuple[Shape, ...]] = (
    _bare_reason,
    _nested_reason,
    _reason_beside,
    _no_reason,
)
