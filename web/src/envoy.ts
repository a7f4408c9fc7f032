// The frame of this site on a page of another: opened when the first figure wants it, one for all, and seen by nobody.

import { Unreachable } from "./engine";
import type { Asked, Brought } from "./engine-frame";
import { site } from "./site";
import { Words } from "./words/guest";
import * as Say from "./words/guest";

/** After a frame has loaded, its script has spoken; what is still silent then is something else. */
const graceMs = 3000;

let frame: HTMLIFrameElement | undefined;
let control: Promise<MessagePort> | undefined;

function open(): Promise<MessagePort> {
  if (!frame?.isConnected) control = undefined; // the page may have taken it away
  return (control ??= enter());
}

function enter(): Promise<MessagePort> {
  const f = document.createElement("iframe");
  frame = f;
  f.title = Words.frameTitle;
  f.style.display = "none";
  f.setAttribute("sandbox", "allow-scripts allow-same-origin");
  f.referrerPolicy = "no-referrer"; // which page this is, is nobody's business
  f.src = new URL(__FRAME_URL__, site).href;
  return new Promise((resolve, reject) => {
    const over = new AbortController(), { signal } = over;
    const refuse = (why: string): void => {
      if (signal.aborted) return;
      over.abort();
      close();
      reject(new Unreachable(why));
    };
    addEventListener("message", (e) => {
      const there = f.contentWindow;
      if (!there || e.source !== there || e.origin !== site) return;
      const { port1, port2 } = new MessageChannel();
      there.postMessage("", site, [port2]);
      over.abort();
      resolve(port1);
    }, { signal });
    document.addEventListener("securitypolicyviolation", (e) => {
      if (e.effectiveDirective === "frame-src" && e.blockedURI.startsWith(site)) refuse(Say.policyForgets(site));
    }, { signal });
    f.addEventListener("load", () => setTimeout(() => refuse(Say.silent(site)), graceMs), { signal });
    document.documentElement.append(f);
  });
}

/** Ends the frame and everything in it. The next question opens it again. */
export function close(): void {
  frame?.remove();
  frame = control = undefined;
}

/** Lets a worker answer what comes through a port. */
export async function employ(port: MessagePort): Promise<void> {
  (await open()).postMessage("work" satisfies Asked, [port]);
}

/** What the site has of a scenario; undefined when there is none of that name. */
export async function read(scenario: string): Promise<string | undefined> {
  const to = await open(), { port1, port2 } = new MessageChannel();
  const { text, status } = await new Promise<Brought>((resolve) => {
    port1.onmessage = (e: MessageEvent<Brought>) => resolve(e.data);
    to.postMessage({ scenario } satisfies Asked, [port2]);
  });
  if (status === 404) return undefined;
  if (!text) throw new Unreachable(status ? Say.answered(site, status) : Say.silent(site));
  return text;
}
