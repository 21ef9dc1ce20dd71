"""Progress in the terminal: a bar a step on standard error; a plain line where no terminal is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Report = Callable[[float], None]
"""Told the share done, 0 to 1."""
Watch = Callable[[str, int], None]
"""Told the stage and the per cent done."""


@contextmanager
def stages(words: str) -> Iterator[Watch]:
    """Show one step of a command whose stages have names."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{words} ...", highlight=False)
    with Progress(
        TextColumn("{task.description:<40}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task(words, total=100)

        def watch(stage: str, percent: int) -> None:
            description = f"{words}: {stage}" if stage else words
            progress.update(task, description=description, completed=percent)

        yield watch
        watch("", 100)


@contextmanager
def step(words: str) -> Iterator[Report]:
    """Show one step of a command."""
    with stages(words) as watch:
        yield lambda done: watch("", round(100 * done))
