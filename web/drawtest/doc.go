// Package drawtest looks at the drawings in a real browser: it draws hundreds of clusters and runs, and asserts what a
// reader is promised of every one of them. It needs the npm packages that `make build` installs, and Chromium or Chrome.
package drawtest
