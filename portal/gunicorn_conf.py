"""The server's configuration, from the same settings as the app: gunicorn -c portal/gunicorn_conf.py."""

import sys
from pathlib import Path

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
# By default any local process could set the path of a request through headers, and two servers of one user
# would share a control socket.
forwarded_allow_ips = ""
forwarder_headers = ""
control_socket_disable = True
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"
