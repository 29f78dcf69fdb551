"""The patches on pages that ask for more than the list does: floats, right-to-left, justified and indented lines."""

import os
import subprocess
import sys
from pathlib import Path

from printed_lists import needs_pages

from criticality.report.pdf.fonts import write_configuration

_PAGE = """<!DOCTYPE html><html lang="en"><head><title>t</title><style>
@page { size: 90mm 120mm; margin: 8mm; @top-left { content: string(head) } @bottom-right { content: counter(page) } }
@page :first { margin-top: 20mm } @page wide { size: 120mm 60mm } .wide { page: wide }
h2 { string-set: head content() } p.j { text-align: justify } p.i { text-indent: 5mm } p.r { direction: rtl }
p.c { text-align: center; letter-spacing: 1pt } p.pre { white-space: pre-wrap } p.n { white-space: nowrap }
p.f::first-letter { font-size: 20pt } p.l::first-line { font-weight: bold } p.b::before { content: "» " }
.float { float: left; width: 20mm; outline: 1pt solid; margin-left: 10% } td { border: 1pt solid; padding: 3% }
table { border-collapse: collapse } .s { border-collapse: separate } .rel { position: relative; left: 4mm }
.bg { background: #eee; border-radius: 4pt } .hy { hyphens: auto; width: 18mm } .oh { overflow: hidden; height: 4mm }
</style></head><body>""" + "".join(
    f"""<h2>Head {number}</h2><p class="float">beside</p><p>  Words {number} and  more   words around the float. </p>
<p class="j">Justified words that go on for more than one line of this narrow page, certainly.</p>
<p class="i">Indented words that go on for more than one line of this narrow page, certainly.</p>
<p class="r">עברית and English</p><p>עברית alone</p><p class="c">centred</p><p class="pre">kept
  lines\n\tand tabs</p><p class="n">one line whatever its length may come to be on this page, which is narrow</p>
<p class="f">First letter</p><p class="l">First line of more than one line, in bold, on a narrow page</p>
<p class="b">before</p><p class="rel">moved</p><p class="bg">ground</p><p class="hy">internationalisation</p>
<p class="oh">hidden <b>away</b> <br> and so on</p><p></p><p> </p><div class="wide"><p>wide</p></div>
<table class="{"s" if number % 2 else ""}"><thead><tr><th>a</th><th>b</th></tr></thead><tbody>
<tr><td rowspan="2">1</td><td class="bg">2 <i>3</i></td></tr><tr><td style="vertical-align: middle">4<br>5</td></tr>
</tbody></table>"""
    for number in range(3)
)
_PRINT = """
import sys, zlib, pydyf, weasyprint
from criticality.report.pdf import weasyprint_patches
from weasyprint.formatting_structure.boxes import LineBox
if sys.argv[1] == "with":
    weasyprint_patches.apply()
else:
    compressobj = zlib.compressobj
    pydyf.zlib.compressobj = lambda level: compressobj()
document = weasyprint.HTML(string=sys.stdin.read()).render(pdf_variant="pdf/a-3a", pdf_tags=True)
document.write_pdf(sys.argv[2], pdf_variant="pdf/a-3a", pdf_tags=True)
lines = [box for page in document.pages for box in page._page_box.descendants() if isinstance(box, LineBox)]
print(len(lines), sum(type(line) is not LineBox for line in lines))
"""


def printed(way: str, scratch: Path) -> tuple[bytes, int, int]:
    """The page, how many lines it has, and how many of them are plain ones."""
    (scratch / way).mkdir()
    target = scratch / f"{way}.pdf"
    surroundings = {**os.environ, "FONTCONFIG_FILE": str(write_configuration(scratch / way)), "PYTHONUTF8": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", _PRINT, way, str(target)],
        input=_PAGE,
        capture_output=True,
        text=True,
        check=True,
        env=surroundings,
    )
    lines, plain = map(int, ended.stdout.split())
    return target.read_bytes(), lines, plain


def test_every_kind_of_line_is_set_where_weasyprint_sets_it(tmp_path: Path) -> None:
    needs_pages()
    page, lines, plain = printed("with", tmp_path)
    expected, as_many, none = printed("without", tmp_path)
    assert page == expected
    assert lines == as_many
    assert none == 0
    assert lines / 3 < plain < lines
