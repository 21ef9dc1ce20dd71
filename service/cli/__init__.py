"""The command line: parse, call one action, print.

Exit codes: 0 done; 1 something is wrong that the message names; 2 the command was not understood;
130 stopped with Ctrl-C.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from datetime import date, datetime
from pathlib import Path

from matching import POLICIES
from service.actions.exports import ExportKind
from service.actions.imports import ImportKind
from service.actions.match_runs import PUBLISHED_SEED
from service.cli import accounts, audits, checks, demos, files, privacy, questions, runs
from service.domain.accounts import Role
from service.errors import HomewardError
from service.settings import read_settings


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        code = asyncio.run(_run(chosen))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our words has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except HomewardError as refusal:
        print(f"homeward {chosen.command}: {refusal}", file=sys.stderr)
        sys.exit(1)
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
    sys.exit(code)


async def _run(chosen: argparse.Namespace) -> int:
    """Run a command; a termination signal stops it as Ctrl-C does, tidily."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    code: int = await chosen.run(read_settings(), chosen)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="homeward",
        description="Matches people who need specialist housing to homes, and says why.",
        epilog="HOMEWARD_HOME names the folder for data; DATABASE_URL a PostGIS server to use "
        "instead of one of our own; HOMEWARD_HOST and HOMEWARD_PORT where to serve.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_running(commands)
    _add_matching(commands)
    _add_questions(commands)
    _add_files(commands)
    _add_audits(commands)
    _add_privacy(commands)
    _add_accounts(commands)
    return parser


Commands = argparse._SubParsersAction  # argparse has no public name for it


