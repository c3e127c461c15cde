using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Deviations;

/// <summary>Answers what decisions on deviations ask of the whole record; everything else it passes on.</summary>
/// <param name="relations">Known once the desk is there, which itself asks here.</param>
/// <param name="others">Who answers the rest.</param>
internal sealed class DeviationFacts(Func<Relations> relations, IFactSource others) : IFactSource
{
    /// <inheritdoc />
    public async Task<object> AnswerAsync(Need need, CancellationToken ct) =>
        need is RelatedTo asked ? await relations().RelatedAsync(asked.DeviationId, ct) : await others.AnswerAsync(need, ct);
}
