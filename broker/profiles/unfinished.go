package profiles

import (
	"mangrove/broker/profiles/finding"
	"mangrove/model"
)

// Unfinished is what a broker would refuse of a profile as it stands; nil: nothing.
func (p Profile) Unfinished() error {
	for _, s := range p.Subscriptions {
		if s.Filter == "" {
			return &finding.Fault{Code: finding.EmptyFilter}
		}
		if err := model.CheckFilter(s.Filter); err != nil {
			return &finding.Fault{Code: finding.WrongFilter, Name: s.Filter, Err: err}
		}
	}
	if p.Will != nil && p.Will.Topic == "" {
		return &finding.Fault{Code: finding.NoWillTopic}
	}
	return nil
}
