// The JSON that the engines answer, as wasm/bridge says it. Times are integer microseconds.

/** One of the modules that engines come in, by the name that the asset builder gives it. */
export type ModuleName = string;

export type Shape = "circle" | "double" | "dashed" | "diamond" | "hexagon" | "square" | "octagon" | "pill";
export type Intent = "ask" | "order" | "data" | "beat" | "tell" | "yes" | "no" | "ack";
export type Layout = "ring" | "star" | "chain" | "tiers" | "keyspace";
export type PanelKind = "log" | "queue" | "table" | "ledger" | "keyspace" | "waterfall" | "chart";

/** One value that a person may give: a parameter, a mistake, a field of a command or of a goal. */
export interface Field {
  name: string;
  /** int bool string duration time node share distribution, "list of" one of them, or a named type's name for a string. */
  type: string;
  value?: string;
  help?: string;
  min?: string;
  max?: string;
  /** The only values of a string. */
  oneof?: string[];
  /** It stands as a bare word, before the words with a name. */
  arg?: boolean;
  /** It may be left out although it is a bare word. */
  optional?: boolean;
  /** What the engine then does wrong. */
  mistake?: string;
}

export interface RoleDecl {
  name: string;
  letter: string;
  min: number;
  max: number;
  default: number;
  outside?: boolean;
  help?: string;
}

export interface StatusDecl {
  name: string;
  shape: Shape;
  means?: string;
}

export interface KindDecl {
  name: string;
  intent: Intent;
  means?: string;
}

export interface CommandDecl {
  name: string;
  role: string;
  letter: string;
  help?: string;
  fields?: Field[];
}

export interface GoalDecl {
  name: string;
  help?: string;
  fields?: Field[];
}

export interface PanelDecl {
  name: string;
  kind: PanelKind;
  legend?: string;
}

/** What a node may believe of itself for a while. */
export interface SpanDecl {
  name: string;
  /** The end of a sentence whose subject is the node. */
  means: string;
}

export interface InvariantDecl {
  name: string;
  title: string;
}

/** All that a protocol says of itself. */
export interface Decl {
  name: string;
  title: string;
  about?: string;
  layout: Layout;
  /** The field that is the epoch; absent or empty where there is none. */
  epoch?: string;
  roles: RoleDecl[];
  statuses: StatusDecl[];
  kinds: KindDecl[];
  params?: Field[];
  mistakes?: Field[];
  /** The parameters of the world itself: latency, loss and the like. */
  world?: Field[];
  commands?: CommandDecl[];
  goals?: GoalDecl[];
  panels?: PanelDecl[];
  spans?: SpanDecl[];
  invariants?: InvariantDecl[];
  assumes?: string;
}

/** How a message set out. */
export type SendFate = "held" | "lost" | "cut" | "nobody" | "crashed";

export interface Send {
  m: string;
  to: string;
  kind: string;
  arg?: string;
  intent: Intent;
  epoch?: number;
  leaves: number;
  lands: number;
  /** Absent: on its way. */
  fate?: SendFate;
}

export type MessageTurn = "held" | "released" | "dropped" | "duplicated" | "delayed";

/** What an event did to a message that was sent earlier. */
export interface MessageChange {
  m: string;
  what: MessageTurn;
  lands?: number;
}

/** What a node says of itself in a word, a number and a count. */
export interface NodeState {
  status: string;
  epoch?: number;
  tally?: string;
}

export type EventKind = "start" | "recv" | "timer" | "command" | "return" | "lost" | "action";

/** An operation that begins, or its answer, in a few words. */
export interface OpTurn {
  op: number;
  says: string;
}

/** One thing that happened. Its number is its place in the branch, from 1; it is not in the JSON. */
export interface RunEvent {
  t: number;
  k: EventKind;
  /** The node, or "" for an action on none. */
  n: string;
  /** The number of the event that caused it. */
  c?: number;
  /** Its place among the events of its moment. */
  p?: number;
  from?: string;
  m?: string;
  /** What came: a message, a timer, a command or an action, as text. */
  x?: string;
  notes?: string[];
  /** Why nothing of note came of it: said only of the event that is looked at. */
  asides?: string[];
  sends?: Send[];
  msgs?: MessageChange[];
  s?: NodeState;
  f?: string;
  /** Spans that have begun or move their end, or are over: without "on". A crash ends all. */
  spans?: { name: string; on?: boolean; until?: number }[];
  calls?: OpTurn[];
  answers?: OpTurn[];
  bad?: { name: string; text: string; stack?: string };
}

export interface BranchInfo {
  name: string;
  of?: string;
  event?: number;
  t?: number;
}

export type EndReason = "events" | "bytes" | "nodes" | "time" | "violated" | "nothing";

