# SPDX-License-Identifier: MIT
# Tests: programs in tests/unit (cmocka) and scripts in tests/system. Each runs
# with the module and the command of $(B)/test, which have other paths.

# A test is named by its folder and name: unit/test_csv, system/install.sh.
UNIT      = $(patsubst tests/%.c,%,$(wildcard tests/unit/test_*.c))
# Without those that count stack, memory and instructions, which a sanitizer or another compiler's
# flags change. The packages run these; named here, above the rule that reads TESTS.
UNIT_NAMES = $(filter-out unit/test_step unit/test_reads unit/test_signals unit/test_limits,$(UNIT))
scripts   = $(patsubst tests/%,%,$(wildcard tests/$(1)/*.sh))
TOOLS     = $(patsubst tests/tools/%.c,$(B)/test/tools/%,$(wildcard tests/tools/*.c))
FUZZ      = index export csv xml services current roundtrip work

# What tests call directly: all of the command but main(), and the module's functions.
LIBTEST   = $(B)/test/libtest.a
$(LIBTEST): $(patsubst %.c,$(B)/obj-test/%.o,$(filter-out src/cli/main.c,$(COMMAND_SRC)) nss/entry.c nss/pack.c)
	@mkdir -p $(@D)
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^

# These include the module.
$(B)/test/test_snapshot $(B)/test/test_refresh: $(wildcard nss/*.[ch])
$(B)/test/test_%: tests/unit/test_%.c $(wildcard tests/unit/*.h tests/tools/*.h) $(LIBTEST) $(B)/config
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) $(PATHS_test) -Inss -o $@ $< $(LIBTEST) $(OUR_LDFLAGS) $(LDFLAGS) -lcmocka $(COMMAND_LIBS)

$(B)/test/tools/%: tests/tools/%.c $(wildcard tests/tools/*.h) $(B)/config
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -o $@ $< $(OUR_LDFLAGS) $(LDFLAGS) $(LIBS_$*)
LIBS_expat_only = -lexpat
LIBS_no_memory = -shared -fPIC

$(B)/test/sweep: $(wildcard tests/sweep/*.[ch]) $(LIBTEST) $(B)/config
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) $(PATHS_test) -o $@ $(filter %.c,$^) $(LIBTEST) $(OUR_LDFLAGS) $(LDFLAGS) $(COMMAND_LIBS)

# Programs that have the module in them, and look for its index in $(B)/test/host/module.
PATHS_module = -DIANA_STATEDIR='"$(TEST_ROOT)/host/module/state"' -DIANA_DATADIR='"$(TEST_ROOT)/host/module"'
$(B)/test/module/%: tests/module/%.c $(MODULE_SRC) $(B)/config
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) $(PATHS_module) -o $@ $(filter %.c,$^) $(OUR_LDFLAGS) $(LDFLAGS)

# The vendor index of the tests' paths: the shipped snapshot.
$(B)/test/host/data/iana-services/services.idx: $(B)/test/iana-services $(REGISTRY) data/DATE $(NAMES) $(APPLICATIONS)
	@mkdir -p $(@D)
	@cp $(NAMES) $(@D)/names.services
	@cp $(APPLICATIONS) $(@D)/applications
	$(call say,GEN)$< build -q -o $(@D) --date $(SNAPSHOT_DATE) $(REGISTRY)

# TESTS='unit/test_csv system/install.sh' runs only these, and builds what they need.
TESTS        = $(UNIT) $(call scripts,system)
MODULE_PARTS = $(B)/test/libnss_iana.so.2 $(B)/test/host/data/iana-services/services.idx
MODULE_UNIT  = $(patsubst tests/%.c,%,$(shell grep -lE '"(module|host|publications)\.h"|__nss_configure_lookup' tests/unit/test_*.c))
SCRIPT_PARTS = all $(MODULE_PARTS) $(TOOLS) $(B)/bench/worker $(B)/bench/services $(B)/bench/lib/libnss_const.so.2 \
               $(B)/test/sweep $(B)/test/module/ask $(B)/test/module/dump $(B)/test/module/threads $(FUZZ:%=$(B)/test/fuzz/%)
check test: $(patsubst unit/%,$(B)/test/%,$(filter unit/%,$(TESTS))) $(if $(filter $(MODULE_UNIT),$(TESTS)),$(MODULE_PARTS)) \
            $(if $(filter-out unit/%,$(TESTS)),$(SCRIPT_PARTS))
	@tests/run $(B) $(TESTS)

# Tests of other people's programs, and those that take minutes.
check-programs check-long: check-%: $(SCRIPT_PARTS)
	@tests/run $(B) $(call scripts,$*)

# Analysers, which take minutes of processor time: before a release, and after a change of C or sh.
analyse: $(SCRIPT_PARTS)
	@tests/run $(B) analysis.sh
.PHONY: check test check-programs check-long analyse

# ---- benchmarks: they print; budgets are counts, and are in the tests ----

$(B)/bench/lib/libnss_const.so.2: tests/bench/floor.c $(B)/config
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -fvisibility=default -fPIC $(OUR_LDFLAGS) -shared -Wl,-soname,$(@F) -o $@ $<
$(B)/bench/lib/libnss_iana.so.2: $(B)/test/libnss_iana.so.2
	@mkdir -p $(@D)
	$(call say,GEN)cp $< $@
$(B)/bench/worker: tests/bench/worker.c $(B)/config
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -o $@ $< $(OUR_LDFLAGS)
$(B)/bench/services: $(B)/test/host/data/iana-services/services.idx
	@mkdir -p $(@D)
	$(call say,GEN)$(B)/test/iana-services -i $< export -o $@

$(B)/bench/direct: tests/bench/direct.c $(B)/config
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -o $@ $< $(OUR_LDFLAGS) -lcdb

BENCH_PARTS = $(B)/bench/direct $(B)/bench/worker $(B)/bench/services $(B)/bench/lib/libnss_const.so.2 $(B)/bench/lib/libnss_iana.so.2
bench: $(SCRIPT_PARTS) $(BENCH_PARTS)
	@tests/bench/run $(B)

# The picture in README, of the last `make bench' on this machine.
bench-plot: bench
	python3 tests/bench/plot.py $(B)/bench/result.json >tests/bench/bench.svg

.PHONY: bench bench-plot

# After a change of the format: makes the golden index anew.
golden: $(B)/test/iana-services
	$< build -q -o tests/golden/golden.idx --names tests/golden/names.services --shipped-applications tests/bad-index/applications tests/golden/registry.csv
.PHONY: golden

# ---- fuzz targets: the tests replay their seeds; `make fuzz' looks for more ----

# An archive, for targets that have the module's parts in themselves.
$(B)/test/fuzz/module.a: $(B)/obj-test/tests/fuzz/module.o
	@mkdir -p $(@D)
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^
FUZZ_PARTS = $(B)/test/fuzz/module.a $(LIBTEST)
.SECONDARY: $(patsubst %,$(B)/obj-test/tests/fuzz/%.o,$(FUZZ) replay module)
$(B)/obj-test/tests/fuzz/%.o: OUR_CPPFLAGS += -Inss
-include $(wildcard $(B)/obj-test/tests/fuzz/*.d)

$(B)/test/fuzz/%: $(B)/obj-test/tests/fuzz/%.o $(B)/obj-test/tests/fuzz/replay.o $(FUZZ_PARTS)
	$(call say,LD)$(CC) $(OUR_CFLAGS) $(CFLAGS) -o $@ $^ $(OUR_LDFLAGS) $(LDFLAGS) $(COMMAND_LIBS)
$(B)/test/fuzz/%.fuzzer: $(B)/obj-test/tests/fuzz/%.o $(FUZZ_PARTS)
	$(call say,LD)$(CC) $(OUR_CFLAGS) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(OUR_LDFLAGS) $(LDFLAGS) $(COMMAND_LIBS)
# Comparisons are counted by work.c.
$(B)/test/fuzz/work.fuzzer: OUR_LDFLAGS += $(foreach c,cmp const_cmp,$(patsubst %,-Wl$(comma)--wrap=__sanitizer_cov_trace_$(c)%,1 2 4 8))
comma = ,
fuzzers: $(FUZZ:%=$(B)/test/fuzz/%.fuzzer)

# Each target for TIME seconds, FUZZ='csv xml' for some. What is new stays in build/fuzz/. COMPARE: random files that
# another program reads too, glibc or Python; the ordinary build of the command reads them, for its speed.
TIME = 60
COMPARE = services csv xml
fuzz: $(B)/test/iana-services
	$(MAKE) B=$(B)/fuzz CC=clang CFLAGS='$(SAN) -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
	    LDFLAGS='-fsanitize=address,undefined' fuzzers $(B)/fuzz/iana-services
	@nice -n 19 tests/fuzz/run $(B)/fuzz $(TIME) $(FUZZ)
	@nice -n 19 tests/fuzz/compare $(B)/test/iana-services $(B)/fuzz/found $(TIME) $(COMPARE)
.PHONY: fuzz fuzzers

# README's table of programs, as tests/programs/programs.sh sees them on this machine.
programs-table: $(SCRIPT_PARTS)
	@NEW_TABLE=1 tests/run $(B) programs/programs.sh
	sed -i -e '/^<!-- programs -->$$/,/^<!-- end of programs -->$$/{//!d}' -e '/^<!-- programs -->$$/r $(B)/test/programs.md' README.md
.PHONY: programs-table

# ---- the same tests under sanitizers and valgrind ----

SANITIZED = system/fuzz.sh system/answers.sh system/bad-index.sh system/build.sh system/local.sh system/oracle.sh
SAN = -O1 -g -fno-omit-frame-pointer

# getent is not built with the sanitizer, so its library is loaded before the module.
ASAN = CFLAGS='$(SAN) -fsanitize=address,undefined -fno-sanitize-recover=all' LDFLAGS='-fsanitize=address,undefined' \
       PRELOAD="$$($(CC) -print-file-name=libasan.so):$$($(CC) -print-file-name=libubsan.so)" \
       ASAN_OPTIONS=detect_stack_use_after_return=1:handle_abort=1
check-asan:
	$(MAKE) B=$(B)/asan $(ASAN) check TESTS='$(UNIT_NAMES) $(SANITIZED)'

# libc's own lock around the enumeration is not seen by the sanitizer: see the file.
check-tsan:
	$(MAKE) B=$(B)/tsan CFLAGS='$(SAN) -fsanitize=thread' LDFLAGS='-fsanitize=thread' \
	    TSAN_OPTIONS=halt_on_error=1:suppressions=$(CURDIR)/tests/tsan.supp PUBLISHES=100 PROCESSES=10 \
	    check TESTS='unit/test_threads unit/test_refresh system/threads.sh long/readers.sh'

# Every case of the corruption sweep.
check-sweep:
	$(MAKE) B=$(B)/asan $(ASAN) SWEEP_STEP=1 SWEEP_DEEP=1009 SWEEP_SMALL_DEEP=1 TEST_TIMEOUT=14400 check TESTS=long/sweep.sh
	@cat $(B)/asan/test/log/sweep.sh.log

# What the tests reach, by gcov; fails below the numbers in tests/coverage.py. Whether they
# pass is not asked here: gcov complains in processes of other users, who cannot write.
COVERED = $(UNIT_NAMES) $(patsubst %,system/%.sh,fuzz bad-index build local strict hosts answers stdin waiting guard update oracle upgrade applications) long/readers.sh
coverage:
	@rm -rf $(B)/coverage && mkdir -p $(B)/coverage
	-@$(MAKE) B=$(B)/coverage CC=gcc CFLAGS='-O0 -g --coverage -fprofile-update=atomic' LDFLAGS=--coverage CPPFLAGS=-U_FORTIFY_SOURCE \
	    PUBLISHES=60 PROCESSES=6 check TESTS='$(COVERED)' >$(B)/coverage/log 2>&1
	@tail -n 1 $(B)/coverage/log && python3 tests/coverage.py $(B)/coverage

check-valgrind: $(SCRIPT_PARTS)
	@tests/run $(B) long/valgrind.sh

.PHONY: check-asan check-tsan check-sweep check-valgrind coverage
export PRELOAD ASAN_OPTIONS TSAN_OPTIONS PUBLISHES PROCESSES SWEEP_STEP SWEEP_DEEP SWEEP_SMALL_DEEP TEST_TIMEOUT ROUNDS MINUTES STEP FORKS

# ---- what `make check' samples, in full ----

soak: $(SCRIPT_PARTS)
	@PROCESSES=$(or $(PROCESSES),2000) MINUTES=$(or $(MINUTES),10) TEST_TIMEOUT=36000 tests/run $(B) long/soak.sh
	@cat $(B)/test/log/soak.sh.log

check-hosts: $(SCRIPT_PARTS)
	@STEP=$(or $(STEP),7) FORKS=$(or $(FORKS),2000) TEST_TIMEOUT=3600 tests/run $(B) unit/test_step unit/test_threads

.PHONY: soak check-hosts

# ---- attacks: programs and scripts in tests/attack, one for each promise of SECURITY.md ----

ATTACK_PROGRAMS = crowd enumerate texts $(if $(shell $(PKG_CONFIG) --exists fuse3 && echo yes),slowfs)
$(B)/test/attack/%: tests/attack/%.c $(wildcard tests/tools/*.h) $(B)/config
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -o $@ $< $(OUR_LDFLAGS) $(LDFLAGS) $(LIBS_$*)
$(B)/test/attack/slowfs: LIBS_slowfs = $(shell $(PKG_CONFIG) --cflags --libs fuse3)
check-attack: $(MODULE_PARTS) $(B)/test/tools/readers $(B)/test/tools/probe $(B)/test/test_collisions $(B)/test/test_sandbox $(ATTACK_PROGRAMS:%=$(B)/test/attack/%)
	@tests/run $(B) $(call scripts,attack) unit/test_collisions unit/test_sandbox
.PHONY: check-attack
