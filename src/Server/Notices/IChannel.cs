namespace Cellwright.Server.Notices;

/// <summary>A way by which notices leave the site.</summary>
public interface IChannel
{
    /// <summary>Short name, also of its checkpoint's file, e.g. <c>webhook</c>.</summary>
    string Name { get; }

    /// <summary>Delivers one notice; when it completes, the receiver has it.</summary>
    /// <exception cref="UndeliverableException">The receiver refuses this notice, and would again.</exception>
    /// <exception cref="Exception">It was not delivered; it is tried again.</exception>
    Task DeliverAsync(Told told, CancellationToken ct);
}

/// <summary>The receiver refuses a notice for what it is: to try again would not help.</summary>
/// <param name="message">What the receiver said.</param>
public sealed class UndeliverableException(string message) : Exception(message);
