// A question at the lesson's end: one press answers it.

import { h } from "../dom";
import { icon } from "../draw/icon";
import { attend } from "./figures";
import type { Notes } from "./kept";
import { Options } from "./options";
import { say } from "./words";

export class Question {
  readonly #options: Options;
  readonly #name: string;
  readonly #go = h("button", { type: "submit", class: "ql-b main" }, say("answer"));
  readonly #again = h("button", { type: "button", class: "ql-b quiet", hidden: true, click: () => this.#reset() }, icon("restart"), say("answerAgain"));
  done = false;

  constructor(
    form: HTMLFormElement,
    private readonly notes: Notes,
    private readonly finished: () => void,
  ) {
    this.#name = `question-${form.dataset["question"] ?? ""}`;
    this.#options = new Options(form.querySelector<HTMLElement>("fieldset") ?? form, () => this.#show());
    this.#options.controls.classList.add("ql-ctl");
    this.#options.controls.append(this.#go, this.#again, this.#options.status);
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      this.#submit();
    });
    const was = notes.get(this.#name);
    if (was !== undefined) {
      this.#options.value = was;
      this.#answer();
    }
    this.#show();
  }

  #submit(): void {
    const { value } = this.#options;
    if (value === undefined) {
      this.#options.status.textContent = say("chooseFirst");
      this.#options.inputs[0]?.focus();
      return;
    }
    this.notes.set(this.#name, value);
    const said = this.#answer();
    if (said) attend(said);
    this.finished();
  }

  #answer(): HTMLElement | undefined {
    this.done = true;
    const options = this.#options, right = options.letter(options.right);
    const said = options.answer({ mine: say("yourAnswer"), right: say("rightAnswer") });
    const letter = options.letter(options.inputs.find((i) => i.checked));
    options.status.textContent = options.isRight ? say("isSo", { letter }) : say("isNotSo", { letter, right });
    this.#show();
    return said;
  }

  #reset(): void {
    this.done = false;
    this.notes.set(this.#name, undefined);
    this.#options.reset();
    this.#options.status.textContent = "";
    this.#show();
    this.#options.inputs[0]?.focus();
  }

  #show(): void {
    this.#go.hidden = this.done;
    this.#again.hidden = !this.done;
    if (this.#options.value === undefined) this.#go.setAttribute("aria-disabled", "true");
    else this.#go.removeAttribute("aria-disabled");
  }
}
