// On paper everything is open: what one has not answered yet, too.

export function openForPrint(article: HTMLElement): void {
  let opened: HTMLDetailsElement[] = [], shown: HTMLElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...article.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    shown = [...article.querySelectorAll<HTMLElement>("details[hidden], fieldset[hidden]")];
    for (const d of opened) d.open = true;
    for (const e of shown) e.hidden = false;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
    for (const e of shown) e.hidden = true;
    [opened, shown] = [[], []];
  });
}
