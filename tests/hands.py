"""Ten fingers on a keyboard: how somebody without a mouse goes through a page, and whether an eye can follow."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browsing import squeezed

FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const labels = [...(one.labels || [])].map(label => label.innerText).join(' ');
  return {
    words: labels || one.getAttribute('aria-label') || one.innerText || '',
    type: one.type || one.tagName.toLowerCase(),
    name: one.name || '',
    id: one.id,
    classes: one.className,
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth,
  };
}"""


@dataclass
class Hands:
    """Ten fingers on a keyboard; there is no mouse."""

    page: Page

    def __post_init__(self) -> None:
        self.page.emulate_media(reduced_motion="reduce")  # a page that glides is not where it will be

    @property
    def focused(self) -> dict[str, str | float | bool]:
        """What has the focus now, in words, and whether an eye can see that."""
        found: dict[str, str | float | bool] = self.page.evaluate(FOCUSED)
        found["words"] = squeezed(str(found["words"]))
        return found

    @property
    def heading(self) -> str:
        return squeezed(self.page.locator("h1").inner_text())

    @property
    def text(self) -> str:
        return squeezed(self.page.locator("body").inner_text())

    def go_to(self, words: str, *, name: str = "") -> None:
        """Press Tab until the focus is on what says `words` and is the field `name`; every stop on the way is seen."""
        passed = []
        for _ in range(150):
            self.page.keyboard.press("Tab")
            here = self.focused
            if here["type"] == "body":
                continue
            passed.append(f"{here['words']} {here['name']}")
            assert here["seen"], f"the focus is out of sight at {here}"
            assert float(here["ring"]) >= 2, f"no ring around {here}"
            if str(here["words"]).startswith(words) and name in str(here["name"]):
                return
        raise AssertionError(f"the keyboard does not reach “{words}” {name} on {self.page.url}: {passed}")

    def press(self, words: str) -> None:
        """Go to a link or button and press Enter, until another page is there."""
        self.go_to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, field: str, typed: str) -> None:
        """Go to a field and type over what stands there."""
        self.go_to("", name=field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(typed)

    def take(self, words: str) -> None:
        """Go to a box or a ring and tick it."""
        self.go_to(words)
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked"), words

    def take_first(self, field: str) -> None:
        """Go to a group of rings, whose first one is reached by Tab, and tick that."""
        self.go_to("", name=field)
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked"), field

    def choose(self, field: str, option: str) -> None:
        """Go to a list and press the arrow down to the answer."""
        self.go_to("", name=field)
        passed = []
        while (chosen := squeezed(self.page.evaluate("document.activeElement.selectedOptions[0].innerText"))) != option:
            assert chosen not in passed, f"no “{option}” among {passed}"
            passed.append(chosen)
            self.page.keyboard.press("ArrowDown")
