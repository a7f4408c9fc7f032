// Run by Node while the site is built: prints what stands in a page before a figure is alive there, by the name that the
// page has for it. The player's own session, sentences and renderer make it, on the modules that the page loads, so it is
// what the figure shows when it comes.

import "wasm_exec";
import { readFileSync } from "node:fs";
import { parseHTML } from "linkedom";
import { ClusterView } from "../draw/cluster";
import { Narration } from "../narration";
import { Session, type Asks } from "../session";
import { things } from "../stage";
import { eventAt, parseMoment } from "../time";
import type { View } from "../view";
import type { ModuleName, Refusal } from "../wire";

interface Wanted {
  readonly key: string;
  readonly module: ModuleName;
  readonly text: string;
  readonly at: string;
  readonly branch: string;
}

interface Plan {
  /** The modules' files, by name. */
  readonly modules: Readonly<Record<ModuleName, string>>;
  readonly figures: readonly Wanted[];
}

interface First {
  /** The cluster as a page of a desk and as a phone shows it. */
  wide: string;
  narrow: string;
  /** The narration, as HTML. */
  said: string;
  /** What the picture has, in words, a line each. */
  list: string[];
}

/** The sizes that figures have on a desk and on a phone, in CSS pixels. */
const wide = { width: 720, height: 340 };
const narrow = { width: 328, height: 318 };
/** How many lines of narration stand above the last one beside a figure. */
const past = 2;

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

/** A moment of a run, of which nothing is chosen and nothing plays. */
function still(session: Session, at: ReturnType<typeof parseMoment>, frame: View["frame"], k: number): View {
  const { run, decl } = session, t = at && at.place === undefined ? Math.max(at.t, run.timeOf(k)) : run.timeOf(k);
  const none: ReadonlySet<number> = new Set();
  return {
    session, run, decl, k, t, frame, before: undefined, playing: false, calm: false, speed: 1, chosen: undefined, focus: undefined,
    lit: undefined, causes: none, consequences: none, from: 0, to: 0, end: 0, wanted: 0, narrow: false,
    nodes: new Set(frame.nodes.map((n) => n.id)), mine: none, own: false, how: "seek", whole: false, tools: undefined,
  };
}

function picture({ decl, frame, run, k, t }: View, size: { width: number; height: number }): string {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  new ClusterView(svg).render({ ...size, decl, frame, t, flying: run.flying(k, t), still: true, changed: new Set() });
  return svg.toString();
}

async function first(asks: Asks, wanted: Wanted): Promise<First> {
  let failed: Error | undefined;
  const session = new Session(asks, wanted.module, () => undefined, (why) => (failed = why)), { run } = session;
  await session.open(wanted.text);
  await session.reachScriptEnd();
  if (wanted.branch) await session.switchTo(wanted.branch);
  const at = parseMoment(wanted.at);
  if (at) await session.reach(at.t);
  const k = at ? Math.max(session.first, eventAt(run, at)) : session.first;
  const view = still(session, at, await session.frame(k), k), narration = new Narration(past);
  session.close();
  if (failed) throw failed;
  narration.update(view);
  return {
    wide: picture(view, wide),
    narrow: picture(view, narrow),
    said: narration.element.innerHTML,
    list: things(view, run.flying(k, view.t)).map((o) => o.text),
  };
}

Object.assign(globalThis, { document: parseHTML("<html></html>").document });

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
