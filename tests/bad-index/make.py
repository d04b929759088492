# SPDX-License-Identifier: MIT
"""make.py SOUND DIR: writes DIR/DEFECT.idx for each function below, the index SOUND (of
registry.xml here) with that one defect. iana-services-index(5) is what they are written
from; tests/bad-index/defects has the expected result of each."""
import os, struct, sys, zlib

SECTIONS = ("transports buckets entries blocks names locals".split() +
            "text rows curated local_lines local_files provenance people references head links ranges applications application_files".split())
IDS = dict(zip(SECTIONS, [1, 2, 3, 4, 5, 6, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28]))
ITEM = dict(buckets=32, entries=8, blocks=7, locals=4, rows=37, curated=20, local_lines=20, local_files=4, provenance=4, people=15, references=12, head=9, links=9, ranges=3, applications=28, application_files=4)
LARGEST = 16 << 20


class Index:
    """An index taken apart. `section` holds the bytes of each; `header` and `table`
    override what build() would write; what is in `sealed_as` is changed last of all but the
    checksum, what is in `after` behind it."""

    def __init__(self, data):
        self.section, self.header, self.table = {}, {}, {}
        self.rows = list(SECTIONS)                 # of the section table, in its order
        self.sealed_as = self.after = lambda file: file
        for i in range(struct.unpack_from("<H", data, 24)[0]):
            ident, offset, size = struct.unpack_from("<3I", data, 32 + 12 * i)
            self.section[SECTIONS[i]] = bytearray(data[offset:offset + size])
            assert IDS[SECTIONS[i]] == ident

    def build(self):
        file, place = bytearray(32 + 12 * len(self.section)), {}
        for name, content in self.section.items():
            if name == "text":
                lookup_size = len(file)
            file += bytes(-len(file) % 64)
            place[name] = (IDS[name], len(file), len(content))
            file += content
        for i, name in enumerate(self.rows):
            row = dict(zip(("id", "offset", "size"), place[name]), **self.table.get(name, {}))
            struct.pack_into("<3I", file, 32 + 12 * i, row["id"], row["offset"], row["size"])
        h = dict(magic=bytes.fromhex("895356430d0a1a0a"), major=1, minor=0, size=len(file), lookup_size=lookup_size, crc=0, count=len(self.rows), flags=0, seed=0)
        h.update(self.header)
        struct.pack_into("<8s2H3I2HI", file, 0, *(h[k] for k in ("magic", "major", "minor", "size", "lookup_size", "crc", "count", "flags", "seed")))
        file = bytearray(self.sealed_as(file))
        if len(file) >= 32 and "crc" not in self.header:
            struct.pack_into("<I", file, 20, zlib.crc32(file))
        return self.after(file)

    def place(self, name):
        """Where the unbroken section starts in the file."""
        return next(struct.unpack_from("<I", self.build(), 36 + 12 * i)[0] for i, n in enumerate(self.rows) if n == name)

    def put(self, section, item, offset, size, value):
        """Sets `size` bytes at an offset of the item'th item (of 1 byte in texts and names)."""
        at = item * ITEM.get(section, 1) + offset
        self.section[section][at:at + size] = value.to_bytes(size, "little")

    def get(self, section, item, offset, size):
        at = item * ITEM.get(section, 1) + offset
        return int.from_bytes(self.section[section][at:at + size], "little")

    def count(self, section):
        return len(self.section[section]) // ITEM[section]

    def http(self):
        """The entry of 80/tcp, which has the names http and www."""
        return next(i for i in range(self.count("entries")) if self.get("entries", i, 4, 2) == 80)

    def name_list(self):
        """Where its name list is in names: le16 9, "http", NUL, "www", NUL."""
        at = self.get("entries", self.http(), 0, 3)
        assert self.section["names"][at:at + 11] == b"\x09\x00http\0www\0"
        return at

    def text(self, string):
        """The offset of a text, which is added if there is none."""
        text, wanted = bytes(self.section["text"]), b"\0" + string.encode() + b"\0"
        if wanted not in text:
            self.section["text"] += wanted[1:]
            return len(text)
        return text.index(wanted) + 1

    def add_row(self, name, first, last, transport):
        row = struct.pack("<2H", first, last)
        row += b"".join(self.text(s).to_bytes(3, "little") if s else bytes(3) for s in (name, transport)) + bytes(27)
        self.section["rows"] += row

    def row_of_http(self):
        """The row of http 80/tcp."""
        return next(i for i in range(self.count("rows")) if self.get("rows", i, 0, 2) == 80)


DEFECTS = {}


def defect(f, name=None):
    DEFECTS[(name or f.__name__).replace("_", "-")] = f
    return f


