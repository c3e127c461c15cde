using System.CommandLine;
using System.Globalization;
using System.Text;
using Cellwright.VirtualPlant.Biology;
using Cellwright.VirtualPlant.Faults;

namespace Cellwright.VirtualPlant.Campaigns;

/// <summary><c>campaign aav|lv</c>: lots of vector, one after the other, as a folder of CSV: what the devices showed, what was put in, and what came out.</summary>
internal static class CampaignCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var product = new Argument<string>("PRODUCT") { Description = "aav or lv" };
        var outFolder = new Option<DirectoryInfo>("--out") { Description = "A new folder", Required = true };
        var seed = new Option<int>("--seed") { Description = "Same seed, same lots.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var train = new Option<int>("--train") { Description = "Lots to learn from.", HelpName = "N", DefaultValueFactory = _ => 40 };
        var calibrate = new Option<int>("--calibrate") { Description = "Lots for limits.", HelpName = "N", DefaultValueFactory = _ => 25 };
        var test = new Option<int>("--test") { Description = "Lots to judge.", HelpName = "N", DefaultValueFactory = _ => 10 };
        var fault = new Option<string[]>("--fault")
        {
            Description = "Something to go wrong in a lot to judge, each in one of them, the last first; hours count from inoculation.", HelpName = "name@equipment[/tag]:after=60h,size=0.5", DefaultValueFactory = _ => [],
        };
        var command = new Command("campaign", "Write a campaign of vector lots as a folder of CSV, and end.") { product, outFolder, seed, train, calibrate, test, fault };
        command.Validators.Add(result =>
        {
            if (result.GetValue(product) is not ("aav" or "lv")) result.AddError($"There is no product {result.GetValue(product)}. Say aav or lv.");
            if (new[] { train, calibrate, test }.Any(count => result.GetValue(count) is < 0 or > 1000)) result.AddError("A campaign has 0 to 1000 lots of each kind.");
        });
        command.SetAction(parsed =>
        {
            try
            {
                FaultOrder[] faults = [.. parsed.GetRequiredValue(fault).Select(FaultOrder.Parse)];
                var roles = Enumerable.Repeat("train", parsed.GetValue(train)).Concat(Enumerable.Repeat("calibrate", parsed.GetValue(calibrate))).Concat(Enumerable.Repeat("test", parsed.GetValue(test))).ToArray();
                if (faults.Length > parsed.GetValue(test)) throw new FormatException($"{faults.Length} faults need as many lots to judge, and there are {parsed.GetValue(test)}");
                var made = parsed.GetRequiredValue(product) == "aav" ? Product.Aav : Product.Lentivirus;
                var lots = roles.Select((role, n) => (role, Lot: CampaignLot.Live(made, parsed.GetValue(seed), n, $"{(made == Product.Aav ? "AAV" : "LV")}-{n + 1:000}", roles.Length - n <= faults.Length ? faults[roles.Length - n - 1] : null)));
                Write(parsed.GetRequiredValue(outFolder).FullName, made, [.. lots]);
                return 0;
            }
            catch (Exception wrong) when (wrong is FormatException or IOException)
            {
                parsed.InvocationConfiguration.Error.WriteLine(wrong.Message);
                return 1;
            }
        });
        return command;
    }

    private static void Write(string folder, Product product, IReadOnlyList<(string Role, CampaignLot Lot)> lots)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new IOException($"Something lies in {folder} already. Name a new folder.");
        Directory.CreateDirectory(folder);
        var aav = product == Product.Aav;
        File("tags.csv", "tag,class,unit", CampaignLot.Tags.Select(tag => $"{tag.Tag},{tag.Class},{tag.Unit}"));
        File("batches.csv", $"batch_id,role,fault,onset_time,z_seed_doubling_h,z_seed_viability,z_inoculated_per_mL,{(aav ? "z_dna_ug_per_mL,z_transgene_share" : "z_dna_ug_per_mL,z_plasmid_lot")}", lots.Select(one => string.Join(
            ',', one.Lot.Id, one.Role, one.Lot.Fault is { } fault ? $"{fault.Name}@{fault.Equipment}{(fault.Tag is null ? "" : $"/{fault.Tag}")}" : "", one.Lot.Fault is { } acts ? Number(one.Lot.TimeOf(acts.After.TotalHours)) : "",
            Number(one.Lot.SeedDoubling), Number(one.Lot.SeedViability), Number(one.Lot.Inoculated), Number(one.Lot.Dna), Number(aav ? one.Lot.TransgeneShare : one.Lot.PlasmidLot))));
        File("samples.csv", $"batch_id,time,{string.Join(',', CampaignLot.Tags.Select(tag => tag.Tag))}", lots.SelectMany(one => one.Lot.Rows.Select((row, i) => $"{one.Lot.Id},{Number(one.Lot.Times[i])},{string.Join(',', row.Select(Number))}")));
        File("results.csv", "batch_id,measurand,value,unit", lots.SelectMany(one => one.Lot.Results.Where(result => double.IsFinite(result.Value)).Select(result => $"{one.Lot.Id},{result.Measurand},{Number(result.Value)},{result.Unit}")));
        File("README.md", $"# {(aav ? "AAV by triple transfection" : "Lentiviral vector by four-plasmid transfection")}, {lots.Count} lots of the virtual plant", [
            "", "kind: batch", "",
            $"Simulated: no lot of these was made. One row every {CampaignLot.Hours} h: the mean of what the bioreactor showed, and the sample at its end. Time counts {CampaignLot.Growth} h of growth and then the hours after transfection; what a lot waited at the transfection gate is not counted.",
            aav
                ? "In the plant the genome titre depends on the DNA that a cell gets, the infectious titre on the genome titre, and the full fraction on nothing upstream."
                : "In the plant the functional titre depends on the plasmid lot, and p24 goes with it at a correlation of 0.6; neither depends on the course.",
        ]);

        void File(string name, string head, IEnumerable<string> lines) =>
            System.IO.File.WriteAllText(Path.Combine(folder, name), string.Concat(lines.Prepend(head).Select(line => line + "\n")), new UTF8Encoding(false));
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}
