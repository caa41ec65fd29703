"""What an answer about the balance says. Contract, section 5."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from omniflash_desktop.api.exchange import Answer
from omniflash_desktop.api.failures import (
    Call,
    is_error_inside,
    problem_of_answer,
    problem_of_unreadable_answer,
)
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.wire_values import as_object, dollars
from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.problems import Problem

_CREDITS_PER_DOLLAR: Final = 10  # contract, section 3
_NO_LIMIT: Final = Decimal(-1)  # contract, section 5


def balance_of_answer(answer: Answer, redactor: Redactor) -> Balance | Problem:
    """The balance, or why it is not known."""
    value = answer.value
    if not answer.is_success or is_error_inside(value):
        return problem_of_answer(Call.BALANCE, answer, redactor)
    outer = as_object(value)
    fields = as_object(outer.get("data")) or outer
    if "remain_balance" not in fields and "remain_credits" not in fields:
        return problem_of_unreadable_answer(Call.BALANCE, answer, redactor)
    remaining = _amount(fields, "remain")
    unlimited = _flag(fields.get("unlimited_quota"))
    if unlimited is None:
        unlimited = remaining == _NO_LIMIT
    return Balance(
        remaining=None if unlimited else remaining,
        used=_amount(fields, "used"),
        unlimited=unlimited,
    )


def _amount(fields: Mapping[str, object], name: str) -> Decimal | None:
    amount = dollars(fields.get(f"{name}_balance"))
    if amount is not None:
        return amount
    credits_ = dollars(fields.get(f"{name}_credits"))
    return None if credits_ is None else credits_ / _CREDITS_PER_DOLLAR


def _flag(value: object) -> bool | None:
    match value:
        case True | 1 | "true" | "True" | "1":
            return True
        case False | 0 | "false" | "False" | "0":
            return False
        case _:
            return None
