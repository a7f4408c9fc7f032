// One node from inside: its fields, with what the last step changed, and what can be done to it.

import { fill, h } from "./dom";
import { members } from "./deeds";
import { glyph, icon, shapeOf } from "./draw/index";
import { waiting, waitingKey } from "./inbox";
import { toggles } from "./toggles";
import { prose } from "./sentences";
import { span } from "./time";
import { hasFlag, nodeFrame, type Hands, type Part, type View } from "./view";
import type { NodeFrame } from "./wire";
import { Words } from "./words/player";
import * as Say from "./words/player";

interface Row {
  name: string;
  value: string;
  /** What says whether it changed, where the value itself moves with the clock. */
  key: string;
}

export class Inspector implements Part {
  readonly element = h("section", { class: "ql-p inspector", role: "group", "aria-label": Words.node });
  readonly #head = h("h2", { class: "ql-h" });
  readonly #fields = h("dl", { class: "ql-dl" });
  readonly #hands = h("div", { class: "ql-seg doing", role: "group" });
  readonly #inbox = h("ul", { class: "inbox" });
  #headKey = "";
  #handsKey = "";
  #fieldsKey = "";
  #inboxKey = "";

  constructor(private readonly hands: Hands) {
    this.element.append(this.#head, this.#fields, this.#inbox, this.#hands);
  }

  /** The node shown: the one chosen, else the one in charge, else the first. */
  static of(view: View): NodeFrame | undefined {
    const { chosen } = view;
    if (chosen?.kind === "node") return nodeFrame(view, chosen.id);
    const all = members(view), charge = view.session.charge;
    return all.find((n) => charge.has(n.status) && !hasFlag(n, "crashed")) ?? all[0];
  }

  update(view: View): void {
    const node = Inspector.of(view);
    this.element.hidden = !node;
    if (!node) return;
    const before = view.playing ? undefined : view.before?.nodes.find((n) => n.id === node.id);
    this.#drawHead(view, node, before !== undefined);
    this.#drawFields(view, node, before);
    this.#drawInbox(view, node);
    this.#drawHands(view, node);
  }

  #drawHead(view: View, node: NodeFrame, compared: boolean): void {
    const crashed = hasFlag(node, "crashed"), word = crashed ? "crashed" : node.status;
    const key = [node.id, word, node.epoch, compared, view.decl.name].join();
    if (key === this.#headKey) return;
    this.#headKey = key;
    const shape = shapeOf(view.decl, node.status, node.role);
    const epoch = view.decl.epoch ? node.epoch : undefined;
    fill(
      this.#head,
      glyph(shape, { r: 8, crashed, ...(epoch ? { epoch } : {}) }),
      h("span", {}, node.id),
      h("span", { class: "dim" }, word),
      h("small", {}, compared ? Words.changedInStep : null),
    );
  }

  #drawFields(view: View, node: NodeFrame, before: NodeFrame | undefined): void {
    const rows = rowsOf(view, node, view.t), old = before ? new Map(rowsOf(view, before, view.t).map((r) => [r.name, r])) : undefined;
    const key = JSON.stringify([rows, [...(old ?? [])]]);
    if (key === this.#fieldsKey) return;
    this.#fieldsKey = key;
    fill(this.#fields, ...rows.flatMap((row) => {
      const was = old?.get(row.name), changed = old !== undefined && was?.key !== row.key;
      return [
        h("dt", {}, row.name),
        h("dd", {}, changed && was ? h("span", { class: "ql-was" }, h("span", { class: "ql-vh" }, Words.was), prose(was.value, view.nodes)) : null, changed ? " " : null,
          changed ? h("span", { class: "ql-now" }, prose(row.value, view.nodes)) : prose(row.value, view.nodes)),
      ];
    }));
  }

  // What waits at a node that is paused or driven by hand.
  #drawInbox(view: View, node: NodeFrame): void {
    const key = waitingKey(node);
    if (key === this.#inboxKey) return;
    this.#inboxKey = key;
    const rows = waiting(node, view, (line) => void this.hands.act(line));
    this.#inbox.hidden = rows.length === 0;
    fill(this.#inbox, ...rows);
  }

  #drawHands(view: View, node: NodeFrame): void {
    const key = [node.id, node.flags].join();
    if (key === this.#handsKey) return;
    this.#handsKey = key;
    this.#hands.setAttribute("aria-label", Say.doTo(node.id));
    const more = h("button", { type: "button", class: "ql-b", "aria-label": Words.more, click: () => this.hands.menu({ kind: "node", id: node.id }, undefined) }, icon("more"));
    fill(this.#hands, ...toggles(node, view).map((c) => h("button", { type: "button", class: "ql-b", click: () => void this.hands.act(c.line) }, icon(c.icon), c.label)), more);
  }
}

function rowsOf(view: View, node: NodeFrame, t: number): Row[] {
  const rows: Row[] = [];
  const add = (name: string, value: string, key = value): void => {
    if (value && !rows.some((r) => r.name === name)) rows.push({ name, value, key });
  };
  add("status", node.status);
  const { epoch } = view.decl;
  // An engine may have its own name for it: "current term".
  if (epoch && node.epoch && !node.fields?.some(([name]) => name.endsWith(` ${epoch}`))) add(epoch, String(node.epoch));
  add("tally", node.tally ?? "");
  for (const [name, value] of node.fields ?? []) add(name, value);
  // While the clock runs its hand is on the ring round the node; a number that races could not be read.
  for (const timer of hasFlag(node, "crashed") ? [] : (node.timers ?? [])) {
    add(timer.name, view.playing ? "armed" : timer.due > t ? `fires in ${span(timer.due - t)}` : "is due", view.playing ? "" : String(timer.due));
  }
  const flags = (node.flags ?? []).filter((f) => f !== "crashed");
  add("also", flags.join(", "));
  return rows;
}
