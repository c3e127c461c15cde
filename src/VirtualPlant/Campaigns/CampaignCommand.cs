using System.CommandLine;
using System.Globalization;
using System.Text;
using Cellwright.VirtualPlant.Biology;
using Cellwright.VirtualPlant.Faults;

namespace Cellwright.VirtualPlant.Campaigns;

/// <summary><c>campaign cart|aav|lv</c>: batches, one after the other, as a folder of CSV: what the devices showed, what was put in, and what came out.</summary>
internal static class CampaignCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var product = new Argument<string>("PRODUCT") { Description = "cart, aav or lv" };
        var outFolder = new Option<DirectoryInfo>("--out") { Description = "A new folder", Required = true };
        var seed = new Option<int>("--seed") { Description = "Same seed, same batches.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var train = new Option<int>("--train") { Description = "Batches to learn from.", HelpName = "N", DefaultValueFactory = _ => 40 };
        var calibrate = new Option<int>("--calibrate") { Description = "Batches for limits.", HelpName = "N", DefaultValueFactory = _ => 25 };
        var test = new Option<int>("--test") { Description = "Batches to judge. The first of cart's is a patient whose cells grow eighty-fold.", HelpName = "N", DefaultValueFactory = _ => 10 };
        var fault = new Option<string[]>("--fault")
        {
            Description = "Something to go wrong in a batch to judge, each in one of them, the last first; hours count from its beginning.", HelpName = "name@equipment[/tag]:after=60h,size=0.5", DefaultValueFactory = _ => [],
        };
        var command = new Command("campaign", "Write a campaign of batches as a folder of CSV, and end.") { product, outFolder, seed, train, calibrate, test, fault };
        command.Validators.Add(result =>
        {
            if (result.GetValue(product) is not ("cart" or "aav" or "lv")) result.AddError($"There is no product {result.GetValue(product)}. Say cart, aav or lv.");
            if (new[] { train, calibrate, test }.Any(count => result.GetValue(count) is < 0 or > 1000)) result.AddError("A campaign has 0 to 1000 batches of each kind.");
        });
        command.SetAction(parsed =>
        {
            try
            {
                FaultOrder[] faults = [.. parsed.GetRequiredValue(fault).Select(FaultOrder.Parse)];
                var roles = Enumerable.Repeat("train", parsed.GetValue(train)).Concat(Enumerable.Repeat("calibrate", parsed.GetValue(calibrate))).Concat(Enumerable.Repeat("test", parsed.GetValue(test))).ToArray();
                if (faults.Length > parsed.GetValue(test)) throw new FormatException($"{faults.Length} faults need as many batches to judge, and there are {parsed.GetValue(test)}");
                var (made, number) = (parsed.GetRequiredValue(product), parsed.GetValue(seed));
                var batches = roles.Select((role, n) => (role, Live(made, number, n, Array.IndexOf(roles, "test") == n, roles.Length - n <= faults.Length ? faults[roles.Length - n - 1] : null)));
                Write(parsed.GetRequiredValue(outFolder).FullName, made, [.. batches]);
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

    private static LivedBatch Live(string product, int seed, int number, bool firstToJudge, FaultOrder? fault) => product switch
    {
        "cart" => CampaignPatient.Live(seed, number, firstToJudge && fault is null ? CampaignPatient.Strong(seed) : $"CART-{number + 1:000}", fault),
        "aav" => CampaignLot.Live(Product.Aav, seed, number, $"AAV-{number + 1:000}", fault),
        _ => CampaignLot.Live(Product.Lentivirus, seed, number, $"LV-{number + 1:000}", fault),
    };

    private static void Write(string folder, string product, IReadOnlyList<(string Role, LivedBatch Batch)> batches)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new IOException($"Something lies in {folder} already. Name a new folder.");
        Directory.CreateDirectory(folder);
        (string Tag, string Unit, string Class)[] tags = [.. (product == "cart" ? CampaignPatient.Tags : CampaignLot.Tags).Select(tag => (tag.Tag, tag.Unit, tag.Class))];
        var variables = product == "cart" ? CampaignPatient.Variables : CampaignLot.Variables(product == "aav");
        File("tags.csv", "tag,class,unit", tags.Select(tag => $"{tag.Tag},{tag.Class},{tag.Unit}"));
        File("batches.csv", $"batch_id,role,fault,onset_time,{string.Join(',', variables)}", batches.Select(one => string.Join(
            ',', [one.Batch.Id, one.Role, one.Batch.Fault is { } fault ? $"{fault.Name}@{fault.Equipment}{(fault.Tag is null ? "" : $"/{fault.Tag}")}" : "", Number(one.Batch.Onset), .. one.Batch.Starting.Select(Number)])));
        File("samples.csv", $"batch_id,time,{string.Join(',', tags.Select(tag => tag.Tag))}", batches.SelectMany(one => one.Batch.Rows.Select((row, i) => $"{one.Batch.Id},{Number(one.Batch.Times[i])},{string.Join(',', row.Select(Number))}")));
        if (product != "cart")
            File("results.csv", "batch_id,measurand,value,unit", batches.SelectMany(one => one.Batch.Results.Where(result => double.IsFinite(result.Value)).Select(result => $"{one.Batch.Id},{result.Measurand},{Number(result.Value)},{result.Unit}")));
        File("README.md", $"# {Title(product)}, {batches.Count} {(product == "cart" ? "batches" : "lots")} of the virtual plant", ["", "kind: batch", "", .. About(product)]);

        void File(string name, string head, IEnumerable<string> lines) =>
            System.IO.File.WriteAllText(Path.Combine(folder, name), string.Concat(lines.Prepend(head).Select(line => line + "\n")), new UTF8Encoding(false));
    }

    private static string Title(string product) => product switch
    {
        "cart" => "CAR-T cells of one patient each",
        "aav" => "AAV by triple transfection",
        _ => "Lentiviral vector by four-plasmid transfection",
    };

    private static string[] About(string product) => product switch
    {
        "cart" =>
        [
            $"Simulated: no patient is behind these. One row every {CampaignPatient.Hours} h: the mean of what the cell processor showed, and the sample at its end. Time counts hours since the seed; the culture is fed every day and a half.",
            "The batch called STRONG is a patient whose cells grow eighty-fold, where those of the middle patient grow thirty-fold: nothing is wrong with it.",
        ],
        _ =>
        [
            $"Simulated: no lot of these was made. One row every {CampaignLot.Hours} h: the mean of what the bioreactor showed, and the sample at its end. Time counts {CampaignLot.Growth} h of growth and then the hours after transfection; what a lot waited at the transfection gate is not counted.",
            product == "aav"
                ? "In the plant the genome titre depends on the DNA that a cell gets, the infectious titre on the genome titre, and the full fraction on nothing upstream."
                : "In the plant the functional titre depends on the plasmid lot, and p24 goes with it at a correlation of 0.6; neither depends on the course.",
        ],
    };

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}
