package raft

import "fmt"

// Quiet is a logger for the library that keeps its panics and drops all else: a server says why in its own notes.
type Quiet struct{}

func (Quiet) Debug(...any)            {}
func (Quiet) Debugf(string, ...any)   {}
func (Quiet) Error(...any)            {}
func (Quiet) Errorf(string, ...any)   {}
func (Quiet) Info(...any)             {}
func (Quiet) Infof(string, ...any)    {}
func (Quiet) Warning(...any)          {}
func (Quiet) Warningf(string, ...any) {}

func (Quiet) Fatal(v ...any)            { panic(fmt.Sprint(v...)) }
func (Quiet) Fatalf(f string, v ...any) { panic(fmt.Sprintf(f, v...)) }
func (Quiet) Panic(v ...any)            { panic(fmt.Sprint(v...)) }
func (Quiet) Panicf(f string, v ...any) { panic(fmt.Sprintf(f, v...)) }
