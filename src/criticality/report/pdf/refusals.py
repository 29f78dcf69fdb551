"""What to tell a reader whose machine lacks something the pages need, in both languages."""

from criticality.errors import MachineError

_COMMANDS = """\
    Debian, Ubuntu:  sudo apt-get install --no-install-recommends {debian}
    Fedora:          sudo dnf install {fedora}
    macOS:           brew install {macos}
    Windows:         wsl --install -d Debian, and there: sudo apt-get install --no-install-recommends {debian}"""

_WITHOUT_PAGES = """
Without pages, the same run: --language none (in Python: save())
不印 PDF 亦可執行：--language none（Python：save()）"""


def fonts_missing(family: str) -> MachineError:
    """Return the refusal of a machine without the font of the printed list."""
    return MachineError(
        f"The printed list needs the font {family} (regular and bold), and this machine does not have it. Type:\n"
        f"印製清單需要字型 {family}（標準體與粗體），本機尚未安裝。請輸入：\n"
        + _COMMANDS.format(
            debian="fonts-noto-cjk", fedora="google-noto-sans-cjk-fonts", macos="--cask font-noto-sans-cjk"
        )
        + _WITHOUT_PAGES
    )


def libraries_missing(reason: str) -> MachineError:
    """Return the refusal of a machine without Pango."""
    return MachineError(
        f"The printed list needs the library Pango, and this machine does not have it ({reason}). Type:\n"
        "印製清單需要程式庫 Pango，本機尚未安裝。請輸入：\n"
        + _COMMANDS.format(debian="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", fedora="pango", macos="pango")
        + _WITHOUT_PAGES
    )


def broken(reason: str) -> MachineError:
    """Return the refusal when writing the pages failed for a reason of the machine (memory, disk, a killed process)."""
    return MachineError(f"The pages could not be written: {reason}\n頁面無法寫出：{reason}")
