//go:build cgo && !ci && !wasm

package main

import "github.com/go-gl/glfw/v3.3/glfw"

// watchSideButtons has back and forward done by the buttons at the side of a mouse. The
// toolkit tells neither from the other, so they are taken before it sees them. The window is
// the one being drawn: no other moment tells which it is.
func watchSideButtons(back, forward func()) {
	window := glfw.GetCurrentContext()
	if window == nil {
		return
	}
	var toolkit glfw.MouseButtonCallback
	toolkit = window.SetMouseButtonCallback(func(w *glfw.Window, button glfw.MouseButton, action glfw.Action, mods glfw.ModifierKey) {
		do := back
		switch button {
		case glfw.MouseButton4:
		case glfw.MouseButton5:
			do = forward
		default:
			toolkit(w, button, action, mods)
			return
		}
		if action == glfw.Press {
			do()
		}
	})
}