def _add_running(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("migrate", help="bring the database up to date, with its places")
    command.set_defaults(run=demos.migrate)
    command = commands.add_parser(
        "demo", help="load the demonstration county, match it, print the summary and serve"
    )
    command.add_argument("--no-serve", action="store_true", help="stop after the summary")
    command.add_argument("--seed", type=_whole, default=1, help="of the drawn county (default 1)")
    command.add_argument(
        "--marginals",
        action="store_true",
        help="print the published figures and the drawn county's side by side, and stop",
    )
    command.set_defaults(run=demos.demo)
    command = commands.add_parser("serve", help="serve pages and API, and take background jobs")
    command.add_argument("--no-worker", action="store_true", help="take no background jobs")
    command.set_defaults(run=demos.serve)
    command = commands.add_parser("worker", help="take background jobs only")
    command.set_defaults(run=demos.worker)
    command = commands.add_parser("check", help="say whether everything is in order")
    command.set_defaults(run=checks.check)


def _add_matching(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("match", help="match live applicants to open vacancies")
    command.add_argument(
        "--policy", choices=POLICIES, default="strict", help="which policy (default strict)"
    )
    command.add_argument(
        "--seed", type=_whole, default=PUBLISHED_SEED, help="settles ties (default %(default)s)"
    )
    command.add_argument(
        "--on", type=_day, default=None, help="as of a day, such as 03/05/2026 (default today)"
    )
    command.add_argument(
        "--district",
        action="append",
        default=[],
        metavar="NAME",
        help="only homes in this district, by name or code; may be given again",
    )
    command.add_argument(
        "--export", type=Path, metavar="FILE", help="write the run as a pseudonymous instance too"
    )
    _add_allowance(command)
    command.set_defaults(run=runs.match)
    command = commands.add_parser("solve", help="solve an instance file")
    command.add_argument("instance", type=Path)
    command.add_argument("--out", type=Path, required=True, metavar="RESULT")
    _add_allowance(command)
    command.set_defaults(run=runs.solve)
    command = commands.add_parser("verify", help="check a result against its instance")
    command.add_argument("instance", type=Path)
    command.add_argument("result", type=Path)
    command.set_defaults(run=runs.verify)


def _add_allowance(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--seconds", type=_whole, metavar="S", help="time to solve in; then the best so far"
    )
    command.add_argument(
        "--memory", type=_whole, metavar="MB", help="memory that the eligible pairs may take"
    )


def _add_questions(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("compare", help="hold named policies against each other")
    command.add_argument(
        "--policies",
        type=lambda text: text.split(","),
        default=list(POLICIES),
        metavar="NAME,NAME",
        help=f"the first is what the others are held against (default {','.join(POLICIES)})",
    )
    command.add_argument(
        "--seed", type=_whole, default=PUBLISHED_SEED, help="settles ties (default %(default)s)"
    )
    command.set_defaults(run=questions.compare)
    _add_json(command)
    command = commands.add_parser("worth", help="what one more home would bring, town by town")
    command.set_defaults(run=questions.worth)
    _add_json(command)
    command = commands.add_parser("what-if", help="what would change an applicant's outcome")
    command.add_argument("applicant", help="the applicant's reference")
    command.set_defaults(run=questions.what_if)
    _add_json(command)


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON instead of a table")


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in text.split(",") if part.strip())


def _add_files(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("import", help="take homes, vacancies or applicants from a file")
    command.add_argument("kind", choices=[str(kind) for kind in ImportKind])
    command.add_argument("file", type=Path, help="CSV or XLSX; see docs/import.md")
    command.add_argument("--dry-run", action="store_true", help="check only, change nothing")
    command.add_argument(
        "--readers",
        type=_addresses,
        default=(),
        metavar="EMAIL,EMAIL",
        help="officers named to read the records that a file of applicants restricts",
    )
    command.set_defaults(run=files.import_)
    _add_export(commands)


def _add_export(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "export",
        help="write homes, vacancies, applicants, a run, its instance, one person, or CORE",
    )
    command.add_argument(
        "kind",
        choices=[*(str(kind) for kind in ExportKind), files.INSTANCE, files.PERSON, files.CORE],
    )
    command.add_argument("reference", nargs="?", help="of a person: whose data to write")
    command.add_argument(
        "file", type=Path, help="CSV or XLSX by its ending; JSON for an instance, ZIP for a person"
    )
    command.add_argument("--run", type=_whole, dest="run_id", help="which run (default: newest)")
    for option, end in (("--from", "since"), ("--to", "until")):
        command.add_argument(
            option, type=_day, dest=end, metavar="DAY", help="of core: when tenancies start"
        )
    command.set_defaults(run=files.export)


def _add_audits(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "verify-audit", help="check that nothing in the audit was changed, added or taken away"
    )
    command.set_defaults(run=audits.verify_audit)
    command = commands.add_parser(
        "audit-head", help="print the end of the audit's chain, and write it to a file"
    )
    command.set_defaults(run=audits.audit_head)


def _add_privacy(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("data-register", help="write every stored field, and why, as CSV")
    command.add_argument("file", type=Path, help="CSV or XLSX by its ending")
    command.set_defaults(run=privacy.write_register)
    command = commands.add_parser(
        "retention", help="say how much has been kept as long as its rule says"
    )
    command.add_argument("--apply", action="store_true", help="let it go; that cannot be undone")
    command.set_defaults(run=privacy.retention)
    command = commands.add_parser("erase", help="say what erasing an applicant would take away")
    command.add_argument("reference", help="the applicant's reference")
    command.add_argument(
        "--reason", required=True, help="why; the audit keeps it for good, so name nobody"
    )
    command.add_argument("--apply", action="store_true", help="erase it; that cannot be undone")
    command.set_defaults(run=privacy.erase)


def _add_accounts(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "add-account", help="open an account, and print the link that sets its password"
    )
    command.add_argument("email", metavar="EMAIL")
    command.add_argument("name", metavar="NAME", help="the person's full name, in quotes")
    command.add_argument("role", choices=[role.value for role in Role])
    command.add_argument("--landlord", metavar="NAME", help="of a landlord's person")
    command.add_argument("--provider", metavar="NAME", help="of a support provider's person")
    command.add_argument("--district", metavar="NAME", help="that an officer is kept to")
    command.set_defaults(run=accounts.add_account)


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0 to 2^63 - 1")
    return int(text)


def _day(text: str) -> date:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    raise argparse.ArgumentTypeError(f"{text} is not a day; write it like 03/05/2026")
