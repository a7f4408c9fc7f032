// Where this script is from. A figure may stand on a page of another site, which then has nothing of ours but this script.

export const site = new URL(import.meta.url).origin;
export const abroad = site !== location.origin;
