// Run by Node while the site is built: prints what stands in a page before a figure is alive there, by the name that the page
// has for it. It is the figure itself, brought to its first picture on the modules that the page loads, so that nothing moves
// when the living one takes its place; what it can't do until then is taken out.

import "wasm_exec";
import { readFileSync } from "node:fs";
import { parseHTML } from "linkedom";
import { Conductor } from "../conduct";
import { Figure } from "../figure";
import type { Asks } from "../session";
import { parseMoment } from "../time";
import type { ModuleName, Refusal } from "../wire";

interface Wanted {
  readonly key: string;
  readonly module: ModuleName;
  readonly text: string;
  /** As the element has them. */
  readonly attributes: Readonly<Record<string, string>>;
}

interface Plan {
  /** The modules' files, by name. */
  readonly modules: Readonly<Record<ModuleName, string>>;
  readonly figures: readonly Wanted[];
}

interface First {
  /** The classes of the figure, and its name. */
  class: string;
  label: string;
  /** The figure, cut where the page has its own things: its note, and what can be done. */
  parts: string[];
  /** What the picture has, in words, a line each. */
  list: string[];
}

/** How wide things are, in CSS pixels. */
interface Sizes {
  figure: number;
  cluster: number;
  spacetime: number;
}

/** On a desk of 1440 pixels, in each place where figures stand; and on a phone. */
const lesson: Sizes = { figure: 1120, cluster: 736, spacetime: 1120 };
const broad: Readonly<Record<string, Sizes>> = {
  home: { figure: 1160, cluster: 776, spacetime: 1160 },
  lesson,
  player: { figure: 1392, cluster: 963, spacetime: 963 },
};
const slim: Sizes = { figure: 328, cluster: 328, spacetime: 328 };
/** Of the window, where a player fills it. */
const windowHeight = 900;

