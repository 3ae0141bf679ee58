# The release binary is one fully static executable; every flag that makes it so is here. The last
# two have it find the types of tables without a search of all conformances at each start.
release := -c release --product mlcf-compose --static-swift-stdlib \
	-Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker -s \
	-Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
binary := .build/release/mlcf-compose
sources := Sources Tests Package.swift
prefix := /usr/local
# In CI a warning is an error.
strict := $(if $(CI),-Xswiftc -warnings-as-errors)

.PHONY: run build test lint format bench record install conformance dependencies

run: build
	@$(binary) build overlays/prod

build: dependencies
	@swift build $(release) $(strict) >&2

test: dependencies
	swift test $(strict)

lint:
	swift format lint --strict --recursive --parallel $(sources)

format:
	swift format --in-place --recursive --parallel $(sources)

bench: build
	Benchmarks/run --bin "$(binary) build" $(if $(KUSTOMIZE),--peer "$(KUSTOMIZE)")

record: dependencies
	RECORD=1 swift test || git status --short Tests/Fixtures

install: build
	install -D -m 755 $(binary) $(DESTDIR)$(prefix)/bin/mlcf-compose

conformance: build
	Scripts/run-conformance "$(binary) build"

dependencies:
	@Scripts/install-dependencies
