// Package lessons is what is read: a folder a lesson, named by the lesson's id.
//
// A folder holds the lesson's text, lesson.md, whose format package server/lesson tells, and its figures. A figure is a scenario, <id>/<figure>.txt, whose name everywhere is
// lesson/<id>/<figure>: on the command line, in /play/…, in an embed. It says what it shows in expect lines and has its
// output below the ----, and the test of this package runs it: a lesson cannot rot. `go test ./lessons -rewrite` writes
// the outputs anew.
package lessons

import "embed"

// Files are the texts of all lessons, the scenarios of their figures, and the proofs of what can't be done.
//
//go:embed */*
var Files embed.FS
