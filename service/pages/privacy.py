"""What is kept of people: the data register, and a person's bundle."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions.data_register import read_register
from service.actions.subject_access import make_bundle
from service.domain.retention import RULES
from service.store.pool import Connection


@get("/data-protection", may=auth.SIGNED_IN)
async def show_data_protection(connection: NamedDependency[Connection]) -> Template:
    """Every stored field, what it is for and how long it is kept."""
    return Template(
        "privacy/register.html",
        context={"tables": await read_register(connection), "rules": RULES.values()},
    )


@post("/applicants/{applicant_id:int}/bundle", may=auth.OFFICERS, status_code=HTTP_200_OK)
async def download_bundle(
    connection: NamedDependency[Connection], applicant_id: FromPath[int]
) -> Response[bytes]:
    """Everything held about an applicant, as a file to give to them."""
    bundle = await make_bundle(connection, applicant_id=applicant_id)
    return Response(
        bundle.content,
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="applicant-{applicant_id}.zip"',
        },
    )
