# How the tests are built and run; included by the Makefile.
#   tests/unit/MODULE/test_X.c  a program of its own, linked only against what MODULE may use
#   tests/support/*.c           what tests of every module share (row files, temporary folders)
support-objects := $(patsubst %.c,$(B)/%.o,$(wildcard tests/support/*.c))
$(B)/tests/%.o: tests/%.c Makefile tests/targets.mk
	@mkdir -p $(@D)
	@echo "  $(CC)  $<"
	@$(CC) $(flags) $(CFLAGS) -MD -MP -c $< -o $@

# Objects from elsewhere that the unit tests of one module link too.
unit-objects.store := $(B)/tests/crash/shim_vfs.o
unit-objects.interview := $(B)/tests/oracle/replay.o

define unit-rules
unit.$1 := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/$1/test_*.c))
$$(unit.$1): $(B)/tests/unit/%: $(B)/tests/unit/%.o $$(support-objects) $$(unit-objects.$1) $$(call archives-of,$1)
	@echo "  link  $$@"
	@$$(CC) $$(link) -o $$@ $$< $$(support-objects) $$(unit-objects.$1) $$(call archives-of,$1) $$(call libs-of,$1) -lcmocka
.PHONY: test-$1
test-$1: $$(unit.$1)
	@for t in $$^; do VELDWERK_TEST_DIR=$$(CURDIR)/tests TZ=UTC LC_ALL=C.UTF-8 $$$$t || exit 1; done
endef
# Objects of test programs stay, though only pattern rules name them.
.PRECIOUS: $(B)/tests/%.o
$(foreach m,$(modules),$(eval $(call unit-rules,$m)))

.PHONY: test-unit
test-unit: $(foreach m,$(modules),test-$m)

# ---- crashes of the store: power cuts and kills ---------------------------------------------------
#   powerloss IMAGES SEED, kill KILLS SEED   print a table; exit 1 when something acknowledged was lost
#   cost COMMITS CASES                       what it costs: times of commits, lists, verify
#   shim_preload.so                          the same counting and killing inside any program (LD_PRELOAD)
crash-programs := $(B)/tests/crash/powerloss $(B)/tests/crash/kill $(B)/tests/crash/cost
crash-objects  := $(B)/tests/crash/shim_vfs.o $(B)/tests/crash/scenario.o $(B)/tests/crash/medium.o
$(crash-programs): $(B)/tests/crash/%: $(B)/tests/crash/%.o $(crash-objects) $(call archives-of,store)
	@echo "  link  $@"
	@$(CC) $(link) -o $@ $< $(crash-objects) $(call archives-of,store) $(call libs-of,store)

$(B)/tests/crash/shim_preload.so: tests/crash/shim_preload.c tests/crash/shim_vfs.c tests/crash/shim_vfs.h
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) $(flags) $(CFLAGS) -fPIC -shared -o $@ $(filter %.c,$^) -lsqlite3

.PHONY: crash-small
crash-small: $(crash-programs)
	@$(B)/tests/crash/kill 200 1
	@$(B)/tests/crash/powerloss 2000 1

# ---- the architecture, checked -------------------------------------------------------------------
.PHONY: check-source check-layers check-globals check-headers check-style
check-source: check-layers check-globals check-headers check-style

comma := ,
empty :=
space := $(empty) $(empty)
layer-rules = $(foreach m,$(modules),$m:$(subst $(space),$(comma),$(strip $(sort $(call up,$m)))))

check-layers: $(foreach m,$(modules),$(B)/$m.a)
	@awk -v rules="$(layer-rules)" -v doors="$(doors)" -v prefix="$(B)/" -f tests/lint/layers.awk \
	    $$(for m in $(modules); do find $(B)/$$m -name '*.d'; done)

check-globals: $(foreach m,$(modules),$(B)/$m.a)
	@nm --defined-only --format=sysv -A $^ | awk -F'|' -f tests/lint/globals.awk

check-headers: $(patsubst %.h,$(B)/headers/%.ok,$(foreach m,$(modules),$(wildcard $m/*.h $m/*/*.h)))
$(B)/headers/%.ok: %.h
	@mkdir -p $(@D)
	@$(CC) $(flags) $(pkgflags.$(firstword $(subst /, ,$*))) -Wno-unused-function -fsyntax-only -x c $<
	@touch $@

