# What can be done here. The work is in scripts/, one file each.
.DEFAULT_GOAL := help
.PHONY: help run build test lint platforms fuzz bench screenshots interop clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: ## install what is missing, build, open the window with the demo
	@scripts/run.sh

build: ## build build/mangrove
	@scripts/deps.sh build
	@scripts/build.sh

test: ## install what is missing, then every check and test
	@scripts/deps.sh test
	@scripts/test.sh

lint: ## the linter, and known vulnerabilities in what is used
	@scripts/lint.sh

platforms: ## vet and build what needs no C for other systems, and test with 32 bits
	@scripts/platforms.sh

fuzz: ## invented bytes for every decoder, ten minutes each (FUZZ=target, FUZZTIME=1m)
	@scripts/fuzz.sh $(FUZZ)

bench: ## table of speed and memory against what was asked (BENCH=name, COUNT=times)
	@scripts/deps.sh test
	@scripts/bench.sh

interop: ## try the brokers at hand, and write docs/interop.md (INTEROP=name)
	@scripts/interop.sh

screenshots: ## take the pictures in docs/screenshots from the real window
	@scripts/deps.sh test
	@scripts/build.sh
	@scripts/screenshots.sh

clean: ## remove build/ and the tests' leavings
	rm -rf build
	find . -type d -path '*/testdata/failed' -prune -exec rm -rf {} +
