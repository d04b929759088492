# SPDX-License-Identifier: MIT
# nss-iana: GNU make. `make help' lists the targets.
VERSION = 1.0.0

prefix     = /usr
bindir     = $(prefix)/bin
datadir    = $(prefix)/share
mandir     = $(datadir)/man
statedir   = /var/lib/iana-services
unitdir    = $(prefix)/lib/systemd/system
# Where the dynamic linker looks for NSS modules: multiarch on Debian.
multiarch  = $(shell dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || $(CC) -print-multiarch 2>/dev/null)
libdir     = $(if $(multiarch),$(prefix)/lib/$(multiarch),$(if $(wildcard $(prefix)/lib64),$(prefix)/lib64,$(prefix)/lib))

PKG_CONFIG ?= pkg-config
INSTALL    = install
B          = build
# One spelling of it: what a compilation depends on is kept under the object's name.
override B := $(patsubst $(CURDIR)/%,%,$(abspath $(B)))

.DEFAULT_GOAL := all
include packaging/deps.mk

# Flags that are ours come first: what the distribution or the caller gives wins.
WARNINGS  = -Wall -Wextra -Wconversion -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes
HARDENING = -fstack-protector-strong $(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)),,-D_FORTIFY_SOURCE=2)
CFLAGS   ?= -O2 -g
# The command runs with a stack of 64 KiB. Sanitizers and gcov make frames larger.
FRAMES    = $(if $(findstring -fsanitize,$(CFLAGS))$(findstring --coverage,$(CFLAGS)),,-Wframe-larger-than=8192)
OUR_CPPFLAGS = -Isrc -I$(B) -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
OUR_CFLAGS   = -std=c11 $(WARNINGS) $(HARDENING) -fvisibility=hidden -ffile-prefix-map=$(CURDIR)=.
OUR_LDFLAGS  = -Wl,-z,relro,-z,now,-z,noexecstack
COMPILE      = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS)
# noseparate-code: two segments less to map in every process that loads the module.
MODULE_LDFLAGS = $(OUR_LDFLAGS) -shared -nostartfiles -Wl,-z,nodelete,-z,defs,-z,noseparate-code -Wl,-soname,libnss_iana.so.2 \
                 -Wl,--version-script=nss/libnss_iana.map

# The paths that are compiled in. Tests build another module and command, with other
# paths, in the same way.
SNAPSHOT_DATE := $(shell cat data/DATE)
PATHS      = -DIANA_STATEDIR='"$(statedir)"' -DIANA_DATADIR='"$(datadir)"'
TEST_ROOT  = $(abspath $(B))/test
TRY_ROOT   = $(abspath $(B))/try
PATHS_test = -DIANA_STATEDIR='"$(TEST_ROOT)/host/state"' -DIANA_DATADIR='"$(TEST_ROOT)/host/data"'
PATHS_try  = -DIANA_STATEDIR='"$(TRY_ROOT)/state"' -DIANA_DATADIR='"$(TRY_ROOT)/share"'

