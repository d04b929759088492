# SPDX-License-Identifier: MIT
"""html_page.py BROWSER REGISTRY.csv PAGE HOSTILE-PAGE PEOPLE-PAGE: uses the pages of
`iana-services export -f html' as people do; prints "ok WHAT" or "not ok WHAT" lines."""
import csv, socket, sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from browser import Browser

program, registry, page, hostile, people = sys.argv[1:]
with open(registry, newline="") as f:
    table = list(csv.reader(f))[1:]
failures = 0


def equal(what, expected, got):
    global failures
    failures += expected != got
    print(f"ok {what}" if expected == got else f"not ok {what}\n  expected: {expected!r}\n  got:      {got!r}")


def has(what, text, *parts):
    equal(what, [], [part for part in parts if part not in (text or "")] and [parts, text])


def text(selector):
    return b.ask(f"document.querySelector({selector!r})?.innerText ?? null")


def first_row():
    return b.ask("[...document.querySelector('#rows tr').cells].map(cell => cell.textContent)")


def found():
    shown = text("#count")    # "200 of 14,262 shown"
    return 0 if shown in ("Nothing has all of this.", "No row has this port.") else int(shown.split(" of ")[1].split(" ")[0].replace(",", ""))


def groups(rows):
    """The rows of the same ports and name are one; those without a name, if they have the same description."""
    found = {}
    for row in rows:
        found.setdefault((row[1], row[0] or f"({row[3]})"), []).append(row)
    return list(found.values())


def count(*words):
    """How many groups have all these words in the columns that a search reads."""
    return sum(all(word in "\n".join(f"{row[0]} {row[3]} {row[4].replace('_', ' ')} {row[11]} {row[8]} {row[10]} {row[6]} {row[7]}"
                                     for row in group).lower() for word in words) for group in groups(table))


def wrong(events):
    """Exceptions, alerts, and what the console has; reading a canvas back, as pixel does, is warned of."""
    return [event["params"] for event in events if event.get("method") in
            ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Page.javascriptDialogOpening")
            and "readback" not in str(event["params"])]


def requests():
    """All but the pictures that the browser itself has in its controls."""
    urls = [event["params"]["request"]["url"] for event in b.events if event.get("method") == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith("data:image/svg+xml;")]


def clear():
    b.ask("document.getElementById('q').focus()")
    b.press("Escape")