# ---- the file and its header ----

@defect
def nothing(x): x.after = lambda file: b""
@defect
def sixty_three_bytes(x): x.after = lambda file: file[:63]
@defect
def over_16_mib(x):
    x.header["size"] = LARGEST + 1
    x.sealed_as = lambda file: file + bytes(LARGEST + 1 - len(file))
@defect
def magic_of_seven_bits(x): x.header["magic"] = bytes.fromhex("095356430d0a1a0a")
@defect
def line_ends_converted(x): x.after = lambda file: file.replace(b"\r\n", b"\n")
@defect
def unknown_major(x): x.header["major"] = 2
@defect
def later_minor_row_of_another_port(x):
    x.header["minor"] = 1
    row_of_another_port(x)
@defect
def later_minor_seed_of_another(x): x.header.update(minor=1, seed=1)
@defect
def later_minor_provenance_too_short(x):
    x.header["minor"] = 1
    provenance_too_short(x)
@defect
def size_too_great(x): x.header["size"] = len(x.build()) + 1
@defect
def size_too_small(x): x.header["size"] = len(x.build()) - 1
@defect
def cut_in_half(x): x.after = lambda file: file[:len(file) // 2]
@defect
def one_byte_more(x): x.after = lambda file: file + b"\0"
@defect
def lookup_size_63(x): x.header["lookup_size"] = 63
@defect
def lookup_size_beyond_file(x): x.header["lookup_size"] = len(x.build()) + 1
@defect
def lookup_size_without_table(x): x.header["lookup_size"] = 64
@defect
def lookup_size_one_less(x): x.header["lookup_size"] = x.place("locals") + len(x.section["locals"]) - 1
@defect
def lookup_size_whole_file(x): x.header["lookup_size"] = len(x.build())
@defect
def checksum_wrong(x): x.header["crc"] = 0x12345678
@defect
def flag_unknown(x): x.header["flags"] = 2
@defect
def seed_of_another(x): x.header["seed"] = 1
@defect
def padding_set(x):
    end = x.place("transports") + len(x.section["transports"])
    def set_it(file):
        assert file[end] == 0
        file[end] = 1
        return file
    x.sealed_as = set_it

# ---- the table of sections ----

@defect
def no_sections(x): x.header["count"] = 0
@defect
def sections_33(x): x.header["count"] = 33
@defect
def section_count_greatest(x): x.header["count"] = 0xffff
@defect
def table_into_sections(x): x.header["count"] = 32
@defect
def table_disordered(x): x.rows[2], x.rows[3] = x.rows[3], x.rows[2]
@defect
def section_twice(x): x.rows[4] = "buckets"
@defect
def section_unknown(x):
    IDS["unknown"] = 99
    x.rows.append("unknown")
    x.section["unknown"] = b"what is this?"
@defect
def offset_wraps(x): x.table["names"] = dict(offset=0xffffffc0)
@defect
def size_wraps(x): x.table["names"] = dict(size=0xffffffff)
@defect
def lookup_section_in_records(x): x.table["names"] = dict(offset=x.place("text"))
@defect
def names_over_transports(x): x.table["names"] = dict(offset=x.place("transports"), size=len(x.section["transports"]))
@defect
def locals_over_entries(x): x.table["locals"] = dict(offset=x.place("entries"))
@defect
def locals_more_than_entries(x): x.table["locals"] = dict(offset=x.place("entries"), size=4 * (x.count("entries") + 1))
@defect
def buckets_none(x): x.section["buckets"] = b""
@defect
def blocks_none(x): x.section["blocks"] = b""
@defect
def entries_none(x): x.section["entries"] = b""
@defect
def transports_none(x): x.section["transports"] = b""
@defect
def transports_unterminated(x): x.section["transports"][-1:] = b"x"
@defect
def transports_257_bytes(x): x.section["transports"] = x.section["transports"].ljust(256, b"x") + b"\0"

for name in SECTIONS:
    defect(lambda x, name=name: x.table.update({name: dict(id=98)}), f"missing_{name}")
for name in ITEM:
    defect(lambda x, name=name: x.table.update({name: dict(size=len(x.section[name]) - 1)}), f"part_of_an_item_of_{name}")

# ---- entries and names: those of http 80/tcp ----

@defect
def names_at_the_end(x): x.put("entries", x.http(), 0, 3, len(x.section["names"]))
@defect
def names_at_the_last_byte(x): x.put("entries", x.http(), 0, 3, len(x.section["names"]) - 1)
@defect
def names_far_outside(x): x.put("entries", x.http(), 0, 3, 0xffffff)
@defect
def name_list_longer_than_section(x): x.put("names", x.name_list(), 0, 2, 0xffff)
@defect
def name_list_empty(x): x.put("names", x.name_list(), 0, 2, 0)
@defect
def name_list_unterminated(x): x.put("names", x.name_list(), 10, 1, ord("x"))
@defect
def aliases_255(x): x.put("entries", x.http(), 7, 1, 255)
@defect
def aliases_one_too_many(x): x.put("entries", x.http(), 7, 1, 2)
@defect
def aliases_one_too_few(x): x.put("entries", x.http(), 7, 1, 0)
@defect
def transport_outside(x): x.put("entries", x.http(), 6, 1, 255)
@defect
def transport_inside_a_string(x): x.put("entries", x.http(), 6, 1, 1)
@defect
def port_of_entry_changed(x): x.put("entries", x.http(), 4, 2, 79)
@defect
def entries_out_of_order(x):
    a, b, e = x.http(), x.http() + 6, x.section["entries"]
    e[8 * a:8 * a + 8], e[8 * b:8 * b + 8] = e[8 * b:8 * b + 8], e[8 * a:8 * a + 8]
@defect
def all_continue(x):
    for i in range(x.count("entries")):
        x.put("entries", i, 3, 1, x.get("entries", i, 3, 1) | 4)
@defect
def duplicate_without_reason(x): x.put("entries", x.http(), 3, 1, 2)
@defect
def local_not_in_locals(x): x.put("entries", x.http(), 3, 1, 1)
@defect
def local_outside(x): x.put("locals", 0, 0, 4, 0xffffffff)
@defect
def local_twice(x): x.put("locals", 1, 0, 4, x.get("locals", 0, 0, 4))

# ---- buckets and blocks ----

def change_slots(x, change):
    """change(number, tag, entry) -> (tag, entry) of each slot."""
    for b in range(x.count("buckets")):
        for k in range(8):
            tag, entry = change(8 * b + k, x.get("buckets", b, 24 + k, 1), x.get("buckets", b, 3 * k, 3))
            x.put("buckets", b, 24 + k, 1, tag)
            x.put("buckets", b, 3 * k, 3, entry)

@defect
def probing_never_ends(x): change_slots(x, lambda i, tag, entry: (tag or 128, entry))
@defect
def every_tag_and_no_end(x):
    """Each slot has some tag and the longest walk there is: all entries, to the last."""
    all_continue(x)
    change_slots(x, lambda i, tag, entry: (128 + i % 128, 0))
@defect
def one_name_everywhere(x):
    """All entries are http's, each continues, and each slot leads to the first: as many
    answers as slots times entries."""
    tags = []
    change_slots(x, lambda i, tag, entry: (tags.append(tag) if tag and entry == x.http() else None) or (tag, entry))
    names = x.get("entries", x.http(), 0, 3)
    for i in range(x.count("entries")):
        x.put("entries", i, 0, 4, names | 4 << 24)
        x.put("entries", i, 7, 1, 1)
    change_slots(x, lambda i, tag, entry: (tags[i % len(tags)], 0))
@defect
def one_long_list_everywhere(x):
    """Each slot of very many has a tag of http's and leads to 64 KiB of other names."""
    tags = []
    change_slots(x, lambda i, tag, entry: (tags.append(tag) if tag and entry == x.http() else None) or (tag, entry))
    names = len(x.section["names"])
    x.section["names"] += struct.pack("<H", 65534) + b"x\0" * 32767
    entry = x.count("entries")
    x.section["entries"] += struct.pack("<IHBB", names | 2 << 24, 65535, 0, 0)      # duplicate
    x.section["buckets"] = bytearray((entry.to_bytes(3, "little") * 8 + bytes(tags[i % len(tags)] for i in range(8))) * 32768)
@defect
def slots_lead_outside(x): change_slots(x, lambda i, tag, entry: (tag, 0xffffff))
@defect
def slots_free(x): change_slots(x, lambda i, tag, entry: (0, entry))
@defect
def slots_of_other_tags(x): change_slots(x, lambda i, tag, entry: (tag and tag ^ 1, entry))
@defect
def tags_without_bit_7(x): change_slots(x, lambda i, tag, entry: (tag & 127, entry))
@defect
def block_starts_outside(x): x.put("blocks", 80 // 8, 0, 3, 0xffffff)
@defect
def block_starts_too_early(x): x.put("blocks", 80 // 8, 0, 3, 0)
@defect
def block_steps_too_far(x): x.put("blocks", 80 // 8, 3, 4, 0xeeeeeeee)
@defect
def blocks_too_few(x): x.section["blocks"] = x.section["blocks"][:7 * 10]

# ---- records ----

@defect
def text_outside(x): x.table["text"] = dict(offset=len(x.build()))
@defect
def text_none(x): x.section["text"] = b""
@defect
def text_without_the_empty_one(x): x.section["text"] = x.section["text"][1:]
@defect
def text_unterminated(x): x.section["text"][-1:] = b"x"
@defect
def text_not_utf8(x): x.section["text"] += b"\xce\0"
@defect
def text_twice(x): x.section["text"] += b"discard\0"
@defect
def text_empty(x): x.section["text"] += b"\0"
@defect
def row_text_outside(x): x.put("rows", x.row_of_http(), 4, 3, 0xffffff)
@defect
def row_name_too_long(x): x.put("rows", x.row_of_http(), 4, 3, x.text("n" * 256))
@defect
def row_text_inside_another(x): x.put("rows", x.row_of_http(), 4, 3, x.text("http") + 1)
@defect
def row_of_another_name(x): x.put("rows", x.row_of_http(), 4, 3, x.text("range"))
@defect
def row_of_another_port(x): x.put("rows", x.row_of_http(), 0, 2, 79)
@defect
def rows_of_all_ports(x):
    for i in range(33):
        x.add_row("range", 0, 65535, "tcp")
@defect
def rows_of_257_transports(x):
    for i in range(257):
        x.add_row("range", 1, 1, f"t{i}")
@defect
def rows_of_long_transports(x):
    for i in range(3):
        x.add_row("range", 1, 1, f"{i}" * 100)
@defect
def rows_of_257_names(x):
    for i in range(257):
        x.add_row(f"n{i}", 1, 1, "tcp")
@defect
def curated_port_65536(x): x.put("curated", 0, 16, 4, 65536)
@defect
def curated_without_names(x): x.put("curated", 0, 8, 4, 0)
@defect
def local_line_without_transport(x): x.put("local_lines", 0, 12, 4, 0)
@defect
def curated_file_outside(x): x.put("curated", 0, 0, 4, 0xffffffff)
@defect
def local_line_names_outside(x): x.put("local_lines", 2, 8, 4, len(x.section["text"]))
@defect
def local_file_outside(x): x.put("local_files", 0, 0, 4, 0xffffffff)
@defect
def provenance_outside(x): x.put("provenance", 1, 0, 4, 0xffffffff)
@defect
def provenance_too_short(x): x.section["provenance"] = x.section["provenance"][:4]
@defect
def person_outside(x): x.put("people", 0, 12, 3, 0xffffff)
@defect
def reference_outside(x): x.put("references", 0, 6, 3, 0xffffff)
def swap(x, section):
    item = ITEM[section]
    x.section[section][:2 * item] = x.section[section][item:2 * item] + x.section[section][:item]
@defect
def people_out_of_order(x): swap(x, "people")
@defect
def references_out_of_order(x): swap(x, "references")
@defect
def head_text_outside(x): x.put("head", 1, 6, 3, len(x.section["text"]))
@defect
def link_not_at_a_bracket(x): x.put("links", 0, 3, 3, x.get("links", 0, 3, 3) + 1)
@defect
def link_behind_its_text(x): x.put("links", 0, 3, 3, 0xffffff)
@defect
def links_out_of_order(x): swap(x, "links")
@defect
def range_of_no_row(x): x.put("ranges", 0, 0, 3, x.count("rows"))
@defect
def application_program_outside(x): x.put("applications", 0, 16, 4, 0xffffffff)
@defect
def application_source_inside_another(x): x.put("applications", 0, 24, 4, x.get("applications", 0, 24, 4) + 1)
@defect
def application_without_program(x): x.put("applications", 0, 16, 4, 0)
@defect
def application_without_description(x): x.put("applications", 0, 20, 4, 0)
@defect
def application_without_source(x): x.put("applications", 0, 24, 4, 0)
@defect
def application_without_ports(x): x.put("applications", 0, 2, 2, 0)
@defect
def application_program_too_long(x): x.put("applications", 0, 16, 4, x.text("p" * 256))
@defect
def application_twice(x): x.section["applications"] += x.section["applications"][-ITEM["applications"]:]
@defect
def applications_out_of_order(x): swap(x, "applications")
@defect
def application_file_outside(x): x.put("application_files", 0, 0, 4, 0xffffffff)


sound = open(sys.argv[1], "rb").read()
assert bytes(Index(sound).build()) == sound
for name, break_it in DEFECTS.items():
    x = Index(sound)
    break_it(x)
    with open(os.path.join(sys.argv[2], name + ".idx"), "wb") as f:
        f.write(x.build())
