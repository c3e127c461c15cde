using Cellwright.Domain.Basics;

namespace Cellwright.Server.Desk;

/// <summary>For whoever only reads the record: no command is given, so nothing is asked for.</summary>
internal sealed class NoFacts : IFactSource
{
    /// <inheritdoc />
    public Task<object> AnswerAsync(Need need, CancellationToken ct) => throw new NotSupportedException("Whoever only reads the record gives no command.");
}
