"""Debian's Chromium for the suites that want a real browser, and axe-core from the npm registry in build/npm. Not a suite."""
import os, shutil, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server_harness import ROOT

AXE_VERSION = "4.14.1"
PATIENCE = 60 if not os.environ.get("AULA_SANITIZED") else 300
# Wider and higher than these no window of the tests is made; the mobile one is measured as a phone measures.
PHONE, DESK = (390, 844), (1280, 900)


def skip_unless_there():
    """Exit 77 when the browser or its driver is not installed."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        print("skip: python3-selenium is not installed")
        sys.exit(77)
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        print("skip: chromium and chromium-driver are not installed")
        sys.exit(77)


def axe_source():
    """The text of axe.min.js, fetched once by npm; None when it cannot be had."""
    folder = os.path.join(ROOT, "build", "npm")
    path = os.path.join(folder, "node_modules", "axe-core", "axe.min.js")
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        try:
            subprocess.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@" + AXE_VERSION],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        except (OSError, subprocess.TimeoutExpired):
            pass
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as f:
        return f.read()


class Chromium:
    """One browser with a profile of its own; closed and removed at the end of `with`."""

    def __init__(self, script=True):
        from selenium import webdriver
        from selenium.webdriver.chrome.options import Options
        from selenium.webdriver.chrome.service import Service
        self.dir = tempfile.mkdtemp(prefix="aula-chromium-")
        o = Options()
        o.binary_location = shutil.which("chromium")
        o.page_load_strategy = "normal"
        for word in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1",
                     "--lang=fi", "--user-data-dir=" + self.dir):
            o.add_argument(word)
        prefs = {"intl.accept_languages": "fi", "intl.selected_languages": "fi"}
        if not script:
            prefs["profile.managed_default_content_settings.javascript"] = 2
        o.add_experimental_option("prefs", prefs)
        o.set_capability("goog:loggingPrefs", {"browser": "SEVERE"})
        env = dict(os.environ, LANGUAGE="fi", LC_ALL="C.UTF-8", HOME=self.dir)
        self.d = webdriver.Chrome(service=Service(shutil.which("chromedriver"), log_path=os.devnull, env=env), options=o)
        self.d.set_page_load_timeout(PATIENCE)
        self.d.set_script_timeout(PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.d.quit()
        finally:
            shutil.rmtree(self.dir, ignore_errors=True)

    def cdp(self, verb, **parameters):
        return self.d.execute_cdp_cmd(verb, parameters)

    def size(self, width, height, mobile=False, dark=False):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                                                        {"name": "prefers-reduced-motion", "value": "reduce"}])

    def become(self, server, cookies):
        """The login of a server_pages.Browser; {}: nobody's."""
        self.cdp("Network.clearBrowserCookies")
        for name, value in cookies.items():
            self.cdp("Network.setCookie", name=name, value=value, url="http://127.0.0.1:%d/" % server.port, httpOnly=True, sameSite="Lax")

    def open(self, server, path):
        self.d.get("http://127.0.0.1:%d%s" % (server.port, path))

    def errors(self):
        """What the page itself complained of: broken script, what the policy forbade, what was not found."""
        return [e["message"] for e in self.d.get_log("browser") if e["level"] == "SEVERE"]

    def picture(self, path):
        import base64
        box = self.cdp("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": box["width"], "height": min(box["height"], 6000), "scale": 1}
        data = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))

    def sideways(self):
        """px that the page is wider than the window: what a phone would have to be pushed for."""
        return self.d.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def poking(self):
        """Controls and headings that their own text is too wide for: it stands over their edge, or is cut inside a word."""
        return self.d.execute_script("""
            return [...document.querySelectorAll("h1,h2,a.button,button,label,legend")].filter(e => {
                const before = e.getBoundingClientRect().height;
                e.style.setProperty("overflow-wrap", "normal", "important");
                const cut = e.getBoundingClientRect().height !== before, wide = e.scrollWidth > e.clientWidth + 1;
                e.style.removeProperty("overflow-wrap");
                return getComputedStyle(e).display !== "inline" && (cut || wide);
            }).map(e => "too narrow for its text: " + e.textContent.slice(0, 60));""")

    def axe(self, source, fresh=True):
        """fresh: the page has just been loaded. Violations as "rule: help: selector …", of WCAG 2.2 A and AA and the best practices."""
        if fresh:
            self.d.execute_script(source)
        found = self.d.execute_async_script("""
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
               .then(r => done(r.violations.map(v => [v.id, v.help, v.nodes.map(n => n.target.join(" ") + " " + n.html.slice(0, 120))])),
                     e => done([["axe", String(e), []]]));""")
        return ["%s: %s: %s" % (id, help, " | ".join(nodes[:4])) for id, help, nodes in found]
