"""Homes lent for another use, over JSON."""

from http import HTTPStatus

import msgspec
from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from service import auth
from service.actions import units
from service.api.cursors import PageAsked
from service.api.params import all_shaped, by_token, shaped
from service.api.problems import refusals
from service.api.shapes import homes as shapes
from service.domain.accounts import Actor
from service.domain.days import today
from service.store.pool import Connection
from service.store.unit_loans import Terms, count_loans, find_loan, find_loans, get_loan

_TAGS = ["Homes"]
_WRITE = refusals(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.PRECONDITION_FAILED,
)


@get(
    "/loans",
    may=auth.LETTING,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="List loans",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_loans(
    connection: NamedDependency[Connection], page: NamedDependency[PageAsked]
) -> shapes.Loans:
    """Those that are not over, the first due back at the top; landlords get their own."""
    counts = await count_loans(connection, on=today())
    rows = await find_loans(connection, **page.window)
    return page.shown(shapes.Loans, rows, all_shaped(rows, shapes.Loan), total=counts.n_loans)


@get(
    "/loans/{loan_id:int}",
    may=auth.LETTING,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="One loan",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def show_loan(connection: NamedDependency[Connection], loan_id: FromPath[int]) -> shapes.Loan:
    """A loan that is not over, with the ETag that a change may name."""
    return shaped(await get_loan(connection, loan_id), shapes.Loan)


@post(
    "/units/{unit_id:int}/loans",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Lend a home for another use",
    status_code=HTTP_201_CREATED,
    responses=_WRITE,
)
async def lend(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
    data: JSONBody[shapes.LoanAsked],
) -> shapes.Loan:
    """While it is lent it counts as what it is lent as."""
    terms = Terms(**msgspec.structs.asdict(data))
    await units.lend(connection, actor=actor, unit_id=unit_id, terms=terms)
    return shaped(await find_loan(connection, unit_id), shapes.Loan)


@patch(
    "/loans/{loan_id:int}",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Change the day a lent home is due back",
    responses=_WRITE,
)
async def change_loan(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    loan_id: FromPath[int],
    data: JSONBody[shapes.LoanChange],
) -> shapes.Loan:
    """A day after today, and after the first of the loan."""
    await units.set_due_back(connection, actor=actor, loan_id=loan_id, due_back_on=data.due_back_on)
    return shaped(await get_loan(connection, loan_id), shapes.Loan)


@post(
    "/loans/{loan_id:int}/return",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Say that a lent home came back",
    status_code=HTTP_204_NO_CONTENT,
    responses=_WRITE,
)
async def give_back(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    loan_id: FromPath[int],
    data: JSONBody[shapes.LoanReturn],
) -> None:
    """From then on the home counts as what it was; a loan that has not begun is taken back."""
    loan = await get_loan(connection, loan_id)
    await units.give_back(
        connection, actor=actor, unit_id=loan.unit_id, returned_on=data.returned_on
    )
