#!/usr/bin/python3
"""Writes src/server/icons.c: outlines of the Material icons the phone and staff pages use, as SVG path data, from the
Debian package fonts-material-design-icons-iconfont and assets/icons. Run by hand (needs python3-fonttools) when a name
is added; the result is checked in."""
import re, sys
from fontTools.ttLib import TTFont
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

NAMES = """accessible add arrow_back badge call cancel check check_circle chevron_right close edit error euro event
family_restroom elderly flag food_bank group home info list location_on lock logout mail map palette print psychology
schedule search send share verified volunteer_activism visibility visibility_off warning""".split()
OWN = ["diversity_3", "cardiology"]

font = TTFont("/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf"
              if len(sys.argv) < 2 else sys.argv[1])
css = open("/usr/share/fonts-material-design-icons-iconfont/css/material-design-icons.css").read()
glyphs, cmap, em = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
rows = []
for name in NAMES:
    point = int(re.search(r"\.material-icons\.%s:before\s*{\s*content: \"\\([0-9a-f]+)\"" % name, css).group(1), 16)
    pen = SVGPathPen(glyphs, ntos=lambda v: ("%.1f" % v).rstrip("0").rstrip("."))
    scale = 24 / em
    glyphs[cmap[point]].draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 24 * font["hhea"].ascent / em)))
    rows.append((name, "0 0 24 24", pen.getCommands()))
for name in OWN:
    svg = open("assets/icons/%s.svg" % name).read()
    box = re.search(r'viewBox="([^"]+)"', svg).group(1)
    paths = re.findall(r'\bd="([^"]+)"', svg)
    for x, y, r in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', svg):
        paths.append("M%g %sa%s %s 0 1 0 %g 0a%s %s 0 1 0 -%g 0Z" % (float(x) - float(r), y, r, r, 2 * float(r), r, r, 2 * float(r)))
    rows.append((name, box, " ".join(paths)))
with open("src/server/icons.c", "w") as out:
    out.write("/* Made by scripts/web-icons.py from Google's Material icons (Apache-2.0). Sorted by name. */\n"
              '#include "server/icons.h"\n\n/* clang-format off */\nconst struct icon_shape icon_shapes[] = {\n')
    for row in sorted(rows):
        out.write('\t{"%s", "%s", "%s"},\n' % row)
    out.write("};\nconst size_t icon_n_shapes = sizeof icon_shapes / sizeof icon_shapes[0];\n")
