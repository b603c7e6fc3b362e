"""How gunicorn serves this platform; `make run` and a deployment read this same file."""

import ctypes
import os

from config import Config

_settings = Config.from_env()

bind = f"127.0.0.1:{_settings.port}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 16
# Each worker opens its own database connections: none may be inherited through a fork.
preload_app = False
timeout = 60
graceful_timeout = 20
keepalive = 5
loglevel = "warning"
_settings.instance_dir.mkdir(parents=True, exist_ok=True)
control_socket = str(_settings.instance_dir / f"gunicorn-{_settings.port}.ctl")
# The kernel takes 107 bytes for the path of a socket; in a deeper folder there is none.
control_socket_disable = len(os.fsencode(control_socket)) > 107


# malloc(3) keeps a heap for every thread, and from its first large block on, which is what a
# password's hash takes (argon2, 19 MiB), it keeps such blocks as well. Workers inherit these.
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
_libc = ctypes.CDLL(None)
if hasattr(_libc, "mallopt"):  # glibc's
    _libc.mallopt(_M_ARENA_MAX, 1)
    _libc.mallopt(_M_MMAP_THRESHOLD, 1024 * 1024)
