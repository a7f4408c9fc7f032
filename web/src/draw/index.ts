// Everything that is drawn. A renderer takes data and an element, and keeps nothing but the elements it made.
//
//	new ClusterView(svg).render(scene)            hit(x, y) → Ref, nodeAt(id) → {x, y, r}, height(scene)
//	new SpaceTimeView(svg).render(data)           hit(x, y) → {event, t, node}, height(data)
//	new TimelineView(svg).render(data)            hit(x, y) → microseconds, height(data)
//	renderPanel(host, panel, changed)             a panel's legend and content, as HTML
//	glyph("double" | "ask" | …, options)          a small SVG for legends, rows and sheets
//
// x and y are CSS pixels from the figure's top left corner. Each view sets its svg's width, height and viewBox.

export type * from "./scene";
