// What lies over the lines of a space-time diagram: what was asked for, what was believed, what was cut. A first picture
// has none of it, so it is loaded after that.

import { Bars } from "./bars";
import { Outages } from "./outages";
import { Spans } from "./spans";

export class Over {
  readonly bars = new Bars();
  readonly spans = new Spans();
  readonly outages = new Outages();
}
