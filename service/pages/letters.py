"""Letters to applicants, to be printed or sent."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from service import auth
from service.actions.letters import Size, offer_letter
from service.domain.days import today
from service.pages.forms import query_of
from service.store.pool import Connection


@get(
    "/nominations/{nomination_id:int}/offer-letter.pdf",
    may=auth.OFFICERS | auth.LANDLORDS,
    media_type="application/pdf",
)
async def show_offer_letter(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    nomination_id: FromPath[int],
) -> Response[bytes]:
    """The letter that offers the home of a nomination; in large print if the address says so."""
    is_large = query_of(request).get("size") == Size.LARGE
    letter = await offer_letter(
        connection,
        nomination_id=nomination_id,
        on=today(),
        size=Size.LARGE if is_large else Size.USUAL,
    )
    name = f'inline; filename="offer-{nomination_id}.pdf"'
    return Response(letter, media_type="application/pdf", headers={"Content-Disposition": name})
