// A link to a moment, made and opened: what it says of a figure, and what a figure says of it.

import { BadLink, buildDigits, decode, encode, type Link } from "./link";
import { h } from "./dom";
import { icon } from "./draw/index";
import type { Player } from "./player";
import type { Session } from "./session";
import { site } from "./site";
import type { Frame } from "./wire";
import { Words } from "./words/texts";
import * as Say from "./words/texts";

const build = __BUILD__.slice(0, buildDigits);

/** The fragment of a link to the moment that a player is at. scenario: the built-in one that the run began with, or "". */
export async function fragmentOf({ session, k, t }: Player, scenario: string): Promise<string> {
  const { text, branch } = session, { hash } = await session.frame(k);
  return encode({ build, scenario, branch, event: k, time: Math.floor(t), hash, text });
}

/** Reads a fragment: a link, or what is wrong with it. */
export async function read(fragment: string): Promise<Link | string> {
  try {
    return await decode(fragment);
  } catch (e) {
    if (!(e instanceof BadLink)) throw e;
    return `${e.message} ${advice[e.fault]}`;
  }
}

const advice = {
  foreign: Words.ownShown,
  damaged: Words.askAgain,
  large: Words.sendText,
  unable: Words.ownShown,
};

/** Brings a session to the branch and the moment of a link, as near as its run comes. */
export async function arrive(session: Session, link: Link, player: () => Player): Promise<Player> {
  if (link.branch !== session.branch) {
    await session.reachScriptEnd();
    if (session.branches.some((b) => b.name === link.branch)) await session.switchTo(link.branch);
  }
  await session.reachEvent(link.event - 1);
  const p = player();
  p.show(link.event);
  if (link.time > p.t) {
    await session.reach(link.time);
    p.seek(link.time);
  }
  return p;
}

/** What a reader has to know of the run that a link led to. */
export interface Verdict {
  same: boolean;
  text: string;
}

/** Whether the moment that a link led to is the one that it was made at; undefined where there is nothing to say. */
export function verdict(link: Link, { session }: Player, frame: Frame): Verdict | undefined {
  const same = session.branch === link.branch && frame.event === link.event && frame.hash === link.hash;
  const other = Say.otherBuild(link.build.slice(0, 8), build.slice(0, 8));
  if (link.build !== build) {
    return same
      ? { same, text: Say.sameRun(other, link.event) }
      : { same, text: Say.otherRun(other, link.event, short(frame, link)) };
  }
  return same ? undefined : { same, text: Say.notAsMade(link.event, short(frame, link)) };
}

const short = (frame: Frame, link: Link): string => Say.hashes(frame.hash.slice(0, 8), link.hash.slice(0, 8));

/**
 * Puts a link on the clipboard where that may be. It leads to this page, whose address bar has it too, or, for a figure among
 * other things, to the playground: its page there, or "" for any.
 */
export async function publish(fragment: string, page: string | undefined): Promise<{ url: string; copied: boolean }> {
  const url = page === undefined ? new URL(location.href) : new URL(page || __PLAY_URL__, site);
  url.hash = fragment;
  if (page === undefined) history.replaceState(history.state, "", url);
  try {
    await navigator.clipboard.writeText(url.href);
    return { url: url.href, copied: true };
  } catch {
    return { url: url.href, copied: false };
  }
}

/** A link to be copied by hand: selected as soon as it stands there. here: the address bar has it, too. */
export function selected(url: string, here: boolean, close: () => void): { element: HTMLElement; show(): void } {
  const field = h("input", { class: "ql-in", readonly: true, value: url, "aria-label": Words.linkToThisMoment });
  const said = h("span", { class: "small dim", role: "status" });
  // Where pages have no clipboard, some browsers still copy what is selected.
  const copy = (): void => {
    field.select();
    said.textContent = document.execCommand("copy") ? Words.copied : Words.copyByKeyboard;
  };
  const element = h(
    "div",
    { class: "ql-toast linked", keydown: (e) => e.stopPropagation() },
    icon("link"),
    h("p", {}, h("b", {}, Words.linkIs), here ? h("span", { class: "wide" }, Words.alsoInAddress) : null),
    field,
    h("button", { type: "button", class: "ql-b", click: copy }, icon("copy"), Words.copy),
    h("button", { type: "button", class: "ql-b quiet", "aria-label": Words.close, click: close }, icon("close")),
    said,
  );
  return {
    element,
    show: () => {
      field.focus();
      field.select();
    },
  };
}
