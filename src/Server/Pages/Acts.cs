using Cellwright.Domain.Basics;
using Cellwright.Server.Desk;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>What became of the latest act, said plainly.</summary>
/// <param name="Saved">True when the record has it.</param>
/// <param name="At">When the answer came.</param>
/// <param name="Sentence">What was saved, or the refusal.</param>
/// <param name="Rule">Rule that refused, or null.</param>
public sealed record Outcome(bool Saved, DateTimeOffset At, string Sentence, string? Rule = null);

/// <summary>
/// The acts of one page. A command gets its id when the act begins and keeps it until an answer arrives, so that pressing
/// again after a lost answer has no second effect.
/// </summary>
public sealed class Acts(Visit visit, Desk.Desk desk, IStringLocalizer<Acts> T)
{
    private readonly Dictionary<object, Guid> begun = [];

    /// <summary>What became of the latest act, or null.</summary>
    public Outcome? Latest { get; private set; }

    /// <summary>True while an answer is awaited.</summary>
    public bool Busy { get; private set; }

    /// <summary>Sends a command and says what became of it.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="what">What is saved when it stands, e.g. <c>Chamber temperature 37.0 °C</c>.</param>
    /// <param name="signature">Token of the signature, or null.</param>
    public async Task<Outcome> SendAsync<TState>(Command<TState> command, string what, string? signature = null)
        where TState : IStream<TState>
    {
        if (Busy) return Latest ?? new Outcome(false, desk.Now, T["still-saving"]);
        Busy = true;
        if (!begun.TryGetValue(command, out var id)) begun[command] = id = Guid.CreateVersion7();
        try
        {
            var answer = await visit.SendAsync(command, id, signature);
            begun.Remove(command);
            Latest = answer.Refusal is { } refusal ? new Outcome(false, desk.Now, refusal.Sentence, refusal.Rule)
                : answer.Happened.Count == 0 ? new Outcome(true, desk.Now, T["stood-already", what])
                : new Outcome(true, desk.Now, what);
        }
        catch (Exception fault) when (Unavailable.Is(fault))
        {
            Latest = new Outcome(false, desk.Now, T["unreachable"], "record");
        }
        finally
        {
            Busy = false;
        }

        return Latest;
    }

    /// <summary>Does something that concerns accounts beside the record, and says what became of it.</summary>
    /// <param name="key">What is done; the same key goes under the same command id until an answer came.</param>
    /// <param name="what">What is saved when it stands.</param>
    /// <param name="act">Does it.</param>
    public async Task<Outcome> DoAsync(object key, string what, Func<Desk.Caller, Task<Refusal?>> act)
    {
        if (Busy) return Latest ?? new Outcome(false, desk.Now, T["still-saving"]);
        Busy = true;
        if (!begun.TryGetValue(key, out var id)) begun[key] = id = Guid.CreateVersion7();
        try
        {
            var (caller, refusal) = await visit.CallerAsync(id);
            if (caller is not null) refusal = await act(caller);
            begun.Remove(key);
            Latest = refusal is null ? new Outcome(true, desk.Now, what) : new Outcome(false, desk.Now, refusal.Sentence, refusal.Rule);
        }
        catch (Exception fault) when (Unavailable.Is(fault))
        {
            Latest = new Outcome(false, desk.Now, T["unreachable"], "record");
        }
        finally
        {
            Busy = false;
        }

        return Latest;
    }

    /// <summary>Says something that was not sent, e.g. that a wrong code was read.</summary>
    public void Tell(Outcome outcome) => Latest = outcome;
}
