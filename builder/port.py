"""The port of this computer that a command serves at."""

from __future__ import annotations

import socket

from builder.problems import UserError

HOST = "127.0.0.1"
WAITING = 2048


def listening(port: int) -> socket.socket:
    """Return a socket that takes connections at a port, 0 for any free one. Raises UserError.

    >>> with listening(0) as listener:
    ...     listener.getsockname()[0]
    '127.0.0.1'
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(WAITING)
    except OSError as error:
        listener.close()
        raise UserError(
            f"port {port} is in use ({error.strerror}); end what uses it, or choose another --port"
        ) from error
    return listener
