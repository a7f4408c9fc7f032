// Colour says the epoch, shape says the role. Inks are classes, since figures may not carry inline styles.

import type { Decl, Shape } from "../wire";

const INKS = 6;

const inkNumber = (epoch: number): number => (((Math.floor(epoch) - 1) % INKS) + INKS) % INKS + 1;

/** The ink of an epoch, as a value for CSS. */
export function epochInk(epoch: number): string {
  return `var(--ql-e${inkNumber(epoch)})`;
}

/** The class that gives an element its epoch's ink; none for epoch 0. */
export function epochClass(epoch: number | undefined): string {
  return epoch && epoch > 0 ? ` e${inkNumber(epoch)}` : "";
}

const shapes = new WeakMap<Decl, Map<string, Shape>>();

/** The shape that a status is declared with. A node that has no such status takes part, or stands outside. */
export function shapeOf(decl: Decl, status: string, role?: string): Shape {
  let byName = shapes.get(decl);
  if (!byName) {
    byName = new Map(decl.statuses.map((s) => [s.name, s.shape]));
    shapes.set(decl, byName);
  }
  return byName.get(status) ?? (role !== undefined && role !== decl.roles[0]?.name ? "pill" : "circle");
}

/** Epochs tint only where there is an epoch, and nobody who stands outside of it. */
export function toneClass(decl: Decl, shape: Shape, epoch: number | undefined): string {
  return decl.epoch && shape !== "pill" ? epochClass(epoch) : "";
}
