"""What was told of one of several complained about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class EachTold:
    """What was told of one. ``since`` and ``until`` are an ISO day, or a month (“2026-04”) where no day was told."""

    since: str = ""
    until: str = ""
    in_place: bool = False  # of whoever called before
    besides: bool = False  # one more, beside whoever called before
    in_name: bool = False  # somebody called in its name as a creditor, and nothing tells that it was itself
    refused_on: tuple[str, ...] = ()
    refused_ways: tuple[str, ...] = ()
    refused_how: tuple[str, ...] = ()  # the way of each of the days
    replied: str = ""  # “两次回复R”
    replied_on: str = ""
    threats: tuple[str, ...] = ()
    informed: bool = False  # on the day on which it was said that the debt is another's, or disputed
    before: tuple[str, ...] = ()  # night, kin: told only of days before it called
    # Who had the data first, who has them now, and where those say that they have them from: of both of them.
    handed: tuple[str, ...] = ()
    gave: bool = False  # handed the data on, and called nobody
    counted: str = ""  # “电话79个、短信18条”: how many came of it alone
    after: int = 0  # how many of these after no was said to it
    spared: tuple[str, ...] = ()  # of the costs, by what they are called, those that it cannot have caused
    stranger: bool = False  # nobody ever dealt with it, or gave it anything
    first_on: str = ""  # the first day of which the story, or what is on file, tells that it called or wrote
