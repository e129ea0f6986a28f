# Things built from assets: message catalogues (.po → .mo).
PO := $(wildcard assets/po/*.po)
MO := $(patsubst assets/po/%.po,build/locale/%.mo,$(PO))
build/locale/%.mo: assets/po/%.po
	$(with_packages)
	@mkdir -p $(dir $@)
	@msgfmt --use-fuzzy -c -o $@ $<

.PHONY: assets-built
assets-built: $(MO)