interface GoRuntime {
  env: Record<string, string>;
  readonly importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

const scope = globalThis as unknown as { quorumlab?: ((request: Uint8Array) => Uint8Array) | undefined; readonly Go: new () => GoRuntime };

/** An engine in this process. */
async function engine(modules: Plan["modules"]): Promise<Asks> {
  const handles = new Map<string, (request: Uint8Array) => Uint8Array>();
  for (const [name, file] of Object.entries(modules)) {
    const go = new scope.Go();
    const { instance } = await WebAssembly.instantiate(readFileSync(file), go.importObject);
    scope.quorumlab = undefined;
    void go.run(instance);
    const handle: ((request: Uint8Array) => Uint8Array) | undefined = scope.quorumlab;
    if (!handle) throw new Error(`the module ${name} did not set its handle`);
    handles.set(name, handle);
  }
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  return {
    ask<T>(module: ModuleName, request: string): Promise<T> {
      const handle = handles.get(module);
      if (!handle) throw new Error(`expected one of the modules ${[...handles.keys()].join(", ")}, not ${module}`);
      const answer = JSON.parse(decoder.decode(handle(encoder.encode(request)))) as { error?: Refusal };
      if (answer.error) throw new Error(`line ${answer.error.line}: ${answer.error.text}`);
      return Promise.resolve(answer as T);
    },
  };
}

const { document, Element, HTMLElement, HTMLButtonElement, HTMLDivElement, Node } = parseHTML("<html></html>");
/** What a figure would have drawn by now in a browser. */
let painting: (() => void)[] = [];
let size = slim;

class Idle {
  observe(): void {}
  disconnect(): void {}
}

Object.assign(globalThis, {
  document, Element, HTMLElement, HTMLButtonElement, HTMLDivElement, Node,
  innerHeight: windowHeight,
  ResizeObserver: Idle,
  IntersectionObserver: Idle,
  Worker: Idle,
  self: globalThis,
  top: globalThis,
  ShadowRoot: Idle,
  matchMedia: () => ({ matches: false, addEventListener: () => undefined }),
  requestAnimationFrame: (paint: () => void) => painting.push(paint),
  cancelAnimationFrame: () => undefined,
});
Object.defineProperty(Element.prototype, "clientWidth", {
  get(this: Element) {
    return this.classList.contains("cluster") ? size.cluster : this.closest(".st") ? size.spacetime : size.figure;
  },
});
Object.defineProperty(Element.prototype, "offsetHeight", { get: () => 122 });

Object.assign(Element.prototype, { scrollIntoView: () => undefined });

/** Lets everything come that is on its way, and draws. */
async function settle(): Promise<void> {
  for (let calm = 0; calm < 3; calm++) {
    await new Promise((resolve) => setTimeout(resolve));
    const now = painting;
    painting = [];
    if (now.length) calm = 0;
    for (const paint of now) paint();
  }
}

/** A figure at its first picture, as the element would make it. */
async function figureOf(asks: Asks, { module, text, attributes }: Wanted): Promise<Element> {
  const words = (name: string): string[] => (attributes[name] ?? "").split(" ").filter(Boolean);
  const at = attributes["at"] ?? "", ofLesson = attributes["controls"] === "lesson", name = attributes["scenario"] ?? "";
  const figure: Figure = new Figure({ ...asks, restart: () => undefined }, {
    whole: attributes["controls"] === "full",
    name: name.replace("/", ": ").replaceAll("-", " "),
    text, at, module,
    more: attributes["more"],
    spans: "spans" in attributes ? words("spans") : undefined,
    compare: words("compare"),
    scenario: name,
    fragment: "",
    view: ofLesson ? words("view") : undefined,
    window: parseMoment(attributes["window"] ?? "")?.t,
    tools: ofLesson ? new Set(words("tools")) : undefined,
    first: () => true,
    alive: () => undefined,
    moved: () => undefined,
  });
  if (ofLesson) figure.gate = parseMoment(at);
  figure.veil.client = attributes["curtain"];
  await figure.start();
  await settle();
  if (ofLesson) {
    const branch = attributes["branch"];
    if (branch) await new Conductor(figure, undefined, undefined).show(at || "0ms", { branch });
    await settle();
  }
  figure.close();
  if (!figure.element.classList.contains("alive")) throw new Error(figure.element.querySelector(".notice")?.textContent ?? "it did not come alive");
  return figure.element;
}

/** What is drawn for a phone stands beside what is drawn for a desk; the page's styles show the one that fits. */
function both(desk: Element, phone: Element): void {
  const slims = [...phone.querySelectorAll(".field > svg")];
  [...desk.querySelectorAll(".field > svg")].forEach((svg, i) => {
    const other = slims[i];
    if (!other) return;
    svg.classList.add("broad");
    other.classList.add("slim");
    svg.after(other);
  });
}

/** Takes out what a hand or a screen reader would have of a living figure; buttons stay, and wake it. */
function still(figure: Element): void {
  for (const gone of figure.querySelectorAll('.ql-vh, [role="dialog"], .notice, .ql-fig [display="none"]')) gone.remove();
  for (const field of figure.querySelectorAll(".field")) {
    for (const name of [...field.getAttributeNames()]) if (name !== "class") field.removeAttribute(name);
  }
  for (const e of figure.querySelectorAll("[id], [aria-controls], [aria-labelledby]")) for (const name of ["id", "aria-controls", "aria-labelledby"]) e.removeAttribute(name);
  for (const e of figure.querySelectorAll("input, select")) e.setAttribute("inert", "");
  for (const slot of figure.querySelectorAll("slot")) slot.replaceWith(document.createComment("cut"));
}

async function first(asks: Asks, wanted: Wanted): Promise<First> {
  const drawn = async (as: Sizes): Promise<Element> => {
    size = as;
    return figureOf(asks, wanted);
  };
  const place = wanted.key.split(" ", 1)[0] ?? "";
  const desk = await drawn(broad[place] ?? lesson), list = [...desk.querySelectorAll('.cluster [role="option"]')].map((o) => o.textContent ?? "").filter((text) => !text.startsWith("link "));
  both(desk, await drawn(slim));
  still(desk);
  return {
    class: desk.className.split(" ").filter((c) => c !== "narrow" && c !== "mid").join(" "),
    label: desk.getAttribute("aria-label") ?? "",
    parts: desk.innerHTML.split("<!--cut-->"),
    list,
  };
}

const plan = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Plan;
const asks = await engine(plan.modules);
const firsts: Record<string, First> = {};
for (const wanted of plan.figures) {
  try {
    firsts[wanted.key] = await first(asks, wanted);
  } catch (e) {
    throw new Error(`${wanted.key}: ${String(e)}`);
  }
}
// The engines wait for calls and would keep the process alive.
process.stdout.write(JSON.stringify(firsts), () => process.exit(0));
