"""Serving: the plant's pages on this machine alone, until Ctrl-C."""

import socket
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from pyrometer.apps import _show
from pyrometer.errors import NotInstalled, PlantError


def serve(folder: Path, port: int, *, as_json: bool = False) -> None:
    """Serves the plant in `folder`.

    Raises PlantError where there is none or the port is taken, and NotInstalled without the extra [web].
    """
    uvicorn = loaded()
    from pyrometer.apps.web import door, routes
    from pyrometer.apps.web.desk import Desk

    desk = Desk(folder)
    with desk.opened() as plant:
        name = plant.config.plant.name
    with listening(door.HOME, port) as at:
        gate = door.Door(at.getsockname()[1])
        settings = {"log_level": "warning", "access_log": False, "server_header": False, "proxy_headers": False}
        config = uvicorn.Config(door.guarded(routes.app(desk), gate), ws="none", lifespan="off", **settings)
        said = f"{name}: open {gate.address}\nThe address works once, in one browser. Ctrl-C ends it."
        _show.told({"name": name, "address": gate.address}, said, as_json=as_json)
        with suppress(KeyboardInterrupt):  # the way to end it
            uvicorn.Server(config).run(sockets=[at])
    click.echo("Ended; nothing was changed.", err=as_json)


def listening(host: str, port: int) -> socket.socket:
    """A socket at that port of this machine; 0 is any free one."""
    at = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        at.bind((host, port))
        at.listen()  # whoever opens the printed address at once waits, and is not refused
    except OSError as error:
        at.close()
        raise PlantError(f"Port {port} cannot be had: {error.strerror}. Leave --port out for any free one.") from error
    return at


def loaded() -> Any:
    """The web server; raises NotInstalled without the extra [web]."""
    try:
        import_module("starlette")
        return import_module("uvicorn")
    except ModuleNotFoundError as error:
        raise NotInstalled("Serving needs starlette and uvicorn. Install them: pip install 'pyrometer[web]'") from error
