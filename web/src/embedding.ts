// What opens over the player and has the lines for another page: those of the scenario, or of the moment shown.

interface Lab extends HTMLElement {
  runFragment(): Promise<string> | undefined;
}

/** Writes the lines for the run as it is now. */
export async function embedding(box: HTMLElement, lab: Lab): Promise<void> {
  const which = box.querySelector<HTMLElement>("[data-which-run]"), long = box.querySelector<HTMLElement>("[data-too-long]");
  let run: string | undefined;
  write(box, run);
  try {
    run = (await lab.runFragment()) ?? "";
  } catch {
    // Longer than a link may be.
  }
  if (which) {
    which.hidden = !run;
    which.onchange = () => write(box, run);
  }
  if (long) long.hidden = run !== undefined;
  write(box, run);
}

function write(box: HTMLElement, run: string | undefined): void {
  const wanted = run && box.querySelector<HTMLInputElement>("[data-which-run] :checked")?.value ? run : "";
  for (const pre of box.querySelectorAll<HTMLElement>("pre[data-run]")) {
    const plain = (pre.dataset["plain"] ??= pre.textContent ?? "");
    pre.textContent = wanted ? (pre.dataset["run"] ?? "").replace("{run}", () => wanted) : plain;
  }
}
