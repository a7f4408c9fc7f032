package main

import (
	"context"
	"flag"

	"quorumlab/server/assets"
	"quorumlab/server/licenses"
)

// licenses prints under which terms the works of others are in this binary.
func (m *Main) licenses() (*flag.FlagSet, action) {
	return options("licenses"), func(_ context.Context, args []string) int {
		if len(args) > 0 {
			return m.usage("licenses", "expected no arguments, got %q", args)
		}
		all, err := components()
		if err == nil {
			err = licenses.Print(m.Stdout, all)
		}
		if err != nil {
			return m.fail("licenses", err)
		}
		return exitOK
	}
}

// components are the works of others that are in this binary.
func components() ([]licenses.Component, error) {
	files, err := assets.Embedded()
	if err != nil {
		return nil, err
	}
	data, err := files.Data(licenses.FileName)
	if err != nil {
		return nil, err
	}
	return licenses.Parse(data)
}
