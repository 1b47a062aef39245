package widgets

// Follow has the rows go to the end and stay there as more come, whatever
// becomes of their size. It holds until the user scrolls away from the end or
// selects a row, and again once he scrolls back to the end or presses End.
func (r *Rows) Follow() { r.setFollowing(true) }

// Hold ends [Rows.Follow]: what is seen stays where it is.
func (r *Rows) Hold() { r.setFollowing(false) }

// Following reports whether the rows stay at the end.
func (r *Rows) Following() bool { return r.following }

func (r *Rows) setFollowing(on bool) {
	r.follows = true
	changed := r.following != on
	r.following = on
	r.redraw()
	if !changed {
		return
	}
	if r.OnFollow != nil {
		r.OnFollow(on)
	}
}

// scrolled is called when the user has moved what is seen.
func (r *Rows) scrolled() {
	if r.follows {
		r.setFollowing(r.AtEnd())
	}
	r.redraw()
}
