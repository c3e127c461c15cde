using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Access;

/// <summary>A one-time password, told once. Null when the person has chosen a password meanwhile.</summary>
/// <param name="UserName">User id.</param>
/// <param name="OneTimePassword">To be told to the person, who must change it at first sign-in.</param>
/// <param name="ValidUntil">When it lapses unused (UTC).</param>
/// <param name="Link">Where the person signs in.</param>
public sealed record Issued(string UserName, string? OneTimePassword, DateTimeOffset? ValidUntil, string Link);

/// <summary>Acts on people that concern record and accounts alike, for the HTTP door and the pages.</summary>
public sealed class Accounts(IPeople people, Passwords passwords, SecondFactors factors, Sessions sessions)
{
    /// <summary>Registers a person and issues a one-time password.</summary>
    public async Task<(Issued? Issued, Refusal? Refusal)> RegisterAsync(Caller caller, RegisterPerson command) =>
        await people.SendAsync(command, caller) is { } refusal
            ? (null, refusal)
            : (Told(command.Id, await passwords.IssueAsync(command.Id, caller.CommandId, registers: true)), null);

    /// <summary>Carries out an approved reset: a one-time password is issued, open sessions end.</summary>
    public async Task<(Issued? Issued, Refusal? Refusal)> ResetAsync(Caller caller, string personId)
    {
        if (await people.SendAsync(new ResetPassword(personId), caller) is { } refusal) return (null, refusal);
        var issued = await passwords.IssueAsync(personId, caller.CommandId);
        if (issued is not null && (await people.FindAsync(personId)).SecondFactorTaken) await factors.RemoveAsync(personId, caller.Terminal);
        if (issued is not null) await sessions.EndAllOfAsync(personId);
        return (Told(personId, issued), null);
    }

    /// <summary>Takes access away; open sessions end at once.</summary>
    public async Task<Refusal?> DisableAsync(Caller caller, DisablePerson command)
    {
        if (await people.SendAsync(command, caller) is { } refusal) return refusal;
        await sessions.EndAllOfAsync(command.PersonId);
        return null;
    }

    /// <summary>Gives access again.</summary>
    public Task<Refusal?> EnableAsync(Caller caller, EnablePerson command) => people.SendAsync(command, caller);

    /// <summary>Gives a person another set of roles.</summary>
    public Task<Refusal?> ChangeRolesAsync(Caller caller, ChangeRoles command) => people.SendAsync(command, caller);

    private static Issued Told(string userName, OneTimePassword? issued) =>
        new(userName, issued?.Secret, issued?.ValidUntil, $"/sign-in?userName={Uri.EscapeDataString(userName)}");
}
