"""Loads the sample province over the HTTP API, as a person would; loading it again changes nothing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx

from deploy.standalone.addresses import Addresses
from deploy.standalone.errors import StandaloneError
from deploy.standalone.people import LOADER, WORLD, read_world
from deploy.standalone.playing.asking import Answer, Requests, Wish
from deploy.standalone.playing.moving import moved
from shared.runtime.web.client import http_client

SAMPLE = WORLD
_AWAY = 503
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.2

_UNIT_FIELDS = ("kind", "name_vi", "parent", "line", "head", "deputies", "staff", "valid_from")
_CLUSTER_FIELDS = ("name_vi", "members", "lead", "deputy", "since")
_SUBJECT_FIELDS = ("ref", "kind", "name_vi", "work_role", "size", "unit")


class WorldError(StandaloneError):
    """The sample province could not be loaded."""


async def load(world_file: Path, addresses: Addresses, *, move_days: int = 0) -> None:
    """Load units (parents first), subjects, movements and the council; every date is moved by `move_days`.

    Raises: WorldError when a service refuses a record or stays away.
    """
    world = moved(read_world(world_file), move_days)
    async with http_client() as client:
        requests = Requests.to(addresses, client)
        await load_through(requests, world, mark=str(move_days))


async def load_through(requests: Requests, world: Mapping[str, Any], *, mark: str) -> None:
    """Load a world that was read; the same `mark` means the same acts. Raises: WorldError."""
    for do, name, body in records(world):
        await _insist(requests, Wish(LOADER, do, body, key=f"world/{do}/{name}/{mark}"))


def records(world: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is to be recorded, in an order in which each finds what it refers to: command, name, body."""
    units = world.get("units", [])
    for unit in _parents_first(units):
        yield "record_unit", unit["id"], {"code": unit["id"], **_kept(unit, _UNIT_FIELDS)}
    yield from _mergers(units)
    for cluster in _clusters(world):
        yield "record_cluster", f"{cluster['code']}/{cluster.get('since')}", cluster
    for subject in world.get("subjects", ()):
        yield "record_subject", subject["ref"], _kept(subject, _SUBJECT_FIELDS)
    for movement in world.get("movements", ()):
        yield "launch_movement", movement["id"], _movement(movement)
    for council in [world["council"]] if "council" in world else []:
        body = {"code": council["id"], **_kept(council, ("unit", "chair", "members", "related"))}
        yield "record_council", council["id"], body


def _mergers(units: list[dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The units that were merged, by successor and day: the day after their last."""
    merged: dict[tuple[str, date], list[str]] = {}
    for unit in units:
        if "merged_into" in unit:
            merged.setdefault((unit["merged_into"], unit["valid_to"] + timedelta(days=1)), []).append(unit["id"])
    for (into, on), predecessors in merged.items():
        yield "merge_units", f"{into}/{on}", {"code": into, "predecessors": predecessors, "on": on}


def _clusters(world: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The cluster of a province, and those of a region, at each of their times."""
    for cluster in [*([world["region"]] if "region" in world else []), *world.get("clusters", ())]:
        yield {"code": cluster["id"], **_kept(cluster, _CLUSTER_FIELDS)}


def _kept(thing: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: thing[name] for name in names if name in thing}


def _movement(movement: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": movement["id"],
        **_kept(movement, ("kind", "name_vi", "owner")),
        "window_from": movement["window"][0],
        "window_to": movement["window"][1],
        "interim_review_on": movement["interim_review"],
        "final_review_on": movement["final_review"],
    }


def _parents_first(units: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A unit comes after its parent."""
    waiting, known = list(units), set[str]()
    while waiting:
        ready = [unit for unit in waiting if unit.get("parent") in {None, *known}]
        if not ready:
            raise WorldError(f"units refer to units that are not there: {[unit['id'] for unit in waiting]}")
        yield from ready
        known |= {unit["id"] for unit in ready}
        waiting = [unit for unit in waiting if unit not in ready]


async def _insist(requests: Requests, wish: Wish) -> None:
    """Ask again while the service is away; the key makes that harmless."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        answer = await _answer(lambda: requests.send(wish))
        if answer is not None and answer.is_success:
            return
        if answer is not None and answer.status != _AWAY:
            raise WorldError(f"{wish.do} {wish.key}: {answer.status} {answer.body}")
        if time.monotonic() > deadline:
            raise WorldError(f"{wish.do} {wish.key}: the service stayed away for {_PATIENCE_SECONDS:.0f} s")
        await asyncio.sleep(_PAUSE_SECONDS)


async def _answer(send: Callable[[], Awaitable[Answer]]) -> Answer | None:
    try:
        return await send()
    except httpx.TransportError:
        return None
