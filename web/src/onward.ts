// A link to the whole player that takes the run along.

import { h } from "./dom";
import { icon } from "./draw/index";
import { abroad } from "./site";

/**
 * A link to a page with the whole player. Its address is made when a hand comes near, so that what a browser does with it by
 * itself, a new tab or a copy, has the run too; and again when it is followed.
 */
export function onward(page: string, label: string | Element, fragment: () => Promise<string>): HTMLElement {
  const elsewhere = abroad || self !== top; // a frame is no place for it, and a stranger's page stays
  const a = h("a", { class: "ql-b quiet", href: page, target: elsewhere && "_blank", rel: elsewhere && "noopener" }, icon("full"), label);
  const make = async (): Promise<void> => {
    // A run that is too long for a link is not taken along.
    a.href = page + (await fragment().catch(() => ""));
  };
  let made = false;
  for (const near of ["pointerenter", "focus", "pointerdown"]) a.addEventListener(near, () => void make());
  a.addEventListener("click", (e) => {
    if (made || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    void make().then(() => {
      made = true;
      a.click();
      made = false;
    });
  });
  return a;
}
