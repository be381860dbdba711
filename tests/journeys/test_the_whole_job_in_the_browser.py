"""A team's deed becomes a card on the wall: nominated, returned, completed, appraised, voted on in secret, signed."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from deploy.standalone.parts import issuer_unit
from deploy.standalone.people import WORLD
from deploy.standalone.playing.clock import SetClock
from deploy.standalone.playing.theatre import theatre
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.world import load
from shared.kernel.clock import local_day, now_utc
from tests.browser import browser
from tests.journeys.people import Person, pdf, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

HEAD, OFFICER, APPRAISER, SECRETARY, GRANTOR = "PCT-HP-THA", "TD-02", "TD-03", "TK-01", "BT-01"
CHAIR, RECUSED = "HD-01", "HD-03"
OTHERS = ("HD-02", "HD-04", "HD-05", "HD-06", "HD-07", "HD-08", "HD-09")
TEAM = "Phòng Nghiệp vụ và Tổ chức thi hành án"
CITATION = "Thi hành xong 310 việc có điều kiện, không để án tồn đọng"


@pytest_asyncio.fixture
async def console(kafka_bootstrap: str, mongodb_url: str, namespace: str, tmp_path: Path) -> AsyncIterator[str]:
    """The address of the console of a whole running system with the sample people."""
    given = Given(kafka_bootstrap, mongodb_url)
    site = Site.temporary(tmp_path / "site", namespace=namespace, given=given)
    async with Supervisor([issuer_unit(site)], site.folder, say=print), theatre(site, SetClock(now_utc())) as opened:
        await load(WORLD, opened.addresses)
        await opened.stage.settle()
        yield opened.addresses.console


async def test_the_whole_job_in_the_browser(console: str, tmp_path: Path) -> None:
    async with browser() as opened:
        visitor = await (await opened.new_context(base_url=console)).new_page()
        await visitor.goto("/guong-sang")
        await expect(visitor.locator("#luong-tin")).to_have_text("Đang nhận trực tiếp", timeout=15_000)

        await visitor.get_by_role("link", name="Đăng nhập").click()
        await Person(visitor, tmp_path).looks("00-dang-nhap")
        await visitor.goto("/guong-sang")
        number = await nominated(opened, console, tmp_path)
        await returned_completed_and_accepted(opened, console, tmp_path, number)
        await appraised(opened, console, tmp_path, number)
        await voted(opened, console, tmp_path, number)
        await decided(opened, console, tmp_path, number)

        card = visitor.locator(".guong").filter(has_text=TEAM)
        await expect(card).to_be_visible()
        await expect(card).to_contain_text(CITATION)
        await expect(card.locator(".guong-ngay strong")).to_have_text("4")
        await expect(visitor.locator(".guong")).to_have_count(1)
        await Person(visitor, tmp_path).looks("90-guong-sang")

        async with signed_in(opened, console, HEAD, tmp_path) as head:
            await head.until(f"/ho-so/{number}", "Đã công bố")
            await head.sees("8/9 = 88,9 % tổng số thành viên – ngưỡng 80 % – đạt", "từ việc làm đến quyết định")
            await head.looks("91-ho-so-xong")
            await head.until("/thong-bao", number)
            await head.looks("92-thong-bao")
            await head.go("/dang-nhap")
            await head.looks("93-da-dang-nhap")
            await head.go("/ho-so/KT-2026-9999?cho=nomination.1")
            await head.looks("94-dang-cap-nhat")


async def nominated(opened: Browser, console: str, shots: Path) -> str:
    """The unit's head nominates the team, at first without a figure and evidence."""
    deed_day = local_day(now_utc()) - timedelta(days=4)
    async with signed_in(opened, console, HEAD, shots) as head:
        await head.looks("10-viec-trong")
        for path, name in (("/thong-bao", "thong-bao-trong"), ("/phien", "khong-thuoc-vai-tro"), ("/x", "khong-thay")):
            await head.go(path)
            await head.looks(f"10-{name}")
        await head.go("/de-nghi")
        await head.page.locator("#tieu-de").press("Enter")
        await head.sees("Đề nghị chưa đủ.", "Chọn người hoặc tập thể.")
        await head.looks("11-de-nghi-loi")
        await head.page.select_option("#doi-tuong", "TT-21")
        await head.page.select_option("#hinh-thuc", "BANG_KHEN_BO")
        await head.page.fill("#tieu-de", "Thi hành xong 310 việc trong quý <b>&")
        await head.page.fill("#viec", "Rà soát từng việc, đến từng nhà.\nKhông để án có điều kiện tồn đọng.")
        for name in ("tu-ngay", "den-ngay", "biet-ngay"):
            await head.fill_day(name, deed_day)
        await head.page.fill("#trich-yeu", CITATION)
        await head.press("Thêm người cùng làm")
        await head.page.select_option("#nguoi-1", "CB-0611")
        await head.page.fill("#ty-le-1", "một phần tư")
        await head.press("Thêm người cùng làm")
        await head.press("Xem lại")
        await head.sees("Nhập tỷ lệ là số nguyên từ 1 đến 99.")
        await head.looks("11-de-nghi-cung-lam")
        await head.page.fill("#ty-le-1", "25")
        await head.press("Bớt người cùng làm thứ 2")
        await head.press("Xem lại")
        await head.sees("Xem lại rồi gửi", TEAM, "chưa có – hồ sơ sẽ bị trả lại để bổ sung", "quý <b>&")
        await head.sees(f"{TEAM}: 75 %", "Võ Thị Ngọc Ánh: 25 %")
        await head.looks("12-xem-lai")
        await head.press("Gửi đề nghị")
        await head.sees("Đã gửi", TEAM, "Rà soát từng việc")
        found = re.search(r"KT-\d{4}-\d{4,}", head.page.url)
        assert found
        await head.page.go_back()
        assert head.page.url.endswith(found[0]), "the back button finds the file, not the form"
        await head.looks("13-da-gui")
        return found[0]


