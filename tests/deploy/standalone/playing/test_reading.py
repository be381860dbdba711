from pathlib import Path

import pytest

from deploy.standalone.playing.reading import read_scenario
from shared.runtime.marks import FaultyFilesError

HEAD = "scenario: X\ntitle_vi: Thử\nday: 2026-10-06\nsteps:\n"
PEOPLE = {"TD-01"}


def _fault(tmp_path: Path, text: str) -> str:
    file = tmp_path / "story.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FaultyFilesError) as caught:
        read_scenario(file, PEOPLE)
    return str(caught.value).replace(f"{tmp_path}/", "")


def test_a_good_scenario_is_read_with_its_words(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(HEAD + "  - {as: TD-01, do: cast, with: {id: 1, choice: yes}, eventually: 500 ms}\n")
    step = read_scenario(file, PEOPLE).steps[0]
    assert (step.with_["choice"], step.eventually) == ("yes", 0.5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            HEAD + "  - {as: TD-01, do: see_case, with: {id: 1}}\n  - as: TD-01\n    do: apraise\n",
            ("story.yaml:7: steps.2.do: không có lệnh apraise; có phải appraise? / "
            "there is no command apraise; did you mean appraise?"),
        ),
        (
            HEAD + "  - as: ABC\n    do: see_inbox\n",
            "story.yaml:5: steps.1.as: không có người ABC / there is no person ABC",
        ),
        (
            HEAD + "  - do: see_inbox\n",
            "story.yaml:5: steps.1.as: phải nêu người làm / somebody must do it",
        ),
        (
            HEAD + "  - as: TD-01\n    do: submit\n    with: {}\n",
            "story.yaml:7: steps.1.with: thiếu id / id is missing",
        ),
        (
            HEAD + "  - as: TD-01\n    do: submit\n    with:\n      id: ${n01.id}\n",
            "story.yaml:7: steps.1.with: chưa có tên n01 / no step before has saved n01",
        ),
        (
            HEAD + "  - as: TD-01\n    do: see_inbox\n    expcet: {unread: 0}\n",
            "story.yaml:7: steps.1.expcet: không có trường này / Extra inputs are not permitted",
        ),
        (
            HEAD + "  - as: TD-01\n    do: see_inbox\n    at: 2026-10-06T08:00:00\n",
            ("story.yaml:7: steps.1.at: thời điểm phải có múi giờ, ví dụ 2026-10-06T08:00:00+07:00 / "
            "Input should have timezone info"),
        ),
        (
            "scenario: X\nday: 2026-10-06\nsteps: []\n",
            ("story.yaml:1: title_vi: thiếu trường này / Field required\n"
            "story.yaml:3: steps: phải có ít nhất một bước / at least one step is needed"),
        ),
        (
            HEAD + "  - as: TD-01\n    do: see_inbox\n    do: see_case\n",
            "story.yaml:7: steps.1.do: trường viết hai lần / the field is written twice",
        ),
        ("a: [1\n", "story.yaml:2: không phải YAML / no YAML: did not find expected ',' or ']'"),
        ("", "story.yaml:1: tệp trống / the file is empty"),
    ],
    ids=[
        "command", "person", "nobody", "address", "name", "field", "zone", "head", "twice", "YAML", "empty",
    ],
)  # fmt: skip
def test_a_faulty_scenario_is_refused_with_line_and_field(tmp_path: Path, text: str, told: str) -> None:
    assert _fault(tmp_path, text) == told


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultyFilesError, match="there is no such file"):
        read_scenario(tmp_path / "nowhere.yaml")


def _stories(folder: Path, **begins: str) -> None:
    for name, begins_with in begins.items():
        head = HEAD.replace("steps:", f"begins_with: [{begins_with}]\nsteps:")
        step = f"  - {{as: TD-01, do: see_inbox, save_as: {name.lower()}, note: {name}}}\n"
        (folder / f"{name}.yaml").write_text(head + step, encoding="utf-8")


def test_a_story_begins_with_the_steps_of_others_and_may_use_what_they_saved(tmp_path: Path) -> None:
    _stories(tmp_path, A="", B="A", C="B")
    story = tmp_path / "C.yaml"
    story.write_text(story.read_text() + '  - {as: TD-01, do: see_case, with: {id: "${a.id}"}}\n', encoding="utf-8")
    assert [step.note for step in read_scenario(story, PEOPLE).steps] == ["A", "B", "C", ""]


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        ({"A": "B", "B": "A"}, "B.yaml:4: begins_with.1: A bắt đầu bằng chính nó / A begins with itself"),
        ({"A": "Z"}, "A.yaml:4: begins_with.1: không có kịch bản Z.yaml / there is no scenario Z.yaml"),
    ],
)
def test_a_story_that_begins_with_itself_or_with_none_is_refused(
    tmp_path: Path, begins: dict[str, str], told: str
) -> None:
    _stories(tmp_path, **begins)
    with pytest.raises(FaultyFilesError) as caught:
        read_scenario(tmp_path / "A.yaml", PEOPLE)
    assert str(caught.value).replace(f"{tmp_path}/", "") == told
