// The scenario as text: what was done so far, to be edited and run again. What is wrong is said as one types, at its line.

import { fill, h, newId, setText } from "./dom";
import { icon } from "./draw/index";
import { Refused } from "./engine";
import { Words } from "./words/texts";
import * as Say from "./words/texts";

/** How long a hand rests before its text is checked. */
const rest = 250;
/** No engine takes a longer text. */
const fileMax = 1_000_000;

export interface DrawerHands {
  check(text: string): Promise<Refused | undefined>;
  apply(text: string): Promise<Refused | undefined>;
}

export class Drawer {
  readonly element = h("div", { class: "ql-drawer", role: "dialog", "aria-label": Words.scenario, hidden: true });
  readonly #text = h("textarea", { class: "ql-code", spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", "aria-label": Words.scenarioText });
  readonly #paint = h("pre", { class: "ql-code paint", "aria-hidden": "true" });
  readonly #wrong = h("div", { class: "ql-toast alarm", role: "status", "aria-live": "polite", id: newId(), hidden: true });
  readonly #file = h("input", { type: "file", accept: ".txt,text/plain", hidden: true, "aria-label": Words.scenarioFile });
  readonly #said = h("span", { class: "small dim", role: "status" });
  /** Only while the text is not what was done. */
  readonly #undo = h("button", { type: "button", class: "ql-b quiet", hidden: true, click: () => this.#restore() }, icon("restart"), Words.undoMyEdits);
  #line = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #back: HTMLElement | undefined;
  /** The text that was put in: a hand's own edits are never overwritten. */
  #given = "";