async def returned_completed_and_accepted(opened: Browser, console: str, shots: Path, number: str) -> None:
    """The officer returns the file with the failed rules; the unit completes it; the officer accepts it."""
    async with signed_in(opened, console, OFFICER, shots) as officer:
        await officer.until("/viec", number)
        await officer.looks("20-viec")
        await officer.follow("Tiếp nhận")
        await officer.press("Tiếp nhận")
        await officer.sees("Đã tiếp nhận", "Thiếu minh chứng.", "Chưa nêu kết quả đo được.")
        await officer.press("Đạt – chuyển xét")
        await expect(officer.page.get_by_role("alert")).to_contain_text("Bổ sung minh chứng rồi gửi lại.")
        await expect(officer.page).to_have_title(re.compile("^Lỗi: "))
        await officer.looks("21-chua-dat")
        await officer.press("Trả lại để bổ sung")
        await officer.sees("Trả lại để bổ sung", "bổ sung trước")
        async with signed_in(opened, console, HEAD, shots) as head:
            await head.until("/viec", "Bổ sung")
            await head.follow("Bổ sung")
            await head.sees("Hồ sơ bị trả lại vì", "Thiếu minh chứng.")
            await head.looks("22-bo-sung")
            await head.page.set_input_files("#minh-chung", pdf("bang_ke_310_viec.pdf"))
            for name, value in (("chi-so", "Việc thi hành xong"), ("gia-tri", "310"), ("don-vi-tinh", "việc")):
                await head.page.fill(f"#{name}", value)
            await head.page.fill("#nguon", "Sổ thụ lý thi hành án")
            await head.press("Bổ sung và gửi lại")
            await head.sees("Đã gửi", "bang_ke_310_viec.pdf", "310 việc")
        await officer.until(f"/ho-so/{number}", "Đã bổ sung và gửi lại")
        await officer.press("Tiếp nhận")
        await officer.press("Đạt – chuyển xét")
        await officer.until(f"/ho-so/{number}", "Bắt đầu thẩm định")


async def appraised(opened: Browser, console: str, shots: Path, number: str) -> None:
    async with signed_in(opened, console, APPRAISER, shots) as appraiser:
        await appraiser.until("/viec", number)
        await appraiser.follow("Thẩm định")
        await appraiser.looks("30-tham-dinh")
        await appraiser.page.fill("#nhan-xet", "Số liệu khớp sổ thụ lý.")
        await appraiser.press("Thẩm định")
        await appraiser.sees("Chọn kết luận.")
        await appraiser.looks("31-tham-dinh-loi")
        await appraiser.page.get_by_label("Đạt tiêu chuẩn").check()
        await appraiser.press("Thẩm định")
        await appraiser.sees("Đủ điều kiện", "Số liệu khớp sổ thụ lý.")


