#!/usr/bin/python3
"""The blind walk: someone who sees nothing finds a named event with five keys and the voice alone, and takes it along: prints
its slip, or puts it on the list where there is no printer. In Finnish and in English. Nothing here looks at the screen."""
import glob, json, os, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import kiosk_talk
from kiosk_talk import Kiosk

STEPS_MAX = 60
WORDS = {
    "fi": dict(topic="Vertaistuki", event="Omaishoitajien kahvihetki", print="Tulosta lappu", pick="Lisää listalle", slip="Lapussa lukee",
               phone="nolla neljä nolla, yksi kaksi kolme", picked="Lisätty listalle", welcome="Tervetuloa", next="Seuraavat", quit="Lopeta", home="Alkunäyttö"),
    "en": dict(topic="Peer support", event="Coffee for family carers", print="Print a slip", pick="Add to my list", slip="The slip says",
               phone="zero four zero", picked="Added to the list", welcome="Welcome", next="Next", quit="Finish", home="Start screen"),
}
kiosk_talk.skip_unless_built()
failed = False


def check(name, good, said=""):
    global failed
    print(("ok: " if good else "not ok: ") + name, "" if good else said)
    failed = failed or not good


def find(k, words, direction="Down"):
    """Steps until the voice begins with these words; the whole round at most."""
    heard = []
    for _ in range(STEPS_MAX):
        said = k.key(direction)
        if said.startswith(words):
            return said
        heard.append(said[:50])
    raise LookupError(f"{words!r} was never said; heard {heard}")


def choose_language(k, name):
    find(k, "Language", "Up")
    k.key("Return")
    find(k, name)
    return k.key("Return")


def walk(lang, printer):
    w = WORDS[lang]
    with tempfile.TemporaryDirectory() as state:
        kiosk_talk.make_state(state, printer)
        lock = kiosk_talk.hold_printer(state) if printer else None
        k = Kiosk(state)
        name = f"{lang}, {'printer' if printer else 'no printer'}: "
        first = k.key("Down")
        check(name + "the first key is greeted", WORDS["fi"]["welcome"] in first, first)
        home = k.key("Return")
        if lang != "fi":
            home = choose_language(k, "English")
            check(name + "the new language is spoken", w["home"] in home, home)
        else:
            check(name + "home names the first topic", w["topic"] in home, home)
        at = find(k, w["topic"])
        check(name + "a step says kind and place", any(c in at for c in ("kaikkiaan", " of ")), at)
        k.key("Return")
        find(k, w["event"])
        detail = k.key("Return")
        check(name + "the page says time, place and number",
              w["phone"] in detail.lower() and ("kolmetoista" in detail or "o'clock" in detail or "one" in detail or "thirteen" in detail), detail)
        phone = detail.lower().count(w["phone"])
        check(name + "the number is said twice", phone >= 2, f"{phone}: {detail}")
        find(k, w["print"] if printer else w["pick"])
        done = k.key("Return")
        if printer:
            check(name + "what the slip says is said", w["slip"] in done and w["event"] in done, done)
            slips = [json.load(open(p)) for p in glob.glob(f"{state}/spool/print/*.json")]
            if lang == "fi":
                times = [slip["items"][0].get("time") for slip in slips]
                check(name + "the clock is not parted from its number on paper", times == ["klo\u00a013.00–14.30"], str(times))
            check(name + "the slip of that event is in the spool", len(slips) == 1 and w["event"] in json.dumps(slips[0], ensure_ascii=False).replace("\u00ad", ""),
                  str(slips)[:200])
        else:
            check(name + "the list has it", w["picked"] in done, done)
        again = k.key("F1")
        check(name + "Help says the same again", again == done, again)
        k.close()
        if lock:
            lock.close()


for lang in ("fi", "en"):
    for printer in (True, False):
        try:
            walk(lang, printer)
        except (LookupError, RuntimeError) as e:
            check(f"{lang}, {'printer' if printer else 'no printer'}", False, str(e)[:600])
sys.exit(failed)
