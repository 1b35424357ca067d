# How the tests are built and run; included by the Makefile.
#   tests/unit/MODULE/test_X.c  a program of its own, linked only against what MODULE may use
#   tests/support/*.c           what tests of every module share (row files, temporary folders)
support-objects := $(patsubst %.c,$(B)/%.o,$(wildcard tests/support/*.c))
$(B)/tests/%.o: tests/%.c Makefile tests/targets.mk
	@mkdir -p $(@D)
	@echo "  $(CC)  $<"
	@$(CC) $(flags) $(CFLAGS) -MD -MP -c $< -o $@

define unit-rules
unit.$1 := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/$1/test_*.c))
$$(unit.$1): $(B)/tests/unit/%: $(B)/tests/unit/%.o $$(support-objects) $$(call archives-of,$1)
	@echo "  link  $$@"
	@$$(CC) $$(link) -o $$@ $$< $$(support-objects) $$(call archives-of,$1) $$(call libs-of,$1) -lcmocka
.PHONY: test-$1
test-$1: $$(unit.$1)
	@for t in $$^; do VELDWERK_TEST_DIR=$$(CURDIR)/tests TZ=UTC LC_ALL=C.UTF-8 $$$$t || exit 1; done
endef
.SECONDARY:
$(foreach m,$(modules),$(eval $(call unit-rules,$m)))

.PHONY: test-unit
test-unit: $(foreach m,$(modules),test-$m)

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
	@$(CC) $(flags) $(pkgflags.$(firstword $(subst /, ,$*))) -fsyntax-only -x c $<
	@touch $@

check-style:
	@awk -f tests/lint/style.awk $(foreach m,$(modules),$(wildcard $m/*.[ch] $m/*/*.[ch])) \
	    $(wildcard tests/*/*.[ch] tests/*/*/*.[ch])
