# Quorumlab's commands. `make help` lists them.
#
# Each built thing depends on what it is built from, so a second `make run` has nothing to do but to start.

GO     ?= go
ADDR   ?= :8080
ADMIN  ?= 127.0.0.1:8081
SEEDS  ?= 1000
# The compression of what is embedded: 11 is what is shipped, 4 makes quick turns while developing.
BROTLI ?= 11

MODULES := build/node.stamp
ASSETS  := server/assets/dist/manifest.json
BINARY  := bin/quorumlab

# Everything under a folder that a build could read, but for what was built and for tests.
sources = $(shell find $(1) \( -name node_modules -o -name dist \) -prune -o -type f ! -name '*_test.go' ! -name '*_templ.go' ! -name '.*' -print 2>/dev/null)

PAGES     := $(wildcard server/pages/*.templ)
GENERATED := $(PAGES:.templ=_templ.go)
ENGINES   := go.mod go.sum $(call sources,protocols wasm)
SITE      := $(call sources,web/src web/styles) web/package.json web/tsconfig.json server/assets/favicon.svg $(wildcard server/cmd/assets/*.go server/assets/manifest/*.go)
FIGURES   := $(call sources,lessons server/lesson server/catalog)
PROGRAM   := $(ENGINES) $(call sources,server lessons)

.PHONY: help run build generate test check bench bench-web looks shots size sweep clean need-go need-node chromium
.DELETE_ON_ERROR:

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## install, generate, build, and serve on http://localhost:8080 (ADDR=:8090 ADMIN=127.0.0.1:8091 for other ports)
	@exec ./$(BINARY) serve --addr $(ADDR) --admin-addr "$(ADMIN)"

build: $(BINARY) ## everything that run does, short of serving

$(BINARY): $(PROGRAM) $(ASSETS) $(GENERATED) | need-go
	$(GO) build -trimpath -buildvcs=false -o $@ ./server/cmd/quorumlab

# What a browser loads: the engines as WebAssembly, the scripts, the styles, compressed.
$(ASSETS): $(ENGINES) $(SITE) $(FIGURES) $(MODULES) | need-go
	$(GO) run ./server/cmd/assets -brotli $(BROTLI)
	@touch $@

$(MODULES): web/package.json web/package-lock.json | need-go need-node
	npm ci --prefix web --ignore-scripts --no-audit --no-fund
	@mkdir -p $(@D)
	@touch $@

generate: $(GENERATED) ## the Go code of the page templates

# One call of templ makes them all, and leaves none behind whose template is gone: that is why the folder counts.
$(GENERATED): build/templ.stamp ;
build/templ.stamp: $(PAGES) server/pages go.mod | need-go
	@rm -f server/pages/*_templ.go
	$(GO) tool templ generate -path server/pages
	@mkdir -p $(@D)
	@touch $(GENERATED) $@

test: build chromium check size ## everything that has to hold, its own set-up included
	$(GO) test -timeout 25m ./...

check: $(ASSETS) $(GENERATED) ## what can be told without running: types, vet, formatting
	web/node_modules/.bin/tsc --project web --noEmit
	$(GO) vet ./...
	@unformatted="$$(gofmt -l protocols wasm web server lessons 2>/dev/null | grep -v node_modules)"; \
	if [ -n "$$unformatted" ]; then echo "gofmt has not seen: $$unformatted"; exit 1; fi

bench: build chromium ## figures of speed, each a median of runs in turns, held against what they have to be
	$(GO) run ./server/cmd/bench

bench-web: build chromium ## what a reader waits for: cold loads of pages in a browser, medians, held against what they have to be
	$(GO) run ./server/cmd/bench -pages

shots: build chromium ## pictures of every page and state, at 1440, 768 and 360 px, in both themes, into build/shots (ONLY=regexp for some)
	$(GO) run ./web/shots -only "$(ONLY)"

looks: build chromium ## axe and what moves, on every page and state at every size; make test looks at each once
	$(GO) test -timeout 40m -run 'TestAxeFindsNothing|TestNothingMoves' ./web/browsertest -args -every

size: $(ASSETS) ## what a reader downloads; fails above the limits
	@$(GO) run ./server/cmd/size

sweep: need-go ## run every protocol under faults from many seeds (SEEDS=1000)
	@packages="$$($(GO) list -f '{{range .TestImports}}{{if eq . "quorumlab/protocols/enginetest"}}{{$$.ImportPath}}{{end}}{{end}} {{range .XTestImports}}{{if eq . "quorumlab/protocols/enginetest"}}{{$$.ImportPath}}{{end}}{{end}}' ./protocols/...)" && \
	$(GO) test -timeout 0 -run 'Conformance/faults' $$packages -args -seeds $(SEEDS)

clean: ## remove what was built, node_modules included
	rm -rf bin build server/assets/dist web/node_modules $(GENERATED)

# Prerequisites. Each says what is missing and the line that installs it.
define install_go
	{ echo "Go 1.26 or later is needed, and $$found. Install it with"; \
	  arch="$$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')"; \
	  echo "    curl -fsSL https://go.dev/dl/go1.26.8.linux-$$arch.tar.gz | sudo tar -C /usr/local -xz && export PATH=/usr/local/go/bin:\$$PATH"; \
	  echo "or, on a Mac, with"; \
	  echo "    brew install go"; exit 1; } >&2
endef

need-go:
	@command -v $(GO) >/dev/null || { found="there is no $(GO) here"; $(install_go); }
	@$(GO) version | awk '{ split(substr($$3, 3), v, "."); exit !(v[1] > 1 || v[1] == 1 && v[2]+0 >= 26) }' || { \
	  found="this is $$(GOTOOLCHAIN=local $(GO) version)"; $(install_go); }

need-node:
	@command -v npm >/dev/null && command -v node >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || { \
	  echo "Node.js 18 or later with npm is needed: the page's packages are installed with it. Install it with"; \
	  echo "    sudo apt-get install -y nodejs npm"; \
	  echo "or, on a Mac, with"; \
	  echo "    brew install node"; exit 1; } >&2

# The browser that the page's tests drive: any that is here, else Debian's where we may install it.
chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable headless_shell; do \
	  command -v $$name >/dev/null && exit 0; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing chromium, for the tests of the pages"; \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium && exit 0; \
	fi; \
	{ echo "Chromium is needed: the tests of the pages drive a real browser. Install it with"; \
	  echo "    sudo apt-get install -y chromium"; exit 1; } >&2
