using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Tests.People;

[Requirement("P11-10i")]
public class Training
{
    private static readonly Act Supervisor = Acting.As(Role.Supervisor);
    private static readonly DateTimeOffset Until = Acting.Start.AddMonths(12);
    private static readonly PersonRegistered Anna = new("anna", "Anna Berg", [Role.Operator]);

    [Fact]
    public void Holds_for_one_version_of_one_recipe_until_it_lapses()
    {
        var anna = Given.Events(Anna)
            .When(new RecordTraining("anna", "cart@1.0", Until), Supervisor)
            .Then(new TrainingRecorded("cart@1.0", Until))
            .State.ToPerformer();

        Assert.True(anna.IsTrained("cart@1.0", Until.AddTicks(-1)));
        Assert.False(anna.IsTrained("cart@1.0", Until));
        Assert.False(anna.IsTrained("cart@1.1", Acting.Start));
    }

    [Fact]
    public void Is_renewed_by_a_later_record_and_unchanged_by_the_same()
    {
        var trained = Given.Events(Anna, new TrainingRecorded("cart@1.0", Until));
        trained.When(new RecordTraining("anna", "cart@1.0", Until), Supervisor).ThenNothing();
        trained.When(new RecordTraining("anna", "cart@1.0", Until.AddYears(1)), Supervisor)
            .Then(new TrainingRecorded("cart@1.0", Until.AddYears(1)));
    }

    [Theory]
    [InlineData("cart"), InlineData("@1.0"), InlineData("cart@"), InlineData("cart@1@2")]
    public void Is_refused_for_a_recipe_without_its_version(string recipe) => Given.Events(Anna)
        .When(new RecordTraining("anna", recipe, Until), Supervisor)
        .ThenRefused("recipe", "version");

    [Fact]
    public void Is_refused_when_it_has_lapsed_already() => Given.Events(Anna)
        .When(new RecordTraining("anna", "cart@1.0", Acting.Start), Supervisor)
        .ThenRefused("training", "later day");

    [Fact]
    public void Is_never_recorded_by_oneself() => Given.Events(new PersonRegistered("supervisor", "Sven", [Role.Supervisor]))
        .When(new RecordTraining("supervisor", "cart@1.0", Until), Supervisor)
        .ThenRefused("self");
}
