#!/bin/sh
# SPDX-License-Identifier: MIT
# The page of `export -f html' in a real browser: typed into, clicked on, on a phone, in
# the dark, with a registry that means harm. See tests/tools/html_page.py.
. tests/lib.sh
need python3 deps
browser=$(command -v chromium-headless-shell || command -v headless_shell || ls /usr/lib*/chromium-browser/headless_shell 2>/dev/null)
[ -n "$browser" ] || skip html.sh "no chromium-headless-shell; \`make deps-system' brings it"

# page NAME REGISTRY [OPTION...]: $work/NAME.html
page() {
    name=$1 registry=$2
    shift 2
    "$command" build -q -o "$work/$name.idx" "$@" "$registry"
    check "$name.html" "$command" -i "$work/$name.idx" export -f html -o "$work/$name.html"
}

printf '# of this site\nsite 26443/tcp kube-api\nours 50000/udp\n' >"$work/local.services"
printf '1880/tcp node-red Node-RED, editor https://nodered.org/\n51820/udp wireguard WireGuard tunnel wireguard:/usr/share/doc\n' >"$work/applications"
page real data/service-names-port-numbers.csv --local "$work/local.services" --shipped-applications /dev/null --applications "$work/applications"

# With people, addresses and all references it is larger.
august=$TOP/../shared/registry/2026-08-17.xml
if [ -e "$august" ]; then
    page august "$august"
    size=$(wc -c <"$work/august.html")
    check "the page of IANA's XML file has $size bytes, at most 2,100,000" [ "$size" -le 2100000 ]
else
    skipped "the size of the page of IANA's XML file" "no $august"
fi

# Names, descriptions and addresses that would like to be more than text.
python3 - >"$work/hostile.csv" <<'PYTHON'
import csv, sys
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow("Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,Modification Date,"
             "Reference,Service Code,Unauthorized Use Reported,Assignment Notes".split(","))
for row in [
    ["<script>pwned=1</script>", 1, "tcp", "</script><script>pwned=2</script>"],
    ["<img src=x onerror=pwned=3>", 1, "udp", "\"quoted\" & 'single' &lt;b&gt;"],
    ["comment", 2, "tcp", "<!-- <script>", "[<u>someone</u>]", "[javascript:pwned=4]"],
    ["control", 3, "tcp", "\x1b[31mred \u202eover \u2066isolate \u200fmark bell \x07"],
    ["links", 4, "tcp", "", "", "", "", "", "[javascript:pwned=5][data:text/html,x][https://example.org/\"onclick=pwned=6][RFC1/../../x]"],
    ["\u202ename", 5, "<b>", "@data@"],
]:
    out.writerow(row + [""] * (12 - len(row)))
PYTHON
cat >"$work/hostile.applications" <<'LINES'
7/tcp <u>evil</u> <img src=x onerror=pwned=7></script> javascript:/pwned=8/
9/tcp other "quoted" & co https://example.org/"onclick=pwned=9
LINES
page hostile "$work/hostile.csv" --names /dev/null --shipped-applications /dev/null --applications "$work/hostile.applications"

cat >"$work/people.xml" <<'XML'
<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
  <title>Service Name and Transport Protocol Port Number Registry</title>
  <updated>2026-01-02</updated>
  <note>Something else.
    *********************************
    * PLEASE NOTE: ASSIGNMENT DOES NOT IN ANY WAY IMPLY AN        *
    * ENDORSEMENT OF A PRODUCT, NOR ANYTHING.                     *
    *********************************</note>
  <record><name>fixture</name><protocol>tcp</protocol><xref type="person" data="Ada_Example"/><description>Fixture</description><number>7</number>
    <xref type="rfc" data="rfc9110"/><xref type="draft" data="draft-example-thing-02"/><xref type="draft" data="RFC-ietf-example-7"/>
    <xref type="uri" data="https://example.org/a?b=1&amp;c=2">A Text</xref><xref type="note" data="1"/></record>
  <people><person id="Ada_Example"><name>Ada Example</name><org>Example Works</org><uri>mailto:ada&amp;example.org</uri><uri>https://ada.example.org/</uri><updated>2020-02-02</updated></person></people>
  <footnote anchor="1">a footnote</footnote>
</registry>
XML
page people "$work/people.xml" --names /dev/null

check "every test of the page ran" \
    python3 tests/tools/html_page.py "$browser" data/service-names-port-numbers.csv "$work/real.html" "$work/hostile.html" "$work/people.html" >"$work/said"
while read -r line; do
    case $line in
    'ok '*) result ok "${line#ok }" ;;
    'not ok '*) result 'not ok' "${line#not ok }" ;;
    *) echo "  $line" ;;
    esac
done <"$work/said"
finish
