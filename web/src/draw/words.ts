// The words beside a node: its role's word, its epoch with any tally, and its micro log.

import type { Cell, Decl, NodeFrame, Shape } from "../wire";
import { epochClass } from "./ink";
import { boxOf, CELL_LINE, ROLE_LINE, type LabelSpot } from "./labels";
import { textWidth } from "./measure";
import type { Place } from "./places";
import type { Box } from "./room";
import { Words } from "../words/drawing";
import { make, Pool, set, setText, show } from "./svg";

export interface WordsLook {
  decl: Decl;
  node: NodeFrame;
  place: Place;
  spot: LabelSpot;
  shape: Shape;
  tone: string;
  narrow: boolean;
}

export class WordsMark {
  readonly root = make("g");
  /** What the words take. */
  box: Box = { x0: 0, y0: 0, x1: 0, y1: 0 };
  private readonly role = make("text");
  private readonly sub = make("text", "t-s t-dim halo");
  private readonly more = make("text", "t-s t-faint halo");
  private readonly cells = make("g");
  private readonly pool = new Pool<SVGRectElement>(this.cells, () => make("rect", "cell"));

  private drawn: WordsLook | undefined;

  constructor() {
    this.root.append(this.role, this.sub, this.more, this.cells);
  }

  draw(look: WordsLook): void {
    // Between two events only messages and timers move.
    const last = this.drawn;
    if (last && last.node === look.node && last.spot === look.spot && last.narrow === look.narrow) return;
    this.drawn = look;
    const { node, place, spot, narrow } = look, crashed = node.flags?.includes("crashed") ?? false;
    set(this.root, "class", `n ${look.shape}${look.tone}${crashed ? " crashed" : ""}`);
    const word = crashed ? Words.crashed : node.status || node.role;
    // A visitor's own name already stands in its pill: its word gives way, as on a phone with many.
    const silent = place.outside && (word === "" || textWidth(word, 11.5) > spot.room);
    const sub = silent ? "" : place.outside ? this.tally(look) : this.second(look), cells = node.cells ?? [];
    const height = (silent ? 0 : ROLE_LINE) + (sub ? ROLE_LINE : 0) + (cells.length ? CELL_LINE : 0);
    const spare = spot.height - height, top = spot.y + (spot.align === "top" ? 0 : spot.align === "bottom" ? spare : spare / 2);
    show(this.role, !silent);
    let y = top + 11, wide = 0;
    if (!silent) {
      set(this.role, "class", place.outside ? "t-s t-dim halo" : `halo t-b t-tone${narrow ? " t-s" : ""}`);
      this.put(this.role, spot, y, word);
      wide = textWidth(word, narrow || place.outside ? 11.5 : 12.5, true);
      y += ROLE_LINE;
    }
    show(this.sub, sub !== "");
    if (sub !== "") {
      this.put(this.sub, spot, y, sub);
      wide = Math.max(wide, textWidth(sub, 11.5));
      y += ROLE_LINE;
    }
    wide = Math.max(wide, this.drawCells(cells, look, y - 6));
    this.box = boxOf({ x: spot.x, y: top, anchor: spot.anchor }, wide, height);
  }

  /** A visitor's tally, where there is room. */
  private tally({ node, spot }: WordsLook): string {
    const tally = node.tally ?? "";
    return textWidth(tally, 11.5) <= spot.room ? tally : "";
  }

  /** The epoch, and the tally where there is room for both. */
  private second({ decl, node, spot }: WordsLook): string {
    const epoch = decl.epoch && node.epoch ? `${decl.epoch} ${node.epoch}` : "", tally = node.tally ?? "";
    const both = epoch && tally ? `${epoch} · ${tally}` : epoch || tally;
    return textWidth(both, 11.5) <= spot.room ? both : epoch || tally;
  }

  private put(e: SVGTextElement, spot: LabelSpot, y: number, text: string): void {
    // What is wider than the room on both sides slides towards where there is more.
    const half = textWidth(text, 11.5) / 2, slid = Math.max(spot.from + half, Math.min(spot.to - half, spot.x));
    set(e, "x", spot.anchor === "middle" ? slid : spot.x);
    set(e, "y", y);
    set(e, "text-anchor", spot.anchor === "start" ? undefined : spot.anchor);
    setText(e, text);
  }

  private drawCells(cells: readonly Cell[], look: WordsLook, y: number): number {
    const { spot, narrow, decl } = look, side = narrow ? 7 : 9, step = narrow ? 8.5 : 11, most = narrow ? 7 : 10;
    // The count of those that are not drawn takes the room of three.
    const shown = cells.length > most ? cells.slice(3 - most) : cells, hidden = cells.length - shown.length;
    const lead = hidden ? textWidth(`${hidden} +`, 11.5) + 4 : 0, w = shown.length * step - (step - side) + lead;
    const x0 = spot.anchor === "start" ? spot.x : spot.anchor === "end" ? spot.x - w : spot.x - w / 2;
    show(this.more, hidden > 0);
    if (hidden > 0) {
      set(this.more, "x", x0);
      set(this.more, "y", y + side);
      setText(this.more, `${hidden} +`);
    }
    shown.forEach((cell, i) => {
      const e = this.pool.take();
      set(e, "class", `cell ${cell.mark || "plain"}${decl.epoch ? epochClass(cell.epoch) : ""}`);
      set(e, "x", x0 + lead + i * step);
      set(e, "y", y);
      set(e, "width", side);
      set(e, "height", side);
    });
    this.pool.sweep();
    return cells.length ? w : 0;
  }
}
