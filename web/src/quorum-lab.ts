// <quorum-lab scenario="PROTOCOL/NAME" at="381ms" controls="full|figure" module="NAME">: a live run. What is inside the
// tags stays until the run is alive, and wherever it can't be; a <pre slot="text"> holds the scenario.

import { h } from "./dom";
import { pageEngine } from "./engine";
import { Figure } from "./figure";
import { servePage } from "./page";
import { styles } from "./styles";

export class QuorumLab extends HTMLElement {
  #figure: Figure | undefined;

  connectedCallback(): void {
    if (this.#figure) return;
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const name = this.getAttribute("scenario") ?? "";
    const figure = new Figure(pageEngine(), {
      whole: this.getAttribute("controls") === "full",
      name: name.replace("/", ": ").replaceAll("-", " "),
      text: this.#text(),
      at: this.getAttribute("at") ?? "",
      module: this.getAttribute("module") ?? undefined,
      more: this.getAttribute("more") ?? undefined,
      alive: () => this.dispatchEvent(new CustomEvent("ql-alive", { bubbles: true, composed: true })),
      moved: ({ k, t, run, session, frame, decl, own }) => {
        const detail = { protocol: decl.name, own, event: k, events: run.count, t, hash: session.hash, nodes: frame.nodes.length, text: session.text };
        this.dispatchEvent(new CustomEvent("ql-moment", { bubbles: true, composed: true, detail }));
      },
    });
    this.#figure = figure;
    void this.#show(shadow, figure);
  }

  async #show(shadow: ShadowRoot, figure: Figure): Promise<void> {
    // The engine loads while the styles come.
    const started = figure.start();
    shadow.adoptedStyleSheets = [await styles()];
    if (figure !== this.#figure) return;
    shadow.replaceChildren(figure.element, h("slot", { name: "text", class: "instead" }));
    await started;
  }

  disconnectedCallback(): void {
    this.#figure?.close();
    this.#figure = undefined;
  }

  /** Opens the scenario's text. */
  openScenario(): void {
    this.#figure?.scenario();
  }

  /** Opens the keyboard map. */
  openHelp(): void {
    this.#figure?.help();
  }

  #text(): string {
    return this.querySelector('[slot="text"]')?.textContent ?? "";
  }
}

customElements.define("quorum-lab", QuorumLab);
servePage();
