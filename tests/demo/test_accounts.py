"""The demonstration's accounts: one of each role, with a password that is taken."""

from pyotp import TOTP

from service.demo.accounts import (
    ADMINISTRATOR_KEY,
    DISTRICT_OFFICER,
    EMAILS,
    PASSWORD,
    add_demo_accounts,
    sign_in_lines,
)
from service.domain.accounts import Role
from service.store.pool import Connection
from tests.database import within

_LANDLORD = """
INSERT INTO landlords (name, kind) VALUES ('Broadland Homes', 'charity');
INSERT INTO schemes (landlord_id, reference, name, kind, support_level, client_groups, sexes,
                     intended_stay, place_id, district_code, source)
SELECT l.id, 'S-1', 'Willow Court', 'supported_living', 1, '{}', 'any', 'medium', p.id,
       p.district_code, 'a test'
FROM landlords AS l, (SELECT * FROM places ORDER BY id LIMIT 1) AS p;
INSERT INTO units (scheme_id, reference, bedrooms, shared, floor, features, rent_pence)
SELECT id, 'U-1', 1, false, 0, '{}', 9540 FROM schemes;
INSERT INTO voids (unit_id, void_from, reason) SELECT id, DATE '2026-04-01', 'move_on' FROM units;
INSERT INTO vacancies (reference, void_id, unit_id, state, registered_on, available_on,
                       bedroom_rule, bedroom_surplus)
SELECT 'V-1', id, unit_id, 'open', '2026-04-02', '2026-05-01', 'bedroom_standard', 0 FROM voids
"""


def test_there_is_an_account_of_each_role_and_the_terminal_says_how_to_sign_in(
    database_url: str,
) -> None:
    async def add(connection: Connection) -> tuple[object, object, object]:
        for statement in _LANDLORD.split(";\n"):
            await connection.execute(statement)  # type: ignore[arg-type]
        await add_demo_accounts(connection)
        roles = "SELECT array_agg(role ORDER BY id) FROM accounts"
        keys = "SELECT array_agg(secret || confirmed_at::date) FROM second_factors"
        staffed = "SELECT count(support_provider_id) FROM schemes"
        found = [await (await connection.execute(ask)).fetchone() for ask in (roles, keys, staffed)]
        return found[0], found[1], found[2]

    roles, keys, staffed = within(database_url, add)
    assert roles == ([*map(str, Role), "officer"],)
    assert str(keys).count(ADMINISTRATOR_KEY) == 1
    assert staffed == (1,)
    said = "\n".join(sign_in_lines())
    assert all(word in said for word in (*EMAILS.values(), DISTRICT_OFFICER, PASSWORD))
    assert ADMINISTRATOR_KEY in said
    assert len(TOTP(ADMINISTRATOR_KEY).now()) == 6
