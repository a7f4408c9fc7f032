package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"

	"quorumlab/server/assets"
)

// version tells what this binary is.
func (m *Main) version() (*flag.FlagSet, action) {
	return options("version"), func(_ context.Context, args []string) int {
		if len(args) > 0 {
			return m.usage("version", "expected no arguments, got %q", args)
		}
		if err := m.tellVersion(); err != nil {
			return m.fail("version", err)
		}
		return exitOK
	}
}

func (m *Main) tellVersion() error {
	files, err := assets.Embedded()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "quorumlab %s\nbuild     %s\ngo        %s %s/%s\n",
		release(), files.Build(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// release is the module's version where the binary was installed as a module, "devel" where it was built from a tree.
func release() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
