"""The load: a process of its own that sends requests and times each answer. It knows nothing of Django.

In: JSON on stdin with ``port``, ``parallel`` and ``requests`` (method, path, headers, body). Every request is sent once;
``parallel`` connections take them in turn. Out: JSON with ``seconds`` and, for each request, its status and its time.
"""

import http.client
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

PATIENCE = 60  # seconds for one answer


def _send(connection: http.client.HTTPConnection, request: dict[str, Any]) -> int:
    body = request.get("body")
    connection.request(
        request["method"], request["path"], body.encode() if body is not None else None, request["headers"]
    )
    response = connection.getresponse()
    response.read()
    return response.status


def _work(port: int, waiting: Any, answers: list[tuple[int, float]], lock: threading.Lock) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    while True:
        with lock:
            request = next(waiting, None)
        if request is None:
            connection.close()
            return
        begun = time.perf_counter()
        try:
            status = _send(connection, request)
        except (http.client.HTTPException, OSError):
            connection.close()  # it opens anew by itself
            status = 0
        answers.append((status, time.perf_counter() - begun))


def main() -> None:
    plan = json.load(sys.stdin)
    waiting, lock = iter(plan["requests"]), threading.Lock()
    answers: list[tuple[int, float]] = []
    with ThreadPoolExecutor(plan["parallel"]) as threads:
        begun = time.perf_counter()
        working = [
            threads.submit(_work, plan["port"], waiting, answers, lock) for _ in range(plan["parallel"])
        ]
        errors = [error for work in working if (error := work.exception()) is not None]
        spent = time.perf_counter() - begun
    if errors:
        raise BaseExceptionGroup("the load was not sent", errors)
    json.dump({"seconds": spent, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
