// Everything that is drawn. A renderer takes data and an element, and keeps nothing but the elements it made.
//
//	new ClusterView(svg).render(scene)            hit(x, y) → Ref, nodeAt(id), messageAt(id)
//	new SpaceTimeView(svg).render(data)           hit(x, y) → {event, t, node}, height(data), equip(over)
//	new TimelineView(svg).render(data)            hit(x, y) → microseconds, faultAt(x, y), height(data)
//	renderPanel(host, panel, before)              a panel's content as HTML; before: the panel before the last step
//	glyph("double" | "ask" | …, options)          a small SVG for legends, rows and sheets
//	icon("play" | "crash" | …), brand()           the one family of signs for controls
//
// x and y are CSS pixels from the figure's top left corner. Each view sets its svg's width, height and viewBox.

export type * from "./scene";
export { ClusterView } from "./cluster";
export { glyph, type GlyphOptions } from "./glyphs";
export { epochInk, shapeOf } from "./ink";
export { brand, icon, type IconName } from "./icons";
export { renderPanel } from "./panel";
export { SpaceTimeView } from "./spacetime";
export { momentText } from "./ticks";
export { TimelineView } from "./timeline";
