using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using static System.FormattableString;

namespace Cellwright.Domain.Materials;

/// <summary>Releases a lot for use: QA signs (211.84(e)).</summary>
/// <param name="Id">Lot.</param>
/// <param name="Evidence">On what grounds: certificate, identity test, report.</param>
[AllowedTo(Role.QA)]
[Signed("approval")]
public sealed record ReleaseLot(string Id, string Evidence) : Command<Lot>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<Lot> Decide(Lot state, Act act)
    {
        if (state.RefusalUnlessReceived(Id) is { } unknown) return unknown;
        if (Signature.RefusalFor(act, "approval", Role.QA) is { } unsigned) return unsigned;
        if (act.Signature!.Signer.Id == state.ReceivedBy)
            return new Refusal("independence", $"You received lot {Id} yourself. Another person of QA must release it.");
        if (state.Status == LotStatus.Released) return Decision<Lot>.Nothing;
        if (state.Status == LotStatus.Rejected)
            return new Refusal("lot-status", $"Lot {Id} is rejected, and a rejection is final. Receive a new lot.");
        if (act.At >= state.Expiry)
            return new Refusal("lot-expiry", Invariant($"Lot {Id} expired on {state.Expiry:yyyy-MM-dd HH:mm zzz}. Reject it."));
        if (string.IsNullOrWhiteSpace(Evidence))
            return new Refusal("evidence", "Name the certificate, identity test or report on which the release rests.");
        return act.Signature.Shown == SignedText.Hash(state.ReleaseStatement(Evidence.Trim()))
            ? new LotReleased(Evidence.Trim(), Signature.Of(act))
            : new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
    }
}

/// <summary>A lot may be used.</summary>
public sealed record LotReleased(string Evidence, Signature Signature) : Event<Lot>
{
    /// <inheritdoc />
    public override Lot Apply(Lot state, Happened when) => state with { Status = LotStatus.Released };
}
