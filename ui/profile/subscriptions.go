package profile

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// qosWords are what a subscription can ask for.
var qosWords = []string{"QoS 0", "QoS 1", "QoS 2", "best QoS"}

// subscriptions is the group of what is subscribed to.
func (f *Form) subscriptions() {
	f.addWords(newWords(func(p *profiles.Profile) string {
		if len(p.Subscriptions) == 0 {
			return "With no filter here, everything the broker allows is subscribed to (#)."
		}
		return ""
	}))
	l := &linesPart{count: func(p *profiles.Profile) int { return len(p.Subscriptions) }}
	l.line = func(i int) fyne.CanvasObject { return f.subscriptionLine(l, i) }
	f.lines("Subscriptions", "Add a filter", l, func(p *profiles.Profile) {
		p.Subscriptions = append(slices.Clone(p.Subscriptions), profiles.Subscription{QoS: profiles.QoS(broker.BestQoS)})
	})
}

// subscriptionLine is a filter with its options.
func (f *Form) subscriptionLine(l *linesPart, i int) fyne.CanvasObject {
	s := f.profile.Subscriptions[i]
	edit := func(do func(s *profiles.Subscription)) {
		if f.showing {
			return
		}
		l.change(func(p *profiles.Profile) {
			if i < len(p.Subscriptions) {
				p.Subscriptions = slices.Clone(p.Subscriptions)
				do(&p.Subscriptions[i])
			}
		})
	}
	wrong := widget.NewLabel("")
	wrong.Importance = widget.DangerImportance
	wrong.Wrapping = fyne.TextWrapWord
	showWrong := func(filter string) {
		words := ""
		if err := model.CheckFilter(filter); err != nil {
			words = format.Excerpt(explain.Error(err, broker.Address{}))
		}
		if filter == "" {
			words = "Type a filter, such as house/#; # alone matches everything."
		}
		wrong.SetText(words)
		arrange.SetHidden(words == "", wrong)
	}
	filter := f.entry("house/+/temperature, or #", 0)
	filter.SetText(s.Filter)
	filter.OnChanged = func(text string) {
		showWrong(text)
		edit(func(s *profiles.Subscription) { s.Filter = text })
	}
	showWrong(s.Filter)
	remove := l.remover(i, func() {
		l.change(func(p *profiles.Profile) { p.Subscriptions = slices.Delete(slices.Clone(p.Subscriptions), i, i+1) })
	})
	l.keys = append(l.keys, lineKeys{first: filter, remove: remove})
	first := container.NewBorder(nil, nil, nil, container.NewHBox(f.qosChoice(s, edit), remove), filter)
	panel := widgets.NewPanel(look.Raised, container.NewVBox(first, wrong, f.subscriptionOptions(s, edit)), 6, 8)
	panel.Round = true
	return panel
}

func (f *Form) qosChoice(s profiles.Subscription, edit func(func(s *profiles.Subscription))) fyne.CanvasObject {
	qos := f.choose(qosWords)
	qos.SetSelectedIndex(min(int(s.QoS), 3))
	qos.OnChanged = func(string) {
		edit(func(s *profiles.Subscription) {
			s.QoS = profiles.QoS(qos.SelectedIndex())
			if s.QoS > 2 {
				s.QoS = profiles.QoS(broker.BestQoS)
			}
		})
	}
	return qos
}

// subscriptionOptions are those that MQTT 5 alone has.
func (f *Form) subscriptionOptions(s profiles.Subscription, edit func(func(s *profiles.Subscription))) fyne.CanvasObject {
	noLocal := f.check("Skip own messages (No Local)", func(on bool) { edit(func(s *profiles.Subscription) { s.NoLocal = on }) })
	published := f.check("Keep the retain flag (Retain As Published)", func(on bool) { edit(func(s *profiles.Subscription) { s.RetainAsPublished = on }) })
	noLocal.SetChecked(s.NoLocal)
	published.SetChecked(s.RetainAsPublished)
	handling := f.choose(format.RetainChoices)
	handling.SetSelectedIndex(min(int(s.RetainHandling), 2))
	handling.OnChanged = func(string) {
		edit(func(s *profiles.Subscription) { s.RetainHandling = byte(handling.SelectedIndex()) })
	}
	shown := f.choose(format.ViewNames)
	shown.SetSelectedIndex(int(payload.ViewOf(s.Decoder)))
	shown.OnChanged = func(string) {
		code := ""
		if v := payload.View(shown.SelectedIndex()); v != payload.AutoView {
			code = v.Code()
		}
		edit(func(s *profiles.Subscription) { s.Decoder = code })
	}
	return container.NewVBox(container.NewHBox(noLocal), container.NewHBox(published),
		container.NewHBox(arrange.FixedWidth(220, handling), arrange.Middle(widget.NewLabel("(Retain Handling)"))),
		container.NewHBox(arrange.Middle(widget.NewLabel("Payloads shown as")), arrange.FixedWidth(130, shown)))
}
