"""Asks axe whether everybody can use the page that a browser shows."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


AXE = Axe()
CONTRAST = {"type": "rule", "values": ["color-contrast"]}


def violations(page: Page, rules: Any = RULES) -> list[str]:
    """One line for each broken rule, with the first place where it is broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def too_wide(page: Page) -> int:
    """By how many pixels the page must be scrolled sideways; the gutter of the bar is no page."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.body.clientWidth")
    return max(width, 0)


def small_targets(page: Page) -> list[str]:
    """Buttons, fields and links smaller than 24 by 24 pixels, but in running text and tables."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
            .filter((e) => e.type !== "hidden" && !e.closest("p, li, dd, td, th, .ff-skip-link"))
            .filter((e) => { const r = e.getBoundingClientRect();
                             return r.width > 0 && (r.width < 24 || r.height < 24); })
            .map((e) => e.outerHTML.slice(0, 120))"""
    )
    return found


def unseen_focus(page: Page) -> list[str]:
    """Tabs once through the page: what got the focus without a visible outline, or was covered."""
    # The page must not glide while it is measured; the first Tab shall start at its top.
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("window.scrollTo(0, 0)")
    page.mouse.click(1, 1)
    missed: list[str] = []
    for _step in range(200):
        page.keyboard.press("Tab")
        state: list[str] = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (!e || e === document.body) return ["end", ""];
                if (e.dataset.visited) return ["end", ""];
                e.dataset.visited = "1";
                const box = e.getBoundingClientRect(), style = getComputedStyle(e);
                const at = (x, y) => { const t = document.elementFromPoint(x, y);
                                       return t && (e.contains(t) || t.contains(e)); };
                const seen = at(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10))
                          || at(box.x + 4, box.y + 4);
                const width = parseFloat(style.outlineWidth);
                const outlined = style.outlineStyle !== "none" && width >= 2;
                return [outlined && seen ? "ok" : "missed", e.outerHTML.slice(0, 120)];
            }"""
        )
        if state[0] == "end":
            break
        if state[0] == "missed":
            missed.append(state[1])
    return missed


def faults(page: Page) -> list[str]:
    """What is wrong with the page in light, in dark and on a narrow screen; loads it no more."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    found = [f"light: {text}" for text in violations(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {text}" for text in violations(page, CONTRAST)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 800})
    found += [f"narrow: {text}" for text in violations(page)]
    found += [f"small target: {text}" for text in small_targets(page)]
    wide = too_wide(page)
    return [*found, f"{wide} pixels too wide"] if wide else found
