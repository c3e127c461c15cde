using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Server.Release;
using Cellwright.Tests.Execution;
using Signature = Cellwright.Domain.People.Signature;

namespace Cellwright.Tests.Desk;

/// <summary>A scenario for each command of review and release: a batch of one step with a release specification.</summary>
internal static class Releases
{
    private const string Id = "B-8";

    private const string Text = """
        id: one
        version: "1"
        title: One step
        product: Cells of the tests
        planned-duration: 1 d
        release:
          - {test: endotoxin, title: Endotoxin, limits: {high: 0.5}, unit: "[IU]/mL", basis: [engineering-judgement]}
          - {test: sterility, title: Sterility, expected: no growth, may-be-pending: true, due: 14 d, basis: [engineering-judgement]}
        procedure:
          - {id: u, title: U, operations: [{id: o, title: O, flow: [{type: confirm, id: P1, title: Left, statements: [Left is done.]}]}]}

        """;

    private static readonly string Hash = Master.HashOf(Text);
    private static readonly Performer Quirin = Floor.Quirin;

    private static readonly object[] Master1 =
    [
        new RecipeSubmitted("one", "1", Text, Hash), new RecipeApproved(new Signature("sofia", "Sofia", "approval", Acting.Start, Hash), null),
        new RecipeApproved(new Signature("quirin", "Quirin", "approval", Acting.Start, Hash), Acting.Start),
    ];

    private static readonly object[] Run = [new BatchOrdered(Id, Hash, Text, "PO-8", "COI-8"), new BatchStarted(), new StepStarted("P1"), new Confirmed("P1", "statement-1", "Left is done.", false)];

    private static readonly object[] Person = [new Domain.People.PersonRegistered("nobody", "Nobody", [Role.Operator]), new Domain.People.TrainingRecorded("one@1", Acting.Start.AddYears(1))];

    private static object[] Done(params object[] more) => [.. Run, .. more, new StepCompleted("P1"), new BatchCompleted()];

    private static Dictionary<string, object[]> Beside(object[] batch, params object[] review)
    {
        var beside = new Dictionary<string, object[]> { ["person/nobody"] = Person, ["recipe/one@1"] = Master1, [$"batch/{Id}"] = batch };
        if (review.Length > 0) beside[$"review/{Id}"] = review;
        return beside;
    }

    public static IEnumerable<Scenario> Each()
    {
        var paused = Done(new BatchPaused("Alarm"), new BatchResumed("Clear"));
        var exception = Examination.Of(Record(paused)).Exceptions.Single(one => one.Kind == Domain.Release.Exceptions.ExceptionKind.Pause);
        var clean = Done();
        var signed = new ReviewSigned(Examination.Of(Record(clean)).Digest, [], 0, 1, "quirin", "Quirin", "");
        var met = Met("endotoxin", 0.1, null);
        object[] owing = [.. met, new BatchReleasedConditionally("Urgent", [new OwedResult("sterility", Acting.Start.AddDays(14))], "Notice", "", "quirin", "Quirin", "")];

        yield return new(new AcceptException(Id, exception.Id, exception.Fingerprint), Quirin, [], Around: Beside(paused));
        yield return new(new ReturnException(Id, exception.Id, exception.Fingerprint, "Why?"), Quirin, [], Around: Beside(paused));
        yield return new(new AnswerReturn(Id, exception.Id, "Because"), Floor.Olga, [new ExceptionReturned(exception.Id, exception.Fingerprint, "Why?")], Around: Beside(paused));
        yield return new(new SignReview(Id), Quirin, [], Signing("review", (examination, review, _) => review.Statement(examination)), Beside(clean));
        yield return new(new RecordTestResult(Id, "endotoxin", "LAL-1", Acting.Start, 0.1, "[IU]/mL"), Floor.Olga, [], Around: Beside(clean));
        yield return new(new ReviewTestResult(Id, "endotoxin"), Floor.Viktor, [met[0]], async office => (await Signing("second review", (examination, _, disposition) =>
            ReleaseStatements.Result(Id, examination.Batch.Recipe!.Release[0], disposition.Result("endotoxin")!))(office)) with { Signer = Floor.Viktor }, Beside(clean));
        yield return new(new ReleaseBatch(Id), Quirin, [.. met, .. Met("sterility", null, "no growth")], Signing("release", (examination, review, disposition) => ReleaseStatements.Release(examination, review, disposition, null)), Beside(clean, signed));
        yield return new(new ReleaseBatchConditionally(Id, "Urgent"), Quirin, met, Signing("conditional release", (examination, review, disposition) => ReleaseStatements.Release(examination, review, disposition, "Urgent")), Beside(clean, signed));
        yield return new(new RejectBatch(Id, "Contaminated"), Quirin, [], Signing("rejection", (examination, _, _) => ReleaseStatements.Rejection(examination, "Contaminated")), Beside(clean));
        yield return new(new ExpireObligation(Id, "sterility"), Performer.System, owing, Around: Beside(clean));
        yield return new(new RecordNotice(Id, "sterility", "By telephone"), Quirin, [.. owing, new SpecificationMissed("sterility", "Growth", true)], Around: Beside(clean));

        var missed = Beside([.. clean, new DeviationAnnounced($"{Id}-D1", "release", "endotoxin", "Too high", false, [])]);
        missed[$"deviation/{Id}-D1"] = [new DeviationOpened($"{Id}-D1", Id, "release", "endotoxin", "Too high", false, []), new ContinuationDecided("No effect", "quirin", "Quirin", ""), new DeviationClosed("No effect", "quirin", "Quirin", "")];
        yield return new(new ApproveOutOfSpecification(Id, "endotoxin", "Compassionate"), Quirin, [new TestResultRecorded("endotoxin", 2, null, false, "LAL-1", Acting.Start, null), new TestResultReviewed("endotoxin", "viktor", "Viktor", "")],
            Signing("approved exception", (examination, _, disposition) => ReleaseStatements.Approval(Id, examination.Batch.Recipe!.Release[0], disposition.Result("endotoxin")!, "Compassionate")), missed);
    }

    private static object[] Met(string test, double? value, string? words) =>
        [new TestResultRecorded(test, value, words, true, "report", Acting.Start, null), new TestResultReviewed(test, "viktor", "Viktor", "")];

    private static Func<Office, Task<SignatureGiven>> Signing(string meaning, Func<Examination, Review, Disposition, string> statement) => async office =>
        new(Quirin, meaning, SignedText.Hash(statement(
            Examination.Of(await new RecordShelf(office.Record).ReadAsync(Id, CancellationToken.None)), await office.StateAsync<Review>(Id), await office.StateAsync<Disposition>(Id))));

    // As the office keeps it: everything an hour ago.
    private static BatchRecord Record(object[] batch) => new(Id,
    [
        .. Lines("person/nobody", Person), .. Lines("recipe/one@1", Master1), .. Lines($"batch/{Id}", batch),
    ]);

    private static IEnumerable<RecordLine> Lines(string stream, object[] events) => events.Select((happened, index) => new RecordLine(stream, index + 1, Acting.Start, "nobody", happened));
}
