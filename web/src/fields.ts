// Fields that a declaration asks for, as a form, and what was entered as the words of a scenario line.

import { h, newId } from "./dom";
import type { Field } from "./wire";

/** A value as a scenario line takes it: in quotes where it would not be one word. */
export function quoted(text: string): string {
  return /^[^\s"#=|\\]+$/.test(text) ? text : JSON.stringify(text);
}

export class Fields {
  readonly element = h("div", { class: "ql-fields" });
  readonly #inputs: { field: Field; input: HTMLInputElement | HTMLSelectElement }[] = [];
  readonly #error = h("p", { class: "fault small", id: newId(), role: "alert", hidden: true });

  constructor(fields: readonly Field[], nodes: readonly string[]) {
    for (const field of fields) {
      const input = control(field, nodes);
      this.#inputs.push({ field, input });
      this.element.append(h("label", { class: "ql-field" }, h("span", {}, field.name), input, field.help ? h("small", {}, field.help) : null));
    }
    this.element.append(this.#error);
  }

  /** "key=x value=9": what was filled in. What was left empty is left out. */
  words(): string {
    const words: string[] = [];
    for (const { field, input } of this.#inputs) {
      const value = input instanceof HTMLInputElement && input.type === "checkbox" ? (input.checked ? "true" : "") : input.value.trim();
      if (value) words.push(`${field.name}=${quoted(value)}`);
    }
    return words.join(" ");
  }

  /** Says what is wrong, at the field that the words name. */
  wrong(text: string | undefined): void {
    this.#error.hidden = text === undefined;
    this.#error.textContent = text ?? "";
    for (const { field, input } of this.#inputs) {
      const named = text !== undefined && new RegExp(`(^|[^\\w-])${escaped(field.name)}([^\\w-]|$)`).test(text);
      input.toggleAttribute("aria-invalid", named);
      if (named) {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-errormessage", this.#error.id);
        input.focus();
      }
    }
  }

  focus(): void {
    this.#inputs[0]?.input.focus();
  }

  get empty(): boolean {
    return this.#inputs.length === 0;
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function control(field: Field, nodes: readonly string[]): HTMLInputElement | HTMLSelectElement {
  const options = optionsOf(field, nodes);
  if (options) {
    const select = h("select", { class: "ql-in" }, ...options.map((v) => h("option", { value: v }, v || "any")));
    select.value = field.value && options.includes(field.value) ? field.value : (options[0] ?? "");
    return select;
  }
  if (field.type === "bool") return h("input", { type: "checkbox", class: "ql-check", checked: field.value === "true" });
  const range = field.min && field.max ? `${field.min} to ${field.max}` : "";
  return h("input", {
    class: "ql-in",
    type: "text",
    value: field.value ?? "",
    placeholder: range || undefined,
    inputmode: field.type === "int" ? "numeric" : undefined,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
}

/** A choice among a few: nodes, or the words that a type names ("lost|kept|torn"). */
function optionsOf(field: Field, nodes: readonly string[]): string[] | undefined {
  const all = field.type === "node" ? nodes : field.type.includes("|") ? field.type.split("|") : undefined;
  // What begins as one of them can't be left out.
  return all && (field.value && all.includes(field.value) ? [...all] : ["", ...all]);
}
