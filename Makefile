# veldwerk: the architecture is what builds. The first lines say which module may use which others;
# `make check-layers` refuses anything else. Nobody uses cmd.
uses.base          :=
uses.expr          := base
uses.stats         := base
uses.codebook      := base expr
uses.questionnaire := base expr codebook
uses.interview     := base expr codebook questionnaire
uses.simulate      := base expr codebook questionnaire interview
uses.store         := base expr codebook
uses.fieldwork     := base expr codebook store stats
uses.coding        := base codebook store stats
uses.cleaning      := base expr codebook questionnaire store stats
uses.export        := base expr codebook questionnaire store stats
uses.transfer      := base store
uses.tui           := base expr codebook questionnaire interview coding cleaning fieldwork
uses.cmd           := base expr stats codebook questionnaire interview simulate store fieldwork coding \
                      cleaning export transfer tui

# One door per library: the header and the modules that may include it.
doors := yaml.h:base sodium.h:base,store,transfer utf8proc.h:base sqlite3.h:store curses.h:tui \
         fribidi.h:tui libxml:export

pkg.base  := yaml-0.1 libsodium libutf8proc
pkg.store := sqlite3
pkg.export := libxml-2.0
pkg.tui   := ncursesw fribidi

# A module is a folder with sources; the ones not begun yet have none.
modules := $(foreach m,base expr stats codebook questionnaire interview simulate store fieldwork coding \
             cleaning export transfer tui cmd,$(if $(wildcard $m/*.c $m/*/*.c),$m))

# ---- how to build --------------------------------------------------------------------------------
CC      ?= gcc
ifeq ($(origin CC),default)
CC      := gcc
endif
VARIANT ?= release
B       ?= build/$(VARIANT)
prefix  ?= /usr/local
bindir  ?= $(prefix)/bin
datadir ?= $(prefix)/share
mandir  ?= $(datadir)/man
# Both compilers, from the first file on; the second list is gcc's own.
warnings := -Wall -Wextra -Werror -Wconversion -Wsign-conversion -Wshadow -Wformat=2 -Wswitch-enum -Wvla \
            -Wundef -Wcast-qual -Wnull-dereference -Wmissing-prototypes -Wstrict-prototypes -Wpointer-arith
gcc-warnings := -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wformat-signedness -Wjump-misses-init
is-gcc   := $(findstring gcc,$(notdir $(CC)))
optimise.release  := -O2 -g
optimise.debug    := -Og -g
optimise.san      := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
optimise.coverage := -O0 -g --coverage
# libFuzzer lives in clang: make CC=clang VARIANT=fuzz; only the targets themselves link its main().
optimise.fuzz     := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
                     -fno-sanitize-recover=undefined
CFLAGS   ?= $(optimise.$(VARIANT))
flags    := -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -I. -ffile-prefix-map=$(CURDIR)=. \
            $(warnings) $(if $(is-gcc),$(gcc-warnings))
link     := $(filter -fsanitize% --coverage,$(CFLAGS)) $(LDFLAGS)

# M and all it may use, users first: the order in which a linker wants the archives.
up      = $1 $(foreach u,$(uses.$1),$(call up,$u))
last    = $(if $1,$(call last,$(filter-out $(lastword $1),$1)) $(lastword $1))
closure = $(filter $(modules),$(call last,$(call up,$1)))
archives-of = $(foreach m,$(call closure,$1),$(B)/$m.a)
pkgs-of = $(sort $(foreach m,$(call closure,$1),$(pkg.$m)))
libs-of = $(if $(pkgs-of),$$(pkg-config --libs $(pkgs-of))) -lm
sources-of = $(wildcard $1/*.c $1/*/*.c)

.DEFAULT_GOAL := all
.SUFFIXES:
.DELETE_ON_ERROR:

include tests/targets.mk

.PHONY: all
all: veldwerk locale

veldwerk: $(B)/veldwerk
	@cp $< $@

$(B)/veldwerk: $(foreach m,$(modules),$(B)/$m.a)
	@echo "  link  $@"
	@$(CC) $(link) -o $@ $(B)/cmd.a $(filter-out $(B)/cmd.a,$(archives-of.cmd)) $(libs-of.cmd)

archives-of.cmd = $(call archives-of,cmd)
libs-of.cmd     = $(call libs-of,cmd)

define module-rules
objects.$1 := $(patsubst %.c,$(B)/%.o,$(call sources-of,$1))
$(B)/$1.a: $$(objects.$1)
	@rm -f $$@
	@$(AR) rcsD $$@ $$^
$$(objects.$1): $(B)/%.o: %.c Makefile
	@mkdir -p $$(@D)
	@echo "  $(CC)  $$<"
	@$(CC) $(flags) $$(pkgflags.$1) $$(defines.$1) $(CFLAGS) -MD -MP -c $$< -o $$@
endef
# ncurses' own flags define feature macros, so a module's libraries are asked for in that module only.
$(foreach m,$(modules),$(eval pkgflags.$m = $$(if $(pkg.$m),$$(shell pkg-config --cflags $(pkg.$m)))))
$(foreach m,$(modules),$(eval $(call module-rules,$m)))
defines.base := -DVELDWERK_LOCALEDIR='"$(datadir)/locale"'
defines.tui := -DGCC_PRINTF
defines.store := -I$(B)
# The model's inner loops add whole rows; gcc's -O2 would leave most of them scalar.
defines.coding := $(if $(is-gcc),-ftree-vectorize -fvect-cost-model=dynamic)
defines.cmd := -DVELDWERK_DATADIR='"$(datadir)/veldwerk"'

