// Lists what the page's sources say to people outside of the catalogue: "src/menu.ts:73: “Close”", a line each. It reads the
// sources as the compiler does, and knows where a text is no word: names of classes, events, keys and attributes.

declare const process: { argv: readonly string[] };
import { SyntaxKind, type Node, type SourceFile } from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";

/** Calls whose texts are names, by what is called. */
const naming: ReadonlySet<string> = new Set([
  "querySelector", "querySelectorAll", "closest", "matches", "getAttribute", "hasAttribute", "removeAttribute", "addEventListener", "dispatchEvent",
  "createElement", "createElementNS", "getElementById", "add", "remove", "toggle", "contains", "getItem", "setItem", "removeItem",
  "startsWith", "endsWith", "includes", "split", "replace", "get", "matchMedia", "define", "load", "CustomEvent", "RegExp", "LocalStorage", "icon",
]);
/** Calls whose first arguments are names: tags, classes, attributes. From this place on there is what is shown, however short. */
const building: Readonly<Record<string, number>> = { h: 2, tag: 2, make: 3, fill: 1, setText: 1, append: 0, replaceChildren: 0, prepend: 0 };
/** Calls that give an attribute, whose name is their second argument but one. */
const giving: ReadonlySet<string> = new Set(["set", "setAttr", "setAttribute"]);
/** Properties and attributes that people see or hear, and those that they don't. */
const told: ReadonlySet<string> = new Set(["aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "title", "placeholder", "alt", "textContent", "label", "detail", "submit", "says", "open", "help"]);
const names: ReadonlySet<string> = new Set(["class", "className", "id", "d", "style", "role", "type", "name", "key", "keys", "icon", "viewBox", "cls", "slot", "on", "autocomplete", "kind", "verbs", "shown"]);
const lines: ReadonlySet<string> = new Set(["drop held", "true", "false", "none", "ms", "us", "px"]);
/** Classes that drawings put together from pieces. */
const pieces = /^ ?(gi inv|gi inv b|mk chance|n life|n life down|t-s halo in|moving|msg|op) ?$/;
const keyNames = /^(Arrow\w+|Escape|Enter|Home|End|Tab|Page\w+|Infinity)$/;

const textKinds: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.StringLiteral, SyntaxKind.NoSubstitutionTemplateLiteral, SyntaxKind.TemplateHead, SyntaxKind.TemplateMiddle, SyntaxKind.TemplateTail]);

interface Called extends Node { expression: Node; arguments?: readonly Node[] }
interface Named extends Node { name?: Node; text?: string; left?: Node; operatorToken?: Node; initializer?: Node }

const textOf = (n: Node | undefined): string => (n as Named | undefined)?.text ?? "";
const nameOf = (n: Node): string => textOf((n as Named).name) || textOf(n);

/** Whether a text reads as words: two of them, or one that begins a sentence. */
const wordy = (text: string): boolean => /\p{L}{2,},? \p{L}{2,}/u.test(text) || /^\s*\p{Lu}\p{Ll}+/u.test(text);

/** A line of a scenario, or a request of the engine, begins with its verb. */
const verbs = /^(command|crash|restart|pause|resume|skew|lose|manual|fire|choose|deliver|drop|duplicate|delay|hold|release|partition|cut|heal|link|set|add|remove|load|disk|at|run|expect|open|more|extend|act|until|branch|switch|name|prune|sights|frame|close|challenge|judge|declare|check|scenario|build)[ \n]$/;

/** Whether a piece of a template has a word of its own. */
function speaks(node: Node, text: string): boolean {
  if (node.kind === SyntaxKind.StringLiteral || node.kind === SyntaxKind.NoSubstitutionTemplateLiteral || !/(^|\s)\p{Ll}{2,}(?=\s|$)/u.test(text)) return false;
  const template = node.kind === SyntaxKind.TemplateHead ? node.parent : node.parent.parent;
  const head = (template as unknown as { head?: Node }).head;
  return head !== undefined && !verbs.test(textOf(head));
}

/** Whether a text at a node is one for people. */
function says(node: Node, text: string): boolean {
  // Lines of a scenario are the same in every language.
  if (!/\p{L}{2,}/u.test(text) || keyNames.test(text) || /\w=/.test(text) || lines.has(text.trim()) || pieces.test(text)) return false;
  let below = node, short = false;
  for (let n: Node | undefined = node.parent; n; below = n, n = n.parent) {
    switch (n.kind) {
      case SyntaxKind.ImportDeclaration: case SyntaxKind.ExportDeclaration: case SyntaxKind.LiteralType: case SyntaxKind.CaseClause:
      case SyntaxKind.ElementAccessExpression: case SyntaxKind.ThrowStatement: case SyntaxKind.TaggedTemplateExpression:
        return false;
      case SyntaxKind.PropertyAssignment: case SyntaxKind.PropertyDeclaration: {
        const name = nameOf(n);
        if ((n as Named).name === below || names.has(name)) return false;
        short ||= told.has(name);
        break;
      }
      case SyntaxKind.BinaryExpression: {
        const { left, operatorToken } = n as Named, operator = operatorToken?.kind;
        if (operator === SyntaxKind.EqualsEqualsEqualsToken || operator === SyntaxKind.ExclamationEqualsEqualsToken || operator === SyntaxKind.InKeyword) return false;
        if (operator === SyntaxKind.EqualsToken && left) {
          if (names.has(nameOf(left))) return false;
          short ||= told.has(nameOf(left));
        }
        break;
      }
      case SyntaxKind.CallExpression: case SyntaxKind.NewExpression: {
        const { expression, arguments: all = [] } = n as Called, name = nameOf(expression), at = all.indexOf(below);
        if (at < 0) break;
        if (naming.has(name)) return false;
        if (giving.has(name)) return at === all.length - 1 && told.has(textOf(all[at - 1]));
        // What is given to other calls may be anything.
        if (!(name in building)) return wordy(text) || speaks(node, text);
        if (below.kind === SyntaxKind.ObjectLiteralExpression) break;
        if (at < (building[name] ?? 0)) return false;
        short = true;
        break;
      }
      case SyntaxKind.ArrowFunction: case SyntaxKind.FunctionDeclaration: case SyntaxKind.MethodDeclaration: case SyntaxKind.Block: case SyntaxKind.SourceFile:
        return short || wordy(text) || speaks(node, text);
    }
  }
  return short || wordy(text);
}

function texts(file: SourceFile, found: (line: number, text: string) => void): void {
  const visit = (node: Node): void => {
    if (textKinds.has(node.kind)) {
      const text = textOf(node);
      if (says(node, text)) found(file.text.slice(0, node.getStart(file)).split("\n").length, text);
    }
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
}

const api = new API(), snapshot = api.updateSnapshot({ openProject: process.argv[2] ?? "tsconfig.json" });
const program = snapshot.getProjects()[0]?.program;
let files = 0;
for (const name of program?.getSourceFileNames() ?? []) {
  const path = /\/(src\/.*)$/.exec(name)?.[1];
  if (!path || /\/(words|build)\/|lesson\/words/.test(path) || name.includes("node_modules")) continue;
  const file = program?.getSourceFile(name);
  if (!file) continue;
  files++;
  texts(file, (line, text) => console.log(`${path}:${line}: “${text}”`));
}
console.log(`${files} files`);
api.close();
