"""What an answer to an upload says. Contract, section 4."""

from omniflash_desktop.api.exchange import Answer
from omniflash_desktop.api.failures import (
    Call,
    is_error_inside,
    problem_of_answer,
    problem_of_unreadable_answer,
)
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.wire_values import as_list, as_object, link
from omniflash_desktop.domain.outcomes import UploadedImage
from omniflash_desktop.domain.problems import Problem


def upload_of_answer(answer: Answer, redactor: Redactor) -> UploadedImage | Problem:
    """The link of the uploaded file, on whatever host; only http(s) is taken for one."""
    value = answer.value
    if not answer.is_success or is_error_inside(value):
        return problem_of_answer(Call.UPLOAD, answer, redactor)
    outer = as_object(value)
    data = outer.get("data")
    inner = as_object(next(iter(as_list(data)), data))
    url = link(outer.get("url")) or link(inner.get("url"))
    if url is None:
        return problem_of_unreadable_answer(Call.UPLOAD, answer, redactor)
    return UploadedImage(url=url)
