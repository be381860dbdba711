"""Starts the command line of a service, quickly: who waits for it to come back waits for its imports most of all."""

import gc
from importlib import import_module


def start(package: str) -> int:
    """Do what the command line says to the service in this package; the exit code.

    Nothing that is imported is garbage. To look for some among it takes a fifth of a start, so the collector rests
    until all is there, and never looks through it again.
    """
    gc.disable()
    run = import_module("shared.runtime.command").run
    settings, app = import_module(f"{package}.settings"), import_module(f"{package}.app")
    gc.freeze()
    gc.enable()
    return int(run(settings.Settings, app.build))
