// Package browsertest drives the whole site in a real browser: it builds the program, starts it on a port of its own, and
// asserts in sentences what a reader sees, does and hears. It needs what `make build` makes, and Chromium or Chrome.
package browsertest
