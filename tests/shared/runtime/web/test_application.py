import httpx
import pytest

from shared.kernel.policy import PUBLIC
from shared.runtime.web.application import build_inner
from shared.runtime.web.doors import door, doors
from tests.shared.runtime.web.tokens import Issuer


@pytest.mark.parametrize(("shown", "status"), [(True, 200), (False, 404)])
async def test_the_interface_is_described_only_where_that_is_wanted(shown: bool, status: int) -> None:
    api = doors()

    @api.get("/wall", **door(PUBLIC))
    async def wall() -> list[str]:
        return []

    app = build_inner(api, title="notifications", tokens=Issuer().tokens("notifications"), show_pages=shown)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        assert (await client.get("/openapi.json")).status_code == status
        for page in ("/docs", "/redoc"):
            assert (await client.get(page)).status_code == 404
    assert app.openapi()["paths"]["/wall"]["get"]["x-policy"] == PUBLIC
