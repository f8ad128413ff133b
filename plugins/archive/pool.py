"""Do the same thing to many items, in this process or in several; the results are the same."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice
from threading import Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Context = TypeVar("Context")

#: Below this many items the start of worker processes costs more than they save.
WORTH_WORKERS = 200

_context: Any = None


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _method() -> multiprocessing.context.BaseContext:
    # Never plain fork: Pelican runs a progress thread while it builds, and forking a process with threads can deadlock.
    name = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    return multiprocessing.get_context(name)


def _start(setup: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    global _context  # noqa: PLW0603 (a worker process has exactly one context, made once)
    Thread(target=_end_with_parent, daemon=True).start()
    _context = setup(*arguments)


def _end_with_parent() -> None:
    """A build that is killed cannot tell its workers, which would wait for work for ever, each with its dictionaries."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _apply(task: Callable[[Any, Item], Result], items: list[Item]) -> list[Result]:
    return [task(_context, item) for item in items]


def run(
    task: Callable[[Context, Item], Result],
    items: Iterable[Item],
    *,
    count: int,
    setup: Callable[..., Context],
    arguments: tuple[Any, ...] = (),
    workers: int | None = None,
) -> Iterator[Result]:
    """Apply a task to every item, in order.

    Args:
        task: a module's function of the context and one item; what it raises is raised here.
        items: what to do; taken only as fast as it is done, so that a large archive never stands in memory whole. With worker
            processes, items and results are pickled.
        count: how many items there are.
        setup: makes the context, once a process (an environment, a converter …).
        arguments: what ``setup`` is given.
        workers: how many processes; 1 means this one. By default this one for a small batch, else one a core.

    Yields:
        The results, in the order of the items.

    Raises:
        concurrent.futures.process.BrokenProcessPool: when a worker process dies.
    """
    if not count:
        return
    if workers is None:
        workers = cores() if count >= WORTH_WORKERS else 1
    if workers == 1:
        context = setup(*arguments)
        for item in items:
            yield task(context, item)
        return
    size = max(1, min(100, count // (workers * 4)))
    source = iter(items)
    running: deque[Future[list[Result]]] = deque()
    executor = ProcessPoolExecutor(workers, mp_context=_method(), initializer=_start, initargs=(setup, arguments))
    try:
        while batch := list(islice(source, size)):
            running.append(executor.submit(_apply, task, batch))
            if len(running) > workers * 2:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()
    finally:
        executor.shutdown(cancel_futures=True)
