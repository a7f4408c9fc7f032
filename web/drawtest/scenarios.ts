// Draws the frames of a real run as a page does, on a desk and on a phone, and looks at where their words are.

import { ClusterView, type Flying } from "../src/draw/index";
import { isQuiet } from "../src/run";
import { Session, type Asks } from "../src/session";
import { inspect } from "./words";

/** The widths and heights that a cluster is drawn at, on a desk and on a phone. */
const SIZES = [[928, 352], [328, 330]] as const;

/** The engines are the test's own, behind one address. */
const engines: Asks = {
  async ask<T>(_: string, request: string): Promise<T> {
    const response = await fetch("/ask", { method: "POST", body: request }), answer = (await response.json()) as T & { error?: { text: string } };
    if (answer.error) throw new Error(`${request.split("\n", 1)[0]}: ${answer.error.text}`);
    return answer;
  },
};

/** Some of the events at which there is anything new to see: the first, the last, and as many between them as are wanted. */
function moments(session: Session, most: number): number[] {
  const all: number[] = [];
  for (let k = session.first; k <= session.run.count; k++) {
    const e = session.run.event(k);
    if (e && (k === session.first || k === session.run.count || !isQuiet(e))) all.push(k);
  }
  return all.length <= most ? all : Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as number);
}

/** A message that nobody can see: its glyph is under a badge of a node. */
function hidden(svg: SVGSVGElement): string[] {
  const middle = (e: Element): [number, number] => {
    const b = e.getBoundingClientRect();
    return [(b.left + b.right) / 2, (b.top + b.bottom) / 2];
  };
  const badges = [...svg.querySelectorAll("circle.badge")].map(middle);
  return [...svg.querySelectorAll("g.m.waiting path.gi")].filter((g) => {
    const [x, y] = middle(g);
    return badges.some(([bx, by]) => Math.hypot(bx - x, by - y) < 12);
  }).map(() => "what waits is under a badge");
}

/** What is wrong in a scenario's frames, each fault once. */
async function look(text: string, most: number): Promise<string[]> {
  const session = new Session(engines, "", () => undefined, (e) => { throw e; });
  await session.open(text);
  await session.reachScriptEnd();
  const faults = new Set<string>();
  for (const [width, height] of SIZES) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), view = new ClusterView(svg);
    document.body.append(svg);
    for (const k of moments(session, most)) {
      const frame = await session.frame(k), t = session.run.timeOf(k), next = session.run.timeOf(k + 1);
      // When it happens, and halfway to what happens next.
      for (const at of next > t ? [t, (t + next) / 2] : [t]) {
        const flying: Flying[] = session.run.flying(k, at);
        view.render({ width, height, decl: session.decl, frame, t: at, flying, changed: new Set(), still: true });
        for (const f of [...inspect(svg, ""), ...hidden(svg)]) faults.add(`event ${k} at ${width} px${f.startsWith(":") ? "" : ": "}${f}`);
      }
    }
    svg.remove();
  }
  session.close();
  return [...faults];
}

void Promise.all(["400 12px 'QL Sans'", "650 12px 'QL Sans'"].map((f) => document.fonts.load(f))).then(() => {
  (window as unknown as { look: typeof look }).look = look;
  document.body.append(Object.assign(document.createElement("p"), { id: "ready" }));
});
