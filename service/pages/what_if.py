"""What would change one applicant's outcome."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.reading import record_read
from service.actions.what_if import what_if
from service.store.applicant_pages import get_applicant
from service.store.pool import Connection


@get("/applicants/{applicant_id:int}/what-if", may=auth.OFFICERS)
async def show_what_if(
    connection: NamedDependency[Connection], applicant_id: FromPath[int]
) -> Template:
    """What each change to their wishes or needs would do, worked out on today's county."""
    applicant = await get_applicant(connection, applicant_id)
    found = await what_if(connection, applicant_id=applicant_id)
    await record_read(connection, subject="what-if", applicant_ids=[applicant_id])
    return Template("applicants/what_if.html", context={"applicant": applicant, "found": found})
