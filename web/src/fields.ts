// Fields that a declaration asks for, as a form, and what was entered as the words of a scenario line.

import { h, newId } from "./dom";
import type { Field } from "./wire";
import { Words } from "./words/hands";
import * as Say from "./words/hands";

/** A value as a scenario line takes it: in quotes where it would not be one word. */
export function quoted(text: string): string {
  return /^[^\s"#=|\\]+$/.test(text) ? text : JSON.stringify(text);
}

/**
 * A field of a line's form. Some types are the page's own: of sides and takers it is a choice of nodes, whose words are the
 * two groups that it makes, or those chosen; picks are several words.
 */
export interface Asked extends Field {
  /** What a choice that is left open is called. */
  open?: string;
  /** What stands in it at first, a zero too. */
  shown?: string;
}

/** What a type's zero looks like: it says that nothing was said. */
const zeros: ReadonlySet<string> = new Set(["", "0", "0ms", "0%", "world", "false"]);

interface Entry {
  field: Asked;
  /** What was entered; "" for nothing. */
  value(): string;
  put(value: string): void;
  control: HTMLElement;
}

export class Fields {
  readonly element = h("div", { class: "ql-fields" });
  readonly #entries: Entry[] = [];
  readonly #error = h("p", { class: "fault small", id: newId(), role: "alert", hidden: true });

  constructor(fields: readonly Asked[], nodes: readonly string[]) {
    for (const field of fields) {
      const entry = grouped.has(field.type) ? group(field, nodes) : entryOf(field, nodes);
      this.#entries.push(entry);
      this.element.append(labelled(entry));
    }
    this.element.append(this.#error);
  }

  /** "n1 key=x value=9": what was filled in. What was left empty is left out. */
  words(): string {
    const words = this.#entries.map(({ field, value }) => {
      const v = value();
      if (grouped.has(field.type) || field.type === "picks" || !v) return v;
      return field.arg ? quoted(v) : `${field.name}=${quoted(v)}`;
    });
    return words.filter(Boolean).join(" ");
  }

  /** What was entered in a field. */
  value(name: string): string {
    return this.#entries.find((e) => e.field.name === name)?.value() ?? "";
  }

  /** Says what is wrong, at the field that the words name. */
  wrong(text: string | undefined): void {
    this.#error.hidden = text === undefined;
    this.#error.textContent = text ?? "";
    let first: HTMLElement | undefined;
    for (const { field, control } of this.#entries) {
      if (text !== undefined && isNamed(field, text)) {
        control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-errormessage", this.#error.id);
        first ??= control;
      } else {
        control.removeAttribute("aria-invalid");
        control.removeAttribute("aria-errormessage");
      }
    }
    first?.focus();
  }

  /** Whether words name one of its fields. */
  names(text: string): boolean {
    return this.#entries.some(({ field }) => isNamed(field, text));
  }

  /** Enters something. */
  put(name: string, value: string): void {
    this.#entries.find((e) => e.field.name === name)?.put(value);
  }
}

const isNamed = (field: Asked, text: string): boolean => new RegExp(`(^|[^\\w-])${escaped(field.name)}([^\\w-]|$)`).test(text);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function labelled({ field, control }: Entry): HTMLElement {
  const range = field.min && field.max && field.type !== "string" ? Say.range(field.min, field.max) : "";
  const small = [field.help ?? "", range].filter(Boolean).join("; ");
  const says = [h("span", {}, field.name), control, small ? h("small", {}, small) : null];
  // A group of buttons is no labelled control.
  return control.getAttribute("role") === "group" ? h("div", { class: "ql-field wide-field" }, ...says) : h("label", { class: "ql-field" }, ...says);
}

function entryOf(field: Asked, nodes: readonly string[]): Entry {
  const options = optionsOf(field, nodes), preset = field.shown ?? (zeros.has(field.value ?? "") ? "" : (field.value ?? ""));
  if (options) {
    const select = h("select", { class: "ql-in" }, ...options.map((v) => h("option", { value: v }, v || (field.open ?? Words.any))));
    select.value = options.includes(preset) ? preset : (options[0] ?? "");
    return { field, control: select, value: () => select.value, put: (v) => void (select.value = v) };
  }
  if (field.type === "bool") {
    const box = h("input", { type: "checkbox", class: "ql-check", checked: (field.shown ?? field.value) === "true" });
    return { field, control: box, value: () => (box.checked ? "true" : ""), put: (v) => void (box.checked = v === "true") };
  }
  const input = h("input", {
    class: "ql-in",
    type: "text",
    value: preset,
    inputmode: field.type === "int" ? "numeric" : undefined,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  return { field, control: input, value: () => input.value.trim(), put: (v) => void (input.value = v) };
}

/** A choice among a few: nodes, or the words that a field names. */
function optionsOf(field: Asked, nodes: readonly string[]): readonly string[] | undefined {
  const all = field.oneof ?? (field.type === "node" ? nodes : undefined);
  // What begins as one of them can't be left out.
  return all && (field.value && all.includes(field.value) ? all : ["", ...all]);
}

const grouped: ReadonlySet<string> = new Set(["sides", "takers"]);

/** A choice of nodes: those pressed and the others as two sides, or those pressed alone. */
function group(field: Asked, all: readonly string[]): Entry {
  const nodes = field.oneof ?? all, two = field.type === "sides";
  const on = new Set((field.value ?? "").split(" ").filter(Boolean)), shown = h("output", { class: "small dim" });
  const those = (want: boolean, between: string): string => nodes.filter((n) => on.has(n) === want).join(between);
  const value = (): string => (two ? (on.size && on.size < nodes.length ? `${those(true, " ")} | ${those(false, " ")}` : "") : those(true, ","));
  const show = (): void => void (shown.textContent = value() || (two ? Words.pressSide : Words.pressTakers));
  const buttons = nodes.map((id) => {
    const b = h("button", { type: "button", class: "ql-b", "aria-pressed": String(on.has(id)) }, id);
    b.addEventListener("click", () => {
      if (!on.delete(id)) on.add(id);
      b.setAttribute("aria-pressed", String(on.has(id)));
      show();
    });
    return b;
  });
  show();
  return { field, value, put: () => undefined, control: h("div", { class: "sides", role: "group", "aria-label": field.name }, ...buttons, shown) };
}
