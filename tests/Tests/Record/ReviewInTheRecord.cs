using System.Text.Json;
using Cellwright.Domain.Release.Commands;
using Cellwright.Server.Record;

namespace Cellwright.Tests.Record;

/// <summary>Review and release stand in both copies of the record: opinions, signatures, reasons, what was owed (11.10(b), 211.192).</summary>
[Requirement("P11-10b2", "P11-50b", "P211-192")]
public sealed class ReviewInTheRecord
{
    private static SampleBatch Released()
    {
        var batch = SampleBatch.Complete();
        var pause = batch.Record.Examination.Exceptions.Single(exception => exception.Kind == Domain.Release.Exceptions.ExceptionKind.Pause);
        return batch
            .Add($"review/{SampleBatch.Id}", "quirin", 1700, new ExceptionReturned(pause.Id, pause.Fingerprint, "Who was in the room?"))
            .Add($"review/{SampleBatch.Id}", "olga", 1705, new ReturnAnswered(pause.Id, "Nobody: the log of the door is attached."))
            .Add($"review/{SampleBatch.Id}", "quirin", 1710, new ExceptionAccepted(pause.Id, pause.Fingerprint, "Seen."))
            .Add($"review/{SampleBatch.Id}", "quirin", 1720, new ReviewSigned("digest", [], 1, 2, "quirin", "Quirin Ahrens", SampleBatch.Hash("review")))
            .Add($"release/{SampleBatch.Id}", "quirin", 1730, new BatchReleasedConditionally(
                "The patient is conditioned.", [new OwedResult("sterility", SampleBatch.Start.AddDays(16))], "NOTICE\nSterility is awaited.\n", "digest", "quirin", "Quirin Ahrens", SampleBatch.Hash("release")))
            .Add($"release/{SampleBatch.Id}", "system", 30000, new ObligationOverdue("sterility", SampleBatch.Start.AddDays(16)));
    }

    [Fact]
    public async Task Is_printed_with_every_signature_reason_and_obligation()
    {
        var batch = Released();
        var page = await PrintedPage.Of(batch);
        foreach (var words in new[]
                 {
                     "returned by Quirin Ahrens (quirin) 2026-01-06 12:20:00 +01:00 : Who was in the room?", "answered by Olga Weber (olga)", "accepted by Quirin Ahrens (quirin)",
                     "Every step in the order of the recipe", "The patient is conditioned.", "conditional release", SampleBatch.Hash("release"), "on an earlier state",
                     "sterility 2026-01-21 08:00:00 +01:00 overdue", "Sterility is awaited.",
                 })
            Assert.Contains(words, page.Text, StringComparison.Ordinal);
    }

    // What was accepted is known by its fingerprint for ever: only what people read is in print.
    [Fact]
    public async Task Prints_units_and_binds_them_as_they_were_recorded()
    {
        var batch = SampleBatch.Complete();
        var examination = batch.Record.Examination;
        var limits = examination.Rules.Single(rule => rule.Name == "limits").Checks.Where(check => check.Inputs.Contains(" Cel;", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(limits);
        Assert.All(limits, check => Assert.Equal(check.Inputs.Replace(" Cel;", " °C;", StringComparison.Ordinal), check.PrintedInputs));
        foreach (var exception in examination.Exceptions)
        {
            Assert.DoesNotContain(" Cel", exception.Print + string.Concat(exception.Evidence.Select(line => line.Print)), StringComparison.Ordinal);
            Assert.Contains(exception.What, exception.Statement, StringComparison.Ordinal);
            Assert.All(exception.Evidence, line => Assert.Contains(line.Text, exception.Statement, StringComparison.Ordinal));
        }

        var bound = examination.Exceptions.SelectMany(exception => exception.Evidence).Where(line => line.Text != line.Print).ToList();
        Assert.Contains(bound, line => line.Text.Contains(" Cel", StringComparison.Ordinal) && line.Print.Contains(" °C", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(RecordJson.Write(batch.Record));
        Assert.DoesNotContain("printedInputs", json.RootElement.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("[0-9] Cel\\b", (await PrintedPage.Of(batch)).Text);
    }

    [Fact]
    public void Is_told_to_programs_too()
    {
        using var json = JsonDocument.Parse(RecordJson.Write(Released().Record));
        var review = json.RootElement.GetProperty("review");
        Assert.Equal(3, review.GetProperty("opinions").GetArrayLength());
        Assert.Equal("Quirin Ahrens", review.GetProperty("signatures")[0].GetProperty("name").GetString());
        Assert.Equal(12, review.GetProperty("rules").GetArrayLength());
        var release = json.RootElement.GetProperty("release");
        Assert.Equal("conditional", release.GetProperty("status").GetString());
        Assert.Equal("sterility", release.GetProperty("obligations")[0].GetProperty("test").GetString());
        Assert.Equal(SampleBatch.Hash("release"), release.GetProperty("decisions")[0].GetProperty("shown").GetString());
    }
}