  constructor(private readonly hands: DrawerHands) {
    const close = h("button", { type: "button", class: "ql-b quiet", "aria-label": Words.close, click: () => this.close() }, icon("close"));
    this.#text.addEventListener("input", () => this.#typed());
    this.#file.addEventListener("change", () => void this.#read());
    this.element.addEventListener("dragover", (e) => e.preventDefault());
    this.element.addEventListener("drop", (e) => {
      e.preventDefault();
      void this.#take(e.dataTransfer?.files[0]);
    });
    this.#text.addEventListener("scroll", () => {
      this.#paint.scrollTop = this.#text.scrollTop;
      this.#paint.scrollLeft = this.#text.scrollLeft;
    });
    this.element.addEventListener("keydown", (e) => {
      e.stopPropagation();
      if (e.key === "Escape") this.close();
    });
    this.element.append(
      h("h2", { class: "ql-h" }, h("span", {}, Words.scenario), h("small", { class: "wide" }, Words.drawerHelp), close),
      h("div", { class: "editor" }, this.#paint, this.#text),
      this.#wrong,
      h(
        "div",
        { class: "ql-ctl" },
        h("button", { type: "button", class: "ql-b main", click: () => void this.#apply() }, icon("play"), Words.runFromStart),
        h("button", { type: "button", class: "ql-b", click: () => this.#file.click() }, icon("text"), Words.openAFile),
        h("button", { type: "button", class: "ql-b", click: () => void this.#copy() }, icon("copy"), Words.copy),
        // Where a page may not read the clipboard, the keyboard still pastes.
        "clipboard" in navigator ? h("button", { type: "button", class: "ql-b", click: () => void this.#paste() }, icon("paste"), Words.paste) : null,
        this.#undo,
        this.#file,
        this.#said,
      ),
    );
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  show(text: string, back: HTMLElement | undefined, wrong?: Refused): void {
    this.#back = back;
    if (!this.#text.value || this.#text.value === this.#given) this.#text.value = text;
    this.#given = text;
    this.element.hidden = false;
    this.#say(wrong);
    setText(this.#said, "");
    this.#text.setSelectionRange(0, 0);
    this.#text.focus();
    this.#reveal(wrong?.line ?? 1);
  }

  #reveal(line: number): void {
    const height = parseFloat(getComputedStyle(this.#text).lineHeight);
    this.#text.scrollTop = line > 3 ? (line - 3) * height : 0;
  }

  /** The run goes on: a text that nobody edits keeps up with it. */
  keep(text: string): void {
    if (!this.open || text === this.#given) return;
    if (this.#text.value === this.#given) {
      this.#text.value = text;
      this.#colour();
    }
    this.#given = text;
  }

  close(): void {
    if (!this.open) return;
    this.element.hidden = true;
    this.#back?.focus();
  }

  #typed(): void {
    this.#colour();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const text = this.#text.value;
      const wrong = await this.hands.check(text);
      if (text === this.#text.value) this.#say(wrong);
    }, rest);
  }

  async #apply(): Promise<void> {
    setText(this.#said, Words.theEngineReadsIt);
    const wrong = await this.hands.apply(this.#text.value);
    setText(this.#said, "");
    this.#say(wrong);
    if (wrong) {
      if (wrong.line) this.#reveal(wrong.line);
      return;
    }
    this.#given = this.#text.value;
    this.close();
  }

  /** Puts a file's text in the place of the other. */
  async #read(): Promise<void> {
    const file = this.#file.files?.[0];
    await this.#take(file);
    // The same file can be opened again after it has changed.
    this.#file.value = "";
  }

  async #take(file: File | undefined): Promise<void> {
    if (!file) return;
    this.#text.focus();
    if (file.size > fileMax) {
      this.#say(new Refused({ line: 0, text: Say.tooLarge(fileMax / 1e6) }));
      return;
    }
    this.#put(await file.text());
  }

  async #paste(): Promise<void> {
    try {
      const text = await navigator.clipboard.readText();
      if (text) this.#put(text);
      else setText(this.#said, Words.noText);
    } catch {
      this.#text.select();
      setText(this.#said, Words.noClipboard);
    }
    this.#text.focus();
  }

  #restore(): void {
    this.#put(this.#given);
    this.#text.focus();
  }

  #put(text: string): void {
    this.#text.value = text;
    this.#text.setSelectionRange(0, 0);
    this.#text.scrollTo(0, 0);
    this.#typed();
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#text.value);
      setText(this.#said, Words.copied);
    } catch {
      this.#text.select();
      setText(this.#said, Words.selected);
    }
  }

  #say(wrong: Refused | undefined): void {
    this.#line = wrong?.line ?? 0;
    this.#wrong.hidden = !wrong;
    this.#text.toggleAttribute("aria-invalid", wrong !== undefined);
    if (wrong) {
      this.#text.setAttribute("aria-invalid", "true");
      this.#text.setAttribute("aria-errormessage", this.#wrong.id);
      fill(this.#wrong, icon("warn"), h("p", {}, wrong.line ? h("b", {}, Say.onLine(wrong.line)) : null, wrong.message));
    }
    this.#colour();
  }

  // A textarea has no colours: the same text lies under it, painted, and the textarea's own is transparent.
  #colour(): void {
    this.#undo.hidden = this.#text.value === this.#given;
    const lines = this.#text.value.split("\n");
    fill(this.#paint, ...lines.map((text, i) => {
      const line = h("span", { class: i + 1 === this.#line ? "err" : undefined });
      line.append(...painted(text), "\n");
      return line;
    }));
  }
}

function* painted(line: string): Generator<Node | string> {
  if (/^\s*#/.test(line)) {
    yield h("span", { class: "c" }, line);
    return;
  }
  const verb = /^(\s*(?:at\s+\S+\s+)?[a-z]+)(.*)$/.exec(line);
  if (!verb) {
    yield line;
    return;
  }
  yield h("span", { class: "k" }, verb[1] ?? "");
  for (const part of (verb[2] ?? "").split(/((?<==)[^\s]+)/)) yield part && /^[\d.]/.test(part) ? h("span", { class: "v" }, part) : part;
}