def cell(port):
    """Where a port's cell is on the screen."""
    x, y, width, height = b.ask("(r => [r.x, r.y, r.width, r.height])(document.getElementById('cells').getBoundingClientRect())")
    return x + (port % 256 + 0.5) * width / 256, y + (port // 256 + 0.5) * height / 256


def pixel(port):
    return b.ask(f"[...document.getElementById('cells').getContext('2d').getImageData({port % 256}, {port // 256}, 1, 1).data]")


def sticking_out(width):
    """What the page needs beyond this width, and the elements that do. A phone's innerWidth grows with them."""
    return b.ask(f"""[document.documentElement.scrollWidth - {width}, [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > {width} + 1).map(e => e.outerHTML.slice(0, 80))]""")


# WCAG 2, 1.4.3: 4.5 : 1 between a text and its background. Disabled controls are exempt.
LOW_CONTRAST = """(() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => parse(colour).slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if ((parse(c)[3] ?? 1) > 0) return c; } };
  return [...document.querySelectorAll('body *')].filter(e => !e.disabled && !e.closest('[hidden]') && e.getClientRects().length &&
      [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).filter(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05) < 4.5;
  }).map(e => e.outerHTML.slice(0, 80));
})()"""


def test_data():
    rows = b.ask("rows.filter(row => !['local', 'application'].includes(row.kind)).map(row => COLUMNS.map(key => row[key]))")
    equal("the page has every row and column of the registry", True, rows == table)
    has("it tells of which day and from where", text("#source"), max(max(row[6], row[7]) for row in table), "service-names-port-numbers.csv")
    equal("nothing went wrong while it loaded", [], wrong(b.events))
    equal("it asked for itself alone", ["file://" + page], requests())


def test_search():
    b.ask("document.body.focus()")
    b.type("/")
    equal("/ goes to the search", "q", b.ask("document.activeElement.id"))
    b.type("6443")
    equal("6443 leads to its rows, as one", ["6443/tcp, udp", "sun-sr-https"], first_row()[:2])
    has("and to all about the port", text("#port"), "Port 6443", "User range", "sun-sr-https")
    clear()
    equal("Escape clears the search", named, found())
    counts = []
    for letter in "ssh":
        b.type(letter)
        counts.append(found())
    equal("typing narrows", True, len(groups(table)) > counts[0] > counts[1] > counts[2] > 0)
    equal("the name itself comes first", ["22/tcp, udp, sctp", "ssh"], first_row()[:2])
    for words in "service registry", "HTTPS domain", "jon postel", "rfc4340 tcp", "2014-06 json", "no such thing":
        clear()
        b.type(words)
        equal(f"all words of {words!r}", count(*words.lower().split()), found())
    for query, row in ("80/udp", ["80/tcp, udp, sctp", "http"]), ("6010", ["6000-6063/tcp, udp", "x11"]), ("kube-api", ["26443/tcp", "site kube-api"]), \
            ("sctp/80", ["80/tcp, udp, sctp", "http"]), ("127.0.0.1:6443", ["6443/tcp, udp", "sun-sr-https"]), ("[::1]:53", ["53/tcp, udp", "domain"]), \
            (":22/TCP", ["22/tcp, udp, sctp", "ssh"]), ("host:https", ["443/tcp, udp, sctp", "https"]):
        clear()
        b.type(query)
        equal(f"{query} leads to {row[1]}", row, first_row()[:2])
    clear()
    b.type("80-90")
    equal("a range has all that is in it", len(groups(row for row in table if row[1] and 80 <= int(row[1].split("-")[0]) <= 90)), found())
    clear()
    b.type("sctp/6443")
    equal("a port of a transport that it does not have", "Nothing has all of this.", text("#count"))
    for address, none in ("51823", "No row has this port."), ("q=51823&transport=tcp", "Nothing has all of this."), ("qqqqqqqqqq", "Nothing has all of this."):
        b.open(f"file://{page}#{address}")
        equal(f"#{address} finds nothing, in words", none, text("#count"))
    b.open("file://" + page)
    clear()


def test_start():
    equal("it opens on the local lines and the ports with a name", [named, "site", "ours", "tcpmux", "rje"],
          [found(), *b.ask("[...document.querySelectorAll('#rows .name')].slice(0, 4).map(cell => cell.textContent)")])
    examples = b.ask("[...document.querySelectorAll('#hint a')].map(a => a.textContent)")
    equal("with examples", True, len(examples) > 2)
    for example in examples:
        b.ask(f"[...document.querySelectorAll('#hint a')].find(a => a.textContent === {example!r}).click()")
        b.settle()
        equal(f"{example} finds something", (example, True), (b.ask("controls.q.value"), found() > 0))
        b.ask("history.back()")
        b.settle()
    for query, meant in ("sssh", ["ssh"]), ("htpps", ["https"]), ("mongdb", ["mongodb"]), ("tcpmx service", ["tcpmux service"]):
        b.open(f"file://{page}#{query.replace(' ', '+')}")
        equal(f"{query}: did you mean", meant, b.ask("[...document.querySelectorAll('#hint a')].map(a => a.textContent)")[:1])
    b.ask("document.querySelector('#hint a').click()")
    b.settle()
    equal("which is a search", ("tcpmux service", "1/tcp, udp"), (b.ask("controls.q.value"), first_row()[0]))
    b.open(f"file://{page}#qqqqqqqqqq")
    equal("nothing is meant by what resembles nothing", "", text("#hint") or "")
    b.open("file://" + page)


def shows():
    return [b.ask("decodeURI(location.hash)"), b.ask("controls.q.value"), first_row()[1]]


def test_address():
    for address, query, name in ("6443", "6443", "sun-sr-https"), ("ssh", "ssh", "ssh"), ("6443/tcp", "6443/tcp", "sun-sr-https"), \
            ("mail+transfer", "mail transfer", "smtp mail"), ("q=ssh", "ssh", "ssh"):
        b.open(f"file://{page}#{address}")
        equal(f"#{address} is an address", ["#" + address, query, name], shows())
    b.open("file://" + page)
    b.ask("document.getElementById('q').focus()")
    b.type("ssh")
    typed = shows()
    b.ask("document.getElementById('q').blur(); document.getElementById('transport').value = 'sctp'; 0")
    b.ask("document.getElementById('transport').dispatchEvent(new Event('input', {bubbles: true}))")
    b.ask("document.getElementById('q').focus(); document.getElementById('q').select()")
    b.type("domain/tcp")
    equal("a search by word alone is its address", ["#ssh", "ssh", "ssh"], typed)
    for expected in ["#q=ssh&transport=sctp", "ssh", "ssh"], typed, ["", "", "site"]:
        b.ask("history.back()")
        b.settle()
        equal(f"Back leads to {expected[0] or 'the start'}", expected, shows())
    b.ask("history.forward()")
    b.settle()
    equal("and forward again", typed, shows())
    equal("the title has the search", "ssh", b.ask("document.title").split(" ")[0])
    b.open("file://" + page)


def newest(group):
    return max(date for row in group for date in row[6:8])


def test_dates():
    dated = [group for group in groups(table) if newest(group) >= "2014-06"]
    b.open(f"file://{page}#since=2014-06-01&sort=date")
    dates = b.ask("[...document.querySelectorAll('#rows .date')].map(cell => cell.textContent)")
    equal("new since a day, a month without a day too", len(dated), found())
    equal("the newest first, with their dates", sorted(map(newest, dated), reverse=True)[:200], dates)
    equal("the dates are seen", True, b.ask("document.querySelector('#rows .date').getClientRects().length > 0"))
    b.open(f"file://{page}#since=2100-01-01")
    has("nothing is as new", text("#results"), "Nothing has all of this", max(newest([row]) for row in table))
    b.open("file://" + page)


def test_filters():
    b.ask("document.getElementById('transport').focus()")
    b.type("s")
    equal("the transport filter, by its key", "sctp", b.ask("document.getElementById('transport').value"))
    equal("it keeps that transport's rows, and those without a name that are for all",
          len(groups(row for row in table if row[2] == "sctp" or not row[0] and not row[2])), found())
    b.ask("document.getElementById('reset').click()")
    b.settle()
    for name, expected in (
            ("status=reserved", [r for r in table if not r[0] and "nassigned" not in r[3]]),
            ("status=unassigned", [r for r in table if not r[0] and "nassigned" in r[3]]),
            ("range=system&status=assigned", [r for r in table if r[0] and r[1] and int(r[1].split("-")[0]) < 1024]),
            ("q=radius&transport=udp", [r for r in table if r[2] in ("udp", "") and "radius" in "\n".join(r[i].lower() for i in (0, 3, 4, 11, 8, 10))])):
        b.open(f"file://{page}#{name}")
        equal(f"#{name}", len(groups(expected)), found())
    equal("the controls follow the address", ["radius", "udp"], b.ask("[controls.q.value, controls.transport.value]"))
    b.ask("document.getElementById('q').focus()")
    b.press("End")
    b.type("!")
    equal("the address follows the controls", "#q=radius%21&transport=udp", b.ask("location.hash"))
    b.open("file://" + page)


def test_map():
    assigned, unassigned = pixel(6443), pixel(49100)
    b.pointer(*cell(22))
    has("the pointer shows what a cell is", text("#tip"), "Port 22, System", "ssh")
    b.pointer(*cell(6443), click=True)
    has("a click keeps it shown", text("#port"), "Port 6443", "sun-sr-https", "tcp", "udp")
    has("and in the address", b.ask("location.hash"), "port=6443")
    b.pointer(*cell(49500), click=True)
    has("a port without a row tells why, and what is near", text("#port"), "Dynamic, never assigned", "50000 ours", "49150 inspider")
    b.pointer(5, 5)
    equal("away from the map it shows nothing", True, b.ask("document.getElementById('tip').hidden"))
    has("and the legend", text("#legend"), "Dynamic, never assigned")
    b.ask("document.getElementById('q').focus()")
    b.type("sun-sr-https")
    equal("what is found is highlighted", (assigned, True), (pixel(6443), pixel(22) != assigned))
    clear()
    equal("and no more without a search", assigned, pixel(22))
    b.open("file://" + page)
    b.ask("document.getElementById('map').focus()")
    b.press("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft")
    has("arrows walk over the map", text("#tip"), "Port 257, ")
    b.press("Enter")
    has("Enter picks", text("#port h2"), "Port 257")
    b.press("End")
    has("End is the last port", text("#tip"), "Port 65535, Dynamic")
    b.press("ArrowRight", "ArrowDown")
    has("and nothing is behind it", text("#tip"), "Port 65535, Dynamic")
    b.press("Escape")
    equal("Escape goes back to the search", ["q", True, True],
          b.ask("[document.activeElement.id, document.getElementById('tip').hidden, document.getElementById('port').hidden]"))


def test_list():
    has("a part of the rows is drawn", text("#count"), f"200 of {named:,} shown, out of {len(groups(table)) + 4:,}")
    b.ask("document.getElementById('more').click()")
    has("and more on demand", text("#count"), "400 of ")
    equal("as many as it counts", 400, b.ask("document.querySelectorAll('#rows tr').length"))
    b.ask("document.getElementById('q').focus()")
    b.type("netconf")
    b.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp")
    equal("arrows walk through the list", True, b.ask("document.activeElement.closest('tr') === document.querySelectorAll('#rows tr')[1]"))
    clear()
    b.type("discard")
    b.press("ArrowDown")
    equal("from the search to what it found", "9/tcp, udp, dccp, sctp", b.ask("document.activeElement.closest('tr').cells[0].textContent"))
    equal("the focus is seen", "solid", b.ask("getComputedStyle(document.activeElement).outlineStyle"))
    b.press("Enter")
    for row in table:
        if row[:2] == ["discard", "9"]:
            has(f"Enter opens all columns of {row[2]}", text(".opened"), *[column.strip("[]").replace("_", " ") for column in row if column], "Assigned, System range")
    has("of what differs, whose it is", text(".opened"), "Assignee (tcp, udp)", "Assignee (dccp)", "Reference (sctp)")
    equal("a reference is a link", ["https://www.rfc-editor.org/rfc/rfc4340", "https://www.rfc-editor.org/rfc/rfc4960"], b.ask("[...document.querySelectorAll('.opened a')].map(a => a.href)"))
    b.press("Escape")
    equal("Escape shuts it", (0, "9/tcp, udp, dccp, sctp"), (b.ask("document.querySelectorAll('.opened').length"),
                                            b.ask("document.activeElement.closest('tr').cells[0].textContent")))
    b.press("Escape")
    equal("and goes back to the search", "q", b.ask("document.activeElement.id"))
    clear()
    b.type("ours")
    b.press("ArrowDown", "Enter")
    has("a local line has its file and line", text(".opened"), "local.services, line 3", "Local, Dynamic range")
    b.open(f"file://{page}#q=mail")
    has("an alias that the curated names give", b.ask("document.querySelector('#rows').innerText"), "25/tcp, udp", "smtp mail")


def test_looks():
    for scheme in "light", "dark":
        b.scheme(scheme)
        for address in "", "#q=http&port=80", "#port=50001":
            b.open(f"file://{page}{address}")
            b.ask("document.querySelector('#rows button')?.click()")
            equal(f"contrast, {scheme}, {address or 'at first'}", [], b.ask(LOW_CONTRAST))
    dark = b.ask("getComputedStyle(document.body).backgroundColor"), pixel(22)
    b.scheme("light")
    light = b.ask("getComputedStyle(document.body).backgroundColor"), pixel(22)
    equal("dark is another page colour and another map", [True, True], [a != b for a, b in zip(dark, light)])
    for width in 360, 320, 768, 1280:
        b.size(width, 740, mobile=width < 500)
        for address in "", "#q=http&port=80", "#port=50001", "#status=local":
            b.open(f"file://{page}{address}")
            b.ask("document.querySelectorAll('.folds').forEach(part => { part.open = true; })")
            b.ask("document.querySelectorAll('#rows button, #port summary').forEach(button => button.click())")
            b.settle()
            equal(f"{width} pixels, {address or 'at first'}", [0, []], sticking_out(width))
    b.size(360, 740, mobile=True)
    b.open("file://" + page)
    equal("a phone shows results first", [False, False, True], b.ask("""[...[...document.querySelectorAll('.folds')].map(part => part.open),
        document.querySelector('#rows tr:nth-child(3)').getBoundingClientRect().bottom < innerHeight]"""))
    b.ask("document.querySelector('#ports summary').click()")
    b.settle()
    b.ask("document.getElementById('map').scrollIntoView({block: 'center'})")
    b.pointer(*cell(22), click=True)
    has("the map answers on a phone", text("#port h2"), "Port")
    b.open(f"file://{page}#status=reserved")
    equal("filters that are set are open there", True, b.ask("document.getElementById('filters').open"))
    b.ask("scrollTo(0, 2000)")
    equal("and do not cover the results", True, b.ask("document.getElementById('controls').getBoundingClientRect().bottom < 0"))
    b.size(1280, 900)


def lightness(port):
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in pixel(port)[:3])]
    return sum(v * weight for v, weight in zip(linear, (0.2126, 0.7152, 0.0722)))


