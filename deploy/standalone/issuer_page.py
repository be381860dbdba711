"""The page where a person at a laptop chooses whom to be."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from deploy.standalone.people import Person
from shared.kernel.actor import Role

_ROLES_VI: Final[Mapping[Role, str]] = {
    Role.PROPOSER: "người đề nghị",
    Role.UNIT_HEAD: "lãnh đạo đơn vị",
    Role.PEER: "đồng nghiệp",
    Role.CITIZEN: "công dân",
    Role.OPINION_BODY: "cơ quan được hỏi ý kiến",
    Role.EMULATION_OFFICER: "thường trực thi đua",
    Role.COUNCIL_SECRETARY: "thư ký hội đồng",
    Role.COUNCIL_MEMBER: "thành viên hội đồng",
    Role.COUNCIL_CHAIR: "chủ tịch hội đồng",
    Role.GRANTOR: "người quyết định khen",
    Role.SUPERVISOR: "giám sát",
    Role.MOVEMENT_OWNER: "chủ trì phong trào",
    Role.CLUSTER_LEAD: "trưởng khu vực thi đua",
    Role.RECIPIENT: "người được khen",
    Role.INTEGRATOR: "chương trình tích hợp",
    Role.OPS: "vận hành",
}

_PAGE: Final = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Đăng nhập thử – Kịp Thời</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 0; background: #f3ece4; color: #222; }}
header {{ background: #8a1520; color: #fff; padding: 1rem; border-bottom: 4px solid #e0b040; }}
main {{ max-width: 60rem; margin: 0 auto; padding: 1rem; }}
form {{ display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }}
button {{ font: inherit; text-align: left; padding: .75rem; min-height: 44px; border: 1px solid #0b4f8a;
  border-radius: 4px; background: #fff; color: #0b4f8a; cursor: pointer; }}
button:focus-visible {{ outline: 3px solid #e0b040; outline-offset: 2px; }}
b, small {{ display: block; }}
small {{ color: #444; }}
</style>
</head>
<body>
<header><strong>Kịp Thời</strong> · đăng nhập thử</header>
<main>
<h1>Bạn là ai hôm nay?</h1>
<p>Đây là những người mẫu, không có mật khẩu; trang này chỉ chạy trên máy của bạn.</p>
<form method="post" action="/authorize">
{hidden}
{buttons}
</form>
</main>
</body>
</html>
"""


def sign_in_page(people: Iterable[Person], asked: Mapping[str, str]) -> str:
    """A button for each person; what the client asked for travels along unseen."""
    hidden = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
    )
    return _PAGE.format(hidden=hidden, buttons="\n".join(_button(person) for person in people))


def roles_vi(person: Person) -> str:
    """The person's roles in words, each with its places."""
    places: dict[Role, list[str]] = {}
    for grant in person.grants:
        places.setdefault(grant.role, []).append(grant.at)
    return "; ".join(f"{_ROLES_VI[role]} ({', '.join(where)})" for role, where in places.items())


def _button(person: Person) -> str:
    return (
        f'<button name="person" value="{escape(person.ref)}"><b>{escape(person.name)}</b>'
        f"<small>{escape(person.ref)} · {escape(roles_vi(person))}</small></button>"
    )
