// The worker that runs the engines. One worker serves every figure of a page; it keeps one instance of each module that
// was asked for. Bytes go in, bytes come out; what they say is wasm/bridge's matter, not the worker's.

import "wasm_exec";
import type { FromWorker, ToWorker } from "./engine";
import type { ModuleName } from "./wire";
import { Words } from "./words/player";
import * as Say from "./words/player";

type Handle = (request: Uint8Array) => Uint8Array;

interface GoRuntime {
  env: Record<string, string>;
  readonly importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

interface WorkerScope {
  quorumlab?: Handle | undefined;
  readonly Go: new () => GoRuntime;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (e: MessageEvent<ToWorker>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const handles = new Map<ModuleName, Promise<Handle>>();
/** Why a module's instance can't answer any more. Go can't be revived: the page starts a new worker. */
const dead = new Map<ModuleName, string>();

// Compiling while the bytes arrive needs the right content type; a server that lacks it still gets its module run.
async function compile(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(Say.answered(url, response.status));
  if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Whether a browser has no WebAssembly here, or a policy on the way has forbidden it: asking again does not help. */
function barred(e: unknown): boolean {
  return typeof WebAssembly !== "object" || e instanceof EvalError || (e instanceof WebAssembly.CompileError && /CSP|Content Security Policy/i.test(e.message));
}

async function start(name: ModuleName): Promise<Handle> {
  const url = __WASM_URLS__[name];
  if (!url) throw new Error(Say.noModule(name));
  const module = await compile(url);
  const go = new scope.Go();
  go.env = { GOGC: "400" }; // the heap is small and replay allocates in bursts: a fifth faster
  const instance = await WebAssembly.instantiate(module, go.importObject);
  scope.quorumlab = undefined;
  // Go runs until its main waits for calls: by then it has set its handle, which the next module would overwrite.
  void go.run(instance).then(
    () => dead.set(name, "it has ended"),
    (e: unknown) => dead.set(name, String(e)),
  );
  const handle: Handle | undefined = scope.quorumlab;
  if (!handle) throw new Error(Words.noHandle);
  return handle;
}

function instance(name: ModuleName): Promise<Handle> {
  let handle = handles.get(name);
  if (!handle) {
    handle = start(name);
    handles.set(name, handle);
    // A download that failed may succeed when asked for again.
    handle.catch(() => handles.delete(name));
  }
  return handle;
}

async function answer({ id, module, request }: ToWorker): Promise<void> {
  let handle: Handle;
  try {
    handle = await instance(module);
  } catch (e) {
    scope.postMessage({ id, failed: String(e instanceof Error ? e.message : e), barred: barred(e) }, []);
    return;
  }
  let why = dead.get(module);
  if (why === undefined) {
    try {
      const bytes = handle(request);
      scope.postMessage({ id, answer: bytes }, [bytes.buffer]);
      return;
    } catch (e) {
      why = String(e);
      dead.set(module, why);
    }
  }
  scope.postMessage({ id, dead: why }, []);
}

// Requests are answered in the order in which they came, also those that waited for a module.
let last = Promise.resolve();
scope.addEventListener("message", (e) => {
  last = last.then(() => answer(e.data));
});
