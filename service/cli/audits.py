"""The commands that check the audit."""

import argparse

from service.actions.audit_check import check_audit, keep_head
from service.actions.audit_heads import FILE, read_heads
from service.cli.database import database, require_migrated
from service.domain.accounts import COMMAND_LINE
from service.settings import Settings
from service.store.audit_chain import find_head
from service.store.pool import connect


async def verify_audit(settings: Settings, _chosen: argparse.Namespace) -> int:
    """``homeward verify-audit``: whether every row, value and head is as it was written."""
    n_faults = 0
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            async for fault in check_audit(connection, home=settings.home):
                n_faults += 1
                print(fault)
            head = await find_head(connection)
    n_heads = len(read_heads(settings.home).heads)
    n_rows = 0 if head is None else head.position
    print(f"Looked at {n_rows:,} rows, and at {n_heads:,} heads kept in {settings.home / FILE}.")
    if not n_heads:
        print("With no head kept outside, a chain that was written anew as a whole looks whole.")
    print(f"Faults: {n_faults:,}." if n_faults else "The audit is as it was written.")
    return 1 if n_faults else 0


async def audit_head(settings: Settings, _chosen: argparse.Namespace) -> int:
    """``homeward audit-head``: the end of the chain, printed and written beside the others."""
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            head, path = await keep_head(connection, home=settings.home)
    print(f"{head.position} {head.sha256}")
    print(f"Written to {path}.")
    return 0
