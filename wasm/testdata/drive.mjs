// Runs a module outside a browser: node drive.mjs WASM_EXEC MODULE. Each line of standard input is a request as a JSON
// string; each line of standard output is its answer.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const [exec, module] = process.argv.slice(2);
globalThis.crypto ??= (await import("node:crypto")).webcrypto; // Node 18 has it in a module only
createRequire(import.meta.url)(exec);

const go = new globalThis.Go();
go.env = { GOGC: "400" };
const { instance } = await WebAssembly.instantiate(readFileSync(module), go.importObject);
const ready = new Promise((resolve) => {
  globalThis.quorumlabReady = resolve;
});
void go.run(instance);
await ready;

const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(decoder.decode(globalThis.quorumlab(encoder.encode(JSON.parse(line)))) + "\n");
}
process.exit(0);
