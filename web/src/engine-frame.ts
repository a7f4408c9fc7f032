// What runs in the frame that a page of another origin has from this one: it starts the worker, which no page could start
// from another origin, and reads for the page what a figure needs. The page's own policy then has to allow two things: this
// site's scripts, and this frame.

import type { FromWorker, ToWorker } from "./engine";
import { Words } from "./words/player";

/** What the page asks for; the answer goes to the port that comes with it. */
export type Asked = "work" | { readonly scenario: string };

/** An answer to what is read: its text, or the status that came instead; 0 where nothing came. */
export interface Brought {
  readonly text: string;
  readonly status: number;
}

/** What a worker that broke says in the place of its answers. */
export interface Broken {
  readonly broken: string;
}

function work(port: MessagePort): void {
  const worker = new Worker(__WORKER_URL__, { name: "quorumlab" });
  port.addEventListener("message", (e: MessageEvent<ToWorker>) => worker.postMessage(e.data, [e.data.request.buffer]));
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => port.postMessage(data, "answer" in data ? [data.answer.buffer] : []));
  worker.addEventListener("error", (e) => {
    e.preventDefault();
    port.postMessage({ broken: e.message || Words.noWorker } satisfies Broken);
  });
  port.start();
}

async function read(address: string): Promise<Brought> {
  try {
    const answer = await fetch(address, { credentials: "omit" });
    return { text: answer.ok ? await answer.text() : "", status: answer.status };
  } catch {
    return { text: "", status: 0 };
  }
}

// Whoever holds the frame can have nothing read but what anybody may have: scenarios, by their names.
async function serve(asked: Asked, port: MessagePort | undefined): Promise<void> {
  if (!port) return;
  if (asked === "work") work(port);
  else port.postMessage(await read(`/scenarios/${asked.scenario.split("/").map(encodeURIComponent).join("/")}.json`));
}

addEventListener("message", (e) => {
  const [port] = e.ports;
  if (e.source !== parent || !port) return;
  port.addEventListener("message", (m: MessageEvent<Asked>) => void serve(m.data, m.ports[0]));
  port.start();
});
parent.postMessage("quorumlab", "*"); // that it is there is no secret
