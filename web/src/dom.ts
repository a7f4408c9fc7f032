// Elements without a framework: h makes one, fill gives it children.

type Child = Node | string | undefined | null | false;
type Props = Record<string, string | number | boolean | undefined | ((e: Event) => void)>;

/** Makes an element. A property that is a function listens to the event of that name; true is an empty attribute. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props, ...children: Child[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (typeof value === "function") e.addEventListener(name, value);
    else if (value === true) e.setAttribute(name, "");
    else if (value !== undefined && value !== false) e.setAttribute(name, String(value));
  }
  for (const c of children) if (c) e.append(c);
  return e;
}

export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren(...children.filter((c): c is Node | string => Boolean(c)));
}

/** Sets text only where it differs, so that nothing is laid out or read aloud for nothing. */
export function setText(e: Element, text: string): void {
  if (e.textContent !== text) e.textContent = text;
}

export function setAttr(e: Element, name: string, value: string | undefined): void {
  if (value === undefined) e.removeAttribute(name);
  else if (e.getAttribute(name) !== value) e.setAttribute(name, value);
}

let ids = 0;
/** An id of its own, for labels and the like. */
export const newId = (): string => `ql-${++ids}`;
