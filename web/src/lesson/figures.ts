// The figures of a lesson, found by name. A figure is conducted once it is alive; whoever asks before that waits.

import type { Conductor } from "../conduct";

export interface Lab extends HTMLElement {
  readonly conductor: Conductor | undefined;
  /** Makes it alive, wherever it stands. */
  wake(): void;
}

/** What a figure says of the moment that it shows. */
export interface Shown {
  readonly event: number;
  readonly t: number;
  readonly text: string;
}

export function labOf(name: string | undefined): Lab | undefined {
  if (!name) return undefined;
  return document.getElementById(`fig-${name}`)?.querySelector<Lab>("quorum-lab") ?? undefined;
}

/** The figure that a control belongs to: the one that it names, or the one that it stands in. */
export function labFor(control: HTMLElement): Lab | undefined {
  return labOf(control.dataset["figure"]) ?? control.closest<Lab>("quorum-lab") ?? control.closest("figure")?.querySelector<Lab>("quorum-lab") ?? undefined;
}

/** Wakes a figure, and waits until it can be conducted. */
export function alive(lab: Lab): Promise<Conductor> {
  if (!lab.conductor) void customElements.whenDefined("quorum-lab").then(() => lab.wake());
  return onceAlive(lab);
}

/** Waits until a figure can be conducted, however long it sleeps. */
export function onceAlive(lab: Lab): Promise<Conductor> {
  const now = lab.conductor;
  if (now) return Promise.resolve(now);
  return new Promise((resolve) => {
    const hear = (): void => {
      if (!lab.conductor) return;
      lab.removeEventListener("ql-alive", hear);
      resolve(lab.conductor);
    };
    lab.addEventListener("ql-alive", hear);
  });
}

/** The scenario that the page brought. */
export const textOf = (lab: Lab): string => lab.querySelector('[slot="text"]')?.textContent ?? "";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Brings an element into sight where it is not: the head of it, where there is no room for all. */
export function reveal(e: Element, block: ScrollLogicalPosition = "nearest"): void {
  const behavior = calm.matches ? "auto" : "smooth";
  e.scrollIntoView({ block: e.getBoundingClientRect().height > innerHeight ? "start" : block, behavior });
}

/** Brings a figure into sight, its title too. */
export const revealFigure = (lab: Lab, block?: ScrollLogicalPosition): void => reveal(lab.closest("figure") ?? lab, block);

/** Whether most of an element can be seen now. */
export function inSight(e: Element): boolean {
  const { top, bottom, height } = e.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) > 0.7 * Math.min(height, innerHeight);
}

/** Focus goes to a result that is no control of its own. */
export function attend(e: HTMLElement): void {
  if (!e.hasAttribute("tabindex")) e.tabIndex = -1;
  e.focus({ preventScroll: true });
  reveal(e);
}
