// Making and changing elements. Nothing here needs a laid-out page, so the same renderers draw first frames at build time.

const NS = "http://www.w3.org/2000/svg";

/** Tenths of a pixel are all that a screen can show. */
export const r1 = (x: number): number => Math.round(x * 10) / 10;

export function make<K extends keyof SVGElementTagNameMap>(
  tag: K, cls?: string, attrs?: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[K] {
  const e = document.createElementNS(NS, tag);
  if (cls) e.setAttribute("class", cls);
  for (const name in attrs) e.setAttribute(name, String(attrs[name]));
  return e;
}

/** What an element was last given. Thousands of attributes are asked for in a frame: to read one back takes longer than to keep it. */
interface Kept extends Element {
  qlGiven?: Record<string, string | number | undefined>;
}

/** Writes an attribute only when it changes: a write costs a style pass. Undefined takes it away. */
export function set(e: Kept, name: string, value: string | number | undefined): void {
  const given = (e.qlGiven ??= {}), rounded = typeof value === "number" ? r1(value) : value;
  if (given[name] === rounded && name in given) return;
  given[name] = rounded;
  if (rounded === undefined) e.removeAttribute(name);
  else e.setAttribute(name, String(rounded));
}

export function setText(e: Element, text: string): void {
  if (e.textContent !== text) e.textContent = text;
}

export function show(e: Element, on: boolean): void {
  set(e, "display", on ? undefined : "none");
}

export function moveTo(e: Element, x: number, y: number): void {
  set(e, "transform", `translate(${r1(x)} ${r1(y)})`);
}

/** Gives the figure its size in CSS pixels; it is never scaled. */
export function size(svg: SVGSVGElement, w: number, h: number): void {
  set(svg, "width", w);
  set(svg, "height", h);
  set(svg, "viewBox", `0 0 ${r1(w)} ${r1(h)}`);
}

/** Marks that live as long as their keys are asked for: take what a frame shows, then sweep away the rest. */
export class Keyed<M extends { root: Element }> {
  private readonly live = new Map<string, { mark: M; pass: number }>();
  private pass = 0;

  constructor(private readonly parent: Element, private readonly create: (key: string) => M) {}

  take(key: string): M {
    let held = this.live.get(key);
    if (!held) {
      held = { mark: this.create(key), pass: 0 };
      this.live.set(key, held);
      this.parent.append(held.mark.root);
    }
    held.pass = this.pass;
    return held.mark;
  }

  sweep(): void {
    for (const [key, held] of this.live) {
      if (held.pass === this.pass) continue;
      held.mark.root.remove();
      this.live.delete(key);
    }
    this.pass++;
  }
}

/** Elements of one sort, used again from the first in each pass. */
export class Pool<E extends Element> {
  private readonly all: E[] = [];
  private used = 0;

  constructor(private readonly parent: Element, private readonly create: () => E) {}

  take(): E {
    let e = this.all[this.used++];
    if (!e) {
      e = this.create();
      this.all.push(e);
      this.parent.append(e);
    }
    show(e, true);
    return e;
  }

  sweep(): void {
    for (let i = this.used; i < this.all.length; i++) show(this.all[i] as E, false);
    this.used = 0;
  }
}
