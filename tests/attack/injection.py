# SPDX-License-Identifier: MIT
"""injection.py write FOLDER html|ldif COMMAND: registries, a local file and applications whose every field means harm.
injection.py ldif FILE SERVICES: whether LDIF (RFC 2849) has the entries of a services(5) file and nothing else.
injection.py browse BROWSER FOLDER: whether the pages in it show all of it as text."""
import base64, csv, os, re, subprocess, sys
import xml.sax.saxutils as sax
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../tools"))

RUNS = "document.title='pwn'"
# With blanks, and for what is one word without.
BIDI = "\u2028\u202e"    # and a line's end for JavaScript; no name in a local file and no application has one
HTML = f"</script><script>{RUNS}</script><img src=x onerror={RUNS}>\"'&amp;<!--<script>{BIDI}@data@"
WORD = HTML.replace("<img src=x onerror", "<img/src=x/onerror")
LDIF = ["\ndn: cn=victim,dc=example,dc=com\nchangetype: delete\n\n", "\n\ndn: cn=victim,dc=example,dc=com\nchangetype: delete", "\r\n-\r\n", "é", "\\,+\"\\20", "#"]
LDIF_STARTS = [" ", ":", "<", ": ", " \n", "\n "]
TITLES = ("Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,Modification Date,"
          "Reference,Service Code,Unauthorized Use Reported,Assignment Notes").split(",")
FIELDS = ["name", "", "transport", "description", "[assignee]", "[contact]", "registered", "modified", "[reference]", "code", "unauthorized", "notes"]


def csv_rows(kind):
    """Of each column one row, or one for each payload, in which only that column means harm; of LDIF's both ends of it."""
    for i, field in enumerate(FIELDS):
        for n, payload in enumerate([HTML] if kind == "html" else LDIF + LDIF_STARTS):
            row = [f"service{i}-{n}", str(7 + 100 * i + n), "tcp", "plain"] + [""] * 8
            word = field.strip("[]")
            text = payload + word if payload in LDIF_STARTS else word + payload
            row[i] = f"[{text}]" if "[" in field else text if i != 1 else row[1] + payload
            yield word, row


