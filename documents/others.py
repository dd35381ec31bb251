"""What a letter to one company tells of the others that a case complains about, and of those whom messages look for."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import cast

from complaints import stated
from complaints.stated import role_read
from documents import frozen
from documents.authorities import AUTHORITIES
from documents.belonging import Company, accounts_at, accounts_with, companies_in
from documents.material import Prior, Respondent
from documents.official import OfficialForm, form_of
from documents.steps_told import handed_to
from documents.turns import COLLECTORS, MAY_CALL, said_to_one


def addressed(fields: frozen.Fields, *, to: str, channel: str, kind: str, story: str = "") -> frozen.Fields:
    """What one company is told of the others complained about: whom it sent. Of the rest it learns that there are such, and
    no name: who may have done a thing is no other one because a letter is to one of them. ``story``: as it stands, of which a
    paper need not tell all."""
    form, rows = form_of(channel), fields.get("respondents", [])
    if form.message_sheet:
        return _put_there(_of_messages(_of_who_sent(fields, kind)), form)
    if form.channel == "court":
        return _with_accounts_of_the_sued(fields, kind)
    if not (form.to_company or form.of_consumer or form.brief) and form.respondent_roles:
        fields = _with_accounts_of_whom_it_is_about(fields, form, kind)
    if form.to_company:
        fields = _of_its_doing(fields, to)
    if form.to_company and "prior" in fields:
        fields = _with_earlier(fields, form, to=to, kind=kind, story=story)
    if not form.each or all(row["name"] != to for row in rows):
        return fields
    own = next(role_read(row["role"], kind) for row in rows if row["name"] == to)
    kept: frozen.Fields = {
        **told_to_one(fields, to),
        "respondents": [
            row
            if row["name"] == to
            or (role_read(row["role"], kind) != own and form.told_of(role_read(row["role"], kind), own))
            else {"role": row["role"], "name": "", "uscc": "", "said": {"role": row["role"]}}
            for row in rows
        ],
    }
    there = [(row["name"], role_read(row["role"], kind)) for row in rows]
    if only_runs((to, own), there, _bound_to(fields)):
        kept = _of_its_account(kept, to)
    others = [row["name"] for row in rows if row["name"] != to and row["role"] in form.respondent_roles]
    return _with_accounts_at(to, others, kept)


def _of_its_doing(fields: frozen.Fields, to: str) -> frozen.Fields:
    """Without what somebody lost or spent of which this company cannot be the cause."""
    row = next((row for row in fields.get("respondents", ()) if row["name"] == to), None)
    gone = row.get("told", {}).get("spared", ()) if row is not None else ()
    costs = fields.get("costs", [])
    kept = [one for one in costs if not any(what in one["what"] for what in gone)]
    if len(kept) == len(costs):
        return fields
    found: dict[str, object] = {name: said for name, said in fields.items() if name != "costs"}
    if loss := fields.get("told.loss"):
        rows = [one for one in loss.get("costs", ()) if one["what"] not in gone]
        found["told.loss"] = {**loss, "costs": rows}
    return cast(frozen.Fields, {**found, **({"costs": kept} if kept else {})})


# Who may run an account that a number is bound to.
HOLDERS = frozenset({"platform", "payment_institution", "bank", "lender"})


# ── Of several who called or wrote, what one of them is told ────────────────────────────────────────────────────────
_COUNTED = re.compile(r"(\d+)\s*(?:次|条|个)")
_AFTERWARDS = re.compile(r"(?:以后|之后|此后)[^；;，,。\d]*(\d+)\s*(?:次|条|个)")
# What was asked of several, each at its own.
_OF_EACH = ("asked_unbind", "asked_delete", "asked_source", "binding_seen")


def told_to_one(fields: frozen.Fields, to: str) -> frozen.Fields:
    """Where it was told how many came from each of several, and to whom of them no was said: to one of them its own number
    alone, no refusal that was said to another, no message that another signs, and what was asked of itself."""
    names = [row["name"] for row in fields.get("respondents", ())]
    if len(names) < 2 or not all(names):
        return fields
    details, place = dict(fields.get("details", {})), names.index(to) + 1
    kept: dict[str, object] = _as_one_did(fields, to)
    contacts = cast("stated.Contacts | None", kept.get("told.contacts"))
    own = next(
        (one for one in re.split(r"(?=被告[1-9])", details.get("each_count", "")) if f"被告{place}" in one),
        "",
    )
    if contacts is not None and (counted := _COUNTED.search(own)):
        rest = {
            key: one
            for key, one in contacts.items()
            if key not in ("count", "after_refusal", "max_per_day", "of_all", "by_others")
        }
        after = _AFTERWARDS.search(own)
        kept["told.contacts"] = {
            **rest,
            "count": int(counted[1]),
            **({"after_refusal": int(after[1])} if after else {}),
        }
    said_no = re.sub(r"没有?(?:向|对|跟)[^，。；]*", "", details.get("refused_whom", ""))
    if "被告" in said_no and f"被告{place}" not in said_no:
        kept.pop("told.refusal", None)
        details.pop("refused_how", None)
    bought = fields["respondents"][place - 1].get("said", {}).get("consumer")
    if bought is False and (own_side := fields.get("told.complainant")) is not None:
        kept["told.complainant"] = {**own_side, "consumer_of_respondent": False}
    others = [name for name in names if name != to]
    if "messages" in fields:
        bound = (fields.get("told.number") or {}).get("accounts_bound") or ()
        parties = companies_in(((row["name"], row["role"]) for row in fields["respondents"]), bound)
        kept["messages"] = [one for one in fields["messages"] if _is_for(one, to, parties)]
        kept |= _counted_of(cast(frozen.Fields, kept), fields["messages"])
    for name in _OF_EACH:
        if name in details:
            details[name] = _of_one(details[name], to, others)
    if "details" in fields:
        kept["details"] = details
    return cast(frozen.Fields, {name: one for name, one in kept.items() if one is not None})


# Of several of these, what is signed by none of them cannot be told apart.
_APART = HOLDERS | {"collector", "agent"}


def _as_one_did(fields: frozen.Fields, to: str) -> dict[str, object]:
    """The answers as they are told to one of several who called one after the other; all of them to who had it done, or only
    carried it."""
    rows = fields["respondents"]
    each = {one.name: one for one in frozen.respondents_of(rows)}
    if each[to].role in _CREDITORS or each[to].role not in MAY_CALL:
        return dict(fields)
    groups = {
        name.removeprefix(frozen.TOLD): one for name, one in fields.items() if name.startswith(frozen.TOLD)
    }
    said = said_to_one(groups, each[to].told, [one.told for name, one in each.items() if name != to])
    rest = {name: one for name, one in fields.items() if not name.startswith(frozen.TOLD)}
    return {**rest, **{f"{frozen.TOLD}{name}": one for name, one in said.items()}}


def _counted_of(kept: frozen.Fields, every: Sequence[frozen.Message]) -> dict[str, object]:
    """What is on file of those messages that are told, where some are not."""
    told = kept.get("tally")
    if told is None or len(kept["messages"]) == len(every):
        return {}
    senders = {one["sender"] for one in kept["messages"]}
    rows = [one for one in told["rows"] if one["sender"] in senders]
    if not rows:
        return {"tally": None}
    among = [one for one in told["said"] if any(sender and sender in one for sender in senders)]
    return {
        "tally": {
            "said": among,
            "rows": rows,
            "unlisted": 0,
            "unit": told["unit"],
            "count": sum(one["count"] for one in rows),
        }
    }


def _is_for(row: frozen.Message, to: str, parties: Sequence[Company]) -> bool:
    """Whether a message is told to this one of several: not what is another's of its role, or of another at all where it only
    collects for them; of whoever lends, collects or runs accounts only what says that it is theirs. What one of another role
    signs is for whoever had it done to know."""
    own, text = next(one for one in parties if one.name == to), row["text"]
    if whose := row.get("whose"):
        role = next((one.role for one in parties if one.name == whose), "")
        return whose == to or not (_alike(role, own.role) or own.role in COLLECTORS)
    others = [one for one in parties if one != own and _alike(one.role, own.role)]
    signed = "".join(re.findall("【(.+?)】", text)) or text

    def names(company: Company, said: str) -> bool:
        return any(one in said or (len(said) > 1 and said in one) for one in company.called)

    if not others or names(own, signed):
        return True
    alone = own.role in _APART and not names(own, text)
    return not (alone or any(names(one, signed) for one in others))


def _alike(role: str, other: str) -> bool:
    """Whether two are of one role, or both run accounts."""
    return role == other or HOLDERS.issuperset((role, other))


def _of_one(told: str, to: str, others: Collection[str]) -> str:
    """The clauses that name it, or nobody else."""
    clauses = [one.strip() for one in re.split("[；;]", told) if one.strip()]
    theirs = {
        one for other in others for one in accounts_with(other, [to, *(set(others) - {other})], clauses)
    }
    return "；".join(one for one in clauses if one not in theirs)


def _with_accounts_of_the_sued(fields: frozen.Fields, kind: str) -> frozen.Fields:
    """A claim against the only one that runs accounts pleads no other's as its."""
    running = [row for row in fields.get("respondents", ()) if role_read(row["role"], kind) in HOLDERS]
    return _with_accounts_at(running[0]["name"], (), fields) if len(running) == 1 else fields


