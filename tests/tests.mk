# Tests: programs in tests/unit (cmocka) and scripts in tests/system. Each runs
# with the module and the command of $(B)/test, which have paths of their own.

UNIT      = $(patsubst tests/unit/%.c,$(B)/test/%,$(wildcard tests/unit/test_*.c))
# Slow ones that say nothing about the compiler, and those under valgrind, which cannot
# read what clang 14 writes for debuggers; left out where SKIP_SLOW is set.
SLOW      = $(patsubst %,tests/system/%.sh,files budgets show html valgrind crash https readers soak nscd)
SYSTEM    = $(filter-out tests/system/lib.sh $(if $(SKIP_SLOW),$(SLOW)),$(wildcard tests/system/*.sh))
TOOLS     = $(patsubst tests/tools/%.c,$(B)/test/tools/%,$(wildcard tests/tools/*.c))
LIB_OBJ   = $(patsubst %.c,$(B)/obj-test/%.o,$(filter-out src/main.c,$(COMMAND_SRC)) nss/pack.c)

$(B)/test/test_%: tests/unit/test_%.c $(wildcard tests/unit/*.h) $(LIB_OBJ) $(B)/config
	@mkdir -p $(@D)
	$(COMPILE) $(PATHS_test) -Isrc -Inss -o $@ $< $(LIB_OBJ) $(OUR_LDFLAGS) $(LDFLAGS) -lcmocka $(COMMAND_LIBS)

$(B)/test/tools/%: tests/tools/%.c $(B)/config
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $< $(OUR_LDFLAGS) $(LDFLAGS) $(LIBS_$*)
LIBS_expat_only = -lexpat

# The vendor index of the tests' paths: the shipped snapshot.
$(B)/test/data/iana-services/services.idx: $(B)/test/iana-services $(REGISTRY) $(NAMES)
	@mkdir -p $(@D)
	cp $(NAMES) $(@D)/names.services
	$< build -q -o $@ $(REGISTRY)

TEST_PARTS = all $(B)/bench/worker $(B)/bench/services $(B)/bench/lib/libnss_const.so.2 $(B)/test/libnss_iana.so.2 $(B)/test/data/iana-services/services.idx $(UNIT) $(TOOLS)

# TESTS='unit/test_csv system/install.sh' runs only these.
TESTS = $(patsubst $(B)/test/%,unit/%,$(UNIT)) $(SYSTEM:tests/%=%)
check test: $(TEST_PARTS)
	@tests/run $(B) $(TESTS)

.PHONY: check test

# ---- benchmarks: they print; budgets are counts and stand in the tests ----

$(B)/bench/lib/libnss_const.so.2: tests/bench/floor.c $(B)/config
	@mkdir -p $(@D)
	$(COMPILE) -fvisibility=default -fPIC $(OUR_LDFLAGS) -shared -Wl,-soname,$(@F) -o $@ $<
$(B)/bench/lib/libnss_iana.so.2: $(B)/test/libnss_iana.so.2
	@mkdir -p $(@D)
	cp $< $@
$(B)/bench/worker: tests/bench/worker.c $(B)/config
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $< $(OUR_LDFLAGS)
$(B)/bench/services: $(B)/test/data/iana-services/services.idx
	@mkdir -p $(@D)
	$(B)/test/iana-services -i $< export -o $@

$(B)/bench/direct: tests/bench/direct.c $(B)/config
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $< $(OUR_LDFLAGS) -lcdb

BENCH_PARTS = $(B)/bench/direct $(B)/bench/worker $(B)/bench/services $(B)/bench/lib/libnss_const.so.2 $(B)/bench/lib/libnss_iana.so.2
bench: $(TEST_PARTS) $(BENCH_PARTS)
	@tests/bench/run $(B)

# The picture in README, of the last `make bench' on this machine.
bench-plot: bench
	python3 tests/bench/plot.py $(B)/bench/result.json >tests/bench/bench.svg

.PHONY: bench bench-plot

# After a change of the format: makes the golden index anew.
golden: $(B)/test/iana-services
	$< build -q -o tests/golden/golden.idx --names tests/golden/names.services tests/golden/registry.csv
.PHONY: golden

# ---- the same tests under sanitizers and valgrind ----

SANITIZED = system/answers.sh system/build.sh system/local.sh system/oracle.sh
# Without those that count stack, memory and instructions: a sanitizer has some of its own.
UNIT_NAMES = $(filter-out unit/test_step unit/test_signals unit/test_limits,$(patsubst tests/unit/%.c,unit/%,$(wildcard tests/unit/test_*.c)))
SAN = -O1 -g -fno-omit-frame-pointer

# getent is not built with the sanitizer, so its library is loaded before the module.
check-asan:
	$(MAKE) B=$(B)/asan CFLAGS='$(SAN) -fsanitize=address,undefined -fno-sanitize-recover=all' LDFLAGS='-fsanitize=address,undefined' \
	    PRELOAD="$$($(CC) -print-file-name=libasan.so):$$($(CC) -print-file-name=libubsan.so)" \
	    ASAN_OPTIONS=detect_stack_use_after_return=1:handle_abort=1 check TESTS='$(UNIT_NAMES) $(SANITIZED)'

# libc's own lock around the enumeration is not seen by the sanitizer: see the file.
check-tsan:
	$(MAKE) B=$(B)/tsan CFLAGS='$(SAN) -fsanitize=thread' LDFLAGS='-fsanitize=thread' \
	    TSAN_OPTIONS=halt_on_error=1:suppressions=$(CURDIR)/tests/tsan.supp PUBLISHES=100 PROCESSES=10 \
	    check TESTS='unit/test_threads system/readers.sh'

check-valgrind: $(TEST_PARTS)
	@tests/run $(B) system/valgrind.sh

.PHONY: check-asan check-tsan check-valgrind
export PRELOAD ASAN_OPTIONS TSAN_OPTIONS PUBLISHES PROCESSES MINUTES STEP FORKS

# ---- what `make check' samples, in full ----

soak: $(TEST_PARTS)
	@PROCESSES=$(or $(PROCESSES),2000) MINUTES=$(or $(MINUTES),10) TEST_TIMEOUT=36000 tests/run $(B) system/soak.sh
	@cat $(B)/test/log/soak.sh.log

check-hosts: $(TEST_PARTS)
	@STEP=$(or $(STEP),7) FORKS=$(or $(FORKS),2000) TEST_TIMEOUT=3600 tests/run $(B) unit/test_step unit/test_threads

.PHONY: soak check-hosts
