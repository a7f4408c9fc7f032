// A ledger: who keeps which account, what is on it, what is still open, and what all of it comes to. A cell reads
// "alice 100", or "alice 100 (−40 if t1)" where something is undecided.

import type { Cell, Panel } from "../wire";
import { isDrawn, put, scroller, tag } from "./cells";
import { Words } from "../words/drawing";

interface Account {
  holder: string;
  name: string;
  /** Undefined where a cell has no number. */
  amount: number | undefined;
  open: string;
  mark: Cell["mark"];
}

const LINE = /^(.*\S)\s+([−-]?\d[\d,]*)(?:\s+\((.*)\))?$/;

function accounts(p: Panel | undefined): Account[] {
  return (p?.rows ?? []).flatMap((row) => row.cells.map((c): Account => {
    const [, name, amount, open = ""] = LINE.exec(c.text) ?? [];
    return { holder: row.name, name: name ?? c.text, amount: amount === undefined ? undefined : Number(amount.replaceAll(",", "").replace("−", "-")), open, mark: c.mark };
  }));
}

const grouped = new Intl.NumberFormat("en");
const figure = (n: number | undefined): string => (n === undefined ? "" : grouped.format(n).replace("-", "−"));
const sum = (all: readonly Account[]): number => all.reduce((s, a) => s + (a.amount ?? 0), 0);

export function renderLedger(host: HTMLElement, p: Panel, before?: Panel): void {
  if (isDrawn(host, p, before)) return;
  const now = accounts(p), was = accounts(before), table = tag("table", "ql-t"), open = [...now, ...was].some((a) => a.open);
  table.append(tag("caption", "ql-vh", p.name), head(["", Words.account, Words.amount, ...(open ? [Words.undecided] : [])]));
  const body = tag("tbody");
  now.forEach((a, i) => {
    const tr = tag("tr"), th = tag("th", "", now[i - 1]?.holder === a.holder ? "" : a.holder), old = before && was.find((o) => o.holder === a.holder && o.name === a.name);
    th.scope = "row";
    const amount = tag("td", "r"), undecided = tag("td", a.mark === "locked" || a.mark === "doubt" ? "doubt" : "");
    put(amount, figure(a.amount), before && figure(old?.amount));
    put(undecided, a.open, before && (old?.open ?? ""));
    tr.append(th, tag("td", "", a.name), amount, ...(open ? [undecided] : []));
    body.append(tr);
  });
  table.append(body);
  if (now.filter((a) => a.amount !== undefined).length > 1) table.append(foot(sum(now), before && sum(was), open));
  const box = scroller(p.name);
  box.append(table);
  host.replaceChildren(box);
}

function head(columns: readonly string[]): HTMLTableSectionElement {
  const thead = tag("thead"), tr = tag("tr");
  for (const c of columns) {
    const th = tag(c ? "th" : "td", c === "amount" ? "r" : "", c);
    if (c) (th as HTMLTableCellElement).scope = "col";
    tr.append(th);
  }
  thead.append(tr);
  return thead;
}

/** What is kept has to stay the same: a total that a step has changed shows at once. */
function foot(total: number, was: number | undefined, open: boolean): HTMLTableSectionElement {
  const tfoot = tag("tfoot"), tr = tag("tr"), th = tag("th", "", Words.total), td = tag("td", "r");
  th.scope = "row";
  put(td, figure(total), was === undefined ? undefined : figure(was));
  tr.append(th, tag("td"), td, ...(open ? [tag("td")] : []));
  tfoot.append(tr);
  return tfoot;
}
