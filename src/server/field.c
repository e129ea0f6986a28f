#include "server/field.h"

#include "base/arena.h"
#include "web/html.h"

void field_label(struct html *h, const char *label, const char *name, struct arena *a)
{
	html_raw(h, "<label");
	html_attr(h, "for", arena_printf(a, "f-%s", name));
	html_raw(h, ">");
	html_text(h, label);
	html_raw(h, "</label>");
}

void field_state(struct html *h, const char *name, bool wrong, bool hint, struct arena *a)
{
	if (wrong)
		html_raw(h, " aria-invalid=\"true\"");
	if (wrong || hint)
		html_attr(h, "aria-describedby",
			  arena_printf(a, "%s%s%s%s", wrong ? "e-" : "", wrong ? name : "",
				       hint ? (wrong ? " h-" : "h-") : "", hint ? name : ""));
}

static void write_note(struct html *h, const char *class_name, const char *id, const char *text)
{
	if (text == NULL)
		return;
	html_raw(h, "<p");
	html_attr(h, "class", class_name);
	html_attr(h, "id", id);
	html_raw(h, ">");
	html_text(h, text);
	html_raw(h, "</p>");
}

void field_notes(struct html *h, const char *name, const char *problem, const char *hint, struct arena *a)
{
	write_note(h, "wrong", arena_printf(a, "e-%s", name), problem);
	write_note(h, "hint", arena_printf(a, "h-%s", name), hint);
}

/* a NULL: no ids. */
static void write_control(struct html *h, const struct field *f, struct arena *a)
{
	html_raw_if(h, f->rows > 0, "<textarea", "<input");
	if (a != NULL)
		html_attr(h, "id", arena_printf(a, "f-%s", f->name));
	html_attr(h, "name", f->name);
	html_attr(h, "lang", f->lang);
	html_attr(h, "autocomplete", f->complete);
	if (f->max > 0)
		html_attr_number(h, "maxlength", f->max);
	if (f->required)
		html_raw(h, " required");
	if (a != NULL)
		field_state(h, f->name, f->problem != NULL, f->hint != NULL, a);
	if (f->rows > 0) {
		html_attr_number(h, "rows", f->rows);
		html_raw(h, ">\n"); /* the browser drops this line break, not one of the text */
		html_text(h, f->value);
		html_raw(h, "</textarea>");
		return;
	}
	html_attr(h, "type", f->type);
	html_attr(h, "value", f->value);
	html_raw(h, ">");
}

void field_control(struct html *h, const struct field *f)
{
	write_control(h, f, NULL);
}

void field_write(struct html *h, const struct field *f, enum field_notes where, struct arena *a)
{
	html_raw(h, "<div class=\"field\">");
	field_label(h, f->label, f->name, a);
	if (where == FIELD_NOTES_BEFORE)
		field_notes(h, f->name, f->problem, f->hint, a);
	write_control(h, f, a);
	if (where == FIELD_NOTES_BEHIND)
		field_notes(h, f->name, f->problem, f->hint, a);
	html_raw(h, "</div>");
}

void field_choice(struct html *h, const char *type, const char *name, const char *value, const char *words,
		  const char *note, bool on)
{
	field_choice_in(h, type, name, value, words, NULL, note, on);
}

void field_choice_in(struct html *h, const char *type, const char *name, const char *value, const char *words,
		     const char *lang, const char *note, bool on)
{
	html_raw(h, "<label class=\"check\"><input");
	html_attr(h, "type", type);
	html_attr(h, "name", name);
	html_attr(h, "value", value);
	html_raw_if(h, on, " checked><span", "><span");
	html_attr(h, "lang", lang);
	html_raw(h, ">");
	html_text(h, words);
	html_raw(h, "</span>");
	if (note != NULL) {
		html_raw(h, "<small>");
		html_text(h, note);
		html_raw(h, "</small>");
	}
	html_raw(h, "</label>");
}