def test_map_looks():
    """WCAG 2, 1.4.11: 3 : 1 between graphics that tell things apart, also for who sees no colour."""
    reserved = next(int(row[1]) for row in table if row[3] == "Reserved" and row[1].isdigit() and
                    not any(one[0] and one[1] == row[1] for one in table))
    for scheme in "light", "dark":
        b.scheme(scheme)
        b.open("file://" + page)
        lights = sorted(lightness(port) for port in (22, reserved, 49100))
        ratios = [(b_ + 0.05) / (a + 0.05) for a, b_ in zip(lights, lights[1:])]
        equal(f"assigned, reserved and unassigned differ in lightness, {scheme}", [], [ratio for ratio in ratios if ratio < 3])
    b.scheme("light")
    b.open("file://" + page)
    marks = "[...marks.getContext('2d').getImageData({x}, {y}, {w}, {h}).data].filter((v, i) => i % 4 === 3 && v).length"
    hatched = b.ask("(() => { const marks = document.getElementById('marks'); return " + marks.format(x=12, y=460, w=80, h=20) + "; })()")
    plain = b.ask("(() => { const marks = document.getElementById('marks'); return " + marks.format(x=12, y=300, w=80, h=20) + "; })()")
    equal("what is never assigned is hatched", (True, 0), (hatched > 50, plain))
    bands = b.ask("""[...document.querySelectorAll('#bands div')].map(band => { const all = document.getElementById('map').getBoundingClientRect(),
        box = band.getBoundingClientRect(); return [band.textContent, Math.round((box.top - all.top) / all.height * 65536 / 1024),
        Math.round((box.bottom - all.top) / all.height * 65536 / 1024)]; })""")
    equal("the ranges are on it", [["System", 0, 1], ["User", 1, 48], ["Dynamic", 48, 64]], bands)
    b.ask("document.getElementById('map').focus()")
    b.press("Home")
    b.type("+")
    equal("+ shows 4,096 ports", ["0", 64, "Ports 0 to 4095, 64 to a line"], b.ask("[zoom.value, cells.width, document.getElementById('map').ariaLabel]"))
    x, y, width, height = b.ask("(r => [r.x, r.y, r.width, r.height])(document.getElementById('cells').getBoundingClientRect())")
    b.pointer(x + (443 % 64 + 0.5) * width / 64, y + (443 // 64 + 0.5) * height / 64, click=True)
    has("a cell is its port there too", text("#port h2"), "Port 443")
    b.press("PageDown", "PageDown", "PageDown", "PageDown")
    has("the keys lead to the next ports", text("#tip"), f"Port {443 + 4096},")
    equal("which are shown", "1", b.ask("zoom.value"))
    b.type("-")
    equal("- shows all", ["-1", 256], b.ask("[zoom.value, cells.width]"))
    swatch = "[...document.querySelectorAll('#legend li')].map(item => getComputedStyle(item, '::before')).map(style => style.backgroundColor + style.backgroundImage)"
    usual = b.ask(swatch)
    b.call("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": "light"}])
    equal("the legend keeps its colours where colours are forced", (True, usual), (b.ask("matchMedia('(forced-colors: active)').matches"), b.ask(swatch)))
    b.scheme("light")


