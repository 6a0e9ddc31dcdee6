"""`python -m dashboard`."""

from __future__ import annotations

import argparse
import os

from dashboard.server import make_server
from newsledger.settings import home


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(prog="dashboard", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8501)
    arguments = parser.parse_args()
    names = [name.strip() for name in os.environ.get("NEWSLEDGER_DASHBOARD_HOSTS", "").split(",")]
    with make_server(home(), arguments.host, arguments.port, [name for name in names if name]) as server:
        print(f"dashboard of {home().path} on http://{arguments.host}:{server.server_port}/", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
