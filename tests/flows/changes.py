#!/usr/bin/python3
"""Memory after many changes of screen is flat: a visitor goes through lists, details, the list of one's own, search, languages and
text sizes again and again. CHANGES (1000; make torture: 10000)."""
import os, sys, tempfile, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import kiosk_talk
from memory import private_kb

CHANGES = int(os.environ.get("CHANGES", "1000"))
WARM = 500  # the caches of letters, icons and pictures are full by then; each has a budget
# Ups and downs of the heap; three kilobytes lost at each change would be more.
GROWS_MOST_KB = 2000
ROUND = ["tap #topic:peer", "tap #item:a:coffee", "tap #dock:back", "tap #dock:home",
         "tap #calendar", "tap #dock:home", "tap #search", "tap #key:s", "tap #dock:home",
         "tap #dock:language", "tap #dock:back", "tap #dock:access", "tap #dock:back", "tap #dock:help", "tap #dock:home"]
LANGUAGES = ["sv", "en", "fi"]


def round_of(n):
    return ROUND + [f"set lang {LANGUAGES[n % 3]}"]


def main():
    kiosk_talk.skip_unless_built()
    with tempfile.TemporaryDirectory() as folder:
        kiosk_talk.make_state(folder)
        kiosk = kiosk_talk.Kiosk(folder)
        kiosk.do("tap #wake")
        done, rounds, seen, begun = 0, 0, [], time.monotonic()
        while done < WARM + CHANGES:
            kiosk.do(*round_of(rounds))
            kiosk.spoken()  # all of it is done when this answers
            done += len(round_of(rounds))
            rounds += 1
            if done >= WARM:
                seen.append(private_kb(kiosk.p.pid))
        kiosk.close()
    third = max(1, len(seen) // 3)
    first, last = min(seen[:third]), min(seen[-third:])
    words = f"{done - WARM} changes of screen in {time.monotonic() - begun:.0f} s: {first} kB, then {last} kB"
    flat = bool(os.environ.get("AULA_SANITIZED")) or last - first < GROWS_MOST_KB
    print(f"{'ok' if flat else 'not ok'}: {words}" + ("" if flat else " " + str(seen[:: max(1, len(seen) // 30)])))
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
