"""What a letter to one company tells of the others that a case complains about."""

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from complaints.stated import role_read
from documents import frozen
from documents.official import form_of


def addressed(fields: frozen.Fields, *, to: str, channel: str, kind: str) -> frozen.Fields:
    """What one company is told of the others complained about: whom it sent. Of the rest it learns that there are such, and
    no name: who may have done a thing is no other one because a letter is to one of them."""
    form, rows = form_of(channel), fields.get("respondents", [])
    if not form.each or all(row["name"] != to for row in rows):
        return fields
    kept: frozen.Fields = {
        **fields,
        "respondents": [
            row
            if row["name"] == to or role_read(row["role"], kind) in form.beside
            else {"role": row["role"], "name": "", "uscc": "", "said": {"role": row["role"]}}
            for row in rows
        ],
    }
    told = kept.get("told.number")
    others = [row["name"] for row in rows if row["name"] != to and row["role"] in form.respondent_roles]
    if told is not None and others and (with_it := _accounts_with(to, others, told.get("accounts_bound"))):
        kept["told.number"] = {**told, "accounts_bound": with_it}
    return kept


def _accounts_with(name: str, others: Iterable[str], accounts: Collection[str] | None) -> list[str]:
    """Of the accounts that a number is bound to those called more like this company than like any other; none where no
    word tells."""

    def like(account: str, company: str) -> int:
        return SequenceMatcher(None, account, company, autojunk=False).find_longest_match().size

    listed = list(others)
    return [
        one
        for one in accounts or ()
        if like(one, name) > max((like(one, other) for other in listed), default=0)
    ]
