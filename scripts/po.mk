# Message catalogues: `make po` gathers the messages of src/ into assets/po/aula.pot and brings every
# assets/po/LANG.po up to date with it. New messages come empty, never with a guess from a similar one: fuzzy
# translations are shown (machine-made ones wait so for a reader), so a guess would be too. Translate with
# Poedit, Weblate or an editor; tests/lint/po.py says what is missing. No dates and no line numbers in the
# files: they change only when messages do.
XGETTEXT = xgettext --language=C --from-code=UTF-8 --add-location=file --sort-by-file --package-name=aula \
	--copyright-holder='the Aula project' --msgid-bugs-address='https://example.org/aula' --add-comments=i18n: \
	--keyword --keyword=tr:2 --keyword=trn:2,3 --keyword=trc:2c,3 --keyword=T:2 --keyword=TR:1 --keyword=TRC:1c,2

assets/po/aula.pot: FORCE
	@find src -name '*.c' | LC_ALL=C sort | $(XGETTEXT) --files-from=- --output=- \
		| sed '/^"POT-Creation-Date:/d' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

.PHONY: po FORCE
po: assets/po/aula.pot
	@for po in assets/po/*.po; do \
		msgmerge --quiet --update --backup=none --sort-by-file --no-wrap --no-fuzzy-matching $$po assets/po/aula.pot || exit 1; \
	done
	@$(MAKE) --no-print-directory assets-built
