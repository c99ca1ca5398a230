# Every command of the project. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
CONFIGURATION ?= Release
DOTNET_FLAGS := -c $(CONFIGURATION) -v quiet --nologo -nodeReuse:false
export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_GENERATE_ASPNET_CERTIFICATE := false
# What the compiler says is shown only if something is wrong.
define quiet_build
log=$$(mktemp) && trap 'rm -f "$$log"' EXIT
dotnet build $(1) $(DOTNET_FLAGS) -clp:ErrorsOnly >"$$log" || { cat "$$log"; exit 1; }
endef
WEB_SOURCES := $(shell git ls-files web 2>/dev/null)

.PHONY: help run demo build test test-fast fuzz test-recording fmt clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

run: build web/dist ## Start everything on http://localhost:8080 and print the links to click
	@exec dotnet Broadcast.Api/bin/$(CONFIGURATION)/net10.0/Broadcast.Api.dll

demo: build web/dist ## The same with a webinar already live: a moving test picture with a beep
	@exec dotnet Broadcast.Api/bin/$(CONFIGURATION)/net10.0/Broadcast.Api.dll --Demo:Enabled=true

.PHONY: cluster
cluster: ## A whole cluster on this machine with the demo live: PostgreSQL, Redis, two servers, three media nodes, a job worker, nginx
	@deploy/setup.sh cluster
	$(MAKE) build web/dist
	exec deploy/cluster.sh

.PHONY: reset-password
reset-password: build ## A link with which EMAIL=… sets a new password (the server may run)
	@dotnet Broadcast.Api/bin/$(CONFIGURATION)/net10.0/Broadcast.Api.dll reset-password "$(EMAIL)"

build:
	@deploy/setup.sh run
	echo "Building the server (a minute or two the first time, seconds afterwards)."
	$(call quiet_build,Broadcast.sln)

.PHONY: publish
publish: web/dist ## The programs for other machines, in out/: server, edge, recorder, jobs
	@deploy/setup.sh run
	echo "Publishing the programs to out/ (a minute or two)."
	for program in Api:server Sfu:edge Recorder:recorder Jobs:jobs; do
	    log=$$(dotnet publish "Broadcast.$${program%%:*}" $(DOTNET_FLAGS) -clp:ErrorsOnly -o "out/$${program##*:}") || { echo "$$log"; exit 1; }
	done
	rm -rf out/server/wwwroot && cp -r web/dist out/server/wwwroot

web/node_modules: web/package.json web/package-lock.json
	@echo "Fetching what the pages are built from (about 15 seconds)."
	cd web && npm ci --silent --no-progress && touch node_modules

CLIENTS := tests/Broadcast.EndToEnd.Tests/Clients
$(CLIENTS)/node_modules: $(CLIENTS)/package.json $(CLIENTS)/package-lock.json
	@echo "Fetching the clients that the tests call with (about 10 seconds)."
	cd $(CLIENTS) && npm ci --silent --no-progress && touch node_modules

web/dist: web/node_modules $(WEB_SOURCES)
	@echo "Building the pages (about 15 seconds)."
	cd web && npm run --silent build -- --logLevel warn && touch dist

.PHONY: contract
contract: ## Write the pages' types (web/src/contract.ts) and docs/transcript.md anew from the server's messages
	@BROADCAST_WRITE_CONTRACT=1 dotnet test tests/Broadcast.Api.Tests $(DOTNET_FLAGS) --filter "FullyQualifiedName~ContractTests|FullyQualifiedName~TranscriptTests"
	@git diff --stat -- web/src/contract.ts docs/transcript.md

test: ## Everything: build with warnings as errors, unit, simulation, fuzz, integration, web, end-to-end
	@deploy/setup.sh test
	tests/run.sh all

test-fast: ## What you run all day: no browsers, no servers
	@deploy/setup.sh run
	tests/run.sh fast

.PHONY: test-one dev
test-one: ## The tests of one suite whose name holds TEST: make test-one SUITE=Sfu TEST=NackTests
	@dotnet test tests/Broadcast.$(SUITE).Tests $(DOTNET_FLAGS) --filter "FullyQualifiedName~$(TEST)"

dev: web/node_modules ## Server and pages on http://localhost:5173, both following what you save
	@deploy/setup.sh run
	echo "Starting the server (a minute or two the first time) and the pages."
	setsid dotnet watch --quiet --non-interactive --project Broadcast.Api run -- --Public:Url=http://localhost:5173 &
	# The server ends in order; what watches it would wait for the next change.
	trap "{ kill -- -$$! && sleep 2 && kill -9 -- -$$!; } 2>/dev/null || true" EXIT
	trap : INT
	cd web && npm run --silent dev -- --logLevel warn --strictPort || true

test-recording: build ## Every way of losing a recording that we know of, as a table: what was expected, what came out
	@deploy/setup.sh test
	tests/run.sh recording

