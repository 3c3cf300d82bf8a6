"""Serves the school in a folder (DATA SITE), in a child process that is followed by another when it dies.

Prints the port, then the process of each child as it begins. The children are forked, so that a start takes
no time, and they share a socket: a request that comes between two of them waits.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import uvicorn

from runtime.companion.app import application
from runtime.companion.companion import opened


def serve(listener: socket.socket, data: Path, site: Path) -> None:
    with opened(data) as companion:
        app = application(companion, site, listener.getsockname()[1])
        config = uvicorn.Config(app, log_level="critical", lifespan="off")
        print(os.getpid(), flush=True)
        uvicorn.Server(config).run(sockets=[listener])


def main(data: Path, site: Path) -> None:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(256)
    print(listener.getsockname()[1], flush=True)
    while True:
        child = os.fork()
        if child == 0:
            try:
                serve(listener, data, site)
            finally:
                os._exit(1)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