export interface Expectation {
  line: number;
  text: string;
  ok: boolean;
  got?: string;
  event?: number;
}

/** How a challenge stands. */
export interface Challenge {
  /** The event at which the reader's part begins, and the time at which it is over. */
  from: number;
  until: number;
  locked: string[];
  /** Actions done, and how many are left in all, where that is bounded. */
  did: number;
  actions?: number;
  left: { verb: string; left: number; of: number }[];
  goals: { line: number; text: string; ok: boolean; got: string }[];
  /** The first event at which all goals hold. */
  reached?: number;
}

/** What a judge found on a fresh world. */
export interface Verdict {
  reached: boolean;
  /** At which event it was reached, or came nearest; 0: no moment was nearer than the first. */
  event: number;
  t: number;
  line?: number;
  goal?: string;
  got?: string;
  /** The action that the rules forbid. */
  refused?: string;
  seed: number;
  text: string;
}

/** More to judge, or the verdict. */
export interface Judgement {
  more: boolean;
  passed: number;
  verdict?: Verdict;
}

/** What has been computed since the page was last told. */
export interface Run {
  challenge?: Challenge;
  decl?: Decl;
  text?: string;
  branch: string;
  branches?: BranchInfo[];
  keep: number;
  events: RunEvent[];
  count: number;
  now: number;
  more?: boolean;
  at?: number;
  /** After until: whether the goal was reached. */
  found?: boolean;
  ended?: { reason: EndReason; name?: string; text: string; event?: number };
  expect?: Expectation[];
  hash: string;
}

export type NodeFlag = "crashed" | "paused" | "skewed" | "unsynced" | "locked" | "manual";

export interface TimerState {
  name: string;
  set: number;
  due: number;
  /** What an action `fire` calls it; absent for a timer inside the engine. */
  fire?: string;
  /** It is due and waits for a hand. */
  waits?: boolean;
}

export type CellMark = "" | "committed" | "doubt" | "undone" | "locked";

export interface Cell {
  text: string;
  epoch?: number;
  mark?: CellMark;
  at?: number;
}

export interface InboxItem {
  m: string;
  kind: string;
  from: string;
  text?: string;
}

export interface NodeFrame {
  id: string;
  role: string;
  /** It uses the cluster and is no part of it. */
  outside?: boolean;
  status: string;
  epoch?: number;
  tally?: string;
  tier?: number;
  place?: number;
  flags?: string[];
  fields?: [string, string][];
  timers?: TimerState[];
  cells?: Cell[];
  inbox?: InboxItem[];
  commands?: string[];
}

export interface LinkFrame {
  from: string;
  to: string;
  state: "cut" | "lossy" | "slow";
  /** How lossy, how slow. */
  says?: string;
}

export interface WireMessage {
  m: string;
  from: string;
  to: string;
  kind: string;
  arg?: string;
  text?: string;
  intent: Intent;
  epoch?: number;
  leaves: number;
  lands: number;
  /** "" in flight, or what keeps it. */
  state?: string;
}

export interface PanelRow {
  name: string;
  node?: string;
  epoch?: number;
  /** The bar is drawn after the cell of this "at". */
  bar?: number;
  cells: Cell[];
}

export interface Panel {
  name: string;
  kind: PanelKind;
  legend?: string;
  columns?: string[];
  rows: PanelRow[];
}

export interface Invariant {
  name: string;
  title: string;
  ok: boolean;
  /** It could not be judged: says tells why. */
  unjudged?: boolean;
  says?: string;
  /** Of what clients have seen: the answer that no order explains, and the operations that could meet it. */
  event?: number;
  ops?: number[];
}

export interface OpenOp {
  op: number;
  client: string;
  text: string;
  since: number;
}

/** All that is shown at one event. */
export interface Frame {
  challenge?: Challenge;
  event: number;
  t: number;
  /** The moment as a scenario names it: "507.2ms#1". */
  at: string;
  hash: string;
  nodes: NodeFrame[];
  links?: LinkFrame[];
  wire?: WireMessage[];
  rules?: string[];
  panels?: Panel[];
  invariants?: Invariant[];
  ops?: OpenOp[];
}

export interface Replay {
  events: number;
  hash: string;
}

/** One thing that a node was given: the place of it, the event, and what it was. */
export interface SightInput {
  i: number;
  event: number;
  t: number;
  text: string;
}

/** What a node has been given in two branches since it last started. */
export interface Sight {
  node: string;
  same: boolean;
  /** The first input that differs, from 0; -1 for none. */
  apart: number;
  counts: [number, number];
  down: [boolean, boolean];
  /** Of the node that was asked about. */
  inputs?: [SightInput[], SightInput[]];
}

/** Why a request was not carried out. */
export interface Refusal {
  /** The line of the scenario at fault, 0 when none is. */
  line: number;
  text: string;
}
