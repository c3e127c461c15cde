namespace Cellwright.Server.Equipment.Connectors;

/// <summary>Brings readings of one kind of source to the gateway. To add one, derive a class in a file of its own and run it.</summary>
/// <param name="name">Short name for people, e.g. <c>sparkplug</c>.</param>
public abstract class Connector(string name)
{
    /// <summary>Short name for people.</summary>
    public string Name { get; } = name;

    /// <summary>Runs until cancelled, reconnecting by itself.</summary>
    public abstract Task RunAsync(Gateway gateway, CancellationToken cancellationToken);
}
