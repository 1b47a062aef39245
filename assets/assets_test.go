package assets

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"slices"
	"testing"
)

func TestIconPNG(t *testing.T) {
	icon, err := png.Decode(bytes.NewReader(IconPNG))
	if err != nil {
		t.Fatal(err)
	}
	if size := icon.Bounds().Size(); size.X != 512 || size.Y != 512 {
		t.Errorf("the icon is %v", size)
	}
	if _, _, _, alpha := icon.At(0, 0).RGBA(); alpha != 0 {
		t.Error("its corners are not transparent")
	}
}

// TestIconSVG allows what the toolkit's renderer draws at every size.
func TestIconSVG(t *testing.T) {
	allowed := []string{"svg", "rect", "path", "circle", "ellipse"}
	shapes := 0
	for d := xml.NewDecoder(bytes.NewReader(IconSVG)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		shapes++
		if !slices.Contains(allowed, element.Name.Local) {
			t.Errorf("it has a %s", element.Name.Local)
		}
		for _, a := range element.Attr {
			if a.Name.Local == "stroke" || a.Name.Local == "style" || a.Name.Local == "class" {
				t.Errorf("a %s has %s=%q", element.Name.Local, a.Name.Local, a.Value)
			}
		}
	}
	if shapes < 5 {
		t.Errorf("it has only %d elements", shapes)
	}
}
