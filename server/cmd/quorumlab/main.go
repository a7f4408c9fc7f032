// Command quorumlab is the whole of Quorumlab in one program: the site with everything that it serves, and the engines
// on the command line. `quorumlab --help` is its manual.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// Exit codes that all commands share; each manual page tells what else a command ends with.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	m := &Main{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(m.Run(ctx, os.Args[1:]))
}

// Main is the program as a value, so that a test starts the whole of it.
type Main struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	// Listening, unless nil, is told where serve listens, once it does; admin is nil when there is no admin address.
	Listening func(site, admin net.Addr)
}

// A command is one word after the program's name.
type command struct {
	name string
	run  func(m *Main, ctx context.Context, args []string) int
}

// commands are all of them, in the order in which the manual lists them.
func commands() []command {
	return []command{
		{"serve", (*Main).serve},
		{"version", (*Main).version},
	}
}

// Run does what the arguments say, until it is done or ctx ends, and returns the exit code.
func (m *Main) Run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		fmt.Fprint(m.Stderr, manual("quorumlab"))
		return exitUsage
	}
	word, rest := args[0], args[1:]
	switch word {
	case "-h", "-help", "--help":
		fmt.Fprint(m.Stdout, manual("quorumlab"))
		return exitOK
	case "help":
		return m.help(rest)
	case "-version", "--version":
		word = "version"
	}
	for _, c := range commands() {
		if c.name == word {
			return c.run(m, ctx, rest)
		}
	}
	return m.usage("", "there is no command %q: expected %s or help", word, strings.Join(names(), ", "))
}

func names() []string {
	var all []string
	for _, c := range commands() {
		all = append(all, c.name)
	}
	return all
}

// help prints the manual page of a command.
func (m *Main) help(args []string) int {
	page := "quorumlab"
	if len(args) == 1 {
		page = args[0]
	}
	text := manual(page)
	if text == "" || len(args) > 1 {
		return m.usage("", "there is no manual for %q: expected %s", strings.Join(args, " "), strings.Join(names(), ", "))
	}
	fmt.Fprint(m.Stdout, text)
	return exitOK
}

//go:embed help/*.txt
var manuals embed.FS

// manual returns the manual page of a command, "quorumlab" for the program's own; "" when there is none.
func manual(name string) string {
	text, err := manuals.ReadFile("help/" + name + ".txt")
	if err != nil {
		return ""
	}
	return string(text)
}

// parse reads a command's options; its other arguments, options before, between and after them, are returned. When done
// is true there is nothing left to do but to exit with code: help was asked for, or an option is wrong.
func (m *Main) parse(flags *flag.FlagSet, args []string) (rest []string, code int, done bool) {
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	for {
		err := flags.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(m.Stdout, manual(flags.Name()))
			return nil, exitOK, true
		}
		if err != nil {
			return nil, m.usage(flags.Name(), "%v", err), true
		}
		if args = flags.Args(); len(args) == 0 {
			return rest, exitOK, false
		}
		rest, args = append(rest, args[0]), args[1:]
	}
}

// usage reports a command line that can't be carried out. command is "" for the program's own.
func (m *Main) usage(command, format string, args ...any) int {
	name := strings.TrimSpace("quorumlab " + command)
	fmt.Fprintf(m.Stderr, "%s: %s\nRun `%s --help` for the manual.\n", name, fmt.Sprintf(format, args...), name)
	return exitUsage
}

// fail reports what could not be done.
func (m *Main) fail(command string, err error) int {
	fmt.Fprintf(m.Stderr, "quorumlab %s: %v\n", command, err)
	return exitError
}