def write_csv(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows([TITLES, *rows])


XML = """<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
<title>{head_title}</title><category>{head_category}</category><updated>2026-01-02</updated>
<xref type="rfc" data="{head_xref}"/><expert>{head_expert}</expert><note>{head_note}
* {head_framed} *</note>
<record><name>{row_name}</name><protocol>{row_protocol}</protocol><xref type="person" data="Eve"/><xref type="person" data="{row_person}"/>
  <description>{row_description}<xref type="uri" data="javascript:{row_uri}">{row_text}</xref></description><number>7</number>
  <xref type="rfc" data="rfc{row_rfc}"/><xref type="draft" data="draft-{row_draft}"/><xref type="uri" data="https://h/{row_link}"/>
  <xref type="note" data="1"/><xref type="text">{row_label}</xref>
  <sc>{row_sc}</sc><unauthorized>{row_unauthorized}</unauthorized><note>{row_note}</note></record>
<people><person id="Eve"><name>{person_name}</name><org>{person_org}</org><uri>javascript:{person_script}</uri>
  <uri>mailto:{person_mail}</uri><uri>https://h/{person_uri}</uri><updated>{person_updated}</updated></person>
  <person id="{person_id}"><name>second</name></person></people>
<footnote anchor="1">{footnote}</footnote>
</registry>
"""
XML_FIELDS = list(dict.fromkeys(re.findall(r"{(\w+)}", XML)))


def takes(command, folder, name, write, *what):
    """Whether a registry of this is taken. What is refused does no harm."""
    write(f"{folder}/{name}", *what)
    answer = subprocess.run([command, "build", "-q", "-o", folder + "/idx", "-n", "/dev/null", f"{folder}/{name}"], capture_output=True)
    assert answer.returncode in (0, 3), answer
    return answer.returncode == 0


def write_xml(path, kind, harmful):
    words = {}
    for word in XML_FIELDS:
        payload = (HTML if kind == "html" else "".join(LDIF)) if word in harmful else ""
        words[word] = sax.escape(word.replace("_", "") + payload, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;"})
    with open(path, "w", encoding="utf-8") as f:
        f.write(XML.format(**words))


def write(folder, kind, command):
    """Prints the columns and elements of which something is refused."""
    rows = list(csv_rows(kind))
    taken = [row for _, row in rows if takes(command, folder, "one.csv", write_csv, [row])]
    refused = dict.fromkeys(field or "port" for field, row in rows if row not in taken)
    write_csv(folder + "/registry.csv", taken)
    taken = [word for word in XML_FIELDS if takes(command, folder, "one.xml", write_xml, kind, [word])]
    print("refused in CSV:", *refused, "and in XML:", *(word for word in XML_FIELDS if word not in taken))
    write_xml(folder + "/registry.xml", kind, taken)
    plain = WORD.replace(BIDI, "")
    with open(folder + "/local", "w", encoding="utf-8") as f:
        print(f"localname{plain} 11/tcp alias{plain}\nunicode{WORD} 12/tcp\nother 13/tr{plain.replace('/', '')}\n# {HTML}\nends 14/tcp # {HTML}", file=f)
        print("\n".join(f"{c}start{n} {20 + n}/tcp {c}alias{n} a\\,+\"={n}" for n, c in enumerate(":<,+=;\\\"")), file=f)
    with open(folder + "/applications", "w", encoding="utf-8") as f:
        lines = f"15/tcp program{WORD} what{HTML} https://h/source{WORD}\n16/tcp other other javascript:/{RUNS}/script{WORD}"
        print(lines, lines.replace(BIDI, ""), sep="\n", file=f)


# ---- LDIF ----

def ldif(path, services):
    """Each line is one that RFC 2849 allows, and each record one of the services."""
    lines = open(path, "rb").read().decode("ascii").split("\n")    # fails on another byte
    wrong = [line for line in lines if not re.fullmatch(r"|[A-Za-z]+: [!-9;=-~](?:[ -~]*[!-~])?|[A-Za-z]+:: [A-Za-z0-9+/]+=*", line)]
    found = {}
    for record in "\n".join(lines).strip().split("\n\n")[1:]:
        values = {}
        for line in record.split("\n"):
            key, _, value = line.partition(":")
            values.setdefault(key, []).append(base64.b64decode(value[2:]).decode() if value[:1] == ":" else value[1:])
        if set(values) - {"description"} != {"dn", "objectClass", "cn", "ipServicePort", "ipServiceProtocol"} or len(values["dn"]) != 1:
            wrong.append(record)
        if not re.fullmatch(r"cn=.*\+ipServicePort=\d+\+ipServiceProtocol=.*,ou=services,dc=example,dc=com", values["dn"][0]):
            wrong.append(values["dn"])
        for transport in values["ipServiceProtocol"]:
            found[f"{values['ipServicePort'][0]}/{transport}"] = set(values["cn"])
    expected = {}
    for line in open(services, encoding="utf-8"):
        if not line.startswith("#"):
            names = line.split()
            expected.setdefault(names.pop(1), set(names))
    for key in expected.keys() | found.keys():
        if expected.get(key) != found.get(key):
            wrong.append((key, expected.get(key), found.get(key)))
    print(*wrong[:5], sep="\n")
    sys.exit(bool(wrong) or len(found) < 10)


# ---- the page ----

def shown(text):
    return re.sub("[\u2028\u202e]", lambda c: f"\\u{ord(c[0]):04x}", text)


def equal(what, expected, got):
    print(f"ok {what}" if expected == got else f"not ok {what}: expected {expected!r}, got {got!r}")


# All that the page has to say, each group's details too; and what elements there are.
EVERYTHING = """(() => {
  for (const node of document.querySelectorAll('details')) node.open = true;
  const texts = [document.body.innerText, document.getElementById('tip').textContent];
  for (const group of groups) { state.port = group.hasPort ? group.first : -1; showPort(); texts.push(document.getElementById('port').textContent);
    const all = details(group); document.body.append(all); texts.push(all.textContent); }
  return texts.join('\\n'); })()"""
# The script elements that the page has itself, and the image that nothing made.
ELEMENTS = """[document.title.includes('pwn') && !location.hash, document.querySelectorAll('script').length, document.querySelectorAll('img, svg, iframe, object, embed, link').length,
  [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name)).length,
  [...document.querySelectorAll('a')].filter(a => !/^(https?|mailto):|^#/.test(a.getAttribute('href'))).length]"""
NOSCRIPT = """[[...new Set([...document.querySelectorAll('noscript *')].map(e => e.tagName))].sort().join(' '), document.querySelector('noscript').textContent]"""


def browse(program, folder):
    from browser import Browser
    b = Browser(program)
    b.size(1280, 900)
    try:
        own = ["localname", "alias", "program", "what", "source", "script"]
        for name, words in ("csv", [f.strip("[]") for f in FIELDS if f not in ("", "transport")] + own), \
                ("xml", [w.replace("_", "") for w in XML_FIELDS if w not in ("row_protocol", "row_uri", "person_id")] + own):    # not shown
            page = f"file://{folder}/{name}.html"
            b.open(page)
            equal(f"{name}: nothing runs, no element is made, no other address is a link", [False, 2, 0, 0, 0], b.ask(ELEMENTS))
            seen = " ".join(b.ask(EVERYTHING).split())
            for word in words:
                text = word + (HTML if word not in own or word == "what" else WORD)
                text = text.replace(BIDI, "") if word in own else text.replace("&", "@", 1) if word == "personmail" else text    # as IANA writes it
                equal(f"{name}: {word} is text", True, shown(text).lower() in seen.lower() or None)
            equal(f"{name}: after all was opened", [False, 2, 0, 0, 0], b.ask(ELEMENTS))
            for field in "q", "transport", "status", "since", "port":
                b.open(f"{page}#{field}=" + sax.escape(HTML, {"&": "%26", "#": "%23", "\u2028": "%E2%80%A8", "\u202e": "%E2%80%AE", " ": "+"}))
                equal(f"{name}: #{field}= in the address", [False, 2, 0, 0, 0], b.ask(ELEMENTS))
            b.call("Emulation.setScriptExecutionDisabled", value=True)
            b.open(page, settles=False)
            b.call("Emulation.setScriptExecutionDisabled", value=False)
            elements, text = b.ask(NOSCRIPT)
            equal(f"{name}: without scripts, only cells", "CAPTION TABLE TBODY TD TH TR", elements)
            equal(f"{name}: with the text", True, shown({"csv": "description", "xml": "rowdescription"}[name] + HTML) in text or text)
    finally:
        b.close()


{"write": write, "ldif": ldif, "browse": browse}[sys.argv[1]](*sys.argv[2:])