.PHONY: test-webinar
test-webinar: build web/dist ## Ten minutes (MINUTES=2: a short one) of two presenters in Chromium, and what the recording shows of it
	@deploy/setup.sh test
	tests/run.sh webinar

.PHONY: bench-build bench-fanout bench-join bench-latency bench-limit bench-micro bench-recording chaos-recording
BENCH := dotnet tests/Broadcast.Bench/bin/$(CONFIGURATION)/net10.0/Broadcast.Bench.dll

bench-build:
	@deploy/setup.sh bench
	$(call quiet_build,tests/Broadcast.Bench)

.PHONY: bench-first-light
bench-first-light: build web/dist ## A webinar in Chromium against the absolute limits: 25 frames/s, 250 ms from screen to screen, 2 s to the first frame
	@deploy/setup.sh test
	tests/run.sh first-light

bench-fanout: bench-build ## CPU per forwarded packet, ours and Janus in turn, and what one core carries (WITH=hostile: one viewer in ten attacks; WITH=sound: with sound; WITH=feedback: viewers answer transport-cc; WITH="feedback layers alone": three sizes, one viewer in ten on a narrow network)
	@$(BENCH) fanout $(WITH)

bench-join: bench-build ## What 1,000 viewers who join at once cost, and how long they wait for a picture
	@$(BENCH) join

bench-latency: bench-build ## Time through the node at half load, with a chat in the same process
	@$(BENCH) latency

bench-limit: bench-build ## How far the engine is from the floor: header copy, AES-GCM and segmented sends alone
	@$(BENCH) limit

bench-micro: bench-build ## Nanoseconds and bytes allocated of what is done per packet
	@$(BENCH) micro

.PHONY: bench-network
bench-network: bench-build ## Which layers viewers get over links that change: RFC 8867's cases and our own, on a virtual clock (WITH="seeds=20 plot")
	@$(BENCH) network $(WITH)

bench-recording: bench-build ## What recording costs while it runs, when it can be watched, how fast videos are made (WITH=live, ready or compose)
	@$(BENCH) recording $(WITH)

.PHONY: bench-join-page
bench-join-page: build bench-build web/dist ## From click to first picture in Chromium at 100 ms of round trip, beside the build of an earlier commit (WITH="before=COMMIT visits=9")
	@deploy/setup.sh test
	@$(BENCH) join-page $(WITH)

.PHONY: bench-network-browser
bench-network-browser: build bench-build web/dist ## What a viewer in Chromium sees while the network gets narrow, loses packets and is far (WITH="seconds=30")
	@deploy/setup.sh test
	@$(BENCH) network-browser $(WITH)

.PHONY: bench-start
bench-start: build bench-build ## Time to healthy, idle CPU and memory, beside the build of an earlier commit (WITH="before=COMMIT rounds=5")
	@$(BENCH) start $(WITH)

.PHONY: bench-cluster
bench-cluster: build bench-build ## One webinar over many machines, and what is lost when they are: a network each, 500 viewers an edge (VIEWERS=50 ROUNDS=3 for a small one, WITH="only=EdgeKilled seed=2 away=10")
	@deploy/setup.sh cluster
	$(BENCH) cluster $(if $(VIEWERS),viewers=$(VIEWERS)) $(if $(ROUNDS),rounds=$(ROUNDS)) $(WITH)

.PHONY: bench-tree
bench-tree: bench-build ## A million viewers on a tree of 64 x 64 media nodes, an hour on a virtual clock: freezes, key frames, messages (WITH="seed=2")
	@$(BENCH) tree $(WITH)

chaos-recording: bench-build ## Recordings killed at random moments, 50 times: what is lost, stuck or left behind (WITH="rounds=10 seed=2")
	@$(BENCH) chaos-recording $(WITH)

.PHONY: chaos-acknowledged
chaos-acknowledged: bench-build build ## Chat and recording while servers, Redis and PostgreSQL are killed: what was acknowledged is there, once, in one order (WITH="rounds=3 seed=2 log")
	@deploy/setup.sh cluster
	$(BENCH) chaos-acknowledged $(WITH)

.PHONY: attack
attack: build ## Every attack that we know of, by real clients beside people who behave: attack, before, now, limit (WITH=short, or only=DeafAndLoud,DiskFlood)
	@$(BENCH) attack $(WITH)

fuzz: ## Every parser and the whole worker against new seeds, for FUZZ_SECONDS (60)
	@dotnet test tests/Broadcast.Sfu.Tests $(DOTNET_FLAGS) --filter Category=Fuzz

fmt: web/node_modules ## Format C# and TypeScript
	@dotnet format Broadcast.sln --no-restore
	cd web && npm run --silent fmt

clean: ## Remove what was built (not the data directory)
	@git clean -fdxq -e data