check-style:
	@awk -f tests/lint/style.awk $(foreach m,$(modules),$(wildcard $m/*.[ch] $m/*/*.[ch])) \
	    $(wildcard tests/*/*.[ch] tests/*/*/*.[ch])

# ---- words: the interface in other languages --------------------------------------------------------
# Message ids are the Dutch texts of the sources; places without line numbers, so that only words make a difference.
po-sources := $(sort $(foreach m,$(modules),$(wildcard $m/*.[ch] $m/*.def $m/*/*.[ch] $m/*/*.def)))
po-files   := $(wildcard po/*.po)
po-extract = xgettext --language=C --from-code=UTF-8 --keyword --keyword=tr --keyword=N_ --keyword=trn:1,2 \
             --flag=tr:1:pass-c-format --flag=trn:1:pass-c-format --flag=trn:2:pass-c-format --sort-by-file \
             --add-location=file --no-wrap --package-name=veldwerk --output=- $(po-sources) \
             | sed '/^"POT-Creation-Date:/d'
po-merge   = msgmerge --quiet --no-fuzzy-matching --add-location=file --no-wrap --output-file=- $1 $2 \
             | msgattrib --no-obsolete --no-wrap

.PHONY: po check-po
# Takes the messages of the sources over into po/; what is new waits there for its translation.
po:
	@$(po-extract) > po/veldwerk.pot
	@for f in $(po-files); do $(call po-merge,$$f,po/veldwerk.pot) > $$f.new && mv $$f.new $$f || exit 1; \
	    echo "$$f: $$(LC_ALL=C msgfmt --statistics -o /dev/null $$f 2>&1)"; done

check-source: check-po
check-po:
	@mkdir -p $(B)/po
	@$(po-extract) > $(B)/po/veldwerk.pot
	@cmp -s $(B)/po/veldwerk.pot po/veldwerk.pot || \
	    { diff po/veldwerk.pot $(B)/po/veldwerk.pot | grep '^[<>] *msgid'; \
	      echo "po/ is not what the sources say: make po, then translate"; exit 1; }
	@for f in $(po-files); do \
	    msgfmt --check-format --check-domain --output-file=/dev/null $$f || exit 1; \
	    $(call po-merge,$$f,$(B)/po/veldwerk.pot) > $(B)/$$f && cmp -s $(B)/$$f $$f || \
	        { echo "$$f is not what make po makes of it"; exit 1; }; \
	    msgattrib --untranslated --no-wrap $$f > $(B)/po/missing; msgattrib --only-fuzzy --no-wrap $$f >> $(B)/po/missing; \
	    if [ -s $(B)/po/missing ]; then sed -n '/^msgid ".\+"/p' $(B)/po/missing; \
	        echo "$$f: these messages have no translation"; exit 1; fi; done

# ---- the commands, by scripts ---------------------------------------------------------------------
flow-scripts := $(filter-out tests/flow/lib.sh,$(wildcard tests/flow/*.sh))
# These work through the whole survey many times; unit tests and the other scripts run the same code, so that the sanitizers, which make
# it ten times as slow, may pass them over.
long-flow-scripts := tests/flow/simulate-sid.sh tests/flow/check_witness.sh tests/flow/diff.sh

.PHONY: test-flow
test-flow: $(B)/veldwerk locale
	@VELDWERK_LOCALE=$(CURDIR)/$(B)/locale VELDWERK=$(CURDIR)/$(B)/veldwerk sh tests/run.sh $(B)/log-flow 300 $(if $(filter san,$(VARIANT)),$(filter-out $(long-flow-scripts),$(flow-scripts)),$(flow-scripts))

# Programs of others that take long to install: not part of `make check`.
packages.readers := r-base-core r-cran-haven r-cran-foreign
.PHONY: check-readers
check-readers: $(B)/veldwerk locale
	$(call install-packages,$(packages.readers))
	@VELDWERK_LOCALE=$(CURDIR)/$(B)/locale VELDWERK=$(CURDIR)/$(B)/veldwerk sh tests/run.sh $(B)/log-readers 300 $(wildcard tests/readers/*.sh)

# ---- fuzzing: tests/fuzz/fuzz_X.c with its corpus in tests/fuzz/corpus/X ----------------------------
fuzz-names := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
below-cmd  := $(filter-out cmd,$(call closure,cmd))
fuzz-commands := $(patsubst %.c,$(B)/%.o,$(filter-out cmd/main.c,$(wildcard cmd/*.c)))
$(B)/tests/fuzz/commands.a: $(fuzz-commands)
	@mkdir -p $(@D)
	@rm -f $@
	@$(AR) rcsD $@ $^
$(B)/tests/fuzz/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/commands.a $(foreach m,$(below-cmd),$(B)/$m.a)
	@echo "  link  $@"
	@$(CC) $(filter -g -O1,$(CFLAGS)) -fsanitize=fuzzer,address,undefined -o $@ $< $(B)/tests/fuzz/commands.a $(foreach m,$(below-cmd),$(B)/$m.a) \
	    $$(pkg-config --libs $(sort $(foreach m,$(below-cmd),$(pkg.$m)))) -lm

.PHONY: fuzz fuzz-targets fuzz-corpus
fuzz-targets: $(foreach f,$(fuzz-names),$(B)/tests/fuzz/fuzz_$f)
# Every input of the corpus once: what was found stays found.
fuzz-corpus:
	@$(MAKE) --no-print-directory CC=clang VARIANT=fuzz B=build/fuzz fuzz-targets
	@for f in $(fuzz-names); do \
	    build/fuzz/tests/fuzz/fuzz_$$f -runs=0 -timeout=5 -rss_limit_mb=2048 tests/fuzz/corpus/$$f >build/fuzz/$$f.log 2>&1 \
	    || { tail -n 40 build/fuzz/$$f.log; echo "fuzz_$$f: the corpus fails"; exit 1; }; \
	    echo "  ok      fuzz_$$f  ($$(ls tests/fuzz/corpus/$$f | wc -l) inputs)"; done
SECONDS ?= 60
fuzz:
	@$(MAKE) --no-print-directory CC=clang VARIANT=fuzz B=build/fuzz fuzz-targets
	@for f in $(fuzz-names); do mkdir -p build/fuzz/found/$$f; echo "fuzz_$$f, $(SECONDS) s"; \
	    build/fuzz/tests/fuzz/fuzz_$$f -max_total_time=$(SECONDS) -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/found/$$f- build/fuzz/found/$$f tests/fuzz/corpus/$$f 2>&1 | tail -n 6 || exit 1; done

# ---- journeys: the real program on a pseudo-terminal, and kills -------------------------------------
journey-object = $(B)/tests/journeys/$1.o
journey-pty   := $(foreach o,pty pty_keys pty_screen,$(call journey-object,$o))
journey-lab   := $(foreach o,lab record stage interviewer,$(call journey-object,$o)) $(support-objects)
journey-main  := $(foreach o,journeys scenes visit,$(call journey-object,$o))
journey-kills := $(patsubst %.c,$(B)/%.o,$(wildcard tests/journeys/kills*.c))
# Of the program they know the questionnaire's definition only; the rest they ask the program itself.
journey-archives := $(call archives-of,questionnaire)
journey-libs  := -lvterm -lutil -ltinfo $(call libs-of,questionnaire) -lcmocka
journey-env    = VELDWERK=$(CURDIR)/$(B)/veldwerk VELDWERK_LOCALE=$(CURDIR)/$(B)/locale \
                 VELDWERK_KILLER=$(CURDIR)/$(B)/tests/journeys/killer.so \
                 VELDWERK_TOMORROW=$(CURDIR)/$(B)/tests/journeys/tomorrow.so \
                 VELDWERK_TEST_DIR=$(CURDIR)/tests TZ=UTC LC_ALL=C.UTF-8 TMPDIR=$(memory-folder)
# A kill is the same on every file system, and keys wait for no disk: where there is one without a disk, that one.
memory-folder := $(if $(shell test -w /dev/shm && echo yes),/dev/shm,$${TMPDIR:-/tmp})
journey-programs := $(foreach p,test_pty journeys coders kills,$(B)/tests/journeys/$p)
journey-preloads := $(foreach p,killer tomorrow,$(B)/tests/journeys/$p.so)

$(B)/tests/journeys/test_pty: $(call journey-object,test_pty) $(journey-pty) $(journey-archives)
$(B)/tests/journeys/journeys: $(journey-main) $(journey-lab) $(journey-pty) $(journey-archives)
$(B)/tests/journeys/coders: $(foreach o,coders visit,$(call journey-object,$o)) $(journey-lab) $(journey-pty) $(journey-archives)
$(B)/tests/journeys/kills: $(journey-kills) $(journey-lab) $(journey-pty) $(journey-archives)
$(journey-programs):
	@echo "  link  $@"
	@$(CC) $(link) -o $@ $(filter %.o,$^) $(journey-archives) $(journey-libs)
$(journey-preloads): %.so: %.o
	@$(CC) -shared -o $@ $<
$(journey-preloads:.so=.o): flags += -fPIC

.PHONY: test-journeys test-kills torture
test-journeys: $(foreach p,test_pty journeys coders,$(B)/tests/journeys/$p) $(journey-preloads) veldwerk locale
	@$(journey-env) sh tests/run.sh $(B)/log-journeys 300 $(filter-out %.so,$(filter $(B)/%,$^))
test-kills: $(B)/tests/journeys/kills $(journey-preloads) veldwerk locale
	@$(journey-env) $(B)/tests/journeys/kills --answers 100 --screens 100
# SECONDS of crash tests, also those of the store; 600 when nothing is said.
torture: $(B)/tests/journeys/kills $(journey-preloads) $(crash-programs) veldwerk locale
	@$(journey-env) sh tests/journeys/torture.sh $(B) $(if $(filter command% environment%,$(origin SECONDS)),$(SECONDS),600)

# ---- documents: the pictures and the table of keys in the guide are those of the program -------------
# Below the journeys, because it stands on their terminal.
docs-program := $(B)/tests/docs/pictures
$(docs-program): $(B)/tests/docs/pictures.o $(journey-pty) $(foreach o,lab record,$(call journey-object,$o)) $(support-objects) \
                 $(call archives-of,tui)
	@echo "  link  $@"
	@$(CC) $(link) -o $@ $(filter %.o,$^) $(call archives-of,tui) -lvterm -lutil $(call libs-of,tui) -lcmocka
$(B)/tests/docs/desk.so: tests/docs/desk.c Makefile
	@mkdir -p $(@D)
	@echo "  $(CC)  $@"
	@$(CC) $(flags) $(CFLAGS) -fPIC -shared -o $@ $<
docs-play = VELDWERK=$(CURDIR)/$(B)/veldwerk VELDWERK_DESK=$(CURDIR)/$(B)/tests/docs/desk.so \
            VELDWERK_TEST_DIR=$(CURDIR)/tests TMPDIR=$(memory-folder) TZ=UTC LC_ALL=C.UTF-8 $(docs-program) docs/interviewer.md

.PHONY: test-docs pictures
test-docs: $(docs-program) $(B)/tests/docs/desk.so veldwerk locale
	@$(docs-play)
	@echo "  ok      docs/interviewer.md"
pictures: $(docs-program) $(B)/tests/docs/desk.so $(B)/tests/unit/tui/test_screens veldwerk locale
	@mkdir -p $(B)/pictures
	@PICTURES=$(B)/pictures VELDWERK_TEST_DIR=$(CURDIR)/tests TZ=UTC LC_ALL=C.UTF-8 $(B)/tests/unit/tui/test_screens >$(B)/pictures.log 2>&1
	@cp $(B)/pictures/single-chosen-80x24-256.svg docs/question.svg
	@UPDATE_GOLDEN=1 $(docs-play)
	@for f in manual tutorial; do UPDATE_GOLDEN=1 VELDWERK=$(CURDIR)/$(B)/veldwerk sh tests/flow/$$f.sh || exit 1; done

# ---- bench: the goals of docs/performance.md, measured; no test depends on them ---------------------
bench-names  := load answers save keys start simulate prove coding desk
bench-shared := $(foreach o,bench events generate subject disk program,$(B)/tests/bench/$o.o) \
                $(journey-pty) $(B)/tests/crash/shim_vfs.o
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(bench-shared) $(foreach m,$(below-cmd),$(B)/$m.a)
	@echo "  link  $@"
	@$(CC) $(link) -o $@ $< $(bench-shared) $(foreach m,$(below-cmd),$(B)/$m.a) -lvterm -lutil -ltinfo $(libs-of.cmd)

# The folder of the studies lies where B does: that disk is measured.
.PHONY: bench
bench: $(foreach n,$(bench-names) instructions,$(B)/tests/bench/$n) veldwerk locale
	@VELDWERK=$(CURDIR)/$(B)/veldwerk VELDWERK_LOCALE=$(CURDIR)/$(B)/locale VELDWERK_USER=bench BENCH_DIR=$(B) \
	    BENCH_COUNT=$(B)/tests/bench/instructions sh tests/bench/run.sh $(foreach n,$(bench-names),$(B)/tests/bench/$n)
	@VELDWERK=$(CURDIR)/$(B)/veldwerk VELDWERK_USER=bench BENCH_DIR=$(B) sh tests/bench/clean.sh

# ---- the oracle: the prover against Z3, its witnesses through the real interview ---------------------
# Always the same 500 questionnaires, some 40 s; ORACLE="--from 1 --count 5000" asks for others. libz3 is linked
# here and nowhere else.
oracle-shared   := $(foreach o,replay generate encode dates expressions,$(B)/tests/oracle/$o.o)
oracle-programs := $(B)/tests/oracle/oracle $(B)/tests/oracle/witnesses
$(oracle-programs): $(B)/tests/oracle/%: $(B)/tests/oracle/%.o $(oracle-shared) $(support-objects) $(call archives-of,interview)
	@echo "  link  $@"
	@$(CC) $(link) -o $@ $(filter %.o,$^) $(call archives-of,interview) $(call libs-of,interview) -lz3 -lcmocka

.PHONY: test-oracle
test-oracle: $(oracle-programs)
	@VELDWERK_TEST_DIR=$(CURDIR)/tests TZ=UTC LC_ALL=C.UTF-8 $(B)/tests/oracle/witnesses
	@TZ=UTC LC_ALL=C.UTF-8 $(B)/tests/oracle/oracle $(ORACLE)

# ---- mutation: who notices a small mistake in the survey --------------------------------------------
mutation-program := $(B)/tests/mutation/mutation
$(mutation-program): $(patsubst %.c,$(B)/%.o,$(wildcard tests/mutation/*.c)) $(B)/tests/oracle/replay.o $(call archives-of,interview)
	@echo "  link  $@"
	@$(CC) $(link) -o $@ $(filter %.o,$^) $(call archives-of,interview) $(call libs-of,interview)

# All mutants take about ten minutes; of the sample one in 97 is tried.
.PHONY: mutation test-mutation
mutation: $(mutation-program)
	@$(mutation-program) questionnaire/sid
test-mutation: $(mutation-program)
	@$(mutation-program) questionnaire/sid --every 97 --goal 85

# ---- everything: what `make check` runs once the packages are there --------------------------------
# In an order that shows plain mistakes first. The sanitizers run in clang's build, so both compilers' warnings count.
unit-programs = $(foreach m,$(modules),$(unit.$m))
check-steps   = check-source run-unit test-flow test-docs test-journeys test-kills crash-small test-oracle check-sanitized fuzz-corpus
.PHONY: check-all run-unit check-sanitized
run-unit: $(unit-programs)
	@sh tests/run.sh $(B)/log-unit 300 $^
check-sanitized:
	@$(MAKE) --no-print-directory -j2 CC=clang VARIANT=san run-unit
	@$(MAKE) --no-print-directory CC=clang VARIANT=san test-flow
check-all:
	@$(MAKE) --no-print-directory -j2 all $(unit-programs) $(journey-programs) $(crash-programs) $(oracle-programs)
	@for step in $(check-steps); do \
	    echo "== $$step"; start=$$(date +%s); \
	    $(MAKE) --no-print-directory $$step || { echo "check: $$step failed"; exit 1; }; \
	    echo "   $$step took $$(( $$(date +%s) - start )) s"; done
	@echo "check: everything passed"
