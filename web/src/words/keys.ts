// What keys do, as their map says it.

export enum Words {
  play = "play, pause",
  steps = "step back, step",
  runUntil = "run until the goal named beside it",
  speed = "slower, faster",
  zoom = "a shorter time, a longer one",
  pan = "earlier, later; 0 goes back to the moment shown",
  walk = "in the cluster: nodes, messages, links",
  menu = "what can be done to it",
  more = "more: add or remove a node, keep it busy, settle what it chooses",
  choose = "choose a node",
  why = "why: causes and consequences",
  branchHere = "branch here",
  scenario = "scenario text: change it, or open another",
  link = "link to this moment",
  map = "this map",
  escape = "close; choose nothing",
}