def test_applications():
    b.open(f"file://{page}#wireguard")
    equal("an application is found, and said to be one", ["51820/udp", "wireguard", "WireGuard tunnelCommonly used"], first_row()[:3])
    b.ask("document.querySelector('#rows button').click()")
    has("with what it is from", text(".opened"), "Program", "wireguard:/usr/share/doc", "/applications", "Commonly used, not from the registry")
    b.open(f"file://{page}#51820")
    has("a port has its applications, and what the registry says", text("#port"), "Dynamic, never assigned", "Commonly used by wireguard", "Nearest with a name")
    registered = next(row[0] for row in table if row[1] == "1880")
    b.open(f"file://{page}#1880")
    equal("the registry comes first", [registered, "node-red"], b.ask("[...document.querySelectorAll('#rows .name')].map(cell => cell.textContent).slice(0, 2)"))
    equal("each names the other", ["Commonly used by: node-red", f"In the registry: {registered}"],
          b.ask("[...document.querySelectorAll('#rows .others')].map(other => other.textContent).slice(0, 2)"))
    equal("an application gives a port no status", 0, b.ask("statusOfPort[51820]"))
    b.open(f"file://{page}#status=application")
    equal("they are a status to filter by", 2, found())


def test_people():
    b.open(f"file://{people}#q=fixture")
    b.ask("document.querySelector('#rows button').click()")
    has("who a row's brackets are", text(".opened"), "Ada Example, Example Works", "ada@example.org", "2020-02-02", "a footnote")
    equal("where its references lead", [
        "mailto:ada@example.org", "https://ada.example.org/", "https://www.rfc-editor.org/rfc/rfc9110", "https://datatracker.ietf.org/doc/draft-example-thing-02/",
        "https://datatracker.ietf.org/doc/draft-ietf-example-7/", "https://example.org/a?b=1&c=2"],
        b.ask("[...new Set([...document.querySelectorAll('.opened a')].map(a => a.href))]"))


    b.open(f"file://{people}")
    b.ask("document.querySelector('#note summary').click()")
    has("IANA's note", text("#note"), "DOES NOT IN ANY WAY IMPLY AN ENDORSEMENT OF A PRODUCT, NOR")


