// What every page runs before its first paint, so that nothing flashes or moves: the theme, how far the reader has come, and
// the fold of what stands in for figures. Buttons that copy work without the player, so they are here too.

import "./fold";
import "./theme";
import "./progress";
import "./copy";