def _billed(fields: frozen.Fields) -> bool:
    """Whether what is collected is the bill of the operator that was complained to."""
    return any(row.get("said", {}).get("to") == "creditor" for row in fields.get("prior", ()))


def _with_accounts_of_whom_it_is_about(fields: frozen.Fields, form: OfficialForm, kind: str) -> frozen.Fields:
    """The same of a letter to whoever decides about only one of those that run accounts."""
    rows = [(row["name"], role_read(row["role"], kind)) for row in fields.get("respondents", ())]
    running = [one for one in rows if one[1] in HOLDERS]
    about = [name for name, role in running if role in form.respondent_roles]
    if len(about) != 1:
        return fields
    return _with_accounts_at(about[0], [name for name, _role in running if name != about[0]], fields)


def _with_accounts_at(name: str, others: Iterable[str], fields: frozen.Fields) -> frozen.Fields:
    told = fields.get("told.number")
    bound = list((told or {}).get("accounts_bound") or ())
    if told is None or (its := accounts_at(name, others, bound)) == bound:
        return fields
    rest: dict[str, object] = {
        key: value for key, value in told.items() if key not in ("accounts_bound", "unpaid_accounts")
    }
    unpaid = [one for one in told.get("unpaid_accounts", ()) if one in its]
    rest |= ({"accounts_bound": its} if its else {}) | ({"unpaid_accounts": unpaid} if unpaid else {})
    number = cast(stated.Number, rest)
    return {**fields, "told.number": number}


