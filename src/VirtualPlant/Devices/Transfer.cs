namespace Cellwright.VirtualPlant.Devices;

/// <summary>Liquid still to be moved (mL): exchanged against fresh, added, or drawn off, in that order.</summary>
/// <param name="Exchange">Drawn off and replaced at once.</param>
/// <param name="Add">Added on top.</param>
/// <param name="Remove">Drawn off.</param>
public readonly record struct Transfer(double Exchange, double Add, double Remove)
{
    /// <summary>What the pump still has to move.</summary>
    public double Left => Exchange + Add + Remove;

    /// <summary>Takes up to an amount and says what of it is which.</summary>
    public (Transfer Remaining, double Exchanged, double Added, double Removed) Take(double amount)
    {
        var exchanged = Math.Min(amount, Exchange);
        var added = Math.Min(amount - exchanged, Add);
        var removed = Math.Min(amount - exchanged - added, Remove);
        return (new Transfer(Exchange - exchanged, Add - added, Remove - removed), exchanged, added, removed);
    }
}
