package c2pa

import (
	"encoding/asn1"
	"time"
)

// timeOf reads the time that a timestamp says: a TimeStampResp or a TimeStampToken
// (RFC 3161), which is a CMS SignedData (RFC 5652) around a TSTInfo. Neither the
// signature nor what was stamped is looked at.
func timeOf(der []byte) (time.Time, bool) {
	var response struct {
		Status asn1.RawValue
		Token  asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(der, &response); err == nil && response.Status.Tag == asn1.TagSequence && len(response.Token.FullBytes) > 0 {
		der = response.Token.FullBytes
	}
	var outer struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"explicit,tag:0"`
	}
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return time.Time{}, false
	}
	var signed struct {
		Version int
		Digests asn1.RawValue
		Inner   struct {
			Type    asn1.ObjectIdentifier
			Content asn1.RawValue `asn1:"optional,explicit,tag:0"`
		}
	}
	if _, err := asn1.Unmarshal(outer.Content.FullBytes, &signed); err != nil {
		if _, err := asn1.Unmarshal(outer.Content.Bytes, &signed); err != nil {
			return time.Time{}, false
		}
	}
	var octets []byte
	if _, err := asn1.Unmarshal(signed.Inner.Content.FullBytes, &octets); err != nil {
		if _, err := asn1.Unmarshal(signed.Inner.Content.Bytes, &octets); err != nil {
			return time.Time{}, false
		}
	}
	var info struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint asn1.RawValue
		Serial  asn1.RawValue
		Time    time.Time `asn1:"generalized"`
	}
	if _, err := asn1.Unmarshal(octets, &info); err != nil {
		return time.Time{}, false
	}
	return info.Time.UTC(), true
}
