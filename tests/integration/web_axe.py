#!/usr/bin/python3
# Every staff and phone page in Debian's Chromium, at 390 and 1280 px and in the dark: axe-core (WCAG 2.2 A and AA and best practices)
# finds nothing, nothing is wider than the window (from 320 px on) or than its box, no script breaks, the policy forbids nothing. slow, long
# With a folder as argument (make web-tour) the pages' pictures are put there.
import os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import chromium
from server_harness import Server
from smtp_sink import Sink
from whole_site import ACTIVITY, Site, invite, join, link_of, routes

# name, role, address; every route of routes.c that answers GET with a page is among them (told below)
PAGES = [
    ("login", "nobody", "/staff/login"), ("second", "half", "/staff/second"), ("join", "nobody", "{join}"),
    ("account", "admin", "/staff/account"),
    ("features", "contact", "/staff/features"), ("features-over", "contact", "/staff/features?when=over"),
    ("drafts", "contact", "/staff/features?when=draft"), ("draft", "contact", "/staff/feature?draft={draft}"),
    ("feature-find", "contact", "/staff/features/new"), ("feature-found", "contact", "/staff/features/new?q=kahvi"),
    ("feature-new", "contact", "/staff/feature?activity=" + ACTIVITY), ("feature-new-sv", "contact", "/staff/feature?lang=sv&activity=" + ACTIVITY),
    ("feature", "contact", "/staff/feature?id={feature}"),
    ("write", "contact", "/staff/write"), ("write-template", "contact", "/staff/write?template=theme-day"), ("written", "contact", "/staff/write?id={activity}"),
    ("screens", "contact", "/staff/screens"), ("screen", "contact", "/staff/screen?id={device}"),
    ("enrol", "contact", "/staff/enrol"), ("enrol-code", "contact", "/staff/enrol?code={enrol}"),
    ("hidden", "contact", "/staff/hidden"), ("hidden-found", "contact", "/staff/hidden?what=activity&q=kahvi"),
    ("hide", "contact", "/staff/hide?what=activity&target=" + ACTIVITY),
    ("notices", "contact", "/staff/notices"), ("notice", "contact", "/staff/notice?id={notice}"), ("notice-new", "contact", "/staff/notice"),
    ("polls", "contact", "/staff/polls"), ("poll", "contact", "/staff/poll?id={poll}"), ("poll-new", "contact", "/staff/poll"),
    ("poll-results", "contact", "/staff/poll/results?id={poll}"),
    ("centres", "editor", "/staff/centres"), ("centre", "contact", "/staff/centre?id=kaakkuri"),
    ("statistics", "contact", "/staff/statistics"), ("review", "contact", "/staff/review"),
    ("review-quality", "editor", "/staff/review/quality"), ("review-quality-note", "editor", "/staff/review/quality?note=no-contact"),
    ("review-twice", "editor", "/staff/review/twice"), ("review-sources", "editor", "/staff/review/sources"),
    ("review-listings", "contact", "/staff/review/listings"), ("listings", "organisation", "/staff/listings"),
    ("listing", "organisation", "/staff/listing?id={own}"), ("listing-new", "organisation", "/staff/listing"),
    ("people", "admin", "/staff/people"), ("person-new", "admin", "/staff/people/new"), ("person", "admin", "/staff/person?name=contact"),
    ("log", "admin", "/staff/log"), ("refused", "reader", "/staff/log"),
    ("activity", "phone", "/a/{code}"), ("activity-sv", "phone", "/a/{code}?lang=sv"), ("activity-ar", "phone", "/a/{code}?lang=ar"),
    ("tray", "phone", "/t/{tray}"), ("tray-paper", "phone", "/t/{tray}?paper=1"), ("contact", "phone", "/a/{code}/contact"), ("flag", "phone", "/a/{code}/flag"),
    ("accessibility", "phone", "/about/accessibility"), ("privacy", "phone", "/about/privacy"), ("home", "phone", "/"),
    ("never-was", "phone", "/a/zzzz"),
]
# answers of GET that are no pages, or only lead to one
NO_PAGES = ("/v1/", "/healthz", "/readyz", "/metrics", "/hsds", "/static/", "/staff/feature/preview", "/staff/picture/", "/staff/screen/picture",
            "/staff/poll/csv", "/staff/statistics/csv")
