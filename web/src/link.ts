// A moment of a run as the fragment of a URL: "#1." and, in base64url, a deflate stream of a few lines and the scenario.
// protocols/link says what it is, and reads it as well; testdata/links.json there holds both to one format.

import { Words } from "./words/texts";
export interface Link {
  /** The first digits of the build's hash. */
  build: string;
  /** The built-in scenario that it began with; "" for a text of the reader's own. */
  scenario: string;
  branch: string;
  event: number;
  /** Where the playhead stands, in microseconds. */
  time: number;
  hash: string;
  /** The scenario, with all that was done by hand. */
  text: string;
}

/** foreign: another version. damaged: not whole. large: more than a link may have. */
export type Fault = "foreign" | "damaged" | "large" | "unable";

export class BadLink extends Error {
  constructor(
    readonly fault: Fault,
    message: string,
  ) {
    super(message);
  }
}

export const fragmentMax = 64 << 10;
export const payloadMax = (256 << 10) + 512;
export const buildDigits = 16;
const eventMax = 2 ** 31 - 1;
const version = "1";

const name = "[a-z0-9][a-z0-9-]{0,39}";
const lines = new RegExp(
  `^build ([0-9a-f]{${buildDigits}})\n(?:scenario (${name}(?:/${name}){1,2})\n)?branch (${name})\n` +
    "event (0|[1-9][0-9]{0,9})\ntime (0|[1-9][0-9]{0,15})\nhash ([0-9a-f]{16})\n\n",
);

/** The fragment of a link, its # included. */
export async function encode(link: Link): Promise<string> {
  if (!("CompressionStream" in globalThis)) throw new BadLink("unable", Words.cantCompress);
  const scenario = link.scenario ? `scenario ${link.scenario}\n` : "";
  const payload = `build ${link.build}\n${scenario}branch ${link.branch}\nevent ${link.event}\ntime ${link.time}\nhash ${link.hash}\n\n${link.text}`;
  read(payload);
  const bytes = new TextEncoder().encode(payload);
  const packed = bytes.length > payloadMax ? undefined : await through(bytes, new CompressionStream("deflate-raw"), fragmentMax);
  const fragment = packed && `#${version}.${base64url(packed)}`;
  if (!fragment || fragment.length > fragmentMax) throw new BadLink("large", Words.runTooLong);
  return fragment;
}

/** The link of a fragment. Throws a BadLink for one that can't be read. */
export async function decode(fragment: string): Promise<Link> {
  const head = /^#([0-9]{1,4})\./.exec(fragment);
  if (head?.[1] !== version) throw new BadLink("foreign", Words.otherVersion);
  if (fragment.length > fragmentMax) throw new BadLink("large", Words.linkTooLong);
  if (!("DecompressionStream" in globalThis)) throw new BadLink("unable", Words.cantDecompress);
  const packed = bytesOf(fragment.slice(head[0].length));
  return read(text(await through(packed, new DecompressionStream("deflate-raw"), payloadMax)));
}

const damaged = (): BadLink => new BadLink("damaged", Words.notWhole);

function read(payload: string): Link {
  const m = lines.exec(payload);
  if (!m) throw damaged();
  const [head, build = "", scenario = "", branch = "", event, time, hash = ""] = m;
  const link = { build, scenario, branch, event: Number(event), time: Number(time), hash, text: payload.slice(head.length) };
  if (link.event > eventMax || link.time > Number.MAX_SAFE_INTEGER) throw damaged();
  return link;
}

/** What comes out of a stream that is given some bytes: most bytes at the most, however many there would be. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream, most: number): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw damaged();
    });
    if (done) break;
    size += value.length;
    if (size > most) {
      void reader.cancel();
      throw new BadLink("large", Words.runOfLinkTooLong);
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged();
  }
}

function base64url(bytes: Uint8Array): string {
  let s = "";
  for (let i = 0; i < bytes.length; i += 0x8000) s += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(s).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytesOf(s: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(s) || s.length % 4 === 1) throw damaged();
  const bytes = Uint8Array.from(atob(s.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  // Bits that a decoder passes over were put there by somebody.
  if (base64url(bytes) !== s) throw damaged();
  return bytes;
}
