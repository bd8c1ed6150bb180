"""The server's configuration, from the same settings as the app: gunicorn -c portal/gunicorn_conf.py.

SIGTERM stops it gracefully: it takes no more connections and finishes what it has. SIGHUP only starts the
workers afresh, with the code and settings of the start; a new release of the data needs neither.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from portal import logs
from portal.settings import SettingsError, from_environment

try:
    _settings = from_environment()
except SettingsError as error:
    sys.exit(f"Panj cannot start: {error}")

wsgi_app = "app:server"
bind = (
    f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
)
workers = _settings.workers
threads = _settings.threads
# Threads also keep an idle connection that a browser opens ahead of time from blocking a worker.
worker_class = "gthread"
# Loaded once, before the workers start: they share the memory, and a mistake stops the start once.
preload_app = True
max_requests = 5000
max_requests_jitter = 1000
timeout = 60
graceful_timeout = 30
keepalive = 5
loglevel = _settings.log_level
logconfig_dict = logs.configuration(_settings.log_level, _settings.log_format)
# By default any local process could set the path of a request through headers, and two servers of one user
# would share a control socket.
forwarded_allow_ips = ""
forwarder_headers = ""
control_socket_disable = True
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"

if _settings.metrics_port:
    from portal import metrics

    raw_env = [f"{metrics.FOLDER_VARIABLE}={metrics.shared().folder}"]

    def when_ready(server: Any) -> None:
        """Before the first worker starts."""
        try:
            metrics.serve(_settings.metrics_port)
        except OSError:
            sys.exit(f"Panj cannot start: PANJ_METRICS_PORT {_settings.metrics_port} is taken.")

    def pre_fork(server: Any, worker: Any) -> None:
        """In the first process, for a worker that is about to start."""
        worker.seat = metrics.free_seat(one.seat for one in server.WORKERS.values())

    def post_fork(server: Any, worker: Any) -> None:
        """In the worker."""
        metrics.take_seat(worker.seat)

    def child_exit(server: Any, worker: Any) -> None:
        """In the first process, for a worker that has gone."""
        metrics.leave_seat(worker.seat)

    def on_exit(server: Any) -> None:
        """When the server stops."""
        shutil.rmtree(metrics.shared().folder, ignore_errors=True)
