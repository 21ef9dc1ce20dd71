"""What is kept of a secret, so that a stolen database opens nothing."""

import hashlib


def digest(secret: str) -> bytes:
    """SHA-256 of a secret that was drawn at random; a password needs a slow hash instead."""
    return hashlib.sha256(secret.encode()).digest()