def test_without_script():
    b.call("Emulation.setScriptExecutionDisabled", value=True)
    b.open("file://" + page, settles=False)    # a script would tell when it has
    b.call("Emulation.setScriptExecutionDisabled", value=False)
    rows = b.ask("""[...new DOMParser().parseFromString(document.querySelector('noscript').innerHTML, 'text/html').querySelectorAll('tr')]
        .slice(1).map(row => [...row.cells].map(cell => cell.textContent.trim()))""")
    system = groups(row for row in table if row[0] and row[1] and int(row[1].split("-")[0]) < 1024)
    equal("without scripts there are the System Ports, a service a line",
          sorted([f"{group[0][1]}/{', '.join(row[2] for row in group)}".rstrip("/"), group[0][0], " ".join(group[0][3].split())] for group in system),
          sorted([row[0], row[1], " ".join(row[2].split())] for row in rows))
    equal("and nothing that needs a script", True, b.ask("['controls', 'ports', 'rows'].every(id => document.getElementById(id).getClientRects().length === 0)"))
    b.open("file://" + hostile)
    equal("and their text is text", True, "<td>&lt;/script&gt;&lt;script&gt;pwned=2&lt;/script&gt;" in b.ask("document.querySelector('noscript').innerHTML"))


def test_hostile():
    b.open(f"file://{hostile}")
    b.ask("document.querySelectorAll('#rows button').forEach(button => button.click())")
    b.ask("pick(1); 0")
    b.settle()
    seen = text("body")
    for q in "7", "9":
        b.ask(f"controls.q.value = {q!r}; readControls(); document.querySelectorAll('#rows button').forEach(button => button.click())")
        b.settle()
        seen += text("body")
    has("registry text is text", seen, "<script>pwned=1</script>", "</script><script>pwned=2</script>", "<img src=x onerror=pwned=3>",
        '"quoted" & \'single\'', "&lt;b&gt;", "<!-- <script>", "\\u001b[31mred", "\\u202eover", "\\u0007", "<u>evil</u>", "<img src=x onerror=pwned=7></script>", "javascript:/pwned=8/")
    equal("and runs nothing", ["undefined", []], [b.ask("typeof pwned"), wrong(b.events)])
    equal("no element comes of it", 0, b.ask("document.querySelectorAll('main script, main img, main u').length"))
    equal("no control character is left", [], [c for c in seen if ord(c) < 32 and c not in "\n\t" or c in "\u202e\u2066\u200f"])
    equal("only harmless addresses are links", ["https:"], b.ask("[...new Set([...document.querySelectorAll('a')].map(a => a.protocol))]"))
    equal("it asked for itself alone", ["file://" + hostile], requests())


