// On paper a figure keeps the text of its run under it: the page's own with its transcript, or, once the reader has done
// something, what has been done so far.

interface Run {
  /** What the page brought, as the engine prints it, and what is played now. */
  first: string;
  now: string;
}

const runs = new WeakMap<EventTarget, Run>();

function texts(swap: (pre: Element, lab: Element) => string | undefined): void {
  for (const lab of document.querySelectorAll("quorum-lab")) {
    const pre = lab.querySelector('[slot="text"]'), text = pre ? swap(pre, lab) : undefined;
    if (pre && text !== undefined) pre.textContent = text;
  }
}

export function servePrint(): void {
  const brought = new WeakMap<Element, string>();
  document.addEventListener("ql-moment", (e) => {
    const lab = e.target, { text } = (e as CustomEvent<{ text: string }>).detail;
    if (lab) runs.set(lab, { first: runs.get(lab)?.first ?? text, now: text });
  });
  addEventListener("beforeprint", () => texts((pre, lab) => {
    const run = runs.get(lab);
    if (!run || run.first === run.now) return undefined;
    brought.set(pre, pre.textContent ?? "");
    return run.now;
  }));
  addEventListener("afterprint", () => texts((pre) => {
    const text = brought.get(pre);
    brought.delete(pre);
    return text;
  }));
}
