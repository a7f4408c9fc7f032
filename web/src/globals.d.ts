// What the asset builder puts in place of these names, and what it adds to the modules.

/** The address of the worker's script. */
declare const __WORKER_URL__: string;
/** A page with the whole player, for a run that has none of its own. */
declare const __PLAY_URL__: string;
/** The address of the frame in which engines run on a page of another origin. */
declare const __FRAME_URL__: string;
/** The addresses of the engines, by module. */
declare const __WASM_URLS__: Readonly<Record<string, string>>;
/** The build that this page belongs to: a run is (build, scenario, seed, actions). */
declare const __BUILD__: string;

/** Go's own glue between a module and a page, from the toolchain: it defines Go on globalThis. */
declare module "wasm_exec";

/** A style sheet's text, of a part that is loaded when it is wanted. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** The address of the style sheet, and its text. */
declare const __STYLES_URL__: string;
declare const __STYLES_TEXT__: string;
