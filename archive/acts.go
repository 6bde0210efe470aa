package archive

import (
	"context"

	"sijill.example/sijill"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/erasure"
)

// Receive takes a deposit. Should anything fail after bytes were kept, the next
// start sweeps them.
func (a *Archive) Receive(ctx context.Context, r deposit.Request, progress func(files int, bytes int64)) (deposit.Receipt, error) {
	finish, err := a.Begin("deposit")
	if err != nil {
		return deposit.Receipt{}, err
	}
	receipt, err := deposit.Desk{Blobs: a.Blobs, Register: a.Register, Catalog: a.Catalog, Numbers: a.Numbers, Progress: progress}.Receive(ctx, r)
	if err != nil {
		return receipt, err
	}
	return receipt, finish()
}

// Erase destroys what the request names, unless a hold forbids it. Should anything fail on the way, the
// next start does the rest.
func (a *Archive) Erase(ctx context.Context, q erasure.Request) (erasure.Outcome, error) {
	if err := a.permitErasure(ctx, q.Number); err != nil {
		return erasure.Outcome{}, err
	}
	finish, err := a.Begin("erase")
	if err != nil {
		return erasure.Outcome{}, err
	}
	if err := forgetBuilt(a.Dir); err != nil {
		return erasure.Outcome{}, err
	}
	out, err := erasure.Desk{Blobs: a.Blobs, Register: a.Register, Catalog: a.Catalog, Derivatives: eraser{a}}.Erase(ctx, q)
	if err != nil && len(out.Erased) > 0 {
		return out, &sijill.Error{Class: sijill.Failed, Message: "The erasure was entered, and is not finished: not every byte could be destroyed yet.",
			Hint: "Stop whatever else is reading the archive, such as `sijill serve`; the next command that writes finishes it.", Err: err}
	}
	if err != nil {
		return out, err
	}
	return out, finish()
}