async def voted(opened: Browser, console: str, shots: Path, number: str) -> None:
    """The secretary convenes; the chair opens; eight vote, one is recused; the chair closes."""
    async with signed_in(opened, console, SECRETARY, shots) as secretary:
        await secretary.until("/viec", "Xếp phiên")
        await secretary.follow("Xếp phiên")
        await secretary.looks("40-xep-phien")
        closes = await secretary.page.input_value("[name=dong-d]")
        await secretary.page.fill("[name=dong-d]", "32")
        await secretary.press("Triệu tập phiên")
        await secretary.sees("Nhập ngày, giờ đóng phiếu bằng số")
        await secretary.looks("40-xep-phien-loi")
        await secretary.page.fill("[name=dong-d]", closes)
        await secretary.press("Triệu tập phiên")
        await secretary.sees("Đã triệu tập", "9 thành viên")
        meeting = secretary.page.url.partition("?")[0]
    async with signed_in(opened, console, CHAIR, shots) as chair:
        await chair.until("/viec", "Mở bỏ phiếu")
        await chair.go(meeting)
        await chair.press("Mở bỏ phiếu")
        await chair.sees("0/8 phiếu")
        async with signed_in(opened, console, RECUSED, shots) as recused:
            await recused.until(meeting, "Bạn không tham gia phiếu này: bạn phụ trách đơn vị của người được đề nghị.")
            await recused.looks("41-khong-tham-gia")
        await cast(chair, meeting, number, "Đồng ý", shot="42-phieu")
        for ref in OTHERS:
            async with signed_in(opened, console, ref, shots) as member:
                await cast(member, meeting, number, "Đồng ý")
        await chair.go(meeting)
        await chair.sees("8/8 phiếu", "kết quả hiện sau khi đóng phiếu")
        await chair.looks("43-phien-dang-mo")
        assert "88,9" not in await chair.page.content()
        await chair.press("Đóng phiếu và kiểm phiếu")
        await chair.sees("8/9 = 88,9 % tổng số thành viên – ngưỡng 80 % – đạt")
        await chair.looks("44-phien-da-dong")


async def cast(member: Person, meeting: str, number: str, choice: str, shot: str = "") -> None:
    await member.until(meeting, "Bỏ phiếu")
    await member.follow(f"Bỏ phiếu {number}")
    await member.sees("Phiếu đã bỏ không sửa được.", "310 việc")
    if shot:
        await member.looks(shot)
        await member.press("Bỏ phiếu")
        await member.sees("Phiếu chưa được bỏ.", "Chọn Đồng ý hoặc Không đồng ý.")
        await member.looks(f"{shot}-loi")
    await member.page.get_by_label(choice, exact=True).check()
    await member.page.get_by_label("Tôi đã chọn xong").check()
    await member.press("Bỏ phiếu")
    await member.sees("Bạn đã bỏ phiếu")


async def decided(opened: Browser, console: str, shots: Path, number: str) -> None:
    """The secretary prepares the decision with the names filled in; the grantor signs."""
    async with signed_in(opened, console, SECRETARY, shots) as secretary:
        await secretary.until("/viec", "Lập quyết định")
        await secretary.follow("Lập quyết định")
        await secretary.page.get_by_label("Tên ghi trong quyết định").fill("")
        await secretary.press("Trình ký")
        await secretary.sees("Nhập tên ghi trong quyết định.")
        await secretary.looks("50-lap-quyet-dinh-loi")
        await secretary.page.get_by_label("Số quyết định").fill("88/QĐ-BTP")
        await secretary.page.get_by_label("Tên ghi trong quyết định").fill(TEAM)
        await expect(secretary.page.get_by_label("Tên ghi trong quyết định")).to_have_value(TEAM)
        await secretary.looks("50-lap-quyet-dinh")
        await secretary.press("Trình ký")
        await secretary.sees("Quyết định 88/QĐ-BTP", "Chờ ký")
        for path, name in (("/phien", "phien"), ("/cho-ky", "cho-ky"), ("/viec?so=147", "tim-loi")):
            await secretary.go(path)
            await secretary.looks(f"50-{name}")
    async with signed_in(opened, console, GRANTOR, shots) as grantor:
        await grantor.until("/viec", "88/QĐ-BTP")
        await grantor.follow("Xem và ký")
        address = grantor.page.url
        await grantor.until(address, "sẵn sàng")
        await grantor.press("Ký quyết định")
        await grantor.sees("Đánh dấu ô xác nhận trước khi ký.")
        await grantor.looks("51-ky")
        await grantor.page.get_by_label("Tôi ký quyết định").check()
        await grantor.press("Ký quyết định")
        await grantor.sees("Đã ký", number)
        await grantor.looks("52-da-ky")
