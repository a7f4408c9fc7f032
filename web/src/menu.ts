// A list of what can be done, beside the thing it is about; on a phone a sheet that rises from the foot.

import { fill, h } from "./dom";
import { icon, type IconName } from "./draw/index";
import { Fields, type Asked } from "./fields";
import { Words } from "./words/hands";

interface Row {
  label: string;
  icon?: IconName;
  key?: string;
  detail?: string;
}

interface Form {
  form: readonly Asked[];
  submit: string;
  title?: string;
  icon?: IconName;
  /** Whether it stays closed behind its title until it is asked for. */
  folded?: boolean;
}

/** Something that can be done: an action line, or anything else; at once, or with fields to be filled in. */
export type Choice =
  | (Row & { line: string })
  | (Row & { pick(): void })
  | (Form & { line(words: string): string })
  | (Form & { run(words: string): Promise<string | undefined> })
  | { element: HTMLElement }
  | "rule";

export interface Spot {
  x: number;
  y: number;
  above?: number | undefined;
}

export interface Opening {
  title: string;
  sign?: Element | undefined;
  detail?: string;
  choices: readonly Choice[];
  nodes: readonly string[];
  /** Where it opens, in the root's pixels; a sheet ignores it. Where there is no room below, it ends at `above`. */
  at: Spot;
  sheet: boolean;
}

export class Menu {
  readonly element = h("div", { role: "dialog", hidden: true });
  readonly #list = h("div", { class: "ql-menu" });
  #back: HTMLElement | undefined;

  /** How wide the figure was when it was placed. */
  #within = 0;

  constructor(
    private readonly root: HTMLElement,
    /** Does a line, and gives what the engine has against it. */
    private readonly act: (line: string) => Promise<string | undefined>,
  ) {
    this.element.append(this.#list);
    this.element.addEventListener("keydown", (e) => this.#key(e));
    this.element.addEventListener("focusout", (e) => {
      const to = e.relatedTarget as Node | null;
      if (to && !this.element.contains(to)) this.close(false);
    });
    // What it was opened beside is somewhere else in a figure of another width.
    new ResizeObserver(() => {
      if (this.open && this.element.style.left && root.clientWidth !== this.#within) this.close(true);
    }).observe(root);
    root.addEventListener("pointerdown", (e) => {
      if (this.open && !e.composedPath().includes(this.element)) this.close(false);
    });
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  show(o: Opening, back: HTMLElement): void {
    this.#back = back;
    const { element } = this;
    element.className = o.sheet ? "ql-sheet" : "ql-pop";
    element.setAttribute("aria-label", o.detail ? `${o.title} ${o.detail}` : o.title);
    const close = h("button", { type: "button", class: "ql-b quiet", "aria-label": Words.close, click: () => this.close(true) }, icon("close"));
    fill(
      this.#list,
      h("div", { class: "head" }, o.sign, h("p", {}, h("b", {}, o.title), o.detail ? h("span", { class: "dim" }, ` ${o.detail}`) : null), close),
      ...o.choices.map((c) => this.#choice(c, o.nodes)),
      o.choices.length ? null : h("p", { class: "small dim none" }, Words.nothingToDo),
    );
    element.hidden = false;
    element.scrollTop = this.#list.scrollTop = 0;
    if (o.sheet) element.removeAttribute("style");
    else this.#place(o.at);
    (element.querySelector<HTMLElement>(".ql-choice, summary, .form input, .form select, .form button") ?? close).focus({ preventScroll: o.sheet });
  }

  /** back: whether the keyboard returns to where it was. */
  close(back: boolean): void {
    if (!this.open) return;
    this.element.hidden = true;
    if (back) this.#back?.focus();
  }

  // Beside the point, inside the figure, and on neither side past its edge.
  #place({ x, y, above }: Spot): void {
    const { element, root } = this;
    this.#within = root.clientWidth;
    const width = Math.min(element.offsetWidth, root.clientWidth - 16), height = element.offsetHeight;
    const left = x + 14 + width > root.clientWidth - 8 ? x - 14 - width : x + 14;
    const lowest = root.clientHeight - height - 8, top = y - 12 > lowest && above !== undefined ? above - height - 6 : Math.min(y - 12, lowest);
    element.style.left = `${Math.max(8, Math.min(left, root.clientWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, top)}px`;
  }

  #choice(c: Choice, nodes: readonly string[]): HTMLElement {
    if (c === "rule") return h("div", { class: "sep" });
    if ("element" in c) return c.element;
    if ("form" in c) return this.#form(c, nodes);
    const pick = (): void => {
      this.close(true);
      if ("line" in c) void this.act(c.line);
      else c.pick();
    };
    return h(
      "button",
      { type: "button", class: "ql-choice", click: pick },
      c.icon ? icon(c.icon) : h("span", { class: "ql-i" }),
      h("span", {}, c.label, c.detail ? h("span", { class: "dim" }, ` ${c.detail}`) : null),
      c.key ? h("kbd", { class: "ql-key" }, c.key) : null,
    );
  }

  #form(c: Extract<Choice, { form: readonly Asked[] }>, nodes: readonly string[]): HTMLElement {
    const fields = new Fields(c.form, nodes);
    const submit = async (e: Event): Promise<void> => {
      e.preventDefault();
      const words = fields.words();
      const wrong = "line" in c ? await this.act(c.line(words).trim()) : await c.run(words);
      if (wrong === undefined) this.close(true);
      else fields.wrong(wrong);
    };
    const form = h(
      "form",
      { class: "form", submit: (e) => void submit(e) },
      c.title && !c.folded ? h("p", { class: "ql-h" }, c.title) : null,
      fields.element,
      h("button", { class: "ql-b" }, c.submit),
    );
    if (!c.folded) return form;
    return h("details", { class: "fold", name: "ql-fold" }, h("summary", {}, c.icon ? icon(c.icon) : null, h("span", {}, c.title ?? c.submit)), form);
  }

  #key(e: KeyboardEvent): void {
    if (e.key === "Escape") {
      e.stopPropagation();
      this.close(true);
      return;
    }
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") {
      // Letters typed here are not the figure's.
      e.stopPropagation();
      return;
    }
    const target = e.composedPath()[0];
    if (target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type === "range")) return;
    e.preventDefault();
    e.stopPropagation();
    const all = [...this.element.querySelectorAll<HTMLElement>("button, input, select, summary")].filter((b) => b.checkVisibility());
    const at = all.indexOf(target as HTMLElement);
    all[(at + (e.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]?.focus();
  }
}
