// The page's side of the worker: a request is a promise. Answers come in the order of the questions, so a session may
// fold them as they come.

import type { Broken } from "./engine-frame";
import { abroad } from "./site";
import type { ModuleName, Refusal } from "./wire";
import { Words } from "./words/player";

export interface ToWorker {
  id: number;
  module: ModuleName;
  request: Uint8Array;
}

export type FromWorker =
  | { id: number; answer: Uint8Array }
  | { id: number; failed: string; barred: boolean }
  | { id: number; dead: string };

/** The engine did not do what was asked, and says what it expected. */
export class Refused extends Error {
  readonly line: number;
  constructor(refusal: Refusal) {
    super(refusal.text);
    this.line = refusal.line;
  }
}

/** The engine could not be loaded. Asking again may help. */
export class Unreachable extends Error {}

/** This browser runs no WebAssembly, or was told not to. */
export class Barred extends Error {}

/** The engine has come to an end. Only a new worker helps. */
export class Dead extends Error {}

/** Longer than any budget takes, even on a slow phone: what has not answered by then never will. */
const patience = 30_000;

interface Waiting {
  resolve(answer: unknown): void;
  reject(why: Error): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Engine {
  #worker: Hired | undefined;
  #last = 0;
  readonly #waiting = new Map<number, Waiting>();
  #watch: ReturnType<typeof setTimeout> | undefined;

  /** Whether this browser can run engines at all. */
  static get possible(): boolean {
    return abroad || (typeof WebAssembly === "object" && typeof Worker === "function");
  }

  /** Asks, and gives the answer's JSON. T is what wasm/bridge promises for that verb. */
  ask<T>(module: ModuleName, request: string): Promise<T> {
    const id = ++this.#last;
    const bytes = encoder.encode(request);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      const message: ToWorker = { id, module, request: bytes };
      this.#start().postMessage(message, [bytes.buffer]);
      this.#wait();
    });
  }

  /** Ends the worker and everything in it. The next question starts a new one. */
  restart(): void {
    this.#end(new Dead(Words.startedAgain));
  }

  #start(): Hired {
    return (this.#worker ??= (abroad ? hireAbroad : hire)((m) => this.#hear(m), (why) => this.#end(new Unreachable(why))));
  }

  #hear(message: FromWorker): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    this.#wait();
    if (!waiting) return;
    if ("dead" in message) {
      waiting.reject(new Dead(message.dead));
    } else if ("failed" in message) {
      waiting.reject(new (message.barred ? Barred : Unreachable)(message.failed));
    } else {
      const answer = JSON.parse(decoder.decode(message.answer)) as { error?: Refusal };
      if (answer.error) waiting.reject(new Refused(answer.error));
      else waiting.resolve(answer);
    }
  }

  // Each answer buys the next question the same patience.
  #wait(): void {
    clearTimeout(this.#watch);
    if (this.#waiting.size > 0) {
      this.#watch = setTimeout(() => this.#end(new Dead(Words.noAnswer)), patience);
    }
  }

  #end(why: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    clearTimeout(this.#watch);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const w of waiting) w.reject(why);
  }
}

/** Whoever does the work. */
interface Hired {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
}

type Hire = (heard: (message: FromWorker) => void, failed: (why: string) => void) => Hired;

const hire: Hire = (heard, failed) => {
  const worker = new Worker(__WORKER_URL__, { name: "quorumlab" });
  worker.addEventListener("message", (e: MessageEvent<FromWorker>) => heard(e.data));
  worker.addEventListener("error", (e) => {
    e.preventDefault();
    failed(e.message || Words.noWorker);
  });
  return worker;
};

// No page may start a worker of another origin: there the worker is in a frame of this site.
const hireAbroad: Hire = (heard, failed) => {
  const { port1, port2 } = new MessageChannel(), envoy = import("./envoy");
  port1.onmessage = ({ data }: MessageEvent<FromWorker | Broken>) => ("broken" in data ? failed(data.broken) : heard(data));
  envoy.then((e) => e.employ(port2)).catch((e: unknown) => failed((e as Error).message));
  return {
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    terminate: () => {
      port1.close();
      void envoy.then((e) => e.close());
    },
  };
};

let shared: Engine | undefined;

/** The engine of this page: all its figures share one worker and one compiled module. */
export function pageEngine(): Engine {
  return (shared ??= new Engine());
}
