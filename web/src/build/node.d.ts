// What a program that Node runs while the site is built asks of it.

declare module "node:fs" {
  export function readFileSync(path: string): Uint8Array<ArrayBuffer>;
  export function readFileSync(path: string, encoding: "utf8"): string;
}

declare const process: {
  readonly argv: readonly string[];
  exit(code: number): never;
  readonly stdout: { write(text: string, done: () => void): void };
};
