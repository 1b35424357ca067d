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
defines.tui := -DGCC_PRINTF
defines.cmd := -DVELDWERK_DATADIR='"$(datadir)/veldwerk"'

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.PHONY: locale
locale: $(patsubst po/%.po,$(B)/locale/%/LC_MESSAGES/veldwerk.mo,$(wildcard po/*.po))
$(B)/locale/%/LC_MESSAGES/veldwerk.mo: po/%.po
	@mkdir -p $(@D)
	@msgfmt --check-format -o $@ $<

.PHONY: clean
clean:
	rm -rf build veldwerk
