"""An organisation's own contacts: who is written to, of what, and how often."""

from service.actions.versions import check_version
from service.domain.accounts import Actor, Role, same_address
from service.domain.messages import CHOICES, How
from service.errors import NotAllowed, RuleBroken
from service.store import contacts as store
from service.store.contacts import Details
from service.store.messages import Organisation
from service.store.pool import Connection

_LONGEST = 200


def own_organisation(actor: Actor) -> Organisation | None:
    """The one organisation whose contacts this person keeps; None: everybody's.

    Raises:
        NotAllowed: They keep nobody's.
    """
    if actor.role is Role.ADMINISTRATOR:
        return None
    if actor.role in (Role.LANDLORD, Role.SUPPORT_PROVIDER):
        return Organisation(landlord_id=actor.landlord_id, provider_id=actor.provider_id)
    raise NotAllowed("Landlords, support providers and administrators keep contacts.")


async def add_contact(
    connection: Connection, *, actor: Actor, whose: Organisation, details: Details
) -> int:
    """Add somebody to write to; their id.

    Raises:
        NotAllowed: They are of another organisation.
        RuleBroken: A field is wrong, or the organisation has a contact with this address.
    """
    if own_organisation(actor) not in (None, whose):
        raise NotAllowed("You keep the contacts of your own organisation only.")
    if not await store.has_organisation(connection, whose):
        raise RuleBroken("Name one landlord, support provider or district that there is, or none.")
    details = _checked(details)
    contact_id = await store.add_contact(connection, whose, details)
    if contact_id is None:
        raise _twice(details)
    return contact_id


async def change_contact(
    connection: Connection,
    *,
    actor: Actor,
    contact_id: int,
    version: int | None = None,
    details: Details,
) -> None:
    """Change who a contact is or what they are told of.

    Args:
        connection: Their own, which sees the contact.
        actor: Somebody of the organisation, or an administrator.
        contact_id: Which.
        version: The one that they looked at; None: whatever it is by now.
        details: As they are to be.

    Raises:
        NotFound: There is no such contact of theirs.
        Outdated: Somebody changed it since they looked.
        RuleBroken: A field is wrong, or the organisation has a contact with this address.
    """
    own_organisation(actor)
    await store.get_contact(connection, contact_id)
    if version is not None:
        await check_version(connection, "contacts", contact_id, version)
    details = _checked(details)
    if not await store.change_contact(connection, contact_id, details):
        raise _twice(details)


async def remove_contact(connection: Connection, *, actor: Actor, contact_id: int) -> None:
    """Write to somebody no more.

    Raises:
        NotFound: There is no such contact of theirs.
    """
    own_organisation(actor)
    await store.get_contact(connection, contact_id)
    await store.delete_contact(connection, contact_id)


def find_problems(details: Details) -> dict[str, str]:
    """Field -> what is wrong with it and what to do."""
    before, at, after = same_address(details.email).partition("@")
    is_address = before and at and "." in after and not set(details.email.strip()) & set(" ,;<>")
    checks = {
        "name": (0 < len(details.name.strip()) <= _LONGEST, "Enter their name"),
        "email": (
            is_address and len(details.email) <= _LONGEST and details.email.strip().isprintable(),
            "Write the email address like name@example.org",
        ),
        "phone": (len(details.phone or "") <= _LONGEST, "Enter a telephone number"),
        "job": (len(details.job or "") <= _LONGEST, "Say what they look after in a few words"),
        "how": (details.how in set(How), "Choose how often they are written to"),
        "about": (
            set(details.about) <= set(CHOICES)
            and (bool(details.about) or details.how == How.NEVER),
            "Choose what they are told of, or choose no e-mail",
        ),
    }
    return {field: words for field, (is_right, words) in checks.items() if not is_right}


def _checked(details: Details) -> Details:
    """What is kept of the details.

    Raises:
        RuleBroken: A field is wrong.
    """
    for field, words in find_problems(details).items():
        raise RuleBroken(words, field=field)
    return Details(
        details.name.strip().replace("\0", ""),
        same_address(details.email),
        _text(details.phone),
        _text(details.job),
        sorted(set(details.about)),
        details.how,
    )


def _text(text: str | None) -> str | None:
    return (text or "").strip().replace("\0", "") or None


def _twice(details: Details) -> RuleBroken:
    words = f"{details.email} is a contact of this organisation already; change that one."
    return RuleBroken(words, field="email")
