// <quorum-lab scenario="PROTOCOL/NAME"></quorum-lab>: a live run, on any page that has this script. What is inside the tags
// stays until the run is alive, and wherever it can't be; a <pre slot="text"> holds the scenario where the page has it, else
// the site is asked for it by its name. Attributes for whoever writes a page: scenario, at="381ms", seed="9", nodes="7",
// theme="light|dark", run="the fragment of a link to a moment, or address: the page's own". Of our own pages besides:
// controls="full|figure|lesson" module="NAME" more="ADDRESS" compare="left right", and what a lesson's figure has.

import type { Conductor } from "./conduct";
import { h } from "./dom";
import { pageEngine } from "./engine";
import { Figure } from "./figure";
import { servePage } from "./page";
import { abroad, site } from "./site";
import { styles } from "./styles";
import { parseMoment } from "./time";

/** How far from what is seen a figure comes alive. */
const near = "600px";

/** A control by what a reader calls it. */
const named = (e: Element): string => e.getAttribute("aria-label") ?? e.textContent ?? "";

export class QuorumLab extends HTMLElement {
  #figure: Figure | undefined;
  #conductor: Conductor | undefined;
  #near: IntersectionObserver | undefined;
  /** Whether it shows what the page wants to be seen first. */
  #ready = false;
  /** The button that was pressed before there was a figure. */
  #wanted: string | undefined;

  /** What a lesson's script conducts the figure with, once it is alive. */
  get conductor(): Conductor | undefined {
    return this.#conductor;
  }

