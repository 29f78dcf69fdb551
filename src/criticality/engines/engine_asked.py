"""Where the command line asked the draws of a run, or the cases of a sweep, to be computed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from criticality.engines.cluster import Tls, open_cluster
from criticality.engines.engine import Engine
from criticality.errors import UsageError
from criticality.text.message import Message


@dataclass(frozen=True)
class EngineAsked:
    """Processes of this machine, or the address of a cluster with what an encrypted connection needs."""

    workers: int
    cluster: str | None = None
    tls_ca: str | None = None
    tls_cert: str | None = None
    tls_key: str | None = None

    @contextmanager
    def open(self) -> Iterator[Engine]:
        """Open it for the block.

        Raises
        ------
        UsageError
            If only part of what encryption needs is given, or the address is none.
        MachineError
            If the cluster cannot be used.
        """
        files = (self.tls_ca, self.tls_cert, self.tls_key)
        if any(files) and not (all(files) and self.cluster):
            raise UsageError(Message("engines.incomplete_tls"))
        if self.cluster is None:
            yield Engine(self.workers)
            return
        tls = Tls(*(file or "" for file in files)) if all(files) else None
        with open_cluster(self.cluster, tls) as executor:
            yield Engine(executor=executor)
