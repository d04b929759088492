#!/bin/sh
# SPDX-License-Identifier: MIT
# export -f xml: well-formed for libxml2, IANA's elements for Python, and our own
# reader gives the same rows, people, references, footnotes and date.
. tests/lib.sh
need xmllint deps-system
need python3 deps
real=../shared/registry
# again REGISTRY: the export as $work/one.xml, what it compiles to as two.idx, that one's export as two.xml
again() {
    rm -f "$work"/one.* "$work"/two.*
    "$command" build -q -o "$work/one.idx" "$1" && "$command" export -i "$work/one.idx" -f xml -o "$work/one.xml" &&
        "$command" build -q -o "$work/two.idx" "$work/one.xml" && "$command" export -i "$work/two.idx" -f xml -o "$work/two.xml"
    check "$(basename "$1"): well-formed" xmllint --noout "$work/one.xml"
}
# same: read back it gives the same rows, people and references
same() {
    "$command" export -i "$work/one.idx" -f csv -o "$work/one.csv" && "$command" export -i "$work/two.idx" -f csv | cmp - "$work/one.csv" &&
        cmp "$work/one.xml" "$work/two.xml"
}
same_show() {
    for index in one two; do
        "$command" show -i "$work/$index.idx" 80 90 101/tcp 1021 2049 7202/tcp 9105 http whois++ sql\*net exp1 tcpmux x11 >"$work/$index.show"
    done
    [ -s "$work/one.show" ] && cmp "$work/one.show" "$work/two.show"
}

# What IANA's file has in the elements that we write: each record's columns and links, the
# people, the footnotes, the date. Whether "[RFC1]" in running text is a link is ours.
cat >"$work/facts.py" <<'PYTHON'
import re, sys, xml.etree.ElementTree as tree
I = "{http://www.iana.org/assignments}"
def text(e):
    if e is None:
        return ""
    if e.tag == I + "xref":
        return "[" + ("".join(e.itertext()) or (e.get("data").upper() if e.get("type") == "rfc" else e.get("data"))) + "]"
    return (e.text or "") + "".join((" " if c.tag in (I + "br", I + "paragraph") else "") + text(c) + (c.tail or "") for c in e)
def flat(s):
    return re.sub(r"\s+", " ", s).strip()
def single(s):    # IANA writes some ports as ranges
    return re.sub(r"^(\d+)-\1$", r"\1", s)
def links(e):
    return [(x.get("type"), x.get("data"), flat("".join(x.itertext()))) for x in ([] if e is None else e.findall(I + "xref"))]
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == I + "registry"
print("date", root.find(I + "updated").text)
for r in root.findall(I + "record"):
    both = links(r)
    print(r.get("date"), r.get("updated"), *(single(flat(" ".join(map(text, r.findall(I + e))))) for e in
          ("name", "protocol", "number", "description", "sc", "unauthorized", "note")),
          links(r.find(I + "assignee")), [x for x in both if x[0] == "person"], [x for x in both if x[0] != "person"], sep="|")
for p in sorted(root.iter(I + "person"), key=lambda p: p.get("id")):      # ours are
    print(p.get("id"), *(flat(",".join(x.text or "" for x in p.findall(I + e))) for e in ("name", "org", "uri", "updated")), sep="|")
for f in root.iter(I + "footnote"):
    print("footnote", f.get("anchor"), flat(text(f)))
PYTHON
# has_facts FILE: the export has them as FILE does, an assignee that is the contact left out
has_facts() {
    for of in "$1" "$work/one.xml"; do
        python3 "$work/facts.py" "$of" | awk -F '|' -v OFS='|' 'NF == 12 && $10 == $11 { $10 = "[]" } { print }' >"$work/$(basename "$of").facts" || return
    done
    [ "$(wc -l <"$work/one.xml.facts")" -gt 5 ] && diff "$work/$(basename "$1").facts" "$work/one.xml.facts"
}

cat >"$work/small.xml" <<'XML'
<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
  <title>A &amp; B</title>
  <category>Kinds of <xref type="rfc" data="rfc6335"/></category>
  <updated>2026-01-02</updated>
  <xref type="rfc" data="rfc6335"/>
  <xref type="uri" data="https://e.example/" section="2">the page</xref>
  <expert>one; two,
  three</expert>
  <registration_rule>First come</registration_rule>
  <note>
Laid out   in lines,

 * with <xref type="rfc" data="rfc1"/>
 * and [RFC1], which is text
