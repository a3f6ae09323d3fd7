"""Where a server may listen."""

import socket

import click


def listening_at(bind: str) -> tuple[str, int]:
    """Host and port of `--bind`."""
    host, _, port = bind.rpartition(":")
    if not port.isdecimal() or not host:
        raise click.BadParameter(f"{bind} is not an address and a port, such as 127.0.0.1:8000.", param_hint="--bind")
    return host.strip("[]"), int(port)


def refuse_taken(host: str, port: int) -> None:
    """Say so at once if somebody listens there already; the server itself would share the port or fail later."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise click.ClickException(f"Cannot listen on {host}:{port}: {taken.strerror}. Choose another port.") from taken