def test_policy():
    """Nothing that the page could be made to ask for goes out."""
    equal("nothing went wrong in all this", [], wrong(b.past + b.events))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        b.open("file://" + page)
        refused = b.ask(f"""new Promise(done => {{
            const seen = [];
            document.addEventListener('securitypolicyviolation', event => {{ seen.push(event.effectiveDirective); if (seen.length === 4) done(seen.sort()); }});
            fetch('{address}').catch(() => 0);
            new Image().src = '{address}';
            document.head.append(Object.assign(document.createElement('link'), {{rel: 'stylesheet', href: '{address}'}}));
            document.head.append(Object.assign(document.createElement('script'), {{textContent: 'pwned = 1'}}));
            setTimeout(() => done(seen.sort()), 5000); }})""")
        equal("the policy refuses each request and each other script", ["connect-src", "img-src", "script-src-elem", "style-src-elem"], refused)
        try:
            server.accept()
            equal("nothing is asked of the network", "no request", "a request")
        except TimeoutError:
            equal("nothing is asked of the network", "undefined", b.ask("typeof pwned"))


named = len(groups(row for row in table if row[0])) + 2    # and two local lines
b = Browser(program)
try:
    b.size(1280, 900)
    b.scheme("light")
    b.open("file://" + page)
    for test in (test_data, test_start, test_search, test_address, test_filters, test_dates, test_map, test_map_looks, test_list, test_looks, test_applications,
                 test_people, test_without_script, test_hostile, test_policy):
        test()
finally:
    b.close()
sys.exit(failures > 0)
