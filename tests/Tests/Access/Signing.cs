using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;

namespace Cellwright.Tests.Access;

[Requirement("P11-200a")]
public class Signing
{
    private static readonly string Shown = new('5', 64);

    [Fact]
    public async Task First_in_a_session_needs_both_components()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");

        Refused("signature", await SignAsync(site, session, null));
        Assert.True(site.Get<Signatures>().NeedsBoth(session));
        var given = (await SignAsync(site, session, "Anna ")).Given;
        Assert.Equal(("anna", "Printed anna", "approval", Shown), (given?.Signer.Id, given?.Signer.Name, given?.Meaning, given?.Shown));
    }

    [Fact]
    public async Task Needs_the_password_alone_within_one_continuous_period_and_both_after_it()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        Granted(await SignAsync(site, session, "anna"));

        site.Time.Advance(TimeSpan.FromMinutes(10));
        Granted(await SignAsync(site, session, null));
        site.Time.Advance(TimeSpan.FromMinutes(4.9));
        Granted(await SignAsync(site, session, null));
        site.Time.Advance(TimeSpan.FromMinutes(0.1));
        Refused("signature", await SignAsync(site, session, null));
        Granted(await SignAsync(site, session, "anna"));
    }

    [Fact]
    public async Task Is_not_prolonged_or_cut_short_by_setting_the_clock()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        Granted(await SignAsync(site, session, "anna"));

        site.Time.SetHands(TimeSpan.FromHours(5));
        Granted(await SignAsync(site, session, null));
        site.Time.SetHands(TimeSpan.FromDays(-3));
        site.Time.Advance(TimeSpan.FromMinutes(14.9));
        Granted(await SignAsync(site, session, null));
        site.Time.SetHands(TimeSpan.FromMinutes(-14));
        site.Time.Advance(TimeSpan.FromMinutes(0.1));
        Refused("signature", await SignAsync(site, session, null));
    }

    [Fact]
    public async Task By_another_person_at_the_terminal_always_needs_both()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");

        Assert.Equal("vera", (await SignAsync(site, session, "vera")).Given?.Signer.Id);
        Assert.True(site.Get<Signatures>().NeedsBoth(session));
        Refused("signature", await SignAsync(site, session, null));

        Granted(await SignAsync(site, session, "anna"));
        Assert.Equal("vera", (await SignAsync(site, session, "vera")).Given?.Signer.Id);
        Assert.Equal("anna", (await SignAsync(site, session, null)).Given?.Signer.Id);
    }

    [Fact]
    public async Task With_a_wrong_password_is_recorded_counts_to_the_lock_out_and_ends_the_period()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        Granted(await SignAsync(site, session, "anna"));

        Refused("sign-in", await SignAsync(site, session, null, "wrong"));
        Refused("signature", await SignAsync(site, session, null));
        for (var attempt = 2; attempt <= 4; attempt++) Refused("sign-in", await SignAsync(site, session, "anna", "wrong"));
        Refused("lock-out", await SignAsync(site, session, "anna", "wrong"));
        Refused("lock-out", await SignAsync(site, session, "anna"));
        Assert.Equal(
            [.. Enumerable.Repeat(SignInOutcome.WrongSignature, 5), SignInOutcome.LockedOut, SignInOutcome.LockedOut],
            site.People.DoorOf("anna"));
    }

    [Fact]
    public async Task Is_refused_in_a_session_that_was_left_alone_or_closed()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var left = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        Granted(await SignAsync(site, left, "anna"));
        site.Time.Advance(TimeSpan.FromMinutes(15));
        Refused("session", await SignAsync(site, left, "anna"));

        var closed = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        await site.Get<Sessions>().EndAsync(closed);
        Refused("session", await SignAsync(site, closed, "anna"));
    }

    [Fact]
    public async Task Needs_both_again_after_signing_out_and_in()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var first = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        Granted(await SignAsync(site, first, "anna"));
        await site.Get<Sessions>().EndAsync(first);
        var second = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        Refused("signature", await SignAsync(site, second, null));
    }

    [Fact]
    public async Task Gives_a_signature_for_one_command_and_its_retries_only()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        var token = (await SignAsync(site, session, "anna")).Token!;
        var (command, signatures) = (Guid.NewGuid(), site.Get<Signatures>());

        Assert.Equal("anna", (await signatures.TakeAsync(token, session, command)).Given?.Signer.Id);
        Assert.Equal("anna", (await signatures.TakeAsync(token, session, command)).Given?.Signer.Id);
        Assert.Equal("signature-replay", (await signatures.TakeAsync(token, session, Guid.NewGuid())).Refusal?.Rule);
        Assert.Equal("signature", (await signatures.TakeAsync(new string('0', 64), session, command)).Refusal?.Rule);

        var other = await site.Get<Sessions>().OpenAsync("vera", "T-2");
        Assert.Equal("signature", (await signatures.TakeAsync(token, other, command)).Refusal?.Rule);
    }

    [Fact]
    public async Task Gives_a_signature_that_must_be_used_at_once()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        var token = (await SignAsync(site, session, "anna")).Token!;
        site.Time.Advance(TimeSpan.FromMinutes(2));

        var command = Guid.NewGuid();
        Assert.Contains("too long ago", (await site.Get<Signatures>().TakeAsync(token, session, command)).Refusal?.Sentence);
        Assert.Contains("too long ago", (await site.Get<Signatures>().TakeAsync(token, session, command)).Refusal?.Sentence);
    }

    [Fact, Requirement("P11-10d")]
    public async Task Is_void_when_the_signer_is_disabled_before_the_command()
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        var token = (await SignAsync(site, session, "vera")).Token!;
        site.People.Happened("vera", new PersonDisabled("left"));

        Assert.Equal("disabled", (await site.Get<Signatures>().TakeAsync(token, session, Guid.NewGuid())).Refusal?.Rule);
        Refused("disabled", await SignAsync(site, session, "vera"));
    }

    [Theory]
    [InlineData("", "5555555555555555555555555555555555555555555555555555555555555555")]
    [InlineData("approval", "")]
    [InlineData("approval", "55555555555555555555555555555555555555555555555555555555555555ZZ")]
    public async Task Is_refused_without_a_meaning_or_the_hash_of_what_was_shown(string meaning, string shown)
    {
        await using var site = await WithAnnaAndVeraAsync();
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        Refused("signature", await site.Get<Signatures>().CheckAsync("anna", Site.Password, session, meaning, shown));
    }

    private static async Task<Site> WithAnnaAndVeraAsync()
    {
        var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        await site.AddAsync("vera", Role.Verifier);
        return site;
    }

    private static Task<SignatureCheck> SignAsync(Site site, Session session, string? userName, string password = Site.Password) =>
        site.Get<Signatures>().CheckAsync(userName, password, session, "approval", Shown);

    private static void Granted(SignatureCheck check) => Assert.Null(check.Refusal);

    private static void Refused(string rule, SignatureCheck check)
    {
        Assert.Equal(rule, check.Refusal?.Rule);
        Assert.Null(check.Given);
        Assert.Null(check.Token);
    }
}
