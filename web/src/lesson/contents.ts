// The contents beside the text say where one is.

/** How much of the window stands above the line that a section has to cross to be the one that is read. */
const line = 0.35;

export function followContents(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.toc a[href^="#"]')];
  const marks = links.flatMap((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return target ? [{ link, target }] : [];
  });
  if (marks.length === 0) return;
  let asked = 0;
  const mark = (): void => {
    asked = 0;
    const passed = marks.filter(({ target }) => target.getBoundingClientRect().top < innerHeight * line);
    const here = passed.at(-1) ?? marks[0];
    for (const m of marks) {
      if (m === here) m.link.setAttribute("aria-current", "location");
      else m.link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", () => {
    if (!asked) asked = requestAnimationFrame(mark);
  }, { passive: true });
  mark();
}
