# ImageIntake. `make demo` and `make test` do everything on a fresh machine that has the Swift toolchain, git, make and
# Python; the other rules are their parts. `make help` lists them.
#
# What is made lies in `.build` (Swift), `.venv` (the Python programs we compare with) and `Benchmarks/data`. Scripts
# hold what takes more than a few lines: each says at its top what it does.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

# The Python that tests and benchmarks call.
export IMAGEINTAKE_PYTHON := $(CURDIR)/.venv/bin/python
export SWIFT

# Programs that are installed or timed carry the Swift library in themselves: they start faster and need no toolchain.
RELEASE := -c release
ifneq ($(shell uname -s),Darwin)
RELEASE += --static-swift-stdlib
endif

SOURCES := Package.swift Sources Tests Examples Benchmarks

.PHONY: help demo test build install lint format bench docs clean libraries python peers

help: ## say what there is (this)
	@echo "ImageIntake: make RULE"
	@sed -nE 's/^([a-z]+):.*## (.*)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-10s %s\n", $$1, $$2}'
	@echo "  make install takes PREFIX= (now $(PREFIX)) and DESTDIR=."

demo: libraries ## install what is missing, build, and show the main job on the sample catalog
	@echo "==> Building imcat and the examples."
	@$(SWIFT) build --product imcat
	@$(SWIFT) build --product SegmentAndSave
	@./scripts/demo "$$($(SWIFT) build --show-bin-path)"

test: python peers lint ## install what is missing, lint, build, run every test
	@echo "==> Building everything."
	@$(SWIFT) build --build-tests
	@echo "==> Running all tests."
	@./scripts/run-tests

build: libraries ## build imcat for daily use (.build/release/imcat)
	@echo "==> Building imcat."
	@$(SWIFT) build $(RELEASE) --product imcat

install: build ## build, then copy imcat to PREFIX/bin and its shell completions to PREFIX/share
	@./scripts/install "$$($(SWIFT) build $(RELEASE) --show-bin-path)/imcat" "$(DESTDIR)$(PREFIX)"

lint: ## check the style of all Swift files; changes nothing
	@echo "==> Checking the style."
	@$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

format: ## bring all Swift files into the style
	@$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

bench: python peers ## time the workloads against the peers, write Benchmarks/RESULTS.md
	@echo "==> Building the workloads."
	@$(SWIFT) build $(RELEASE) --product imbench
	@$(SWIFT) build $(RELEASE) --product imcat
	@.venv/bin/python Benchmarks/run.py --programs "$$($(SWIFT) build $(RELEASE) --show-bin-path)" $(BENCH)

docs: libraries ## write the documentation of the libraries to .build/docs
	@./scripts/make-docs

clean: ## remove everything that was made
	rm -rf .build .venv Benchmarks/data

# What the rules above need.

libraries:
	@./scripts/install-libraries

python:
	@./scripts/install-libraries python

peers: python
	@./scripts/install-peers
