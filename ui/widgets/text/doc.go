// Package text draws short texts that change often into images: the rows of a
// tree, the lines of a payload, the figures of a status bar.
//
// Fyne keeps a texture for every distinct text it has drawn for a minute, which
// hundreds of changing values a second turn into gigabytes. Here every glyph is
// rasterised once, and a line is put together from glyphs in an image of its
// own, so that memory stays flat and a change costs microseconds.
//
// Everything in it belongs to the goroutine that draws. It knows nothing of
// what the texts say.
package text