# Of the number and the debt, what whoever looks into messages and numbers has a use for.
_LOOKED_INTO: Mapping[str, frozenset[str]] = {
    "told.number": frozenset({"second_hand"}),
    "told.debt": frozenset({"owed", "told_them_on", "threats", "impersonates", "per_day"}),
}


# Who may have collected for whom.
_CREDITORS = frozenset({"bank", "lender", "assignee", "principal", "trader"})


def _of_who_sent(fields: frozen.Fields, kind: str) -> frozen.Fields:
    """Whoever only runs an account that the number is bound to, handed the data on, or has others collect, called nothing:
    named to nobody who looks into messages, as long as somebody is left who may have, and nothing came signed by them."""
    rows = fields.get("respondents", [])
    there = [(row["name"], role_read(row["role"], kind)) for row in rows]
    own_staff = (fields.get("told.debt") or {}).get("collected_by") == "own_staff"
    collected = any(role == "collector" for _name, role in there) and not own_staff
    kept = [
        row
        for row, one in zip(rows, there, strict=True)
        if not (
            row.get("told", {}).get("gave")
            or only_runs(one, there, _bound_to(fields))
            or (collected and one[1] in _CREDITORS)
        )
        or _came_from(one[0], fields)
    ]
    if all(role_read(row["role"], kind) in _BYSTANDER for row in kept):
        return fields
    return {**fields, "respondents": kept}


