// The page's reader of links, for a test: it is held to the fixtures that protocols/link is held to.

export { decode, encode, fragmentMax, BadLink } from "../src/link";
