"""nchan: nginx with a module for live streams, as Debian packs it; a message is posted, and all subscribers get it."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

from deploy.bench.gauge import cpu_seconds
from deploy.bench.notify.awards import sealed
from deploy.bench.notify.live import BETWEEN_SECONDS, SETTLE_SECONDS, Streams, crowd, found, resident_kb, told_by
from deploy.bench.race import Track
from deploy.standalone.addresses import LOOPBACK, Ports
from deploy.standalone.errors import MissingToolError
from deploy.standalone.probes import http_ready
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.unit import Unit
from shared.kernel.clock import now_utc
from shared.runtime.web.client import http_client

NAME: Final = "nchan"
_MODULE: Final = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
_CONFIGURATION: Final = """
load_module {module};
daemon off;
master_process off;
error_log stderr error;
pid {folder}/nginx.pid;
worker_rlimit_nofile 20000;
events {{ worker_connections 15000; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen {host}:{port} backlog=1024;
    location = /ready {{ return 200; }}
    location = /say {{ nchan_publisher; nchan_channel_id awards; }}
    location = /live {{ nchan_subscriber eventsource; nchan_channel_id awards; nchan_subscriber_first_message newest; }}
  }}
}}
"""


async def streams(track: Track, clients: int, frames: int) -> Streams:
    """As ours is measured, but for the bus: what is said is posted to the server itself. Raises: StandaloneError."""
    port = Ports.free().console
    async with Supervisor([_unit(track.site.folder / NAME, port)], track.site.folder, say=lambda _: None) as running:
        pid = running.pid(NAME)
        empty = resident_kb(pid)
        async with crowd(f"{LOOPBACK}:{port}", "/live", clients, frames) as listening:
            await asyncio.sleep(SETTLE_SECONDS)
            full, used = resident_kb(pid), cpu_seconds(pid)
            await _say(f"http://{LOOPBACK}:{port}/say", frames)
            told = await told_by(listening)
            used = cpu_seconds(pid) - used
    return found(NAME, told, frames, (full - empty) / clients, used)


async def _say(address: str, frames: int) -> None:
    async with http_client() as client:
        for number in range(frames):
            await client.post(address, content=sealed(NAME, number, 1, now_utc()).data)
            await asyncio.sleep(BETWEEN_SECONDS)


def _unit(folder: Path, port: int) -> Unit:
    """Raises: MissingToolError."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or not _MODULE.exists():
        raise MissingToolError("nginx with nchan is not here; on Debian: apt install libnginx-mod-nchan nginx-light")
    folder.mkdir(exist_ok=True)
    written = folder / "nginx.conf"
    text = _CONFIGURATION.format(module=_MODULE, folder=folder, host=LOOPBACK, port=port)
    written.write_text(text, encoding="utf-8")
    return Unit(NAME, (nginx, "-c", str(written), "-p", str(folder)), http_ready(f"http://{LOOPBACK}:{port}/ready"))
