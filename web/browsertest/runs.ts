// What the page's own model of a run promises, on runs made up from seeds. Each promise gives the faults found: none when
// it holds.

import { cutsOf } from "../src/cuts";
import { Message } from "../src/message";
import { RunModel } from "../src/run";
import type { MessageTurn, RunEvent, Send } from "../src/wire";

const nodes = ["n1", "n2", "n3", "n4", "n5"];

/** A small generator, the same in every browser. */
function random(seed: number): (below: number) => number {
  let a = seed >>> 0;
  return (below) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const pick = <T>(list: readonly T[], draw: (below: number) => number): T => list[draw(list.length)] as T;

/** A run with all that can happen to a message; after keep it takes another way for another seed. */
function madeUp(count: number, seed: number, start: readonly RunEvent[] = []): RunEvent[] {
  const draw = random(seed), events = [...start];
  let t = events.at(-1)?.t ?? 0, sent = 0;
  for (const e of events) sent += e.sends?.length ?? 0;
  const open = new Map<string, { send: Send; from: string; held: boolean }>();
  for (const e of events) {
    for (const s of e.sends ?? []) if (!s.fate || s.fate === "held") open.set(s.m, { send: s, from: e.n, held: s.fate === "held" });
    for (const x of e.msgs ?? []) if (x.what === "dropped") open.delete(x.m);
    if (e.m) open.delete(e.m);
  }
  const unanswered = new Set(events.flatMap((e) => e.calls ?? []).map((c) => c.op));
  let asked = unanswered.size;
  for (const a of events.flatMap((e) => e.answers ?? [])) unanswered.delete(a.op);
  while (events.length < count) {
    t += draw(4) === 0 ? 0 : draw(3000);
    const node = pick(nodes, draw), e: RunEvent = { t, k: "timer", n: node, x: "tick" };
    if (events.length > 3 && draw(3)) e.c = 1 + draw(events.length);
    const waiting = [...open.values()].filter((m) => !m.held && m.send.lands <= t), what = draw(10);
    if (waiting.length && what < 6) {
      const m = pick(waiting, draw);
      open.delete(m.send.m);
      Object.assign(e, { k: draw(9) ? "recv" : "lost", n: m.send.to, from: m.from, m: m.send.m, x: m.send.kind });
    } else if (open.size && what === 6) {
      const m = pick([...open.values()], draw), turn: MessageTurn = pick(m.held ? ["released", "dropped"] as const : ["held", "dropped", "delayed"] as const, draw);
      if (turn === "dropped") open.delete(m.send.m);
      m.held = turn === "held";
      Object.assign(e, { k: "action", n: "", x: `${turn} ${m.send.m}`, msgs: [{ m: m.send.m, what: turn, lands: t + 5000 }] });
    }
    if (draw(3)) {
      e.sends = nodes.filter((n) => n !== e.n && draw(2)).map((to): Send => {
        const send: Send = { m: `${e.n || "n1"}.${++sent}`, to, kind: pick(["Ask", "Tell"], draw), intent: "ask", leaves: t, lands: t + 1000 + draw(9000) };
        const fate = draw(20);
        if (fate < 3) send.fate = pick(["held", "lost", "cut"] as const, draw);
        if (!send.fate || send.fate === "held") open.set(send.m, { send, from: e.n, held: send.fate === "held" });
        return send;
      });
    }
    if (e.n && draw(6) === 0) e.s = { status: pick(["follower", "leader", "candidate"], draw), epoch: draw(5) };
    if (e.n && draw(30) === 0) e.f = pick(["", "crashed", "paused"], draw);
    if (draw(5) === 0) e.notes = ["It is so."];
    if (e.n && draw(7) === 0) {
      e.calls = [{ op: ++asked, says: `put ${draw(9)}` }];
      unanswered.add(asked);
    }
    if (unanswered.size && draw(7) === 0) {
      const op = pick([...unanswered].slice(0, 5), draw);
      unanswered.delete(op);
      e.answers = [{ op, says: `done ${draw(9)}` }];
    }
    events.push(e);
  }
  return events;
}

/** All that a model tells, at a few moments. */
function told(run: RunModel, draw: (below: number) => number): string {
  const all: unknown[] = [run.count, run.actions, run.reigns(new Set(["leader"])), run.answers()];
  for (let i = 0; i < 12; i++) {
    const k = draw(run.count + 1), t = run.timeOf(k) + draw(2000), from = run.timeOf(draw(run.count)), to = from + 20_000;
    all.push(run.flying(k, t), nodes.map((n) => run.nodeAt(n, k)), run.tracks(nodes, from, to), run.marks(from, to, new Set()));
    all.push(run.operations(from, to, new Set(["n1"])));
    all.push(run.arrows(from, to), run.lines(k, 3), run.next(k), run.previous(k, 0), run.countAt(t), [...run.causes(k)], run.consequences(k).size);
  }
  return JSON.stringify(all);
}

function foldingInSlicesIsFoldingAtOnce(): string[] {
  const faults: string[] = [];
  for (let seed = 1; seed <= 20; seed++) {
    const draw = random(seed), events = madeUp(900, seed), whole = new RunModel(), parts = new RunModel();
    whole.fold(0, events);
    for (let at = 0; at < events.length; ) {
      const n = 1 + draw(200);
      parts.fold(at, events.slice(at, at + n));
      at = Math.min(events.length, at + n);
    }
    if (told(whole, random(seed)) !== told(parts, random(seed))) faults.push(`seed ${seed}`);
  }
  return faults;
}

function anotherFutureLeavesNothingOfTheFirst(): string[] {
  const faults: string[] = [];
  for (let seed = 1; seed <= 20; seed++) {
    const draw = random(seed), first = madeUp(800, seed), keep = draw(700), second = madeUp(900, seed + 1000, first.slice(0, keep));
    const fresh = new RunModel(), changed = new RunModel();
    fresh.fold(0, second);
    changed.fold(0, first);
    changed.fold(keep, second.slice(keep));
    if (told(fresh, random(seed)) !== told(changed, random(seed))) faults.push(`seed ${seed}, kept ${keep}`);
  }
  return faults;
}

/** A message sent at 0 that lands at 10,000, and what happens to it: at event 2 and so on. */
function sentMessage(fate: Send["fate"], ...turns: [t: number, what: Message["turns"][number]["what"], lands?: number][]): Message {
  const send: Send = { m: "n1.1", to: "n2", kind: "Ask", intent: "ask", leaves: 0, lands: 10_000 };
  const m = new Message(fate ? { ...send, fate } : send, "n1", 1, 10_000);
  turns.forEach(([t, what, lands], i) => m.turns.push({ event: i + 2, t, what, lands }));
  return m;
}

function aMessageIsWhereItsTurnsPutIt(): string[] {
  const faults: string[] = [];
  const at = (says: string, m: Message, k: number, t: number, state: string | undefined, progress?: number): void => {
    const place = m.at(k, t);
    if (place?.state !== state || (progress !== undefined && Math.abs((place?.progress ?? -1) - progress) > 1e-9)) {
      faults.push(`${says}: got ${JSON.stringify(place)}, expected ${state} at ${progress}`);
    }
  };
  at("it moves evenly", sentMessage(undefined), 1, 2500, "flying", 0.25);
  at("it waits at its end until it is received", sentMessage(undefined), 1, 12_000, "flying", 1);
  at("received, it is gone", sentMessage(undefined, [10_000, "received"]), 2, 10_000, undefined);
  at("a moment before, it is there", sentMessage(undefined, [10_000, "received"]), 1, 10_000, "flying", 1);
  at("held from the start, it goes half way", sentMessage("held"), 1, 90_000, "held", 0.5);
  at("held late, it stays where it was", sentMessage(undefined, [8000, "held"]), 2, 50_000, "held", 0.8);
  at("released, it goes on from there", sentMessage("held", [20_000, "released", 30_000]), 2, 25_000, "flying", 0.75);
  at("delayed, it has longer for the rest", sentMessage(undefined, [5000, "delayed", 15_000]), 2, 10_000, "delayed", 0.75);
  at("dropped, its cross is seen for a while", sentMessage(undefined, [4000, "dropped"]), 2, 6000, "dropped", 0.4);
  at("then nothing is", sentMessage(undefined, [4000, "dropped"]), 2, 9000, undefined);
  at("before it was dropped it flew", sentMessage(undefined, [4000, "dropped"]), 1, 4000, "flying", 0.4);
  at("lost by chance, it is lost half way", sentMessage("lost"), 1, 6000, "lost", 0.5);
  at("of two copies one is left", sentMessage(undefined, [1000, "duplicated", 20_000], [10_000, "received"]), 3, 15_000, "flying", 0.75);
  at("of two copies both arrive", sentMessage(undefined, [1000, "duplicated", 20_000], [10_000, "received"], [20_000, "received"]), 4, 20_000, undefined);
  return faults;
}

function anOperationLastsFromItsCallToItsAnswer(): string[] {
  const faults: string[] = [], run = new RunModel();
  const event = (t: number, n: string, more: Partial<RunEvent>): RunEvent => ({ t, k: "command", n, ...more });
  run.fold(0, [
    event(1000, "c1", { calls: [{ op: 1, says: "put x=9" }] }),
    event(2000, "n1", { calls: [{ op: 2, says: "propose" }], answers: [{ op: 2, says: "not the leader" }] }),
    event(3000, "c2", { calls: [{ op: 3, says: "get x" }] }),
    event(4000, "c2", { k: "action", x: "crash c2", f: "crashed" }),
    event(5000, "n1", { answers: [{ op: 1, says: "done" }] }),
    event(6000, "c1", { calls: [{ op: 4, says: "get x" }] }),
  ]);
  const seen = (from: number, to: number): string => run.operations(from, to, new Set(["c1", "c2"]))
    .map((o) => `${o.node} ${o.call} ${o.from}-${o.to} ${o.answer ?? ""}${o.light ? " light" : ""}`).join("; ");
  const is = (says: string, got: string, want: string): void => void (got === want || faults.push(`${says}: “${got}”, expected “${want}”`));
  is("all", seen(0, 9000), "c1 put x=9 1000-5000 done; n1 propose 2000-2000 not the leader light; c2 get x 3000-4000 ; c1 get x 6000-Infinity ");
  is("a window has what touches it", seen(4500, 5500), "c1 put x=9 1000-5000 done");
  run.fold(4, []);
  is("in another future it is open", seen(0, 1500), "c1 put x=9 1000-Infinity ");
  return faults;
}

function cutsAreCalledByWhatIsCut(): string[] {
  const faults: string[] = [];
  const is = (lines: readonly string[], want: string): void => {
    const run = new RunModel();
    run.fold(0, lines.map((x, i): RunEvent => ({ t: i, k: "action", n: "", x })));
    const got = cutsOf(run).map((c) => `${c.from}-${c.to} ${c.label}`).join("; ");
    if (got !== want) faults.push(`${lines.join("; ")}: “${got}”, expected “${want}”`);
  };
  is(["crash n1", "cut n1 n2", "heal"], "1-2 n1 → n2");
  is(["cut n1 n2 both=true", "hold from=n1", "heal n2 n1"], "0-2 n1 – n2");
  is(["partition n1 n2 | n3", "pause n1", "heal"], "0-2 n1 n2 | n3");
  is(["partition n1 | n2 n3", "partition n1 n2 | n3"], "0-1 n1 | n2 n3; 1-Infinity n1 n2 | n3");
  is(["partition n1 | n2 | n3", "cut n1 n2", "heal n1 n2", "heal"], "0-1 n1 | n2 | n3; 1-2 n1 | n2 | n3, n1 → n2; 2-3 n1 | n2 | n3, but not n1 – n2");
  is(["partition n1 | n2 n3", "heal n1 n2"], "0-1 n1 | n2 n3; 1-Infinity n1 | n2 n3, but not n1 – n2");
  is(["partition n1 | n2", "partition n1 n2 | n3"], "0-1 n1 | n2; 1-Infinity n1 n2 | n3");
  is(["cut n1 n2", "heal n2 n3", "remove n2"], "0-2 n1 → n2");
  is(["cut n1 n2", "cut n1 n2"], "0-Infinity n1 → n2");
  return faults;
}

function whatComesToAHandWaitsForIt(): string[] {
  const faults: string[] = [], run = new RunModel();
  const send = (m: string, to: string): Send => ({ m, to, kind: "Ask", intent: "ask", leaves: 1000, lands: 11_000 });
  run.fold(0, [
    { t: 0, k: "action", n: "n2", x: "manual n2 on", f: "manual" },
    { t: 0, k: "action", n: "n3", x: "crash n3", f: "manual crashed" },
    { t: 1000, k: "timer", n: "n1", sends: [send("n1.1", "n2"), send("n1.2", "n3"), send("n1.3", "n4")] },
    { t: 30_000, k: "action", n: "n2", x: "manual n2 off", f: "" },
  ]);
  const states = (k: number, t: number): string => run.flying(k, t).map((f) => `${f.to} ${f.state}`).join(", ");
  const is = (says: string, got: string, want: string): void => void (got === want || faults.push(`${says}: “${got}”, expected “${want}”`));
  is("on its way it flies", states(3, 5000), "n2 flying, n3 flying, n4 flying");
  is("at the hand it waits", states(3, 20_000), "n2 waiting, n3 flying, n4 flying");
  is("no hand, no wait", states(4, 30_000), "n2 flying, n3 flying, n4 flying");
  is("the line of time tells it", run.arrows(0, 40_000).map((a) => `${a.to} ${a.fate}`).join(", "), "n2 waiting, n3 flying, n4 flying");
  return faults;
}

function aStepBackUndoesAStep(): string[] {
  const run = new RunModel(), faults: string[] = [];
  run.fold(0, madeUp(600, 7));
  const way = [0];
  for (let k = run.next(0); k !== undefined; k = run.next(k)) way.push(k);
  for (let i = way.length - 1; i > 0; i--) {
    const back = run.previous(way[i] as number, 0);
    if (back !== way[i - 1]) faults.push(`from ${way[i]} back to ${back}, expected ${way[i - 1]}`);
  }
  return faults;
}

// A busy machine is slow now and then, not in the median.
function aQuestionOfTenThousandEventsIsAnsweredWithinAFrame(): string[] {
  const run = new RunModel(), draw = random(3), times: number[] = [];
  run.fold(0, madeUp(10_000, 3));
  for (let i = 0; i < 200; i++) {
    const k = draw(run.count), t = run.timeOf(k), start = performance.now();
    run.flying(k, t);
    run.tracks(nodes, t, t + 200_000);
    run.marks(t, t + 200_000, new Set());
    run.arrows(t, t + 200_000);
    run.operations(t, t + 200_000, new Set());
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[100] ?? 0;
  return median > 16 ? [`a question takes ${median} ms`] : [];
}

const promises = {
  foldingInSlicesIsFoldingAtOnce,
  anotherFutureLeavesNothingOfTheFirst,
  aMessageIsWhereItsTurnsPutIt,
  anOperationLastsFromItsCallToItsAnswer,
  cutsAreCalledByWhatIsCut,
  whatComesToAHandWaitsForIt,
  aStepBackUndoesAStep,
  aQuestionOfTenThousandEventsIsAnsweredWithinAFrame,
};

/** What each promise found. */
export function found(): Record<string, string[]> {
  return Object.fromEntries(Object.entries(promises).map(([name, promise]) => [name, promise()]));
}
