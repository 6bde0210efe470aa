package c2pa

import (
	"bytes"
	"errors"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

// readStore checks the active manifest. The error is about reading the file.
func (r *Report) readStore(c *container) error {
	store, err := parseStore(c.store)
	if err != nil {
		r.add(checkStore, Failed, "The manifest store is broken: %v.", err)
		return nil
	}
	r.Manifests = len(store.children)
	if r.Manifests == 0 {
		r.add(checkStore, Failed, "The manifest store is empty.")
		return nil
	}
	active := store.children[r.Manifests-1]
	r.Label = active.label
	switch {
	case store.child(active.label) == nil:
		r.add(checkStore, Failed, "Two manifests have the same label.")
		return nil
	case active.is("c2um"):
		r.add(checkStore, Unsupported, "The last manifest only adds to an earlier one, which is not followed.")
	case active.is("c2cm"):
		r.add(checkStore, Unsupported, "The last manifest is compressed, which is not read.")
		return nil
	case !active.is("c2ma"):
		r.add(checkStore, Failed, "The last manifest is of no known kind.")
		return nil
	default:
		r.add(checkStore, OK, "The store holds %d manifests; the last is checked.", r.Manifests)
	}
	if err := r.readManifest(c, store, active); err != nil {
		if readErr, ok := asReadError(err); ok {
			return readErr
		}
		o := Failed
		if isUnsupported(err) {
			o = Unsupported
		}
		r.add(checkClaim, o, "The claim cannot be checked: %v.", err)
	}
	return nil
}

func (r *Report) readManifest(c *container, store, m *box) error {
	raw, err := claimOf(m)
	if err != nil {
		return err
	}
	var claimed claim
	if err := decode(raw, &claimed); err != nil {
		return err
	}
	r.add(checkClaim, OK, "The claim can be read.")
	r.Generator, r.Title, r.Format = claimed.generator(), claimed.Title, claimed.Format

	signature := resolve(store, m, claimed.Signature)
	if signature == nil || signature != m.child("c2pa.signature") || !signature.is("c2cs") {
		return errors.New("it does not name the signature of its own manifest")
	}
	data, ok := signature.first("cbor")
	if !ok || len(signature.content) != 1 {
		return errors.New("the signature's box does not hold one signature")
	}
	r.checkSignature(data, raw)
	return r.checkAssertions(c, store, m, &claimed)
}

// claimOf gives the CBOR of the only claim of a manifest.
func claimOf(m *box) ([]byte, error) {
	var found []byte
	for _, b := range m.children {
		if !b.is("c2cl") {
			continue
		}
		data, ok := b.first("cbor")
		if !ok || found != nil || len(b.content) != 1 || kindOf(b.label) != "c2pa.claim" {
			return nil, errors.New("the manifest does not hold one claim")
		}
		found = data
	}
	if found == nil {
		return nil, errors.New("the manifest holds no claim")
	}
	return found, nil
}

// checkAssertions compares each assertion with its hash in the claim, and reads
// those that say something about the file.
func (r *Report) checkAssertions(c *container, store, m *box, claimed *claim) error {
	assertions := m.child("c2pa.assertions")
	if assertions == nil || !assertions.is("c2as") {
		return errors.New("the manifest holds no assertions")
	}
	all := append(append(append([]hashedURI{}, claimed.Assertions...), claimed.CreatedAssertions...), claimed.Gathered...)
	if len(all) > maxBoxes {
		return errors.New("it names too many assertions")
	}
	if len(claimed.Redacted) > 0 {
		r.add(checkIngredient, Unsupported, "Assertions of earlier manifests were removed, which is not checked.")
	}
	seen := map[*box]bool{}
	bindings := 0
	for _, u := range all {
		b := resolve(store, m, u.URL)
		if b == nil || assertions.child(b.label) != b {
			r.add("assertion", Failed, "The claim names an assertion that is not in the manifest.")
			continue
		}
		if seen[b] {
			r.add(b.label, Failed, "The claim names the assertion %q twice.", b.label)
			continue
		}
		seen[b] = true
		if err := checkHash(b, u, claimed.Alg); err != nil {
			o := Failed
			if isUnsupported(err) {
				o = Unsupported
			}
			r.add(b.label, o, "The assertion %q cannot be relied upon: %v.", b.label, err)
			if strings.HasPrefix(b.label, "c2pa.hash.") {
				bindings++
				r.add(checkBinding, o, "What binds the claim to the file cannot be relied upon: %v.", err)
			}
			continue
		}
		r.add(b.label, OK, "The assertion %q is the one that was claimed.", b.label)
		if bindings > 0 && strings.HasPrefix(b.label, "c2pa.hash.") {
			bindings++ // one is read; each takes the whole file
			continue
		}
		isBinding, err := r.readAssertion(c, store, m, b, claimed)
		if err != nil {
			return err
		}
		if isBinding {
			bindings++
		}
	}
	for _, b := range assertions.children {
		if !seen[b] {
			r.add(b.label, Failed, "The manifest holds the assertion %q, which the claim does not name.", b.label)
		}
	}
	switch {
	case bindings > 1:
		r.add(checkBinding, Failed, "The claim is bound to a file in more than one way.")
	case bindings == 0:
		r.add(checkBinding, Failed, "Nothing binds the claim to this file.")
		if m.is("c2um") {
			r.Checks[len(r.Checks)-1] = Check{checkBinding, Unsupported, "The binding to the file is in an earlier manifest, which is not followed."}
		}
	}
	return nil
}

// checkHash compares a box with the hash that something says of it.
func checkHash(b *box, u hashedURI, alg string) error {
	if u.Alg != "" {
		alg = u.Alg
	}
	h, err := newHash(alg)
	if err != nil {
		return err
	}
	h.Write(b.body)
	if !bytes.Equal(h.Sum(nil), u.Hash) {
		return errors.New("its hash is not the one in the claim")
	}
	return nil
}

// readAssertion reads an assertion whose hash was right, and says whether it binds
// the claim to the file.
func (r *Report) readAssertion(c *container, store, m, b *box, claimed *claim) (bool, error) {
	data, _ := b.first("cbor")
	switch kind := kindOf(b.label); kind {
	case "c2pa.hash.data":
		return true, r.bind(c, c.dataHash(data, claimed.Alg))
	case "c2pa.hash.boxes":
		return true, r.bind(c, c.boxesHash(data, claimed.Alg))
	case "c2pa.hash.bmff":
		return true, r.bind(c, c.bmffHash(data, claimed.Alg, b.label))
	case "c2pa.hash.multi-asset", "c2pa.hash.collection.data":
		r.add(checkBinding, Unsupported, "The binding %q is not checked.", b.label)
		return true, nil
	case "c2pa.actions":
		if err := r.readActions(data); err != nil {
			r.add(b.label, Failed, "The assertion %q cannot be read: %v.", b.label, err)
		}
	case "c2pa.ingredient":
		if err := r.readIngredient(c, data, store, m, claimed.Alg); err != nil {
			r.add(b.label, Failed, "The assertion %q cannot be read: %v.", b.label, err)
		}
	}
	return false, nil
}

// bind enters the result of checking the binding.
func (r *Report) bind(c *container, err error) error {
	if readErr, ok := asReadError(err); ok {
		return readError{readErr}
	}
	switch {
	case err == nil && len(c.uncovered) > 0:
		r.add(checkBinding, OK, "The file is the one that was signed, but for what is in its boxes %s, which the signature does not cover.", strings.Join(c.uncovered, ", "))
	case err == nil:
		r.add(checkBinding, OK, "The file is the one that was signed.")
	case isUnsupported(err):
		r.add(checkBinding, Unsupported, "The binding to the file is not checked: %v.", err)
	default:
		r.add(checkBinding, Failed, "The file is not as it was signed: %v.", err)
	}
	return nil
}

// Limits of what is told, and of the bytes of ingredients' manifests that are hashed:
// many ingredients may name the same big one.
const (
	maxTold   = 1000
	maxHashed = 256 << 20
)

func (r *Report) readActions(data []byte) error {
	var a struct {
		Actions []struct {
			Action        string          `cbor:"action"`
			When          cbor.RawMessage `cbor:"when"`
			SoftwareAgent cbor.RawMessage `cbor:"softwareAgent"`
		} `cbor:"actions"`
	}
	if err := decode(data, &a); err != nil {
		return err
	}
	for _, x := range a.Actions {
		if len(r.Actions) == maxTold {
			break
		}
		action := Action{Name: x.Action, When: text(x.When)}
		var agent generatorInfo
		if action.SoftwareAgent = text(x.SoftwareAgent); action.SoftwareAgent == "" && len(x.SoftwareAgent) > 0 && decode(x.SoftwareAgent, &agent) == nil {
			action.SoftwareAgent = agent.String()
		}
		r.Actions = append(r.Actions, action)
	}
	return nil
}

// text gives a CBOR text, tagged or not, and "" for anything else.
func text(raw cbor.RawMessage) string {
	var s string
	var tag cbor.RawTag
	switch {
	case len(raw) == 0:
	case raw[0]>>5 == 6 && decode(raw, &tag) == nil:
		_ = decode(tag.Content, &s) // a tag of something else stays untold
	case raw[0]>>5 == 3:
		_ = decode(raw, &s)
	}
	return s
}

func (r *Report) readIngredient(c *container, data []byte, store, m *box, alg string) error {
	var i struct {
		Title        string     `cbor:"dc:title"`
		Format       string     `cbor:"dc:format"`
		Relationship string     `cbor:"relationship"`
		Manifest     *hashedURI `cbor:"c2pa_manifest"`
		Active       *hashedURI `cbor:"activeManifest"`
	}
	if err := decode(data, &i); err != nil {
		return err
	}
	if len(r.Ingredients) < maxTold {
		r.Ingredients = append(r.Ingredients, Ingredient{i.Title, i.Relationship, i.Format})
	}
	u := i.Active
	if u == nil {
		u = i.Manifest
	}
	if u == nil {
		return nil
	}
	b := resolve(store, m, u.URL)
	if b == nil {
		r.add(checkIngredient, Unsupported, "The manifest of an ingredient is not in the store.")
		return nil
	}
	if c.hashed += len(b.body); c.hashed > maxHashed {
		r.add(checkIngredient, Unsupported, "There are more manifests of ingredients than are checked.")
		return nil
	}
	if err := checkHash(b, *u, alg); err != nil {
		r.add(checkIngredient, Failed, "The manifest of an ingredient is not the one that was claimed.")
		return nil
	}
	r.add(checkIngredient, Unsupported, "The manifest of an ingredient is the one that was claimed; its own signature is not checked.")
	return nil
}