  connectedCallback(): void {
    if (this.#figure || this.#near) return;
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" }), first = this.#first;
    first?.addEventListener("click", this.#pressed);
    shadow.replaceChildren(h("slot", { name: "first" }));
    // A figure that is far off costs nothing yet.
    this.#near = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && this.wake(), { rootMargin: near });
    this.#near.observe(this);
    if (this.#whole || this.#isNear) this.wake();
  }

  /** Makes the figure alive, if it is not. */
  wake(): void {
    if (this.#figure || !this.isConnected) return;
    this.#near?.disconnect();
    const shadow = this.shadowRoot, lesson = this.getAttribute("controls") === "lesson", name = this.getAttribute("scenario") ?? "", run = this.getAttribute("run") ?? "";
    if (!shadow) return;
    const figure = new Figure(pageEngine(), {
      whole: this.#whole,
      name: name.replace("/", ": ").replaceAll("-", " "),
      text: this.#text(),
      at: this.getAttribute("at") ?? "",
      module: this.getAttribute("module") ?? undefined,
      more: this.getAttribute("more") ?? (abroad && name ? `${site}/play/${name}` : undefined),
      spans: this.hasAttribute("spans") ? this.#words("spans") : undefined,
      window: parseMoment(this.getAttribute("window") ?? "")?.t,
      compare: this.#words("compare"),
      scenario: name,
      fragment: this.#addressed ? location.hash : run && `#${run.replace(/^.*#/, "")}`,
      view: lesson ? this.#words("view") : undefined,
      // A lesson offers what its author names; elsewhere all is offered, unless the page names some.
      tools: lesson || this.hasAttribute("tools") ? new Set(this.#words("tools")) : undefined,
      first: () => this.#first !== null,
      drawn: () => figure === this.#figure && this.#replace(figure),
      stopped: () => this.#send("ql-stopped"),
      failed: (is) => this.toggleAttribute("data-failed", is),
      alive: () => void this.#alive(lesson),
      moved: (view) => {
        this.#conductor?.moved(view);
        const { k, t, run, session, frame, decl, own } = view;
        const detail = { protocol: decl.name, own, event: k, events: run.count, t, hash: session.hash, nodes: frame.nodes.length, text: session.text, challenge: frame.challenge };
        this.#send("ql-moment", detail);
      },
    });
    // On a lesson's page nothing ahead is drawn before its script has said how far one may see.
    if (lesson && this.closest("[data-lesson]")) figure.gate = parseMoment(this.getAttribute("at") ?? "");
    figure.veil.client = this.getAttribute("curtain") ?? undefined;
    this.#figure = figure;
    if (this.#addressed) addEventListener("hashchange", this.#visit);
    void this.#show(shadow, figure);
  }

  /** What the page has in its place until then. */
  get #first(): Element | null {
    return this.querySelector(":scope > ql-first") ?? this.shadowRoot?.querySelector("ql-first") ?? null;
  }

  get #isNear(): boolean {
    const { top, bottom } = this.getBoundingClientRect(), reach = Number.parseInt(near, 10);
    return bottom > -reach && top < innerHeight + reach;
  }

  /** A button of the first frame is pressed in the figure, once that is there. */
  readonly #pressed = (e: Event): void => {
    const button = e.target instanceof Element ? e.target.closest("button") : null;
    if (button && !button.closest("[slot=acts]")) this.#wanted = named(button);
    this.wake();
  };

  get #whole(): boolean {
    return this.getAttribute("controls") === "full";
  }

  /** Whether the page's address may say which run it is. */
  get #addressed(): boolean {
    return !abroad && (this.#whole || this.getAttribute("run") === "address");
  }

  /** Another link was put into the address bar. */
  readonly #visit = (): void => void this.#figure?.visit(location.hash);

  async #show(shadow: ShadowRoot, figure: Figure): Promise<void> {
    const instead = h("slot", { name: "text", class: "instead" });
    // The engine loads while the styles come, and what conducts a lesson's figure with it.
    const started = this.#start(figure, instead);
    if (this.getAttribute("controls") === "lesson") void import("./conduct").catch(() => undefined);
    shadow.adoptedStyleSheets = [await styles()];
    if (figure !== this.#figure) return;
    const first = shadow.querySelector('slot[name="first"]') ?? h("slot", { name: "first" });
    if (!figure.element.classList.contains("failed")) figure.element.classList.toggle("waiting", this.#first !== null);
    shadow.replaceChildren(first, figure.element, instead);
    await started;
    if (figure.element.classList.contains("failed")) this.#replace(figure);
  }

  /** Starts the figure, with what the page does not bring by itself. */
  async #start(figure: Figure, instead: Element): Promise<void> {
    if (!this.#text() || this.hasAttribute("seed") || this.hasAttribute("nodes")) {
      const { bring } = await import("./bring");
      if (!(await bring(this, figure, instead))) return;
    }
    await figure.start();
  }

  /** The figure takes the place of its first frame, with all that the page has put into that. */
  #replace(figure: Figure): void {
    const first = this.#first;
    if (!first || !figure.element.isConnected) return;
    // Where there is no run to show, the picture stays, over what is said of that.
    if (figure.element.classList.contains("failed")) return figure.element.classList.remove("waiting");
    if (!this.#ready) return;
    const active = document.activeElement, held = active instanceof HTMLElement && first.contains(active) ? active : undefined;
    figure.element.classList.remove("waiting");
    this.prepend(...first.querySelectorAll("[slot]"));
    first.remove();
    const buttons = [...figure.element.querySelectorAll("button")], like = (name: string): HTMLElement | undefined => buttons.find((b) => named(b) === name);
    if (held) (held.isConnected ? held : like(named(held)))?.focus({ preventScroll: true });
    if (this.#wanted !== undefined) like(this.#wanted)?.click();
    this.#wanted = undefined;
  }

  async #alive(lesson: boolean): Promise<void> {
    const figure = this.#figure;
    if (lesson && figure && !this.#conductor) {
      const { Conductor } = await import("./conduct");
      const [over, under = "1"] = (this.getAttribute("speed") ?? "").split("/"), speed = Number(over) / Number(under);
      this.#conductor = new Conductor(figure, speed || undefined, parseMoment(this.getAttribute("stop") ?? ""));
      const branch = this.getAttribute("branch");
      if (branch) await this.#conductor.show(this.getAttribute("at") ?? "0ms", { branch });
    }
    this.#ready = true;
    figure?.redraw();
    this.#conductor?.alive();
    this.#send("ql-alive");
  }

  #send(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  #words(name: string): string[] {
    return (this.getAttribute(name) ?? "").split(" ").filter(Boolean);
  }

  disconnectedCallback(): void {
    removeEventListener("hashchange", this.#visit);
    this.#near?.disconnect();
    this.#figure?.close();
    this.#figure = this.#conductor = this.#near = undefined;
  }

  /** Opens the scenario's text. */
  openScenario(): Promise<void> | undefined {
    return this.#figure?.scenario();
  }

  /** Makes a link to the moment shown. */
  linkToMoment(): Promise<void> | undefined {
    return this.#figure?.link();
  }

  /** The run as the fragment of a link; "" while it is as the page has it. */
  runFragment(): Promise<string> | undefined {
    return this.#figure?.fragment();
  }

  /** Shows two branches side by side, or ends that. */
  compareBranches(left?: string, right?: string): Promise<void> | undefined {
    return this.#figure?.compare(left, right);
  }

  /** Opens the keyboard map. */
  openHelp(): Promise<void> | undefined {
    return this.#figure?.help();
  }

  #text(): string {
    return this.querySelector('[slot="text"]')?.textContent ?? "";
  }
}

// A page that has the script twice has it once.
if (!customElements.get("quorum-lab")) customElements.define("quorum-lab", QuorumLab);
if (!abroad) servePage();
