using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Pages.Parts;
using Microsoft.AspNetCore.Components;

namespace Cellwright.Server.Pages;

/// <summary>One person: what the record knows, what may be done, and the history.</summary>
public sealed partial class PersonPage
{
    private const int MostShown = 100;
    private readonly HashSet<Role> roles = [];
    private Person person = Person.Empty;
    private Accountability statement = Accountability.Empty;
    private AccountState? account;
    private Performer? me;
    private bool mayLook = true;
    private IReadOnlyList<(Entry Entry, TrailWords Words)> history = [];
    private Issued? issued;
    private ReasonDialog ask = null!;
    private SignDialog sign = null!;
    private string reason = "", checkedBy = "", shownRoles = "";
    private IdentityDocument document;
    private int read = -1, recorded;

    /// <summary>User id.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private Desk.Desk Desk { get; set; } = null!;

    [Inject] private IRecord Record { get; set; } = null!;

    [Inject] private Accounts Accounts { get; set; } = null!;

    [Inject] private IPeople People { get; set; } = null!;

    [Inject] private Acts Acts { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        me = await Visit.WhoAsync();
        mayLook = me is not null && (me.Id == Id || me.Holds(Role.Administrator, Role.QA, Role.Supervisor));
        if (!mayLook) return;
        (person, var version) = await Desk.ReadAsync<Person>(Id);
        if (!person.Registered) return;
        statement = await People.AccountabilityAsync();
        account = (await Accounts.StatesAsync(Id)).GetValueOrDefault(Id);
        if (string.Join(',', person.Roles.Order()) is var held && held != shownRoles)
        {
            shownRoles = held;
            roles.Clear();
            roles.UnionWith(person.Roles);
        }

        if (version == read) return;
        read = (int)version;
        var entries = (await Record.ReadStreamAsync($"person/{Id}")).Concat(await Record.ReadStreamAsync($"refused/person/{Id}")).ToList();
        recorded = entries.Count;
        history = [.. entries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Version).Take(MostShown).Select(entry => (entry, TrailWords.Of(entry)))];
    }

    private bool Holds(params ReadOnlySpan<Role> any) => me?.Holds(any) == true;

    private void ChangeAccess() => ask.Ask(person.Disabled
        ? new(T["give"], T["give-means", person.Name], T["why"], T["give-act"], $"person {Id} enable",
            text => SaidAsync(new EnablePerson(Id, text), T["given"], (caller, command) => Accounts.EnableAsync(caller, command)))
        : new(T["take"], T["take-means", person.Name], T["why"], T["take"], $"person {Id} disable",
            text => SaidAsync(new DisablePerson(Id, text), T["taken"], (caller, command) => Accounts.DisableAsync(caller, command))));

    private void AskReset(bool secondFactorToo) => ask.Ask(new(
        secondFactorToo ? T["ask-factor-title"] : T["ask-title"],
        T["ask-means"],
        T["why"], T["ask-act"], $"person {Id} reset",
        text => SendAsync(new AskForPasswordReset(Id, text, secondFactorToo), T["reset-asked"])));

    private void Review() => ask.Ask(new(
        T["alert-title"], T["alert-means"], T["alert-label"], T["alert-act"], $"person {Id} alert",
        text => SendAsync(new ReviewAlerts(Id, text), T["alert-looked-at"])));

    private void Withdraw(string recipe) => ask.Ask(new(
        T["withdraw-title"], T["withdraw-means", person.Name, recipe], T["why"], T["withdraw-act"], $"person {Id} training",
        text => SendAsync(new WithdrawTraining(Id, recipe, text), T["withdrawn", recipe])));

    private void Approve() => sign.Ask(T["approve-title", person.Name], ApprovePasswordReset.Statement(person), "approval", me!.Id, async token =>
    {
        var outcome = await Acts.SendAsync(new ApprovePasswordReset(Id), T["reset-approved"], token);
        await AgainAsync();
        return outcome;
    });

    private async Task ResetAsync()
    {
        issued = null;
        await Acts.DoAsync(new ResetPassword(Id), T["was-reset"], async caller =>
        {
            (issued, var refusal) = await Accounts.ResetAsync(caller, Id);
            return refusal;
        });
        await AgainAsync();
    }

    private async Task ChangeRolesAsync()
    {
        if (await SaidAsync(new ChangeRoles(Id, [.. roles], reason), T["roles-changed"], (caller, command) => Accounts.ChangeRolesAsync(caller, command)) is null) reason = "";
    }

    private async Task CheckAsync()
    {
        if (await SendAsync(new RecordIdentityCheck(Id, checkedBy, document), T["check-recorded"]) is null) checkedBy = "";
    }

    // For the dialogs: the refusal's sentence, or null when it stands.
    private async Task<string?> SendAsync(Command<Person> command, string what)
    {
        var outcome = await Acts.SendAsync(command, what);
        await AgainAsync();
        return outcome.Saved ? null : outcome.Sentence;
    }

    private async Task<string?> SaidAsync<TCommand>(TCommand command, string what, Func<Desk.Caller, TCommand, Task<Refusal?>> act)
        where TCommand : Command<Person>
    {
        var outcome = await Acts.DoAsync(command, what, caller => act(caller, command));
        await AgainAsync();
        return outcome.Saved ? null : outcome.Sentence;
    }
}
