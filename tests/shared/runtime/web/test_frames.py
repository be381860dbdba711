from shared.runtime.web.frames import Item, frame, heartbeat, reset, retry


def test_every_line_of_the_data_is_marked_as_data() -> None:
    sent = frame(Item(7, "card", "<li>\r\nÁnh\rHạnh\n</li>"), "e-wall-7").decode()
    assert sent == "id: e-wall-7\nevent: card\ndata: <li>\ndata: Ánh\ndata: Hạnh\ndata: </li>\n\n"


def test_a_separator_of_unicode_is_no_line_end() -> None:
    assert "data: a\u2028b\n" in frame(Item(1, "x", "a\u2028b"), "c").decode()


def test_signs_without_data_dispatch_nothing_and_a_reset_does() -> None:
    assert b"data" not in heartbeat("c") + retry(2500)
    assert b"event: reset\ndata: {}" in reset("c")
