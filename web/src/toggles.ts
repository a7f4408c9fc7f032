// What a node can be switched to: down or up, paused or not, by itself or by hand.

import { may } from "./deeds";
import type { IconName } from "./draw/index";
import { hasFlag, type View } from "./view";
import type { NodeFrame } from "./wire";
import { Words } from "./words/player";

export interface Toggle {
  label: string;
  icon: IconName;
  key?: string;
  line: string;
}

export function toggles(n: NodeFrame, view: View): Toggle[] {
  const { id } = n, paused = hasFlag(n, "paused"), manual = hasFlag(n, "manual");
  const all: Toggle[] = hasFlag(n, "crashed")
    ? [{ label: Words.restart, icon: "restart", key: "k", line: `restart ${id}` }]
    : [
        { label: Words.crash, icon: "crash", key: "k", line: `crash ${id}` },
        paused ? { label: Words.resume, icon: "play", key: "p", line: `resume ${id}` } : { label: Words.pause, icon: "freeze", key: "p", line: `pause ${id}` },
        manual ? { label: Words.runByItself, icon: "hand", line: `manual ${id} off` } : { label: Words.driveByHand, icon: "hand", line: `manual ${id} on` },
      ];
  return all.filter((t) => may(view, t.line));
}
