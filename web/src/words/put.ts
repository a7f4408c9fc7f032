// What the catalogue's sentences are given, and how English counts.

export type Put = string | number;

export const plural = (n: number, one: string, other: string): string => (n === 1 ? one : other);
