// The panels that few protocols have. They are loaded when one does.

import type { Panel } from "../wire";
import { renderChart } from "./chart";
import { renderLedger } from "./ledger";
import { renderKeyspace, renderWaterfall } from "./stretches";

export function renderRare(host: HTMLElement, p: Panel, before?: Panel): void {
  switch (p.kind) {
    case "ledger": return renderLedger(host, p, before);
    case "keyspace": return renderKeyspace(host, p, before);
    case "waterfall": return renderWaterfall(host, p, before);
    default: return renderChart(host, p, before);
  }
}
