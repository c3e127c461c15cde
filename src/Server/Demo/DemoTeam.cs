using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Demo;

/// <summary>The people of the demo: one a role, named after it. They exist only in a demo's data directory, with passwords made for it.</summary>
internal sealed class DemoTeam : IDisposable
{
    private static readonly (string Id, string Name, Role[] Roles)[] Members =
    [
        ("operator", "Demo Operator", [Role.Operator]),
        ("verifier", "Demo Verifier", [Role.Operator, Role.Verifier]),
        ("supervisor", "Demo Supervisor", [Role.Supervisor]),
        ("engineer", "Demo Engineer", [Role.Engineer]),
        ("quality", "Demo Quality", [Role.QA]),
        ("viewer", "Demo Viewer", [Role.Viewer]),
        ("administrator", "Demo Administrator", [Role.Administrator]),
    ];

    private readonly Dictionary<string, DemoPerson> people;

    private DemoTeam(Dictionary<string, DemoPerson> people) => this.people = people;

    public DemoPerson Operator => people["operator"];

    public DemoPerson Verifier => people["verifier"];

    public DemoPerson Supervisor => people["supervisor"];

    public DemoPerson Engineer => people["engineer"];

    public DemoPerson Quality => people["quality"];

    /// <summary>Sign-ins to print.</summary>
    public IEnumerable<(string UserName, string Password, string Roles)> SignIns =>
        Members.Select(member => (member.Id, people[member.Id].Password, string.Join(", ", member.Roles)));

    /// <summary>Registers everybody in a new data directory and signs in those who work.</summary>
    public static async Task<DemoTeam> AssembleAsync(string server, Desk.Desk desk, Passwords passwords, CancellationToken ct)
    {
        var people = new Dictionary<string, DemoPerson>();
        foreach (var (id, name, roles) in Members)
        {
            var password = $"demo-{id}-cells";
            var answer = await desk.SendAsync(new RegisterPerson(id, name, [.. roles]), new Caller(Performer.System, "demo", Guid.CreateVersion7()), ct);
            if (answer.Refusal is { } refusal) throw new InvalidOperationException(refusal.Sentence);
            var check = await desk.SendAsync(new RecordIdentityCheck(id, "nobody: a person of a rehearsal", IdentityDocument.Rehearsal), new Caller(Performer.System, "demo", Guid.CreateVersion7()), ct);
            if (check.Refusal is { } doubt) throw new InvalidOperationException(doubt.Sentence);
            if (await passwords.CreateAsync(id, password) is { } weak) throw new InvalidOperationException(weak.Sentence);
            people[id] = new DemoPerson(server, id, password);
        }

        var team = new DemoTeam(people);
        DemoPerson[] signers = [team.Operator, team.Verifier, team.Supervisor, team.Engineer, team.Quality];
        foreach (var person in signers) await person.SignInAsync(ct);
        await team.Quality.MustAsync(new IssueAccountability("1", AccountabilityExample.Text), ct);
        var shown = (await desk.StateAsync<Accountability>(Accountability.Site, ct)).Hash;
        foreach (var person in signers)
            await person.MustAsync(new AcknowledgeAccountability(person.UserName, "1"), ct, await person.SignAsync(person, "accountability", shown, ct));
        return team;
    }

    public void Dispose()
    {
        foreach (var person in people.Values) person.Dispose();
    }
}
