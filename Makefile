# Two commands: "make demo" shows what Sijill does, "make test" runs every test.
# What the tests use besides Go is installed from Debian's packages and from npm,
# by name, and only where it is missing.

GO      ?= go
LISTEN  ?= 127.0.0.1:8337
PUBLIC  ?= 127.0.0.1:8338
BIN     := build/sijill

.PHONY: demo test build tools bench clean

demo: build
	@echo "Making an example archive in build/example, and showing it and its edition."
	$(BIN) demo --dir build/example --listen $(LISTEN) --public $(PUBLIC)

build:
	@mkdir -p build
	$(GO) build -trimpath -o $(BIN) ./cmd/sijill
	@# What the check page of an edition runs in a reader's browser.
	GOOS=js GOARCH=wasm $(GO) build -trimpath -ldflags='-s -w' -o build/check.wasm ./internal/checkwasm
	@# Typefaces for the pages, where npm can be reached.
	@edition/fonts/make build/fonts
	@cp -f "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" build/wasm_exec.js

test: tools
	./testing/run

# The programs with which the tests check what Sijill writes.
tools:
	./testing/tools

bench: build
	bench/run quick

clean:
	rm -rf build
