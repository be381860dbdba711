"""Nothing happens at import: no socket, no look at our environment."""

import subprocess
import sys

from tests.architecture.source import CODE, ROOT, files, module_of

_PROBE = """
import os, socket, sys, importlib

class Silent(dict):
    def _refuse(self, name):
        if str(name).startswith(("NOMINATIONS_", "REVIEWS_", "NOTIFICATIONS_", "CONSOLE_", "KAFKA_", "MONGODB_")):
            raise RuntimeError(f"read {name} at import")
    def get(self, name, default=None):
        self._refuse(name)
        return super().get(name, default)
    def __getitem__(self, name):
        self._refuse(name)
        return super().__getitem__(name)

def blocked(*args, **kwargs):
    raise RuntimeError("a socket at import")

os.environ = Silent(os.environ)
socket.socket.connect = blocked
socket.socket.bind = blocked
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_every_module_imports_with_sockets_and_settings_blocked() -> None:
    names = [module_of(path) for path in files(*CODE) if path.name != "__main__.py"]
    done = subprocess.run([sys.executable, "-c", _PROBE, *names], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
