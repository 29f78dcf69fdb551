"""A machine without the font or Pango is refused in both languages, with the command to type."""

# Holds: report/pdf/refusals.py.

from pathlib import Path

import pytest
from sample_record import sample_record, write_folder

from criticality.errors import MachineError
from criticality.report import write_lists
from criticality.report.pdf import fonts, requirements


@pytest.fixture
def without_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "_folders", lambda: iter([tmp_path]))


@pytest.mark.usefixtures("without_fonts")
def test_without_the_font_the_reader_learns_what_to_type(tmp_path: Path) -> None:
    folder = write_folder(sample_record(), tmp_path / "run")
    with pytest.raises(MachineError) as refusal:
        write_lists(sample_record(), folder, [("full", "en")])
    for word in ("fonts-noto-cjk", "dnf install", "brew install", "wsl --install", "字型", "--language none"):
        assert word in str(refusal.value)
    assert not list(folder.glob("*.pdf"))
    assert fonts.font_digests() is None
    with pytest.raises(MachineError):
        requirements.require_machine()


def test_without_pango_the_reader_learns_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "_loads", lambda _name: False)
    with pytest.raises(MachineError) as refusal:
        requirements.require_machine()
    for word in ("libpango-1.0-0", "libharfbuzz-subset0", "程式庫", "--language none"):
        assert word in str(refusal.value)


def test_fonts_unpacked_by_the_start_script_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "usr/share/fonts/opentype/noto"
    folder.mkdir(parents=True)
    for name in ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"):
        (folder / name).write_bytes(b"x")
    monkeypatch.setenv("CRITICALITY_NATIVE", str(tmp_path))
    assert [path.parent for path in fonts.font_files()] == [folder, folder]
    digests = fonts.font_digests()
    assert digests is not None
    assert set(digests["files"].values()) == {"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