def only_runs(own: tuple[str, str], among: Collection[tuple[str, str]], bound: Collection[str]) -> bool:
    """Whether somebody, by name and role, is told of for an account alone that the number is bound to: one is called after
    them, and others are there who may have called or written."""
    others = [one for one in among if one != own]

    def runs(one: tuple[str, str]) -> bool:
        names = [name for name, _role in among if name != one[0]]
        return one[1] in HOLDERS and bool(accounts_with(one[0], names, bound))

    return runs(own) and any(one[1] not in _BYSTANDER and not runs(one) for one in others)


def only_bound(said: Mapping[str, object]) -> list[str]:
    """Of facts the accounts of others that a number is told to be bound to; none where they are one's own, or where somebody
    got into one, which is more than that."""
    told = cast("Mapping[str, object]", said.get("number") or {})
    if cast("Mapping[str, object]", said.get("complainant") or {}).get("capacity") == "former_holder":
        return []
    taken = told.get("account_taken_over") is True or told.get("sim_replaced_by_other") is True
    return [] if taken else list(cast("list[str]", told.get("accounts_bound") or ()))


def _bound_to(fields: frozen.Fields) -> list[str]:
    return only_bound({name: fields.get(f"told.{name}") for name in ("number", "complainant")})


def _came_from(name: str, fields: frozen.Fields) -> bool:
    """Whether a message is signed with a name."""
    signed = (re.findall("【(.+?)】", row["text"]) for row in fields.get("messages", ()))
    return bool(name) and any(name in one or one in name for some in signed for one in some)


# What was called and written, and of which debt: nothing to whoever only runs an account.
_OF_CALLS = ("told.event", "told.contacts", "told.debt", "tally")


def _of_its_account(fields: frozen.Fields, to: str) -> frozen.Fields:
    """What whoever only runs an account is told: that, and the messages that it signed."""
    kept: dict[str, object] = {name: said for name, said in fields.items() if name not in _OF_CALLS}
    if "messages" in fields:
        kept["messages"] = [
            row for row in fields["messages"] if _came_from(to, cast(frozen.Fields, {"messages": [row]}))
        ]
    return cast(frozen.Fields, kept)


def _of_messages(fields: frozen.Fields) -> frozen.Fields:
    kept: dict[str, object] = dict(fields)
    for name, used in _LOOKED_INTO.items():
        group = kept.pop(name, None)
        if isinstance(group, Mapping) and (said := {key: group[key] for key in group if key in used}):
            kept[name] = said
    return cast(frozen.Fields, kept)


def _put_there(fields: frozen.Fields, form: OfficialForm) -> frozen.Fields:
    """Whoever looks into numbers learns what was reported there before, and of no complaint to others."""
    rest = cast(frozen.Fields, {name: said for name, said in fields.items() if name != "prior"})
    if told := [
        row
        for row in fields.get("prior", ())
        if row.get("said", {}).get("to") in form.earlier
        or (form.earlier_told and form.earlier_told in row["to"])
    ]:
        rest["prior"] = told
    return rest


# ── What was put to a company before ────────────────────────────────────────────────────────────────────────────────

# Whom an answer means that says where somebody complained before.
_MEANT: Mapping[str, frozenset[str]] = {
    "operator": frozenset({"operator"}),
    "platform": frozenset({"platform", "payment_institution"}),
    "bank": frozenset({"bank"}),
    "lender": frozenset({"bank", "lender", "assignee", "principal", "trader"}),
    # The operator whose bill is collected.
    "creditor": frozenset({"principal"}),
}
_BYSTANDER = frozenset({"operator", "service_provider"})


def meant_by(body: str, roles: Iterable[str]) -> frozenset[str]:
    """The roles that an earlier complaint to ``body`` may have gone to, among those of ``roles``."""
    return _MEANT.get(body) or (frozenset(roles) - _BYSTANDER if body == "respondent" else frozenset())