</note>
  <note title="More &lt;than one&gt;">see <xref type="person" data="Zoe"/></note>
  <record date="2020-01-01" updated="2021-02">
    <name>a&amp;b</name><protocol>tcp</protocol>
    <assignee><xref type="person" data="Acme"/></assignee>
    <xref type="person" data="Ann"/><xref type="person" data="Bob"/>
    <description>less &lt; more &gt; "quoted" 'single' [array] ]]&gt; é<br/>second line</description>
    <number>10-12</number>
    <xref type="rfc" data="rfc6335"/><xref type="rfc" data="rfc8765">RFC8765, Section 6.1</xref>
    <xref type="draft" data="RFC-ietf-x-01"/><xref type="uri" data="https://e.example/?a=1&amp;b=2">the "page"</xref>
    <xref type="uri" data="https://e.example/"/><xref type="uri" data="ftp://e.example"/><xref type="text">n/a [sic]</xref><xref type='x"&gt;&lt;evil' data="what">ever</xref><xref type="note" data="1"/>
    <sc>1145656131</sc><unauthorized>used by others, see [RFC4146]</unauthorized>
    <note>was of <xref type="person" data="Bob"/>, see <xref type="rfc" data="rfc1"/> and [2] and [ an open one, or [Bob], [RFC9] <xref type="person" data="Nobody"/> <xref type="text">a [b] c</xref> <xref type="rfc" data="rfc2" section="3.1">RFC2, Section 3.1</xref></note>
  </record>
  <record><name>one</name><protocol>tcp</protocol><number>5-5</number><xref type="draft" data="draft-x" section="4.3">draft-x, Section 4.3</xref><description>[RFC1]</description></record>
  <record><name>no-contact</name><protocol>udp</protocol><assignee><xref type="person" data="Acme"/></assignee></record>
  <record><xref type="person" data="Ann"/><description>Reserved</description><number>0</number></record>
  <footnote anchor="1">first &amp; only, <xref type="rfc" data="rfc7"/> [RFC8]</footnote>
  <people>
    <person id="Ann"><name>Ann &lt;A&gt;</name><org>Acme &amp; Sons</org><uri>mailto:ann&amp;acme.example</uri><updated>2020-02</updated></person>
    <person id="Bob"><name>Bob</name></person>
    <person id="Acme"><org>Acme</org></person>
  </people>
</registry>
XML
again "$work/small.xml"
check "small: what Python reads is what was read" has_facts "$work/small.xml"
# Head, sections, ranges and what is a link, element by element.
cat >"$work/marks.py" <<'PYTHON'
import sys, xml.etree.ElementTree as tree
I = "{http://www.iana.org/assignments}"
root = tree.parse(sys.argv[1]).getroot()
for e in root:
    if e.tag[len(I):] not in ("record", "people"):
        print(e.tag, sorted(e.attrib.items()), (e.text or "").strip(), [(c.tag, sorted(c.attrib.items()), c.text, (c.tail or "").rstrip()) for c in e])
for r in root.findall(I + "record"):
    for e in r.iter():
        if e.tag == I + "number" or e.tag == I + "xref" and e.get("type") != "person":
            print(e.tag, sorted(e.attrib.items()), e.text)
print([(x.get("data"), (x.tail or "").rstrip()) for n in root.iter(I + "note") for x in n])
PYTHON
same_marks() {
    for of in "$1" "$work/one.xml"; do python3 "$work/marks.py" "$of" >"$work/marks.$(basename "$of")"; done
    diff "$work/marks.$(basename "$1")" "$work/marks.one.xml" && [ "$(wc -l <"$work/marks.one.xml")" -gt 10 ]
}
check "small: head, sections, ranges, links and text in brackets" same_marks "$work/small.xml"
check "small: read back it gives the same rows, people and references" same

# Blanks that reading XML would change, in cells of a CSV file.
cat >"$work/blanks.csv" <<CSV
$(head -n 1 data/service-names-port-numbers.csv)
x,7-7,tcp,"two

lines","[A
B]",[ C ],,,[D],," first
  second ","
 third 

  [RFC1]
"
CSV
again "$work/blanks.csv"
check "blanks.csv: read back it gives the same cells" same
equal "blanks.csv: one port as a range" "<number>7-7</number>" "$(grep -o '<number>.*' "$work/two.xml")"

# What XML 1.0 cannot have, and what a CSV file can.
{
    head -n 1 data/service-names-port-numbers.csv
    printf 'x,1,tcp,bell \a nonchar \357\277\277,[A],[A],,,,,,tab\tand "quote\n'
} | sed 's/"quote/quote/' >"$work/odd.csv"
again "$work/odd.csv"
equal "control characters are replaced" "bell $(printf '\357\277\275') nonchar $(printf '\357\277\275')" \
    "$("$command" export -i "$work/two.idx" -f csv | sed -n 's/^x,1,tcp,\([^,]*\),.*/\1/p')"

again data/service-names-port-numbers.csv
check "the shipped snapshot: read back the same rows" same

[ -d $real ] || skip "IANA's registries" "no ../shared here"
for file in 2026-02-13.xml 2026-08-17.xml; do
    again $real/$file
    check "$file: what Python reads is what IANA wrote" has_facts $real/$file
    check "$file: read back it gives the same rows, people and references" same
    check "$file: and show says the same" same_show
done
finish
