"""Changes reach the window later, and never inside the task that made them."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.services.changes import (
    BalanceRead,
    Change,
    Changes,
    GenerationChanged,
    GenerationRemoved,
    QueuePaused,
    ServiceReached,
    TariffChanged,
)
from omniflash_desktop.ui.change_relay import ChangeRelay
from tests.builders import a_generation
from tests.ui.opened_window import until


class Heard:
    """What came out of the relay, by the name of its signal, and inside which task."""

    def __init__(self, relay: ChangeRelay) -> None:
        self.changes: list[tuple[str, Any]] = []
        self.tasks: list[asyncio.Task[Any] | None] = []
        for name in (
            "generation_changed",
            "generation_removed",
            "queue_paused",
            "service_reached",
            "balance_read",
            "tariff_changed",
        ):
            getattr(relay, name).connect(lambda change, name=name: self._hear(name, change))

    def _hear(self, name: str, change: Change) -> None:
        self.changes.append((name, change))
        self.tasks.append(asyncio.current_task())


@pytest.mark.parametrize(
    ("signal", "change"),
    [
        ("generation_changed", GenerationChanged(generation=a_generation().waiting())),
        ("generation_removed", GenerationRemoved(generation_id="0123456789ab")),
        ("queue_paused", QueuePaused(problem=None)),
        ("service_reached", ServiceReached(service="sandbox")),
        ("balance_read", BalanceRead(service="sandbox", balance=Balance(remaining=Decimal(1)))),
        (
            "tariff_changed",
            TariffChanged(
                service="https://service.example.test",
                generation=a_generation().ready(),
                before=Decimal("0.30"),
                now=Decimal("0.35"),
            ),
        ),
    ],
)
async def test_each_kind_has_its_signal(qapp: QApplication, signal: str, change: Change) -> None:
    changes = Changes()
    relay = ChangeRelay(changes)
    heard = Heard(relay)
    changes.publish(change)
    await until(lambda: heard.changes)
    assert heard.changes == [(signal, change)]


async def test_nothing_is_delivered_inside_the_task(qapp: QApplication) -> None:
    changes = Changes()
    relay = ChangeRelay(changes)
    heard = Heard(relay)
    change = QueuePaused(problem=None)

    async def publish() -> None:
        changes.publish(change)
        # A slot that ran now would run in here.
        assert heard.changes == []

    await asyncio.ensure_future(publish())
    await until(lambda: heard.changes)
    assert heard.tasks == [None]


async def test_the_order_is_kept(qapp: QApplication) -> None:
    changes = Changes()
    relay = ChangeRelay(changes)
    heard = Heard(relay)
    sent = [GenerationRemoved(generation_id=str(number)) for number in range(100)]
    for change in sent:
        changes.publish(change)
    await until(lambda: len(heard.changes) == 100)
    assert [change for _, change in heard.changes] == sent


async def test_a_slot_that_fails_harms_neither_task_nor_relay(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: told.append(kind))
    changes = Changes()
    relay = ChangeRelay(changes)

    def fail(_change: Change) -> None:
        raise ZeroDivisionError

    relay.queue_paused.connect(fail)
    heard = Heard(relay)
    changes.publish(QueuePaused(problem=None))
    await until(lambda: heard.changes)
    assert told == [ZeroDivisionError]
