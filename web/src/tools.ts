// The fault tools: each acts on what is chosen where that makes sense, else it asks what it is for.

import { h } from "./dom";
import { crashChoices, cutChoices, holdChoices, pauseChoices, tellChoices } from "./choices";
import { icon, type IconName } from "./draw/index";
import type { Choice } from "./menu";
import { hasFlag, nodeFrame, type Hands, type Part, type View } from "./view";

export type OpenMenu = (title: string, choices: Choice[], anchor: HTMLElement) => void;

type Tool = { label: string; icon: IconName; /** An action line for what is chosen. */ now?: (view: View) => string | undefined; ask: (view: View, hands: Hands) => Choice[] };

const chosenNode = (view: View): string | undefined => (view.chosen?.kind === "node" ? view.chosen.id : undefined);
const chosenMessage = (view: View): string | undefined =>
  view.chosen?.kind === "message" && view.run.flying(view.k, view.t).some((f) => f.id === (view.chosen as { id: string }).id) ? view.chosen.id : undefined;

const nodeTools: Tool[] = [
  {
    label: "Crash",
    icon: "crash",
    now: (v) => {
      const id = chosenNode(v);
      return id && !hasFlag(nodeFrame(v, id), "crashed") ? `crash ${id}` : undefined;
    },
    ask: crashChoices,
  },
  {
    label: "Restart",
    icon: "restart",
    now: (v) => {
      const id = chosenNode(v);
      return id && hasFlag(nodeFrame(v, id), "crashed") ? `restart ${id}` : undefined;
    },
    ask: (v, hands) => crashChoices(v, hands).filter((c) => typeof c === "object" && "label" in c && c.icon === "restart"),
  },
  {
    label: "Pause",
    icon: "freeze",
    now: (v) => {
      const id = chosenNode(v), n = id ? nodeFrame(v, id) : undefined;
      return n && !hasFlag(n, "crashed") ? `${hasFlag(n, "paused") ? "resume" : "pause"} ${n.id}` : undefined;
    },
    ask: pauseChoices,
  },
];

const linkTools: Tool[] = [
  {
    label: "Cut",
    icon: "cut",
    now: (v) => (v.chosen?.kind === "link" ? `cut ${v.chosen.from} ${v.chosen.to} both=true` : undefined),
    ask: cutChoices,
  },
  { label: "Heal", icon: "heal", now: () => "heal", ask: () => [] },
];

const onMessage = (line: (id: string) => string): ((v: View) => string | undefined) => (v) => {
  const id = chosenMessage(v);
  return id && line(id);
};

const messageTools: Tool[] = [
  { label: "Hold", icon: "hold", now: (v) => holdLine(v), ask: holdChoices },
  { label: "Drop", icon: "drop", now: onMessage((id) => `drop ${id}`), ask: each("Drop", "drop", (id) => `drop ${id}`) },
  { label: "Duplicate", icon: "duplicate", now: onMessage((id) => `duplicate ${id}`), ask: each("Duplicate", "duplicate", (id) => `duplicate ${id}`) },
  { label: "Delay", icon: "delay", now: onMessage((id) => `delay ${id} by=20ms`), ask: each("Delay", "delay", (id) => `delay ${id} by=20ms`) },
];

function holdLine(v: View): string | undefined {
  const { chosen } = v;
  if (chosen?.kind === "link") return `hold from=${chosen.from} to=${chosen.to}`;
  const message = chosen?.kind === "message" ? v.run.message(chosen.id) : undefined;
  return message && `hold from=${message.from} to=${message.send.to}`;
}

/** One choice for each message on its way. */
function each(label: string, sign: IconName, line: (id: string) => string): Tool["ask"] {
  return (view, hands) => view.run.flying(view.k, view.t)
    .filter((f) => f.state !== "dropped" && f.state !== "lost")
    .map((f): Choice => ({ label: `${label} ${f.kind}${f.arg ? ` ${f.arg}` : ""}`, detail: `${f.from} to ${f.to}`, icon: sign, pick: () => void hands.act(line(f.id)) }));
}

export class Tools implements Part {
  readonly element = h("div", { class: "ql-tools", role: "toolbar", "aria-label": "Faults" });
  readonly #restart: HTMLElement[] = [];
  readonly #heal: HTMLElement[] = [];
  readonly #messages: HTMLButtonElement[] = [];
  readonly #hold: HTMLElement[] = [];
  readonly #tell: HTMLButtonElement;
  #view: View | undefined;

  constructor(private readonly hands: Hands, private readonly open: OpenMenu) {
    const group = (label: string, tools: readonly Tool[]): HTMLElement =>
      h("div", { role: "group", "aria-label": label }, ...tools.map((t) => this.#button(t)));
    this.#tell = h("button", { type: "button", class: "ql-b end", click: () => this.#view && open("Tell a node", tellChoices(this.#view, hands), this.#tell) }, icon("send"), "Command");
    this.element.append(group("A node", nodeTools), group("A link", linkTools), group("A message", messageTools), this.#tell);
    this.element.addEventListener("keydown", (e) => this.#key(e));
  }

  update(view: View): void {
    this.#view = view;
    const down = view.frame.nodes.some((n) => hasFlag(n, "crashed"));
    for (const b of this.#restart) b.hidden = !down;
    const cut = view.frame.links?.some((l) => l.state === "cut") ?? false;
    for (const b of this.#heal) disable(b, !cut);
    const flying = view.run.flying(view.k, view.t).length > 0;
    for (const b of this.#messages) disable(b, !flying);
    // Where a rule holds messages, the tool that made it stays pressed until it is released.
    for (const b of this.#hold) b.setAttribute("aria-pressed", String((view.frame.rules?.length ?? 0) > 0));
    this.#tell.hidden = !view.frame.nodes.some((n) => n.commands?.length);
  }

  #button(tool: Tool): HTMLElement {
    const use = (): void => {
      const view = this.#view;
      if (!view || button.getAttribute("aria-disabled")) return;
      const line = tool.now?.(view);
      if (line) void this.hands.act(line);
      else this.open(tool.label, tool.ask(view, this.hands), button);
    };
    const button = h("button", { type: "button", class: "ql-b quiet", click: use }, icon(tool.icon), tool.label);
    if (tool.label === "Restart") this.#restart.push(button);
    if (tool.label === "Hold") this.#hold.push(button);
    if (tool.label === "Heal") this.#heal.push(button);
    if (messageTools.indexOf(tool) > 0) this.#messages.push(button);
    return button;
  }

  // A toolbar is one stop; arrows walk it, and do not step the run.
  #key(e: KeyboardEvent): void {
    if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
    e.preventDefault();
    e.stopPropagation();
    const all = [...this.element.querySelectorAll<HTMLElement>("button:not([hidden])")];
    const at = all.indexOf(e.target as HTMLElement);
    all[(at + (e.key === "ArrowRight" ? 1 : -1) + all.length) % all.length]?.focus();
  }
}

function disable(b: HTMLElement, off: boolean): void {
  if (off) b.setAttribute("aria-disabled", "true");
  else b.removeAttribute("aria-disabled");
}