_POLICE = "police"


def put_before(body: str, role: str, roles: Iterable[str]) -> bool | None:
    """Whether an earlier complaint to ``body`` went to the one of this role among those of ``roles``: None where it may have
    gone to another of them."""
    listed = list(roles)
    meant = meant_by(body, listed)
    if role not in meant:
        return False
    return True if sum(one in meant for one in listed) == 1 else None


def went_to(earlier: Prior, one: Respondent, among: Iterable[Respondent]) -> bool | None:
    """The same of one of those complained about, by its name where an earlier complaint says whom it went to."""
    if earlier.whom:
        return one.name == earlier.whom
    return put_before(earlier.body, one.role, [who.role for who in among])


def _with_earlier(
    fields: frozen.Fields, form: OfficialForm, *, to: str, kind: str, story: str
) -> frozen.Fields:
    """A company is told what was put to it before, and to nobody else; of a theft also that the police know."""
    rows = fields.get("respondents", [])
    roles = [role_read(row["role"], kind) for row in rows]
    role = next((role for role, row in zip(roles, rows, strict=True) if row["name"] == to), "")
    if not role and form.respondent_roles and not form.each:
        among = (*form.respondent_roles, *(form.respondent_billing if _billed(fields) else ()))
        role = next((one for one in among if one in roles), form.respondent_roles[0])
        roles = roles if role in roles else [*roles, role]
    told: list[frozen.Prior] = []
    for row in fields.get("prior", []):
        body = row.get("said", {}).get("to", "")
        whom = row.get("said", {}).get("whom", "")
        # A person without a name was asked nothing.
        known = [one for one in roles if one not in _UNNAMED] if body == "respondent" else roles
        went = whom == to if whom and role in meant_by(body, roles) else put_before(body, role, known)
        if went is None and (roles.count(role) > 1 or body == "respondent"):
            # Of several nobody can say which was asked: none is told.
            continue
        if body in form.earlier and went is not False:
            told.append({**row, "to": form.you_to(role, to)} if went else row)
        elif body in form.earlier and "unbind" in form.helps and _bound(fields):
            # Who is asked to help learns what whoever can unbind it answered.
            told.append(row)
        elif body in _HANDING_ON and roles.count(role) == 1 and handed_to(story, row["on"], role):
            # What an authority handed on to this very company is known to it.
            told.append({**row, "to": f"{row['to']}（答复称已转{form.you_to(role, to)}）"})
        elif body == _POLICE and (_POLICE in form.earlier or _stolen(fields)):
            told.append(row)
        elif body in _OF_THE_DEBT and _denied(row, fields) and "collector" in form.respondent_roles:
            told.append({**row, "to": _ALLEGED})
    rest = cast(frozen.Fields, {name: said for name, said in fields.items() if name != "prior"})
    if told:
        rest["prior"] = told
    return rest


_UNNAMED = frozenset({"person", "unknown"})
_HANDING_ON = AUTHORITIES | {"telecom_appeal"}
# Who would know of a debt, and how they are called where nobody owes them anything.
_OF_THE_DEBT = frozenset({"lender", "bank"})
_ALLEGED = "所称的出借机构"


def _denied(row: frozen.Prior, fields: frozen.Fields) -> bool:
    """Whether the alleged creditor of no debt answered, and the person was content with that."""
    debt: Mapping[str, object] = fields.get("told.debt") or fields.get("case_answers", {}).get("debt") or {}
    said = row.get("said", {})
    return debt.get("owed") == "none" and bool(said.get("answered_on")) and said.get("satisfied") is not False


def _bound(fields: frozen.Fields) -> bool:
    number = fields.get("told.number") or fields.get("case_answers", {}).get("number") or {}
    return bool(number.get("accounts_bound"))


def _stolen(fields: frozen.Fields) -> bool:
    number = fields.get("told.number") or fields.get("case_answers", {}).get("number") or {}
    return number.get("sim_replaced_by_other") is True or number.get("account_taken_over") is True
