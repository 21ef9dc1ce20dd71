"""The folders of a cluster: where its server can reach them, and where nobody can slip in another.

Root runs the server under another account, which must be able to pass through every folder above
the cluster's; where root's folders are closed, the cluster is kept below /var/lib/homeward.
"""

import hashlib
import os
import pwd
import stat
from pathlib import Path

from service.errors import NotReady

_FALLBACK = Path("/var/lib/homeward/clusters")
_PASSABLE = stat.S_IXGRP | stat.S_IXOTH


def digest(folder: Path) -> str:
    """A short name for a folder, the same every time."""
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def is_made(folder: Path) -> bool:
    """Whether a cluster was made in a folder."""
    return os.path.exists(folder / "data" / "PG_VERSION")  # noqa: PTH110 - False where we may not look


def reachable_place(folder: Path) -> Path:
    """Where the server of another account keeps a cluster: where it is, else where it can.

    Raises:
        NotReady: The cluster is there, but its server may not pass through a folder above it.
    """
    fallback = _FALLBACK / digest(folder)
    closed = next((parent for parent in folder.parents if _is_closed(parent)), None)
    if closed and is_made(folder):
        raise NotReady(
            f"The server of {folder} runs under another account, which may not pass through "
            f"{closed}. Run 'chmod o+x {closed}'."
        )
    if closed or (is_made(fallback) and not is_made(folder)):
        return fallback
    return folder


def _is_closed(folder: Path) -> bool:
    """Whether another account may not pass through a folder; one yet to be made will be open."""
    return folder.exists() and not folder.stat().st_mode & stat.S_IXOTH


def make_folders(folder: Path, socket: Path, account: str | None) -> None:
    """Make the folder of a cluster and that of its socket, for the server's account alone.

    Args:
        folder: The cluster's; those above it are made too.
        socket: The socket's, in the cluster's folder or directly below /tmp.
        account: The account the server runs under; None: ours.

    Raises:
        NotReady: They cannot be made, or somebody else made one of them.
    """
    owner = pwd.getpwnam(account) if account else None
    try:
        if owner:
            _open_parents(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        for private in (folder, socket):
            _make_private(private, owner)
    except OSError as error:
        raise NotReady(
            f"{error.filename} cannot be a folder of ours ({error.strerror}); remove what is "
            "there, or set HOMEWARD_HOME to another folder."
        ) from error


def _open_parents(folder: Path) -> None:
    """Make the folders above this one, whatever the umask, so that others may pass through them."""
    for parent in reversed(folder.parents):
        ours = _FALLBACK in folder.parents and parent in {_FALLBACK, _FALLBACK.parent}
        if ours or not parent.exists():
            parent.mkdir(exist_ok=True)
            parent.chmod(parent.stat().st_mode | _PASSABLE)


def _make_private(folder: Path, owner: pwd.struct_passwd | None) -> None:
    """Make a folder for one account alone (None: ours).

    It is held open meanwhile: below /tmp, anybody could put a link to another in its place.

    Raises:
        NotReady: Somebody else made it.
        OSError: It is no folder, or not to be had.
    """
    folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(handle).st_uid not in {owner.pw_uid if owner else os.geteuid(), os.geteuid()}:
            raise NotReady(f"{folder} is of another account; see what it is and remove it.")
        if owner:
            os.fchown(handle, owner.pw_uid, owner.pw_gid)
        os.fchmod(handle, stat.S_IRWXU)
    finally:
        os.close(handle)
