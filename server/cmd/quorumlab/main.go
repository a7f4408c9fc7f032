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
	signalled, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancel(context.Background())
	// A second signal ends the program at once: the first is told only when the second has its way.
	context.AfterFunc(signalled, func() { stop(); cancel() })
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
	name    string
	prepare func(m *Main) (*flag.FlagSet, action)
}

// An action carries a command out, once its options have been read, and returns the exit code. args are what is not
// an option.
type action func(ctx context.Context, args []string) int

// commands are all of them, in the order in which the manual lists them.
func commands() []command {
	return []command{
		{"serve", (*Main).serve},
		{"run", (*Main).run},
		{"check", (*Main).check},
		{"list", (*Main).list},
		{"licenses", (*Main).licenses},
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
			return m.carryOut(ctx, c, rest)
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

func (m *Main) carryOut(ctx context.Context, c command, args []string) int {
	flags, act := c.prepare(m)
	rest, err := parse(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(m.Stdout, manual(c.name))
		return exitOK
	}
	if err != nil {
		return m.usage(c.name, "%v", err)
	}
	return act(ctx, rest)
}

// options makes an empty set of options for a command. Manuals tell what each is for.
func options(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	return flags
}

// parse reads options wherever they stand, before, between and behind arguments, and returns the arguments.
func parse(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if args = flags.Args(); len(args) == 0 {
			return rest, nil
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
