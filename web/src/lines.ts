// Lines of a scenario: their words, and the values that they give.

/** The words of an action line; what stands in quotes is one word. */
export function words(line: string): string[] {
  return line.match(/(?:[^\s"]+|"(?:[^"\\]|\\.)*")+/g) ?? [];
}

export const value = (all: readonly string[], key: string): string | undefined =>
  all.find((w) => w.startsWith(`${key}=`))?.slice(key.length + 1);
