using System.Net;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using static Cellwright.Tests.Access.ResettingAPassword;

namespace Cellwright.Tests.Access;

public class BeforeTheFirstSignature
{
    [Fact, Requirement("P11-100b")]
    public async Task The_identity_must_have_been_checked()
    {
        await using var site = await WithNewAnnaAsync();
        var (adele, anna) = (await site.SignedInAsync("adele"), await site.SignedInAsync("anna"));
        Assert.Equal("identity", await RefusedAsync(await SignAsync(anna, "anna", Site.Password)));
        Assert.Contains("identity", (await anna.GetAsync<Cellwright.Server.Access.Api.Me>("/api/me")).CannotSign);

        Assert.Equal("role", await RefusedAsync(await GiveAsync(anna, "RecordIdentityCheck", Check("anna", "Passport"))));
        Assert.Equal("self", await RefusedAsync(await GiveAsync(adele, "RecordIdentityCheck", Check("adele", "Passport"))));
        Assert.Equal("identity", await RefusedAsync(await GiveAsync(adele, "RecordIdentityCheck", Check("anna", "Rehearsal"))));
        Assert.Equal(HttpStatusCode.OK, (await GiveAsync(adele, "RecordIdentityCheck", Check("anna", "Passport"))).StatusCode);
        Assert.Equal("accountability", await RefusedAsync(await SignAsync(anna, "anna", Site.Password)));
    }

    [Fact, Requirement("P11-10j")]
    public async Task The_statement_of_accountability_must_have_been_acknowledged()
    {
        await using var site = await WithNewAnnaAsync();
        site.People.Happened("anna", new IdentityChecked("Hanna of personnel", IdentityDocument.Passport));
        var anna = await site.SignedInAsync("anna");
        var refused = await SignAsync(anna, "anna", Site.Password);
        Assert.Equal("accountability", await RefusedAsync(refused));
        await AcknowledgeAsync(site, anna, "1");
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(anna, "anna", Site.Password)).StatusCode);

        // A new version asks again.
        site.People.Statement = site.People.Statement with { Versions = site.People.Statement.Versions.Add(new AccountabilityText("2", "I answer for all of it.", "quality", Acting.Start)) };
        Assert.Equal("accountability", await RefusedAsync(await SignAsync(anna, "anna", Site.Password)));
        Assert.Equal("accountability", await RefusedAsync(await GiveAsync(anna, "AcknowledgeAccountability", new { personId = "anna", version = "1" })));
        await AcknowledgeAsync(site, anna, "2");
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(anna, "anna", Site.Password)).StatusCode);
    }

    [Fact, Requirement("P11-10j")]
    public async Task A_site_without_a_statement_signs_nothing()
    {
        await using var site = await WithPeopleAsync();
        site.People.Statement = Accountability.Empty;
        var anna = await site.SignedInAsync("anna");
        Assert.Equal("accountability", await RefusedAsync(await SignAsync(anna, "anna", Site.Password)));
        Assert.Equal(HttpStatusCode.NotFound, (await anna.GetAsync("/api/accountability")).StatusCode);
    }

    [Fact, Requirement("P11-10j")]
    public async Task Nobody_acknowledges_for_another()
    {
        await using var site = await WithNewAnnaAsync();
        var olga = await site.SignedInAsync("olga");
        var token = await TokenAsync(olga, "olga", "accountability", site.People.Statement.Hash);
        Assert.Equal("self", await RefusedAsync(await GiveAsync(olga, "AcknowledgeAccountability", new { personId = "anna", version = "1" }, token)));
    }

    [Fact, Requirement("P11-300")]
    public async Task A_password_that_grew_too_old_is_changed_before_anything_else()
    {
        await using var site = await Site.OpenAsync(with: options => options with { PasswordLife = TimeSpan.FromMinutes(10) });
        await site.AddAsync("anna", Role.Operator);
        var open = await site.SignedInAsync("anna");
        site.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("password-age", await RefusedAsync(await SignAsync(open, "anna", Site.Password)));
        var anna = await site.SignedInAsync("anna");
        Assert.Equal(HttpStatusCode.Forbidden, (await anna.GetAsync("/api/batches")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await anna.PostAsync("/api/password", new { current = Site.Password, chosen = "another long password" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anna.GetAsync("/api/batches")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(anna, "anna", "another long password")).StatusCode);
    }

    private static object Check(string personId, string document) => new { personId, checkedBy = "Hanna of personnel", document };

    private static async Task AcknowledgeAsync(Site site, Browser browser, string version)
    {
        var token = await TokenAsync(browser, "anna", "accountability", site.People.Statement.Hash);
        Assert.Equal(HttpStatusCode.OK, (await GiveAsync(browser, "AcknowledgeAccountability", new { personId = "anna", version }, token)).StatusCode);
    }

    private static async Task<Site> WithNewAnnaAsync()
    {
        var site = await Site.OpenAsync();
        await site.AddAsync("adele", Role.Administrator);
        await site.AddAsync("olga", Role.Operator);
        site.Employ("anna", Role.Operator, qualified: false);
        Assert.Null(await site.Get<Cellwright.Server.Access.Passwords>().CreateAsync("anna", Site.Password));
        return site;
    }
}
