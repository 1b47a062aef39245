package prefs

import "slices"

// set sets a value of one.
func set[T comparable](p *Prefs, key string, v T) {
	p.put(key, v, func(old any) bool { return old == any(v) })
}

// setList sets a list.
func setList[T comparable](p *Prefs, key string, v []T) {
	v = slices.Clone(v)
	p.put(key, v, func(old any) bool {
		before, ok := old.([]T)
		return ok && slices.Equal(before, v)
	})
}

// AddChangeListener implements fyne.Preferences. Listeners are called on the
// goroutine that changes something.
func (p *Prefs) AddChangeListener(tell func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.listeners = append(slices.Clone(p.listeners), tell)
}

// ChangeListeners implements fyne.Preferences.
func (p *Prefs) ChangeListeners() []func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.listeners
}

// RemoveValue implements fyne.Preferences.
func (p *Prefs) RemoveValue(key string) { p.put(key, nil, nil) }

// Bool implements fyne.Preferences.
func (p *Prefs) Bool(key string) bool { return get(p, key, false) }

// BoolWithFallback implements fyne.Preferences.
func (p *Prefs) BoolWithFallback(key string, fallback bool) bool { return get(p, key, fallback) }

// SetBool implements fyne.Preferences.
func (p *Prefs) SetBool(key string, v bool) { set(p, key, v) }

// BoolList implements fyne.Preferences.
func (p *Prefs) BoolList(key string) []bool { return get(p, key, []bool{}) }

// BoolListWithFallback implements fyne.Preferences.
func (p *Prefs) BoolListWithFallback(key string, fallback []bool) []bool {
	return get(p, key, fallback)
}

// SetBoolList implements fyne.Preferences.
func (p *Prefs) SetBoolList(key string, v []bool) { setList(p, key, v) }

// Float implements fyne.Preferences.
func (p *Prefs) Float(key string) float64 { return get(p, key, 0.0) }

// FloatWithFallback implements fyne.Preferences.
func (p *Prefs) FloatWithFallback(key string, fallback float64) float64 {
	return get(p, key, fallback)
}

// SetFloat implements fyne.Preferences.
func (p *Prefs) SetFloat(key string, v float64) { set(p, key, v) }

// FloatList implements fyne.Preferences.
func (p *Prefs) FloatList(key string) []float64 { return get(p, key, []float64{}) }

// FloatListWithFallback implements fyne.Preferences.
func (p *Prefs) FloatListWithFallback(key string, fallback []float64) []float64 {
	return get(p, key, fallback)
}

// SetFloatList implements fyne.Preferences.
func (p *Prefs) SetFloatList(key string, v []float64) { setList(p, key, v) }

// Int implements fyne.Preferences. JSON has one kind of number, and so have these
// preferences.
func (p *Prefs) Int(key string) int { return p.IntWithFallback(key, 0) }

// IntWithFallback implements fyne.Preferences.
func (p *Prefs) IntWithFallback(key string, fallback int) int {
	return int(get(p, key, float64(fallback)))
}

// SetInt implements fyne.Preferences.
func (p *Prefs) SetInt(key string, v int) { set(p, key, float64(v)) }

// IntList implements fyne.Preferences.
func (p *Prefs) IntList(key string) []int { return p.IntListWithFallback(key, []int{}) }

// IntListWithFallback implements fyne.Preferences.
func (p *Prefs) IntListWithFallback(key string, fallback []int) []int {
	list := get[[]float64](p, key, nil)
	if list == nil {
		return fallback
	}
	ints := make([]int, len(list))
	for i, f := range list {
		ints[i] = int(f)
	}
	return ints
}

// SetIntList implements fyne.Preferences.
func (p *Prefs) SetIntList(key string, v []int) {
	floats := make([]float64, len(v))
	for i, n := range v {
		floats[i] = float64(n)
	}
	setList(p, key, floats)
}

// String implements fyne.Preferences.
func (p *Prefs) String(key string) string { return get(p, key, "") }

// StringWithFallback implements fyne.Preferences.
func (p *Prefs) StringWithFallback(key, fallback string) string { return get(p, key, fallback) }

// SetString implements fyne.Preferences.
func (p *Prefs) SetString(key, v string) { set(p, key, v) }

// StringList implements fyne.Preferences.
func (p *Prefs) StringList(key string) []string { return get(p, key, []string{}) }

// StringListWithFallback implements fyne.Preferences.
func (p *Prefs) StringListWithFallback(key string, fallback []string) []string {
	return get(p, key, fallback)
}

// SetStringList implements fyne.Preferences.
func (p *Prefs) SetStringList(key string, v []string) { setList(p, key, v) }
