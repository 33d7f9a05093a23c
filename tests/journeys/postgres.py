"""A PostgreSQL of a test's own, that it may stop and start. Where CI is set a missing server is a failure."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.served import free_port
from tests.needed import missing


def binaries() -> Path:
    """The newest server that Debian has installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda file: int(file.parts[4]))
    if found:
        return found[-1].parent
    missing("PostgreSQL's server is missing; install it with: apt-get install -y postgresql")


class Server:
    def __init__(self, bin: Path, folder: Path) -> None:
        self.bin, self.folder, self.port = bin, folder, free_port()
        # It refuses to run as root.
        self.user = "postgres" if os.getuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgresql://contenthub@127.0.0.1:{self.port}/contenthub"

    def create(self) -> None:
        if self.user:
            shutil.chown(self.folder, pwd.getpwnam(self.user).pw_uid)
        self._run("initdb", "-D", f"{self.folder}/data", "-U", "contenthub", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "contenthub", "contenthub")

    def start(self) -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o",
                  f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off", "start")

    def stop(self) -> None:
        """As when the machine goes down: running connections are cut."""
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run([self.bin / name, *arguments], cwd=self.folder, user=self.user, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
        assert done.returncode == 0, f"{name}: {done.stderr}"


@contextmanager
def postgres() -> Iterator[Server]:
    # Not in pytest's folder, which the user of the server may not read.
    with tempfile.TemporaryDirectory(prefix="contenthub-postgres-") as folder:
        server = Server(binaries(), Path(folder))
        server.create()
        try:
            yield server
        finally:
            if (server.folder / "data" / "postmaster.pid").exists():
                server.stop()
