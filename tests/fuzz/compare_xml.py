# SPDX-License-Identifier: MIT
"""compare_xml.py COMMAND DIR SEED ROUNDS: random registries in XML, read by the command and by ElementTree. The columns
must be the same, and `export -f xml' must have the same head, columns, links, sections and ranges. A file that differs
is kept in DIR."""
import csv, io, os, random, re, subprocess, sys
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape, quoteattr

command, work, seed, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
os.makedirs(work, exist_ok=True)
rnd = random.Random(seed)
I = "{http://www.iana.org/assignments}"
FRAGMENTS = ["a", "b ", "x", "&", "<", ">", '"', "'", "é", "\u202e", "  ", "\t", "\U00010348", "]]", "-", "&#38;x", "[RFC1]", "[P_1]", "[", "]", "[no link]"]
LINKS = ['<xref type="rfc" data="rfc1"/>', '<xref type="rfc" data="rfc1" section="2">RFC1, Section 2</xref>', '<xref type="person" data="P_1"/>', '<xref type="person" data="Nobody"/>',
         '<xref type="draft" data="draft-x"/>', '<xref type="uri" data="http://x.example/?a=1&amp;b">a page</xref>', '<xref type="text">some text</xref>', '<xref type="note" data="1"/>']

def plain(n):
    return "".join(rnd.choice(FRAGMENTS) for _ in range(rnd.randrange(n)))

def encoded(s):
    out = ""
    for piece in re.findall(r".{1,2}", s, re.S):
        r = rnd.random()
        if r < .1 and "]]" not in piece:
            out += "<![CDATA[" + piece + "]]>"
        elif r < .2:
            out += "".join(f"&#{ord(c)};" for c in piece)
        else:
            out += ("<!-- c <x> -->" if r < .25 else "<?pi x?>" if r < .3 else "") + escape(piece)
    return out

def prose(n):
    """Text with links; that it is unlike all others keeps the links of equal texts equal."""
    s = encoded(plain(n))
    for _ in range(rnd.choice([0, 0, 1, 2])):
        s += rnd.choice(LINKS) + encoded(plain(3))
    return s and s + f"{rnd.randrange(10 ** 9)}"

def element(name, content, attributes=""):
    return f"<{name}{attributes}>{content}</{name}>" if content or rnd.random() < .3 else ""

def record():
    parts = [element("name", rnd.choice(["http", "a", "x-y"])), element("protocol", rnd.choice(["tcp", "udp", "TCP"])), element("number", rnd.choice(["1", "80", "7-9", "5-5"])),
             element("description", prose(6)), element("note", prose(5)), element("sc", rnd.choice(["", "5"])), element("unauthorized", prose(4)),
             rnd.choice(["", '<xref type="person" data="P_1"/>']), *(x for x in LINKS if 'person' not in x and rnd.random() < .1), rnd.choice(["", "<unknown>zz<y/></unknown>", "<!-- <record> -->"])]
    rnd.shuffle(parts)
    return "<record" + rnd.choice(["", ' date="2020-01-01"', " updated='2021-02'"]) + ">" + "".join(parts) + "</record>"

def document():
    head = [element("title", prose(4)), element("category", prose(4)), "<updated>2026-01-02</updated>", rnd.choice(LINKS), element("expert", prose(3) + rnd.choice(["", "\n  x\n\ny"])),
            element("note", "\n" + prose(8) + "\n\n   z", rnd.choice(["", " title=" + quoteattr(plain(3).strip() or "t")])), element("registration_rule", encoded(plain(3)))]
    rnd.shuffle(head)
    return (rnd.choice(["", "\ufeff"]) + rnd.choice(["", '<?xml version="1.0" encoding="UTF-8"?>\n']) + '<registry xmlns="http://www.iana.org/assignments" id="r">' + "".join(head) +
            "".join(record() for _ in range(rnd.randrange(1, 7))) + '<footnote anchor="1">' + prose(4) + "</footnote><people><person id=\"P_1\"><name>P</name></person></people></registry>\n")

def label(x):
    return "[" + ((x.text or "").strip() or (x.get("data").upper() if x.get("type") == "rfc" else x.get("data"))) + "]"

def text(e):
    return "" if e is None else ((e.text or "") + "".join((label(c) if c.tag == I + "xref" else "\n" if c.tag == I + "br" else "") + (c.tail or "") for c in e)).strip(" \t\r\n")

def rows(root):
    result = []
    for r in root.findall(I + "record"):
        one = lambda name: text(r.find(I + name))
        who = "".join(label(x) for x in r.findall(I + "xref") if x.get("type") == "person")
        number = re.sub(r"^(\d+)-\1$", r"\1", one("number"))
        result.append([one("name"), number, one("protocol").lower(), one("description"), who, who, r.get("date") or "", r.get("updated") or "",
                       "".join(label(x) for x in r.findall(I + "xref") if x.get("type") != "person"), one("sc"), one("unauthorized"), one("note")])
    return result

def marks(root):
    """What the columns do not tell: the head, which brackets are links and to what, ranges."""
    def link(x):
        return x.get("type"), x.get("data"), x.get("section"), (x.text or "").strip() or None
    result = [[e.tag, e.get("title"), text(e), [link(x) for x in e.iter(I + "xref")], e.get("anchor")] for e in root if e.tag not in (I + "record", I + "people")]
    for r in root.findall(I + "record"):
        contacts_first = sorted(r.findall(I + "xref"), key=lambda x: x.get("type") != "person")
        result.append([[link(x) for x in contacts_first], text(r.find(I + "number"))] + [[link(x) for e in r.findall(I + n) for x in e.iter(I + "xref")] for n in ("description", "note", "unauthorized")])
    return result

def differs(expected, got):
    return None if expected == got else next(((a, b) for a, b in zip(expected, got) if a != b), (len(expected), len(got)))

source, index = os.path.join(work, "in.xml"), os.path.join(work, "index")
export = lambda form: subprocess.run([command, "-i", index, "export", "-f", form], capture_output=True, check=True).stdout.decode()
differ = refused = compared = 0
for round in range(rounds):
    doc = document()
    open(source, "w", encoding="utf-8", newline="").write(doc)
    p = subprocess.run([command, "build", "-q", "-o", index, "--names", "/dev/null", source], capture_output=True)
    if p.returncode:
        refused += 1
        print("refused:", p.stderr.decode())
        continue
    root = tree.fromstring(doc.removeprefix("\ufeff").encode())
    ours = [row for row in csv.reader(io.StringIO(export("csv"), newline=""))][1:]
    compared += 12 * len(ours)
    difference = differs(rows(root), ours) or differs(marks(root), marks(tree.fromstring(export("xml").encode())))
    if difference:
        differ += 1
        kept = os.path.join(work, f"differs-{seed}-{round}.xml")
        open(kept, "w", encoding="utf-8", newline="").write(doc)
        print(kept, *difference, sep="\n    ")
print(f"XML: seed {seed}, {rounds} files, {compared} cells compared, {differ} differ, {refused} refused")
sys.exit(differ + refused > 0)
