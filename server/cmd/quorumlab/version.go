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
func (m *Main) version(_ context.Context, args []string) int {
	rest, code, done := m.parse(flag.NewFlagSet("version", flag.ContinueOnError), args)
	if done {
		return code
	}
	if len(rest) > 0 {
		return m.usage("version", "expected no arguments, got %q", rest)
	}
	files, err := assets.Embedded()
	if err != nil {
		return m.fail("version", err)
	}
	fmt.Fprintf(m.Stdout, "quorumlab %s\nbuild     %s\ngo        %s %s/%s\n",
		release(), files.Build(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitOK
}

// release is the module's version where the binary was installed as a module, "devel" where it was built from a tree.
func release() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
