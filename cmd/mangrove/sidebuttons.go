//go:build !cgo || ci || wasm

package main

// watchSideButtons does nothing: there is no window.
func watchSideButtons(func(), func()) {}
