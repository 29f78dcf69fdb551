"""Tasks on a cluster of dask.distributed, behind the same `Executor` as everywhere else.

Workers that do not run the same program on the same libraries are refused: another version of NumPy may round the last
digit of a figure in another way, and a Dask port runs whatever it is sent.
"""

import hashlib
import logging
import platform
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from criticality.engines.engine import Parcel
from criticality.errors import MachineError, UsageError, with_hint
from criticality.text.message import Message

if TYPE_CHECKING:
    from distributed import Client

Result = TypeVar("Result")
_LOCAL = re.compile(r"local:(?P<workers>[1-9]\d{0,3})\Z")
_ADDRESS = re.compile(r"(?:tcp|tls|ucx|ws|wss)://[^\s/]+\Z")
_SECONDS = 30
_LIBRARIES = ("numpy", "scipy", "pandas", "pydantic", "pymcdm")
LOCK = "requirements.lock"
_LOGGERS = ("distributed", "distributed.client", "distributed.worker", "distributed.nanny", "distributed.scheduler")
_WORKERS_LOG = {"DASK_LOGGING__DISTRIBUTED": "critical"}
"""What the workers of `local:N` find in their environment: they write to the same terminal."""


@dataclass(frozen=True)
class Tls:
    """The files of an encrypted connection: the authority that signed, the own certificate, and its key."""

    authority: str
    certificate: str
    key: str


class ClusterExecutor(Executor):
    """The executor of a Dask client; each task is refused by a worker whose environment is another one.

    Parameters
    ----------
    client
        Connected to a scheduler.
    """

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._environment = digest_of(environment())

    @property
    def width(self) -> int:
        """Number of tasks that run at a time."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, fn: Callable[..., Result], /, *args: object, **kwargs: object) -> Future[Result]:
        """Submit a call; where a worker is lost, the scheduler has another one do it."""
        task: Future[Result] = self._executor.submit(_checked, self._environment, fn, *args, **kwargs)
        return task

    def held(self, parcel: Parcel[object]) -> object:
        """Put a large content where tasks run, once: as a task, so that it is made anew with a lost worker."""
        return self._client.submit(_unchanged, parcel, key=f"criticality-{parcel.digest}")

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End what is under way; the cluster itself goes on."""
        self._executor.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def open_cluster(address: str, tls: Tls | None = None) -> Iterator[ClusterExecutor]:
    """Connect to a scheduler, or start so many workers on this machine (``local:4``); they end with the block.

    Raises
    ------
    UsageError
        If the address is none.
    MachineError
        If dask.distributed is not installed, nobody answers, or a worker runs another program or library.
    """
    local = _LOCAL.fullmatch(address)
    if local is None and not _ADDRESS.fullmatch(address):
        raise UsageError(with_hint(Message("engines.no_address", address=address), Message("engines.address_hint")))
    try:
        from distributed import Client, LocalCluster
        from distributed.security import Security
    except ImportError as error:
        hint = Message("engines.install_cluster")
        raise MachineError(with_hint(Message("engines.no_distributed"), hint)) from error
    with ExitStack() as stack:
        stack.enter_context(quiet_dask())
        scheduler: object = address
        if local is not None:
            scheduler = stack.enter_context(
                LocalCluster(
                    n_workers=int(local["workers"]), threads_per_worker=1, dashboard_address=None, env=_WORKERS_LOG
                )
            )
        security = (
            None
            if tls is None
            else Security(
                tls_ca_file=tls.authority,
                tls_client_cert=tls.certificate,
                tls_client_key=tls.key,
                require_encryption=True,
            )
        )
        try:
            client = stack.enter_context(Client(scheduler, security=security, timeout=_SECONDS, set_as_default=False))
            client.wait_for_workers(1, timeout=_SECONDS)
        except (OSError, TimeoutError) as error:
            message = Message("engines.nobody_answers", address=address, reason=str(error).splitlines()[0])
            raise MachineError(with_hint(message, Message("engines.start_scheduler"))) from error
        refuse_others(client.run(environment))
        yield ClusterExecutor(client)


@contextmanager
def quiet_dask() -> Iterator[None]:
    """Keep what Dask reports by itself, in English, off the terminal; what users have to know is told here."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"(?:distributed|dask|tornado)(?:\.|\Z)")
            yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def refuse_others(found: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse workers that run another program or library than this process.

    Parameters
    ----------
    found
        Worker → its `environment`.

    Raises
    ------
    MachineError
        Naming what differs, and on which worker.
    """
    own = environment()
    for worker, theirs in sorted(found.items()):
        differs = [name for name in own if theirs.get(name) != own[name]]
        if differs:
            name = differs[0]
            told = {"worker": worker, "what": name, "theirs": theirs.get(name, "–")[:12], "own": own[name][:12]}
            raise MachineError(with_hint(Message("engines.other_worker", **told), Message("engines.same_lock")))


@cache
def environment() -> Mapping[str, str]:
    """What must be the same wherever tasks run: Python, the processor's kind, the program, the libraries, the lock."""
    package = Path(__file__).parents[1]
    lock = package.parents[1] / LOCK
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "machine": platform.machine(),
        "criticality": _digest_of_program(package),
        **{name: _version(name) for name in _LIBRARIES},
        LOCK: hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else "",
    }


def digest_of(found: Mapping[str, str]) -> str:
    """A digest of an environment."""
    return hashlib.sha256(repr(sorted(found.items())).encode("utf-8")).hexdigest()


def _digest_of_program(package: Path) -> str:
    """SHA-256 of the source of the program: a version number does not change with an edited file."""
    found = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        found.update(path.relative_to(package).as_posix().encode("utf-8") + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _checked(expected: str, function: Callable[..., Result], *args: object, **kwargs: object) -> Result:
    """Call a function, unless this worker, which may have joined later, runs another program or library."""
    if digest_of(environment()) != expected:
        told = {"worker": platform.node(), "what": "environment", "theirs": "", "own": ""}
        raise MachineError(with_hint(Message("engines.other_worker", **told), Message("engines.same_lock")))
    return function(*args, **kwargs)


def _unchanged(parcel: Parcel[object]) -> Parcel[object]:
    return parcel