SAME = {"/staff": "leads on", "/:code": "as /a/:code", "/l/:codes": "as /t/:codes"}


def every_page_is_visited():
    import re
    visited = {p.split("?")[0] for _, _, p in PAGES}
    missing = []
    for method, path, _ in routes():
        shape = re.compile(re.sub(r":\w+", r"[^/]+", path) + "$")
        if method == "GET" and not path.startswith(NO_PAGES) and path not in SAME:
            if not any(shape.match(v.replace("{join}", "/staff/join/x")) for v in visited):
                missing.append(path)
    assert not missing, "no page of the list is one of %s" % missing


def too_wide(c, poking):
    return poking + (["%d px wider than the window" % c.sideways()] if c.sideways() > 0 else [])


def visit(c, site, axe, folder, names):
    bad, n = [], 0
    half = __import__("server_pages").Browser(site.s)
    wanted = site.quoted()
    wanted["tray"] = "-".join(site.codes[:6])
    for name, role, address in PAGES:
        if names and name not in names:
            continue
        path = address.format(**wanted)
        site_cookies = {"phone": {}, "nobody": {}, "half": half.cookies}
        if role == "half" and not half.cookies:
            half.login("half", "kolme sinistä venettä")
        c.become(site.s, site_cookies[role] if role in site_cookies else site.who[role].cookies)
        looks = [(390, False), (1280, False)] + ([(390, True)] if role == "phone" else [])
        for width, dark in looks:
            c.size(*(chromium.PHONE if width == 390 else chromium.DESK), mobile=width == 390, dark=dark)
            if (width, dark) == looks[0]:
                c.open(site.s, path)
            where = "%s %d%s" % (name, width, " dark" if dark else "")
            found = c.axe(axe, (width, dark) == looks[0]) if axe else []
            found += too_wide(c, c.poking())
            broken = [e for e in c.errors() if "favicon" not in e and " 404 " not in e and " 403 " not in e and " 401 " not in e]
            bad += ["%s: %s" % (where, f) for f in found + broken]
            n += 1
            if folder:
                c.picture(os.path.join(folder, "%s-%d%s.png" % (name, width, "-dark" if dark else "")))
        for width in (320, 940, 1001):  # reflow (WCAG 1.4.10), and where tables begin to stand as cards
            c.size(width, 900, mobile=width == 320)
            bad += ["%s %d: %s" % (name, width, f) for f in too_wide(c, c.poking() if width > 320 else [])]
    return n, bad


def main():
    chromium.skip_unless_there()
    folder = sys.argv[1] if len(sys.argv) > 1 else None
    if folder:
        os.makedirs(folder, exist_ok=True)
    axe = chromium.axe_source()
    every_page_is_visited()
    sink = Sink()
    try:
        with Server("mail.url=smtp://127.0.0.1:%d" % sink.port, "mail.from=aula@aula.example.org", "mail.tls=optional") as s:
            site = Site(s)
            site.who["admin"].get("/staff/account")
            join(s, link_of(invite(site.who["admin"], "half", "reader", ("kaakkuri",))))
            site.at["join"] = link_of(invite(site.who["admin"], "kolmas", "reader", ("kaakkuri",)))
            with chromium.Chromium() as c:
                n, bad = visit(c, site, axe, folder, sys.argv[2:])
    finally:
        sink.close()
    for line in bad:
        print(line)
    print("%s: %d pages in Chromium, %s" % ("not ok" if bad else "ok", n, "axe %d findings" % len(bad) if axe else "no wider than their windows"))
    if not axe:
        print("skip: axe-core could not be fetched from the npm registry")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
