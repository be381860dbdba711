"""One peer as a process: `python -m deploy.bench.peers NAME PLACE`, in the environment of the peers."""

import sys
from importlib import import_module

from deploy.bench.work import Place

if __name__ == "__main__":
    name, place = sys.argv[1:]
    import_module(f"deploy.bench.peers.{name}").run(Place.of(place))
