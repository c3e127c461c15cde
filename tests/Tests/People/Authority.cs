using System.Reflection;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.People;

[Requirement("P11-10g")]
public class Authority
{
    /// <summary>Who may do what with people, equipment, lots and master records; what is not here nobody may do.</summary>
    private static readonly Dictionary<Type, Role[]> Matrix = new()
    {
        [typeof(RegisterPerson)] = [Role.Administrator, Role.System],
        [typeof(ChangeRoles)] = [Role.Administrator],
        [typeof(RecordTraining)] = [Role.Supervisor, Role.QA],
        [typeof(DisablePerson)] = [Role.Administrator],
        [typeof(EnablePerson)] = [Role.Administrator],
        [typeof(AskForPasswordReset)] = [Role.Administrator],
        [typeof(ApprovePasswordReset)] = [Role.Supervisor, Role.QA],
        [typeof(ResetPassword)] = [Role.Administrator],
        [typeof(VouchForPerson)] = [Role.Supervisor, Role.QA],
        [typeof(RecordIdentityCheck)] = [Role.Administrator, Role.System],
        [typeof(AcceptClock)] = [Role.Administrator],
        [typeof(IssueAccountability)] = [Role.QA],
        [typeof(AcknowledgeAccountability)] = [Role.Operator, Role.Verifier, Role.QA, Role.Engineer, Role.Supervisor, Role.Administrator],
        [typeof(ReviewAlerts)] = [Role.Administrator, Role.Supervisor, Role.QA],
        [typeof(WithdrawTraining)] = [Role.Supervisor, Role.QA],
        [typeof(RecordSignIn)] = [Role.System],
        [typeof(RegisterEquipment)] = [Role.Engineer],
        [typeof(RecordCalibration)] = [Role.Engineer, Role.QA],
        [typeof(RecordCleaning)] = [Role.Operator, Role.Supervisor, Role.Engineer],
        [typeof(MoveEquipment)] = [Role.Engineer, Role.Supervisor],
        [typeof(RetireEquipment)] = [Role.Engineer],
        [typeof(TakeOutOfService)] = [Role.Operator, Role.Supervisor, Role.Engineer, Role.QA],
        [typeof(ReturnToService)] = [Role.Engineer, Role.QA],
        [typeof(RecordEquipmentWork)] = [Role.Operator, Role.Supervisor, Role.Engineer],
        [typeof(CheckLogLine)] = [Role.Verifier, Role.Supervisor, Role.Engineer, Role.QA],
        [typeof(StartUse)] = [Role.System],
        [typeof(EndUse)] = [Role.System],
        [typeof(BeginMeasurement)] = [Role.System],
        [typeof(EndMeasurement)] = [Role.System],
        [typeof(RecordDeviceEvent)] = [Role.System],
        [typeof(CommandPhase)] = [Role.System],
        [typeof(ReceiveLot)] = [Role.Operator, Role.Supervisor],
        [typeof(ReleaseLot)] = [Role.QA],
        [typeof(RejectLot)] = [Role.QA],
        [typeof(RecordLotUse)] = [Role.System],
        [typeof(AdjustLotUse)] = [Role.System],
        [typeof(SubmitRecipe)] = [Role.Engineer],
        [typeof(ApproveRecipe)] = [Role.Engineer, Role.Supervisor, Role.QA],
        [typeof(RetireRecipe)] = [Role.QA],
    };

    [Fact]
    public void Is_what_the_matrix_says_for_every_command_and_no_more()
    {
        var namespaces = Matrix.Keys.Select(type => type.Namespace).ToHashSet();
        var commands = typeof(Person).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && namespaces.Contains(type.Namespace) && IsCommand(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal);

        Assert.Equal(
            Matrix.OrderBy(row => row.Key.Name, StringComparer.Ordinal).Select(row => Row(row.Key, row.Value)),
            commands.Select(type => Row(type, type.GetCustomAttribute<AllowedToAttribute>()?.Roles ?? [])));
    }

    [Fact]
    public void Is_never_given_to_viewers() =>
        Assert.DoesNotContain(Matrix.Values, roles => roles.Contains(Role.Viewer));

    [Fact]
    public void Asks_for_a_signature_where_somebody_approves() => Assert.Equal(
        ["AcknowledgeAccountability accountability", "ApprovePasswordReset approval", "ApproveRecipe approval", "ReleaseLot approval", "RetireRecipe retirement"],
        Matrix.Keys.Where(type => type.IsDefined(typeof(SignedAttribute)))
            .Select(type => $"{type.Name} {type.GetCustomAttribute<SignedAttribute>()!.Meaning}").Order());

    private static string Row(Type command, IEnumerable<Role> roles) => $"{command.Name}: {string.Join(", ", roles)}";

    private static bool IsCommand(Type type) =>
        type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Command<>);
}