SHARED_SRC  = src/index/index.c src/index/lookup.c
MODULE_SRC  = nss/entry.c nss/pack.c nss/snapshot.c $(SHARED_SRC)
COMMAND_SRC = $(wildcard src/*/*.c)
COMMAND_LIBS = $(shell $(PKG_CONFIG) --libs expat jansson zlib)

UNITS = iana-services-update.service iana-services-build.service iana-services-build.path

all: $(B)/libnss_iana.so.2 $(B)/iana-services $(B)/services.idx $(UNITS:%=$(B)/%) $(B)/README.md

# ---- objects: $(B)/obj for the product, obj-test and obj-try with other paths ----

# Anything that changes what is compiled rebuilds it; where it is installed does not.
CONFIG = $(VERSION) $(SNAPSHOT_DATE) $(COMPILE) $(MODULE_LDFLAGS) $(LDFLAGS) $(PATHS) $(PATHS_test) $(bindir)
$(B)/config: FORCE
	@mkdir -p $(B)
	@printf '%s\n' '$(subst ','\'',$(CONFIG))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(CONFIG))' >$@
FORCE:

# Prints what is made; with V=1, the whole command.
say = $(if $(V),,@printf '  %s  %s\n' $(1) '$@' && )

define compile_rules
$(B)/obj$(1)/%.o: %.c $(B)/config
	@mkdir -p $$(@D)
	$$(call say,CC)$$(COMPILE) $$(FRAMES) -fPIC -DIANA_VERSION='"$(VERSION)"' -DSNAPSHOT_DATE='"$(SNAPSHOT_DATE)"' $(2) -MMD -MP -c -o $$@ $$<

$(B)/obj$(1)/src/export/html.o: $(B)/page.inc

$(3)/libnss_iana.so.2: $(MODULE_SRC:%.c=$(B)/obj$(1)/%.o) nss/libnss_iana.map
	@mkdir -p $$(@D)
	$$(call say,LD)$$(CC) $$(OUR_CFLAGS) $$(CFLAGS) $$(LDFLAGS) $$(MODULE_LDFLAGS) -o $$@ $$(filter %.o,$$^)

$(3)/iana-services: $(COMMAND_SRC:%.c=$(B)/obj$(1)/%.o)
	@mkdir -p $$(@D)
	$$(call say,LD)$$(CC) $$(OUR_CFLAGS) $$(CFLAGS) -pie $$(OUR_LDFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(COMMAND_LIBS)

-include $(patsubst %.c,$(B)/obj$(1)/%.d,$(MODULE_SRC) $(COMMAND_SRC))
endef
$(eval $(call compile_rules,,$$(PATHS),$(B)))
$(eval $(call compile_rules,-test,$$(PATHS_test),$(B)/test))
$(eval $(call compile_rules,-try,$$(PATHS_try),$(B)/try))

# ---- the page of `export -f html': src/export/page/ in one file, without licence lines, then as bytes for C ----

PAGE   = src/export/page/page.html src/export/page/page.css
SCRIPT = $(addprefix src/export/page/,data.js search.js text.js list.js map.js page.js)
# What the page lets run is known by its hash: the element's text, with the line ends around it.
page_hash = $$({ echo; cat $(1); } | sha256sum | cut -c 1-64 | tr a-f A-F | basenc --base16 -d | base64)
$(B)/page.html: $(PAGE) $(SCRIPT) Makefile
	@mkdir -p $(@D)
	$(call say,GEN)sed '/SPDX-License/d' $(SCRIPT) >$(B)/page.js
	@sed '/SPDX-License/d' src/export/page/page.css >$(B)/page.css
	@sed -e "s|@hash of page.js@|$(call page_hash,$(B)/page.js)|; s|@hash of page.css@|$(call page_hash,$(B)/page.css)|" \
	    -e '/^@page.css@$$/{r $(B)/page.css' -e 'd}' -e '/^@page.js@$$/{r $(B)/page.js' -e 'd}' \
	    -e '/SPDX-License/d' src/export/page/page.html >$@
$(B)/page.inc: $(B)/page.html
	$(call say,GEN)od -An -v -tu1 $< | sed 's/ *\([0-9][0-9]*\)/\1,/g' >$@

REGISTRY = data/service-names-port-numbers.csv
NAMES    = data/names.services
APPLICATIONS = data/applications
# A pointer to the index beside it.
$(B)/services.idx: $(B)/iana-services $(REGISTRY) data/DATE $(NAMES) $(APPLICATIONS)
	$(call say,GEN)$(B)/iana-services build -q -o $(@D) --date $(SNAPSHOT_DATE) --names $(NAMES) --shipped-applications $(APPLICATIONS) $(REGISTRY)

$(UNITS:%=$(B)/%): $(B)/%: packaging/% $(B)/config
	$(call say,GEN)sed 's|@bindir@|$(bindir)|; s|@datadir@|$(datadir)|; s|@statedir@|$(statedir)|' $< >$@

# README without what is only for those who have the source.
$(B)/README.md: README.md Makefile
	@mkdir -p $(@D)
	$(call say,GEN)sed '/^<!-- source/,/^<!-- end of source/d; s,packaging/container,container,' $< | cat -s >$@

# ---- for a newcomer ----

try: $(B)/try/libnss_iana.so.2 $(B)/try/iana-services
	@tests/try $(B)/try $(SNAPSHOT_DATE)

# ---- tests ----

include tests/tests.mk

# ---- installing ----

install: all
	packaging/install 'DESTDIR=$(DESTDIR)' 'B=$(B)' 'INSTALL=$(INSTALL)' 'bindir=$(bindir)' 'libdir=$(libdir)' 'datadir=$(datadir)' 'mandir=$(mandir)' 'statedir=$(statedir)' 'unitdir=$(unitdir)'

uninstall:
	packaging/install --remove 'DESTDIR=$(DESTDIR)' 'B=$(B)' 'INSTALL=$(INSTALL)' 'bindir=$(bindir)' 'libdir=$(libdir)' 'datadir=$(datadir)' 'mandir=$(mandir)' 'statedir=$(statedir)' 'unitdir=$(unitdir)'

# ---- the source as a tarball, and packages out of that ----

DIST = nss-iana-$(VERSION)
dist:
	packaging/dist $(DIST) $(B)/$(DIST).tar.gz
deb: dist
	packaging/deb $(B)/$(DIST).tar.gz $(B)/deb
rpm: dist
	packaging/rpm $(B)/$(DIST).tar.gz $(B)/rpm
check-packages: dist
	packaging/check-packages $(B)/$(DIST).tar.gz

clean:
	rm -rf $(B)

help:
	@sed -n 's/^#: //p' $(MAKEFILE_LIST)

#: all          the module, the command and the vendor index (default); V=1 shows commands
#: try          see it answer, on the shipped snapshot; touches only build/
#: check, test  the tests; those whose programs are missing say SKIP; TESTS='unit/test_csv system/build.sh' for some
#: check-programs  the tests of other people's programs: browsers, LDAP, nscd, languages ...
#: check-long   the tests that take longer: crashes, readers, doctor, budgets, valgrind ...
#: check-attack  attacks on the promises of SECURITY.md; some need root
#: check-asan, check-tsan, check-valgrind   the tests that these tools are for
#: check-sweep  every byte of an index broken, of which `check-long' has a sample
#: check-hosts  every instruction of a lookup, 2,000 forks, of which `check' has a sample
#: soak         PROCESSES=2000 MINUTES=10: readers beside an updater that is killed
#: analyse      gcc -fanalyzer, clang-tidy, cppcheck, shellcheck find nothing
#: coverage     what the tests reach; fails below the figures in tests/coverage.py
#: fuzz         each fuzz target for TIME=60 seconds; FUZZ='csv xml' for some
#: bench        counts and ratios against a module that does nothing
#: bench-plot   the same, and the picture in README
#: programs-table  root: README's table of what real programs print
#: golden       the golden index anew, after a change of the format
#: install      root; DESTDIR, prefix, bindir, libdir, datadir, mandir, statedir, unitdir
#: uninstall    removes what install installed
#: deps         root: packages for building, and for tests of module and command
#: deps-system  root: programs and servers that the system tests run
#: deps-packaging  root: programs that make and try packages, and what the packages are built with
#: dist         the source as build/nss-iana-VERSION.tar.gz, always the same bytes, and its SBOM (SPDX) beside it
#: deb          Debian packages, and the source package, in build/deb
#: rpm          an RPM package in build/rpm
#: check-packages  root: packages and README's commands in fresh Debian roots
#: clean        removes build/

.PHONY: all try install uninstall dist deb rpm check-packages clean help deps deps-system deps-packaging FORCE
.DELETE_ON_ERROR:
