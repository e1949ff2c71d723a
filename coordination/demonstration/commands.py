"""Serves the demonstration: migrates its own file, brings its people in, runs the postman beside the pages."""

import threading

import flask_migrate
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from coordination.demonstration import actions
from foundation import outbox, wordings
from foundation.settings import LOOPBACK, ROOT, Settings


class Discreet(WSGIRequestHandler):
    """Writes no line for each request: an address may hold a token."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class UnsafeDemonstration(RuntimeError):
    """A demonstration answers this machine alone and sends no mail."""


def serve(app: Flask, port: int, host: str = "127.0.0.1") -> None:
    """Serve until interrupted; raises UnsafeDemonstration for any host but this machine, or a real mail system."""
    settings: Settings = app.extensions["settings"]
    if host not in LOOPBACK or settings.smtp_url is not None or not settings.demonstration:
        real = "a real mail system" if settings.smtp_url else "no mail system"  # its address may hold a password
        raise UnsafeDemonstration(f"host {host}, {real}, demonstration: {settings.demonstration}")
    prepare(app)
    stop = threading.Event()
    postman = threading.Thread(target=outbox.run, args=(app,), kwargs={"stop": stop}, daemon=True)
    postman.start()
    server = make_server(host, port, app, threaded=True, request_handler=Discreet)
    print(f"Společně, the demonstration: http://{host}:{server.server_port}/demo", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        postman.join(timeout=10)


def prepare(app: Flask) -> None:
    """Bring the file up to the present tables and, when it is new, the people in."""
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        actions.seed(app)
        wordings.load_shipped()
