// What every page runs before its first paint, so that nothing flashes: the theme, and how far the reader has come. Buttons
// that copy work without the player, so they are here too.

import "./theme";
import "./progress";
import "./copy";
