"""E-mails to organisations: who gets which, how they go, and what if they do not."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from service.actions.messages import tell
from service.actions.sending import ByMailServer, Outbox, clear_messages, make_way, send_due
from service.domain.messages import CHOICES, MOST_TRIES, About, Kind, message
from service.errors import NotReady
from service.settings import Notify, Smtp, read_settings
from tests.actions.mail import mail_server, notify_server
from tests.database import within

SERVICE = "c1a8bf1e-0000-4000-8000-000000000001"
SECRET = "5ec2e700-0000-4000-8000-000000000002"
KEY = f"homeward-{SERVICE}-{SECRET}"


def _write(url: str, *statements: str) -> None:
    with psycopg.connect(url) as connection:
        for statement in statements:
            connection.execute(statement)


def _rows(url: str, what: str, rest: str = "ORDER BY id") -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(f"SELECT {what} FROM messages {rest}").fetchall()  # noqa: S608


def _contact(email: str, how: str = "each", about: str = "{nominated,offered}") -> str:
    return (
        "INSERT INTO contacts (landlord_id, name, email, about, how)"  # noqa: S608
        f" VALUES (1, 'Ann', '{email}', '{about}', '{how}')"
    )


def _tell(url: str, kind: str = "nominated", **whose: int | str) -> None:
    within(url, lambda c: tell(c, kind=kind, key=f"{kind} 1", nomination_id=1, **whose))


def test_each_contact_who_wants_it_is_told_once(county_url: str) -> None:
    _write(
        county_url,
        _contact("ann@landlord.example"),
        _contact("bob@landlord.example", how="never"),
        _contact("cat@landlord.example", about="{let}"),
        _contact("dan@landlord.example", how="daily"),
    )
    for _ in range(2):
        _tell(county_url, landlord_id=1)
    assert _rows(county_url, "to_email, daily, nomination_id, vacancy_id") == [
        ("ann@landlord.example", False, 1, 8),
        ("dan@landlord.example", True, 1, 8),
    ]


def test_an_organisation_that_named_nobody_is_told_by_its_accounts(county_url: str) -> None:
    _tell(county_url, landlord_id=1, provider_id=1)
    assert _rows(county_url, "to_email", "ORDER BY to_email") == [
        ("landlord@homeward.example",),
        ("support_provider@homeward.example",),
    ]
    _tell(county_url, kind="escalated", district_code="E07000143")
    assert len(_rows(county_url, "id")) == 2


def test_a_district_without_a_contact_is_told_by_the_countys(county_url: str) -> None:
    _write(
        county_url,
        "INSERT INTO contacts (name, email, about, how)"
        " VALUES ('Eve', 'eve@county.example', '{escalated}', 'each')",
    )
    _tell(county_url, kind="escalated", district_code="E07000143")
    _tell(county_url, kind="escalated")
    assert _rows(county_url, "to_email") == [("eve@county.example",)]


def test_no_message_names_a_person_or_a_protected_scheme(county_url: str) -> None:
    for kind in CHOICES:
        _tell(county_url, kind=kind.value, landlord_id=1, provider_id=1)
    written = _rows(county_url, "subject || ' ' || body")
    assert len(written) == 2 * len(CHOICES)
    with psycopg.connect(county_url) as connection:
        people = connection.execute("SELECT name, reference FROM applicants").fetchall()
    for (text,) in written:
        for name, reference in people:
            assert not re.search(rf"\b{re.escape(name)}\b", str(text))
            assert reference not in str(text)
    assert "vacancy V-0008 at Willow Court 11" in str(written[0][0])
    assert "/nominations/1" in str(written[0][0])
    for kind in ("refuge", "dispersed", "second_stage"):
        hidden = message(
            Kind.NOMINATED, About(8, 1, "V-0008", "Hidden House", kind), address="https://h.example"
        )
        assert "Hidden House" not in hidden.subject + hidden.body
        assert "vacancy V-0008" in hidden.body


def test_what_waits_for_the_day_goes_at_eight_in_one_message(county_url: str) -> None:
    _write(county_url, _contact("dan@landlord.example", how="daily"))
    _tell(county_url, landlord_id=1)
    _tell(county_url, kind="offered", landlord_id=1)
    now = datetime.now(UTC)
    assert asyncio.run(send_due(county_url, Outbox(), now=now)) == 0
    morning = _rows(county_url, "send_after AT TIME ZONE 'Europe/London'")[0][0]
    assert isinstance(morning, datetime)
    assert (morning.hour, morning.minute) == (8, 0)
    later = now + timedelta(days=1)
    assert asyncio.run(send_due(county_url, Outbox(), now=later)) == 1
    assert asyncio.run(send_due(county_url, Outbox(), now=later)) == 0
    assert _rows(county_url, "kind, sent_at IS NULL, digest_id") == [
        ("nominated", True, 3),
        ("offered", True, 3),
        ("digest", False, None),
    ]
    ((body,),) = _rows(county_url, "subject || body", "WHERE kind = 'digest'")
    assert str(body).startswith("Homeward: 2 things to know today")
    assert "Somebody is nominated for vacancy V-0008" in str(body)
    assert "The home is offered: vacancy V-0008" in str(body)
    assert str(body).count("This e-mail names nobody.") == 1


def test_a_mail_server_takes_each_message_once(county_url: str) -> None:
    _write(county_url, _contact("ann@landlord.example"))
    _tell(county_url, landlord_id=1)
    with mail_server() as taken:
        way = make_way(Smtp("127.0.0.1", taken.port, "homes@county.example", is_tls=False))
        assert asyncio.run(send_due(county_url, way)) == 1
        assert asyncio.run(send_due(county_url, way)) == 0
        (letter,) = taken.letters
    assert letter["To"] == "ann@landlord.example"
    assert letter["Subject"] == "Somebody is nominated for vacancy V-0008 at Willow Court 11"
    assert letter["Message-ID"] == "<homeward-1@county.example>"
    assert "offer the home or decline" in letter.get_content()
    assert _rows(county_url, "sent_by, tries, error") == [("smtp", 1, None)]


def test_two_workers_send_no_message_twice(county_url: str) -> None:
    _write(county_url, *(_contact(f"c{i}@landlord.example") for i in range(6)))
    _tell(county_url, landlord_id=1)
    with mail_server() as taken:
        way = ByMailServer(Smtp("127.0.0.1", taken.port, "homes@county.example", is_tls=False))

        async def both() -> list[int]:
            return await asyncio.gather(send_due(county_url, way), send_due(county_url, way))

        assert sum(asyncio.run(both())) == 6
        assert len({letter["To"] for letter in taken.letters}) == len(taken.letters) == 6


def test_a_refused_message_is_tried_again_ever_later_and_then_given_up(county_url: str) -> None:
    _write(county_url, _contact("ann@landlord.example"))
    _tell(county_url, landlord_id=1)
    now = datetime.now(UTC)
    with mail_server() as taken:
        taken.refuses = True
        way = make_way(Smtp("127.0.0.1", taken.port, "homes@county.example", is_tls=False))
        pauses = []
        for _ in range(MOST_TRIES):
            assert asyncio.run(send_due(county_url, way, now=now)) == 0
            assert asyncio.run(send_due(county_url, way, now=now)) == 0
            (after,) = _rows(county_url, "send_after")[0]
            assert isinstance(after, datetime)
            pauses.append((after - now).total_seconds() / 60)
            now = after
        assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
        assert taken.letters == []
    ((tries, error, given_up),) = _rows(county_url, "tries, error, given_up_at IS NOT NULL")
    assert (tries, given_up) == (MOST_TRIES, True)
    assert "no such box" in str(error)
    _write(county_url, "UPDATE messages SET made_at = now() - interval '91 days'")
    within(county_url, clear_messages)
    assert _rows(county_url, "id") == []


def test_notify_is_asked_with_a_token_of_the_services_key(
    county_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(county_url, _contact("ann@landlord.example"))
    _tell(county_url, landlord_id=1)
    with notify_server() as taken:
        monkeypatch.setenv("HOMEWARD_PUBLIC_URL", "https://homes.example.org")
        monkeypatch.setenv("HOMEWARD_NOTIFY_KEY", KEY)
        monkeypatch.setenv("HOMEWARD_NOTIFY_TEMPLATE", "a-template")
        monkeypatch.setenv("HOMEWARD_NOTIFY_URL", f"http://127.0.0.1:{taken.port}")
        settings = read_settings()
        assert SECRET not in repr(settings)
        way = make_way(settings.mail)
        taken.refuses = True
        now = datetime.now(UTC)
        assert asyncio.run(send_due(county_url, way, now=now)) == 0
        assert "Notify answered 400" in str(_rows(county_url, "error")[0][0])
        taken.refuses = False
        assert asyncio.run(send_due(county_url, way, now=now + timedelta(minutes=2))) == 1
    asked = taken.asked[-1]
    assert (asked["path"], asked["template_id"]) == ("/v2/notifications/email", "a-template")
    assert asked["email_address"] == "ann@landlord.example"
    assert set(asked["personalisation"]) == {"subject", "body"}
    token = jwt.decode(taken.tokens[-1].removeprefix("Bearer "), OctKey.import_key(SECRET))
    assert token.header["alg"] == "HS256"
    assert token.claims["iss"] == SERVICE
    assert _rows(county_url, "sent_by") == [("notify",)]


def test_a_server_that_does_not_answer_keeps_the_message(county_url: str) -> None:
    _write(county_url, _contact("ann@landlord.example"))
    _tell(county_url, landlord_id=1)
    with mail_server() as gone:
        smtp = Smtp("127.0.0.1", gone.port, "homes@county.example", is_tls=False)
    notify = Notify(SERVICE, SECRET, "a-template", f"http://127.0.0.1:{gone.port}")
    now = datetime.now(UTC)
    assert asyncio.run(send_due(county_url, make_way(smtp), now=now)) == 0
    later = now + timedelta(minutes=1)
    assert asyncio.run(send_due(county_url, make_way(notify), now=later)) == 0
    ((tries, error),) = _rows(county_url, "tries, error")
    assert tries == 2
    assert error


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"HOMEWARD_SMTP_URL": "smtps://a:geheim@h:x", "HOMEWARD_MAIL_FROM": "h@c.example"},
         "write it like smtps://"),
        ({"HOMEWARD_SMTP_URL": "smtps://a:geheim@h"}, "Set HOMEWARD_MAIL_FROM"),
        ({"HOMEWARD_SMTP_URL": "smtps://h", "HOMEWARD_NOTIFY_KEY": KEY}, "not both"),
        ({"HOMEWARD_NOTIFY_KEY": "geheim"}, "not a whole API key"),
        ({"HOMEWARD_NOTIFY_KEY": KEY}, "Set HOMEWARD_NOTIFY_TEMPLATE"),
        ({"HOMEWARD_NOTIFY_KEY": KEY, "HOMEWARD_NOTIFY_TEMPLATE": "t",
          "HOMEWARD_NOTIFY_URL": "http://elsewhere.example"}, "begins https://"),
        ({"HOMEWARD_SMTP_URL": "smtps://h", "HOMEWARD_PUBLIC_URL": ""}, "HOMEWARD_PUBLIC_URL too"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused_with_words(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], words: str
) -> None:
    for name, value in {"HOMEWARD_PUBLIC_URL": "https://homes.example.org", **given}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(NotReady, match=re.escape(words)) as refused:
        read_settings()
    assert "geheim" not in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_mail_servers_address_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEWARD_PUBLIC_URL", "https://homes.example.org")
    monkeypatch.setenv("HOMEWARD_SMTP_URL", "smtps://homes%40c:pa%2Fss@mail.example.org")
    monkeypatch.setenv("HOMEWARD_MAIL_FROM", "homes@county.example")
    mail = read_settings().mail
    assert mail == Smtp(
        "mail.example.org", 465, "homes@county.example", is_tls=True, login="homes@c",
        password="pa/ss",
    )  # fmt: skip
    assert "pa/ss" not in repr(mail)
