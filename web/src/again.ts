// "Run again with …": what a protocol can be told, its known mistakes, the world and the seed, as a form over the cluster
// line of the scenario.

import { fill, h, setText } from "./dom";
import { icon } from "./draw/index";
import { Fields, type Asked } from "./fields";
import { changed, counts, fitting, given, type Left } from "./rerun";
import type { Refused } from "./engine";
import type { View } from "./view";
import type { Field } from "./wire";
import { Words } from "./words/hands";

interface Ground {
  /** Runs a text to the end of its lines beside what is shown, and gives what is wrong with it. */
  rehearse(text: string): Promise<Refused | undefined>;
  /** Shows the run of a text. */
  reopen(text: string): Promise<Error | undefined>;
  /** Says which lines were left out. */
  told(left: readonly Left[]): void;
}

interface Group {
  fields: Fields;
  declared: readonly Asked[];
}

/** Of the world, what changes a run; the bounds on events and memory stay as they are. */
const worldly: ReadonlySet<string> = new Set(["latency", "loss", "dup", "order", "fsync", "limit"]);

export class Again {
  readonly element = h("div", { class: "ql-drawer rerun", role: "dialog", "aria-label": Words.runAgainWith, hidden: true });
  readonly #form = h("form", { class: "form" });
  readonly #said = h("p", { class: "small dim", role: "status" });
  readonly #close: HTMLElement;
  #groups: Group[] = [];
  #text = "";
  #back: HTMLElement | undefined;

  constructor(private readonly ground: Ground) {
    this.#close = h("button", { type: "button", class: "ql-b quiet", "aria-label": Words.close, click: () => this.close() }, icon("close"));
    this.#form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.#run();
    });
    this.element.append(
      h("h2", { class: "ql-h" }, h("span", {}, Words.runAgainWithMore), h("small", {}, Words.deedsStay), this.#close),
      this.#form,
    );
    this.element.addEventListener("keydown", (e) => {
      // What is typed here is not the figure's.
      e.stopPropagation();
      if (e.key === "Escape") this.close();
    });
  }

  show({ session: { text }, decl }: View, back: HTMLElement | undefined): void {
    [this.#text, this.#back, this.#groups] = [text, back, []];
    const shown = (f: Field): Asked => ({ ...f, shown: given(text, f.name) ?? f.value ?? "" });
    const world = (decl.world ?? []).filter((f) => worldly.has(f.name)).map(shown);
    const seed: Asked = { name: "seed", type: "int", value: "1", shown: given(text, "seed") ?? "1", help: Words.seedHelp };
    const seeds = this.#group([seed]), another = h("button", { type: "button", class: "ql-b", click: () => seeds.put("seed", String(1 + (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 9999)) }, Words.anotherSeed);
    fill(
      this.#form,
      h("div", { class: "seed" }, seeds.element, another),
      this.#section(Words.nodes, counts(text, decl).map(shown)),
      this.#section(Words.parameters, (decl.params ?? []).map(shown)),
      this.#section(Words.knownMistakes, (decl.mistakes ?? []).map((f) => shown({ ...f, help: f.mistake ?? f.help ?? "" }))),
      this.#section(Words.networkAndDisks, world),
      h("div", { class: "ql-ctl foot" }, h("button", { class: "ql-b main" }, icon("restart"), Words.runAgain), this.#said),
    );
    setText(this.#said, "");
    this.element.hidden = false;
    this.#close.focus();
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.#back?.focus();
  }

  #group(declared: readonly Asked[]): Fields {
    const fields = new Fields(declared, []);
    this.#groups.push({ fields, declared });
    return fields;
  }

  #section(title: string, declared: readonly Asked[]): HTMLElement | null {
    if (!declared.length) return null;
    return h("section", {}, h("h3", { class: "ql-h" }, title), this.#group(declared).element);
  }

  /** The words of the cluster line that are to be others: a default needs none. */
  #values(): Map<string, string> {
    const values = new Map<string, string>();
    for (const { fields, declared } of this.#groups) {
      for (const field of declared) {
        const off = field.type === "bool" ? "false" : "", was = field.shown || off, now = fields.value(field.name) || off;
        if (now !== was) values.set(field.name, now === (field.value ?? "") && field.name !== "seed" ? "" : now);
      }
    }
    return values;
  }

  async #run(): Promise<void> {
    setText(this.#said, Words.theEngineRunsIt);
    for (const { fields } of this.#groups) fields.wrong(undefined);
    const { text, left, wrong } = await fitting(changed(this.#text, this.#values()), (t) => this.ground.rehearse(t));
    const failed = wrong ?? (await this.ground.reopen(text))?.message;
    if (failed !== undefined) return this.#wrong(failed);
    this.close();
    this.ground.told(left);
  }

  #wrong(text: string): void {
    setText(this.#said, "");
    const at = this.#groups.find((g) => g.fields.names(text));
    if (at) at.fields.wrong(text);
    else setText(this.#said, text);
  }
}
