// Package lessons is what is read: a folder a lesson, named by the lesson's id.
//
// A folder holds the lesson's text and its figures. A figure is a scenario, <id>/<figure>.txt, whose name everywhere is
// lesson/<id>/<figure>: on the command line, in /play/…, in an embed. It says what it shows in expect lines and has its
// output below the ----, and the test of this package runs it: a lesson cannot rot. `go test ./lessons -rewrite` writes
// the outputs anew.
package lessons

import "embed"

// Figures are the scenarios of all lessons.
//
//go:embed */*.txt
var Figures embed.FS
