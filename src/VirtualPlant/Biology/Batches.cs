namespace Cellwright.VirtualPlant.Biology;

/// <summary>What a batch makes, as far as the plant can tell.</summary>
public enum Product
{
    /// <summary>Nothing announced yet.</summary>
    Unknown,

    /// <summary>A patient's T cells.</summary>
    TCells,

    /// <summary>Adeno-associated virus.</summary>
    Aav,

    /// <summary>Lentiviral vector.</summary>
    Lentivirus,
}

/// <summary>The living part of one batch: a patient's cells, or a lot of vector. Devices of one batch share it.</summary>
public sealed class Batch(int seed, string id, bool unlucky)
{
    /// <summary>Batch id.</summary>
    public string Id { get; } = id;

    /// <summary>The cells of the patient behind it.</summary>
    public TCellCulture Cells { get; } = new(Patient.Of(seed, id, unlucky));

    /// <summary>The vector lot of that batch.</summary>
    public VectorLot Lot { get; private set; } = new(VectorDraws.Of(seed, id));

    /// <summary>Makes it another lot, before it is inoculated: one of a campaign whose plasmid lot and dose are known.</summary>
    public void Draw(VectorDraws draws) => Lot = new VectorLot(draws);

    /// <summary>What the batch makes: from what devices did with it, else from its id.</summary>
    public Product Product { get; set; } =
        id.Contains("AAV", StringComparison.OrdinalIgnoreCase) ? Product.Aav
        : id.Contains("LV", StringComparison.OrdinalIgnoreCase) || id.Contains("LENTI", StringComparison.OrdinalIgnoreCase) ? Product.Lentivirus
        : id.Contains("CAR", StringComparison.OrdinalIgnoreCase) ? Product.TCells
        : Product.Unknown;

    /// <summary>The device that regulates the culture's surroundings now; null while it stands in the cold.</summary>
    public string? Host { get; set; }
}

/// <summary>All batches that the plant has met. A batch that it never met is made on the spot, in a plausible state.</summary>
/// <param name="seed">The plant's seed.</param>
/// <param name="unlucky">Batches whose patient is an unlucky one.</param>
public sealed class Batches(int seed, IReadOnlyCollection<string> unlucky)
{
    private readonly Dictionary<string, Batch> batches = [];

    /// <summary>The batch of an id.</summary>
    public Batch Of(string id)
    {
        if (!batches.TryGetValue(id, out var batch)) batches[id] = batch = new Batch(seed, id, unlucky.Contains(id));
        return batch;
    }

    /// <summary>Lets vector that stands between devices age in the cold (2 to 8 Cel).</summary>
    public void Rest(TimeSpan time)
    {
        foreach (var batch in batches.Values)
            if (batch.Host is null) batch.Lot.Stand(time.TotalHours, 5);
    }
}
