"""Counters of rate limits and signs of life, kept on the broker."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class Counters(RedisCache):
    """The cache of rate limits. When it cannot be reached, limits do not count; the page is served all the same.

    Beside them stand the signs of life of the next minute (portal.tasks) and nothing else, so nothing is lost with it;
    ``/healthz`` and the log say that it is gone.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        try:
            return super().add(*args, **kwargs)
        except RedisError:
            return _gone(True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError:
            return _gone(default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(*args, **kwargs)
        except RedisError:
            _gone(None)

    def incr(self, *args: Any, **kwargs: Any) -> int:
        """What it is now. One that went away between being made and being counted is nothing yet."""
        try:
            return super().incr(*args, **kwargs)
        except ValueError:
            return 0
        except RedisError:
            return int(_gone(0))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        try:
            return super().delete(*args, **kwargs)
        except RedisError:
            return _gone(False)


def _gone(answer: Any) -> Any:
    log.warning("the broker cannot be reached: rate limits do not count")
    return answer
