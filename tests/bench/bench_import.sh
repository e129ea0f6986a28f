#!/bin/bash
# Records a second of each reader (document on disk, --dry-run), beside a floor in the same run: what parsing the same JSON
# document costs (python3's C parser for JSON, wc for other forms); and memory for a document of 100 MB. N=20000 items.
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build} exec /usr/bin/python3 - <<'PY'
import json, os, subprocess, sys, tempfile, time
sys.path.insert(0, "tests/support")
N = int(os.environ.get("N", 20000))
prog = os.environ["B"] + "/bin/aula-import"
T = tempfile.mkdtemp(prefix="aula-bench-")
text = "Avoin kohtaamispaikka kaikille, tule juomaan kahvia ja juttelemaan. " * 8
def le(i): return {"id": f"helsinki:{i}", "location": {"id": f"tprek:{i % 500}", "name": {"fi": "Kirjasto"}, "address_locality": {"fi": "Oulu"}, "position": {"coordinates": [25.47, 65.01]}}, "keywords": [{"id": "yso:p4354"}], "start_time": f"2026-12-{i % 28 + 1:02d}T15:00:00Z", "end_time": f"2026-12-{i % 28 + 1:02d}T17:00:00Z", "name": {"fi": f"Tapahtuma {i}"}, "description": {"fi": f"<p>{text}</p>"}}
def la(i): return {"_key": str(i), "status": "published", "traits": {"type": "support", "translations": {"fi": {"name": f"Ryhmä {i}", "description": f"<p>{text}</p>"}}, "channels": [{"type": ["place"], "translations": {"fi": {"address": {"street": "Kirkkokatu 5", "city": "Oulu"}}}, "events": [{"start": 1788987600000, "type": "4", "recurrence": {"period": "P1W", "daySpecificTimes": [{"weekday": 2, "startTime": "18:00", "endTime": "19:00"}]}}]}]}}
def ez(i): return {"_id": str(i), "name": f"Näyttely {i}", "descriptionLong": f"<p>{text}</p>", "locations": [{"address": "Kirkkokatu 5, 90100 Oulu"}], "event": {"dates": [{"start": "2026-12-05T10:15:00Z", "end": "2026-12-05T11:00:00Z"}]}}
def hs(i): return {"id": str(i), "name": f"Palvelu {i}", "status": "active", "description": text, "schedules": [{"freq": "WEEKLY", "byday": "MO", "dtstart": "2026-09-07", "opens_at": "09:00", "closes_at": "12:00"}]}
def sv(i): return {"id": f"0a0a0a0a-0000-4000-8000-{i:012d}", "serviceNames": [{"language": "fi", "value": f"Palvelu {i}", "type": "Name"}], "serviceDescriptions": [{"language": "fi", "value": text, "type": "Description"}], "serviceClasses": [{"code": "P4.12"}]}
docs = {"linkedevents": json.dumps({"meta": {}, "data": [le(i) for i in range(N)]}), "lahella": json.dumps({"items": [la(i) for i in range(N)]}), "eventz": json.dumps({"pages": [ez(i) for i in range(N)]}),
        "hsds": json.dumps({"contents": [hs(i) for i in range(N)]}), "ptv": json.dumps({"itemList": [sv(i) for i in range(N)]}),
        "ical": "BEGIN:VCALENDAR\r\n" + "".join(f"BEGIN:VEVENT\r\nUID:{i}\r\nSUMMARY:Kerho {i}\r\nDESCRIPTION:{text}\r\nDTSTART;TZID=Europe/Helsinki:20261201T180000\r\nRRULE:FREQ=WEEKLY;COUNT=9\r\nEND:VEVENT\r\n" for i in range(min(N, 19000))) + "END:VCALENDAR\r\n",
        "csv": "id;title_fi;text_fi;city;date;start;end\n" + "".join(f"{i};Kahvihetki {i};{text};Oulu;1.12.2026;13;15\n" for i in range(N)),
        "jsonld": '<html><script type="application/ld+json">' + json.dumps([{"@type": "Event", "name": f"Ilta {i}", "description": text, "startDate": "2026-12-01T18:00:00+02:00", "location": "Kirkkokatu 5, Oulu"} for i in range(min(N, 4900))]) + "</script></html>"}
def measure(source, path):
    p = subprocess.Popen([prog, "--set", "paths.assets=assets", "--now", "2026-11-22T09:00:00Z", "--source", source, "--file", path, "--dry-run"], stdout=subprocess.DEVNULL, stderr=open(f"{T}/err", "w"))
    peak = 0
    while True:  # ru_maxrss would count this script's own size too (it is kept over exec)
        try:
            peak = max([peak] + [int(x.split()[1]) for x in open(f"/proc/{p.pid}/status") if x.startswith("VmHWM")])
        except (FileNotFoundError, ProcessLookupError):
            pass
        pid, status, use = os.wait4(p.pid, os.WNOHANG)
        if pid:
            return peak, use, status, open(f"{T}/err").read()
        time.sleep(0.01)
for source, doc in docs.items():
    path = f"{T}/{source}"
    open(path, "w").write(doc)
    t = time.process_time()
    json.loads(doc) if doc[0] == "{" else len(doc.split())
    floor = time.process_time() - t
    peak, use, status, err = measure(source, path)
    n = int(err.split("(")[1].split(" activities")[0]) if status == 0 else 0
    cpu = use.ru_utime + use.ru_stime
    print(f"import {source}: {n / cpu:,.0f} records/s of CPU, {n} records, {len(doc) / 1e6:.0f} MB, peak {peak // 1024} MB (floor: parse only {floor:.2f} s, ratio {cpu / max(floor, 1e-3):.1f}×)")
big = f"{T}/big"
with open(big, "w") as f:
    f.write('{"meta":{},"data":[')
    i = 0
    while f.tell() < 100e6:
        f.write(("," if i else "") + json.dumps(le(i))); i += 1
    f.write("]}")
peak, use, status, err = measure("linkedevents", big)
print(f"import 100 MB document: peak {peak / 1024:.0f} MB resident (floor: the document {os.path.getsize(big) / 1e6:.0f} MB, ratio {peak * 1024 / os.path.getsize(big):.2f}×), {i / (use.ru_utime + use.ru_stime):,.0f} records/s")
subprocess.run(["rm", "-rf", T])
PY
