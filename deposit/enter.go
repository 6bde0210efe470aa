package deposit

import (
	"context"
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// enter enters the deposit and its exhibits in one transaction.
func (d Desk) enter(ctx context.Context, r Request, received time.Time, receipt *Receipt) error {
	fields, err := d.compare(ctx, r, received, receipt)
	if err != nil {
		return err
	}
	fresh := 0
	for i := range receipt.Exhibits {
		if !receipt.Exhibits[i].Repeated {
			fresh++
		}
		receipt.Bytes += receipt.Exhibits[i].Size
	}
	if fresh == 0 {
		return nil
	}
	year := received.Year()
	deposits, err := d.Numbers.Take(ctx, sijill.DepositPrefix, year, 1)
	if err != nil {
		return err
	}
	numbers, err := d.Numbers.Take(ctx, sijill.ExhibitPrefix, year, fresh)
	if err != nil {
		return err
	}
	receipt.Deposit = deposits(0)
	given := 0
	for i := range receipt.Exhibits {
		if x := &receipt.Exhibits[i]; !x.Repeated {
			x.Number = numbers(given)
			given++
		}
	}
	d.resolve(receipt.Exhibits)
	first, count, err := d.Register.AppendAll(ctx, func(yield func(sijill.Draft, error) bool) {
		if !yield(sijill.Draft{Kind: sijill.DepositReceived, Agent: r.Agent, Subject: receipt.Deposit, Fields: r.fields(received, receipt, fresh)}, nil) {
			return
		}
		for i := range receipt.Exhibits {
			x := &receipt.Exhibits[i]
			if x.Repeated {
				continue
			}
			draft := sijill.Draft{Kind: sijill.ExhibitEntered, Agent: r.Agent, Subject: x.Number,
				Fields: append(fields(x), sijill.Field{Name: catalog.FieldDeposit, Value: string(receipt.Deposit)})}
			if !yield(draft, nil) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	receipt.FirstEntry, receipt.LastEntry = first, first+count-1
	return nil
}

// compare finds which files were entered before, and which have the same bytes
// as others. It returns what makes the fields of an exhibit's entry.
func (d Desk) compare(ctx context.Context, r Request, received time.Time, receipt *Receipt) (func(*Exhibit) []sijill.Field, error) {
	fields := func(x *Exhibit) []sijill.Field { return x.fields(r, received) }
	size, err := d.Catalog.Position(ctx)
	if err != nil {
		return nil, err
	}
	here := map[string]int{} // identities of this deposit
	for i := range receipt.Exhibits {
		x := &receipt.Exhibits[i]
		m := map[string]any{}
		for _, f := range fields(x) {
			m[f.Name] = f.Value
		}
		identity := catalog.IdentityOf(m)
		if first, twice := here[identity]; twice {
			x.Repeated = true
			x.repeats = first
			continue
		}
		here[identity] = i
		x.repeats = -1
		if size == 0 || x.fresh {
			continue
		}
		if x.Number, err = d.Catalog.Identified(ctx, identity); err != nil {
			return nil, err
		}
		if x.Repeated = x.Number != ""; x.Repeated {
			continue
		}
		if x.SameBytesAs, err = d.Catalog.Holding(ctx, x.Digest); err != nil {
			return nil, err
		}
	}
	return fields, nil
}

// resolve fills in what needs the new numbers: repetitions within the deposit,
// and earlier exhibits of the deposit with the same bytes.
func (d Desk) resolve(exhibits []Exhibit) {
	holders := map[sijill.Digest][]sijill.Number{}
	for i := range exhibits {
		x := &exhibits[i]
		if x.repeats >= 0 {
			x.Number = exhibits[x.repeats].Number
			continue
		}
		if x.Repeated {
			continue
		}
		x.SameBytesAs = append(x.SameBytesAs, holders[x.Digest]...)
		holders[x.Digest] = append(holders[x.Digest], x.Number)
	}
}

func (r Request) said() []sijill.Field {
	var out []sijill.Field
	for _, f := range []sijill.Field{
		{Name: "source", Value: r.Source}, {Name: "basis", Value: r.Basis}, {Name: "terms", Value: r.Terms},
		{Name: "lang", Value: r.Lang}, {Name: "note", Value: r.Note},
	} {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

func (r Request) fields(received time.Time, receipt *Receipt, fresh int) []sijill.Field {
	out := append([]sijill.Field{
		{Name: "received_at", Value: received.Format(time.RFC3339)},
		{Name: "exhibits", Value: fresh},
	}, r.said()...)
	if len(receipt.Refused) > 0 {
		const enough = 100
		var list []any
		for _, x := range receipt.Refused[:min(enough, len(receipt.Refused))] {
			list = append(list, map[string]any{"name": strings.ToValidUTF8(string(x.Name), "\uFFFD"), "reason": x.Reason})
		}
		out = append(out, sijill.Field{Name: "refused", Value: list}, sijill.Field{Name: "refused_count", Value: len(receipt.Refused)})
	}
	return out
}

func (x *Exhibit) fields(r Request, received time.Time) []sijill.Field {
	out := x.Name.Fields()
	if x.Folder != "" {
		out = append(out, sijill.Field{Name: "path", Value: strings.ToValidUTF8(string(x.Folder), "\uFFFD")})
		if !utf8.ValidString(string(x.Folder)) {
			out = append(out, sijill.Field{Name: "path_bytes", Value: base64.RawURLEncoding.EncodeToString([]byte(x.Folder))})
		}
	}
	out = append(out,
		sijill.Field{Name: "size", Value: x.Size},
		sijill.Field{Name: catalog.FieldDigest, Value: x.Digest.String()},
		sijill.Field{Name: "media_type", Value: x.MediaType},
		sijill.Field{Name: "received_at", Value: received.Format(time.RFC3339)},
		sijill.Field{Name: "modified_at", Value: x.modified.UTC().Format(time.RFC3339)},
	)
	if x.Changed {
		out = append(out, sijill.Field{Name: "changed_while_read", Value: true})
	}
	return append(out, r.said()...)
}