# The schema is a document of its own; the program carries it as one string.
$(B)/store/schema.inc: store/schema.sql
	@mkdir -p $(@D)
	@sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/"&\\n"/' $< > $@
$(B)/store/schema.o: $(B)/store/schema.inc

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.PHONY: locale
locale: $(patsubst po/%.po,$(B)/locale/%/LC_MESSAGES/veldwerk.mo,$(wildcard po/*.po))
$(B)/locale/%/LC_MESSAGES/veldwerk.mo: po/%.po
	@mkdir -p $(@D)
	@msgfmt --check-format -o $@ $<

.PHONY: clean
clean:
	rm -rf build veldwerk

# ---- install ---------------------------------------------------------------------------------------
definition-files := $(wildcard questionnaire/sid/*.* questionnaire/sid/*/*.yaml codebook/*/*.yaml codebook/*/*/*.yaml \
                    simulate/*/*.yaml simulate/*/*/*.yaml simulate/*/open/*.txt)
.PHONY: install uninstall
install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(mandir)/man1 $(DESTDIR)$(datadir)/veldwerk
	install -m 755 veldwerk $(DESTDIR)$(bindir)/veldwerk
	VELDWERK_LOCALE=$(B)/locale ./veldwerk --ui en manpage > $(B)/veldwerk.1
	install -m 644 $(B)/veldwerk.1 $(DESTDIR)$(mandir)/man1/veldwerk.1
	for f in $(sort $(definition-files)); do install -D -m 644 $$f $(DESTDIR)$(datadir)/veldwerk/$$f || exit 1; done
	for f in $$(cd $(B)/locale && find . -name '*.mo'); do \
	    install -D -m 644 $(B)/locale/$$f $(DESTDIR)$(datadir)/locale/$$f || exit 1; done

uninstall:
	rm -rf $(DESTDIR)$(bindir)/veldwerk $(DESTDIR)$(mandir)/man1/veldwerk.1 $(DESTDIR)$(datadir)/veldwerk
	rm -f $(DESTDIR)$(datadir)/locale/*/LC_MESSAGES/veldwerk.mo

# ---- the two commands of the README -----------------------------------------------------------------
packages.build := gcc make pkg-config gettext libyaml-dev libsodium-dev libutf8proc-dev libsqlite3-dev \
                  libncurses-dev libfribidi-dev libxml2-dev iso-codes
packages.check := $(packages.build) clang libclang-rt-dev libcmocka-dev libvterm-dev libz3-dev libxml2-utils jq pspp readstat

# Says what it does; installs only what is not there; asks sudo where we are not root.
define install-packages
@missing=$$(for p in $1; do \
    dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || echo $$p; done); \
if [ -n "$$missing" ]; then \
    echo "These Debian packages are missing and are installed now:" $$missing; \
    if [ "$$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi; \
    $$as_root apt-get update -qq && \
    $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null || \
    { echo "The packages could not be installed; please ask whoever may: apt-get install" $$missing; exit 1; }; \
fi
endef

.PHONY: packages packages-check run check help
packages:
	$(call install-packages,$(packages.build))
packages-check:
	$(call install-packages,$(packages.check))

study = $${VELDWERK_STUDY:-$${XDG_DATA_HOME:-$$HOME/.local/share}/veldwerk/study.veldwerk}
# A second make, so that pkg-config is asked after the packages are there.
run: packages
	@$(MAKE) --no-print-directory all
	@if ! [ -e "$(study)" ]; then VELDWERK_LOCALE=$(B)/locale ./veldwerk --study "$(study)" demo || exit 1; fi
	@if [ -t 0 ] && [ -t 1 ]; then \
	    VELDWERK_LOCALE=$(B)/locale exec ./veldwerk --study "$(study)"; \
	else \
	    ./veldwerk --study "$(study)" interview --practice --simulated --group ma --seed 1 && \
	    echo && echo "This was a simulated practice interview; nothing of it is kept." && \
	    echo "For the screens, type 'make run' on a terminal, or: ./veldwerk --study $(study)"; \
	fi

check: packages-check
	@$(MAKE) --no-print-directory check-all

help:
	@echo "make run        install what is missing, build, make a demo study, open the screens"
	@echo "make check      install what is missing, build, run every test (under 15 minutes)"
	@echo "make            build ./veldwerk; installs nothing"
	@echo "make install    program, man page, questionnaire and languages below prefix=$(prefix)"
	@echo "make test-MODULE    the unit tests of one module; VARIANT=san with sanitizers, CC=clang with clang"
	@echo "make check-readers  R reads what export writes; installs R and haven"
	@echo "make check-source   walls between modules, mutable globals, headers, style"
	@echo "make torture    crash tests for as long as SECONDS= says (600), with the table"
	@echo "make fuzz       all fuzz targets for SECONDS= each (60)"
	@echo "make bench      the goals of docs/performance.md, measured here"
	@echo "make mutation   small mistakes in the survey, one at a time, and who notices them (ten minutes)"
	@echo "make clean      remove what was built"
