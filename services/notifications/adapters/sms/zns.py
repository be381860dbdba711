"""Zalo's notification service: a message by a template that Zalo has approved, to whoever has the number there.

Source: Zalo's documentation of ZNS: `POST /message/template`; zalo.cloud/zns/guidelines/handle-error-code.
"""

import asyncio
import json
import time
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
import structlog

from services.notifications.domain.centre import ZaloAccount
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.short_text import as_text
from shared.runtime.web.client import http_client

_TRY_SECONDS: Final = 10.0
_TIMEOUT: Final = httpx.Timeout(8.0, connect=3.0)
_LONGEST_ANSWER: Final = 16 * 1024
_NOT_THERE: Final = frozenset({-108, -110, -114, -118, -119, -134, -139, -140, -141})
"""To this person no other try would bring more: the number is none (-108), or has an app too old (-110), no account
(-118) or one that takes no such messages (-119); its state, its choice or a fault of Zalo's forbids it (-114); its
owner did not answer whether this account may write (-134), takes nothing of this kind (-139), may not be sent it
(-140), or takes nothing of this account (-141). What else there is, is of the token, the template, the purse or the
day."""

_NOT_TAKEN: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})

log: structlog.stdlib.BoundLogger = structlog.get_logger("zns")


class Zns:
    """Hands one message over. Without an account it is off.

    The token is read at each message: it lasts for a day, and whoever renews it writes the file anew.
    """

    def __init__(self, account: ZaloAccount | None) -> None:
        self._account = account
        self._client = http_client(timeout=_TIMEOUT)

    @property
    def is_on(self) -> bool:
        """Whether there is an account at all."""
        return self._account is not None

    async def carry(self, delivery_id: UUID, message: Message, language: Language, to: str) -> Ended:
        """Try once; how it ended. Never raises for what Zalo does.

        REFUSED: nobody takes it by Zalo at this number. UNKNOWN: it was handed over, and what came back says nothing.
        """
        if self._account is None:
            return Ended(Outcome.RETRY, reason="no account is named")
        began = time.perf_counter()
        body = {
            "phone": to.removeprefix("+"),
            "template_id": self._account.template,
            "template_data": {"ma": message.about or "-", "noi_dung": as_text(message, language)},
            "tracking_id": str(delivery_id),
        }
        ended = await self._tried(self._account, body)
        return replace(ended, ms=round((time.perf_counter() - began) * 1000))

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def _tried(self, account: ZaloAccount, body: dict[str, Any]) -> Ended:
        try:
            token = (await asyncio.to_thread(Path(account.token_file).read_text, encoding="utf-8")).strip()
            headers = {"access_token": token}
            async with (
                asyncio.timeout(_TRY_SECONDS),
                self._client.stream("POST", account.url, json=body, headers=headers) as answer,
            ):
                return _of_answer(answer.status_code, await _start_of(answer))
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return Ended(Outcome.RETRY, reason="connection")
        except (httpx.TransportError, TimeoutError):
            return Ended(Outcome.UNKNOWN, reason="no answer")
        except (OSError, ValueError, httpx.InvalidURL):
            log.warning("the token of Zalo cannot be read")
            return Ended(Outcome.RETRY, reason="no token")


async def _start_of(answer: httpx.Response) -> bytes:
    read = b""
    async for part in answer.aiter_raw():
        read += part
        if len(read) > _LONGEST_ANSWER:
            break
    return read


def _of_answer(status: int, body: bytes) -> Ended:
    """What Zalo says by a number of its own counts; without one, only what was surely not taken is tried again."""
    code = _code_in(body)
    if code == 0:
        return Ended(Outcome.OK, status)
    if code is None:
        is_refused = status in _NOT_TAKEN or HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        return Ended(Outcome.RETRY if is_refused else Outcome.UNKNOWN, status, reason=f"answered {status}")
    if code not in _NOT_THERE:
        log.warning("Zalo took no message", error=code)
    return Ended(Outcome.REFUSED if code in _NOT_THERE else Outcome.RETRY, status, reason=f"answered {code}")


def _code_in(body: bytes) -> int | None:
    try:
        said = json.loads(body)
    except ValueError:
        return None
    code = said.get("error") if isinstance(said, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) else None
