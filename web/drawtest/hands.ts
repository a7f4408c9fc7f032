// What a hand meets: in a figure everything that can be acted on is 44 px wide, whatever its glyph.

import { ClusterView, type Arrow, type Ref, type Scene } from "../src/draw/index";
import { diagramOn, sceneOf } from "./scenes";

const NS = "http://www.w3.org/2000/svg";

const told = (ref: Ref | undefined): string => !ref ? "nothing" : ref.kind === "link" ? `link ${ref.from} ${ref.to}` : `${ref.kind} ${ref.id}`;

export function handsMeetWhatTheyPointAt(root: HTMLElement): string[] {
  const faults: string[] = [], svg = document.createElementNS(NS, "svg");
  root.append(svg);
  const view = new ClusterView(svg), base = sceneOf({ layout: "ring", nodes: 5, clients: 1, messages: 0, width: 704, seed: 3 });
  const scene: Scene = {
    ...base,
    flying: [{ id: "m1", from: "n2", to: "n5", kind: "Vote", arg: "", intent: "ask", epoch: 1, progress: 0.3, state: "flying", chosen: false }],
  };
  view.render(scene);
  const at = (x: number, y: number, want: string): void => {
    const got = told(view.hit(x, y));
    if (got !== want) faults.push(`at ${Math.round(x)} ${Math.round(y)} is ${got}, not ${want}`);
  };
  for (const n of scene.frame.nodes) {
    const p = view.nodeAt(n.id);
    if (!p) {
      faults.push(`${n.id} is nowhere`);
      continue;
    }
    for (const [dx, dy] of [[0, 0], [21, 0], [-21, 0], [0, 21], [0, -21]] as const) at(p.x + dx, p.y + dy, `node ${n.id}`);
  }
  const m = view.messageAt("m1");
  if (m) for (const [dx, dy] of [[0, 0], [20, 0], [0, -20]] as const) at(m.x + dx, m.y + dy, "message m1");
  else faults.push("m1 is nowhere");
  const a = view.nodeAt("n3"), b = view.nodeAt("n4");
  if (a && b) at((a.x + b.x) / 2, (a.y + b.y) / 2 + 10, "link n3 n4");
  at(scene.width - 2, 2, "nothing");
  svg.remove();
  return faults;
}

export function aClickInTimeIsAnEventOrAMoment(root: HTMLElement): string[] {
  const faults: string[] = [], svg = document.createElementNS(NS, "svg"), none = new Set<number>();
  root.append(svg);
  const view = diagramOn(svg), { decl } = sceneOf({ layout: "ring", nodes: 2, clients: 0, messages: 0, width: 704, seed: 3 });
  const arrow: Arrow = { m: "m1", from: "n1", to: "n2", leaves: 10_000, lands: 60_000, fate: "landed", kind: "Vote", intent: "ask", epoch: 0, sent: 1, got: 2 };
  view.render({
    width: 704, decl, nodes: ["n1", "n2"], tracks: [], arrows: [arrow], from: 0, to: 100_000, now: 50_000, causes: none, consequences: none,
    marks: [{ event: 1, t: 10_000, node: "n1", kind: "point" }, { event: 2, t: 60_000, node: "n2", kind: "crash" }],
  });
  const sign = svg.querySelector("svg .mk")?.getBoundingClientRect(), box = svg.getBoundingClientRect();
  if (!sign) return ["no sign is drawn"];
  const x = sign.left + sign.width / 2 - box.left, y = sign.top + sign.height / 2 - box.top, hit = view.hit(x + 8, y + 4);
  if (hit?.event !== 2 || hit.node !== "n2") faults.push(`beside the sign is ${JSON.stringify(hit)}`);
  const away = view.hit(x + 120, y);
  if (away?.event !== undefined || away?.t === undefined || away.t <= 60_000) faults.push(`right of it is ${JSON.stringify(away)}`);
  svg.remove();
  return faults;
}
