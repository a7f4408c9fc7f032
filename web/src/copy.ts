// <button data-copy="ID" data-copied="Copied">: puts the text of the element with that id on the clipboard. Where
// a browser refuses that, the text is selected instead, and one key copies it.

const SAID_MS = 2000;

function select(of: Element): void {
  const range = document.createRange();
  range.selectNodeContents(of);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

async function copy(button: HTMLElement, of: Element): Promise<void> {
  try {
    await navigator.clipboard.writeText(of.textContent ?? "");
  } catch {
    select(of);
    return;
  }
  const word = button.querySelector<HTMLElement>("[data-word]") ?? button;
  const before = (word.dataset["before"] ??= word.textContent ?? "");
  word.textContent = button.dataset["copied"] ?? before;
  setTimeout(() => (word.textContent = before), SAID_MS);
}

document.addEventListener("click", (e) => {
  const button = e.target instanceof Element ? e.target.closest<HTMLElement>("[data-copy]") : null;
  const of = button && document.getElementById(button.dataset["copy"] ?? "");
  if (button && of) void copy(button, of);
});

export {};
