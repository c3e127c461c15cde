using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Notices;
using Cellwright.Tests.Server;

namespace Cellwright.Tests.Notices;

/// <summary>Notices by webhook and by mail, from a real server to real listeners: each once, whatever happens on the way.</summary>
[Long(30)]
public sealed class LeavingTheSite
{
    private const string Secret = "a secret of at least twenty-four characters";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Posts_signed_json_that_names_no_patient()
    {
        await using var receiver = await Receiver.OpenAsync();
        await using var site = await OpenAsync(Hook(receiver));
        await ReportAsync(site, "B-0001", hold: true);
        await Eventually.Holds(() => receiver.Accepted.Count == 1, "the notice arrived", Deadline);
        var post = receiver.Accepted.Single();
        var message = post.Message;
        Assert.Equal(("B-0001", "B-0001-D1", NoticeKind.Opened, true), (message.Batch, message.Deviation, message.Kind, message.Urgent));
        Assert.Equal(["quality", "supervisor"], message.To);
        Assert.Equal("https://mes.example.org/deviations/B-0001-D1", message.Link);
        Assert.Equal("v1," + Webhook.Sign(Encoding.UTF8.GetBytes(Secret), post.Id, post.Timestamp, post.Body), post.Signature);
        Assert.True(DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(long.Parse(post.Timestamp, CultureInfo.InvariantCulture)) < TimeSpan.FromMinutes(5));
        Assert.DoesNotContain("COI-77", post.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Musterfrau", post.Text, StringComparison.Ordinal);
    }

    [Fact, Requirement("P11-300")]
    public async Task Tells_of_a_lock_out_at_once_and_once_and_not_the_person_themself()
    {
        await using var receiver = await Receiver.OpenAsync();
        await using var server = new MailServer();
        await using var site = await OpenAsync(Hook(receiver) with { Mail = ByMail(server.Port, ("administrator", "a@example.org"), ("supervisor", "s@example.org")).Mail });
        await ReportAsync(site, "B-0001", hold: false);
        using var door = new HttpClient { BaseAddress = site.Address };
        for (var attempt = 0; attempt < 8; attempt++) await door.PostAsJsonAsync("/api/sign-in", new { userName = "supervisor", password = "a guess" }, Ct);
        await ReportAgainAsync(site, "B-0001");
        await Eventually.Holds(() => receiver.Accepted.Count == 3 && server.Taken.Count > 0, "the lock-out and what came after it arrived", Deadline);
        Assert.Equal([NoticeKind.Opened, NoticeKind.LockedOut, NoticeKind.Opened], receiver.Accepted.Select(post => post.Message.Kind));
        var message = receiver.Accepted.ElementAt(1).Message;
        Assert.Equal((null, "supervisor", true, "https://mes.example.org/people/supervisor"), (message.Batch, message.Account, message.Urgent, message.Link));
        Assert.Contains("administrator", message.To);
        Assert.Contains("quality", message.To);
        Assert.DoesNotContain("supervisor", message.To);
        Assert.Equal(["a@example.org"], server.Taken.Single().To);
        Assert.Contains("Subject: Urgent: account supervisor, locked out", server.Taken.Single().Text, StringComparison.Ordinal);
        Assert.Equal("/people/supervisor", Assert.Single(site.Get<NoticeBook>().Of("administrator").Notices).Path);
    }

    [Fact, Requirement("P211-100")]
    public async Task Says_when_a_shelved_alarm_is_back_by_every_way_that_notices_take()
    {
        await using var receiver = await Receiver.OpenAsync();
        await using var server = new MailServer();
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await (await RunningSite.OpenAsync(clock: clock, notices: Hook(receiver) with { Mail = ByMail(server.Port, ("supervisor", "s@example.org")).Mail })).EmployAsync();
        await ReportAsync(site, "B-0001", hold: false);
        await Eventually.Holds(() => receiver.Accepted.Count == 1, "the deviation is told", Deadline);
        await site.Team.Quality.MustAsync(new ShelveAlarm("B-0001-D1", site.Desk.Now.AddHours(2), "Maria Musterfrau's bag is being looked at"), Ct);
        clock.Advance(TimeSpan.FromHours(2));
        await Eventually.Holds(() => receiver.Accepted.Count == 2 && server.Taken.Count == 1, "the alarm's return is told", Deadline);
        var message = receiver.Accepted.Last().Message;
        Assert.Equal((NoticeKind.AlarmReturned, "B-0001", "B-0001-D1", "https://mes.example.org/deviations/B-0001-D1"), (message.Kind, message.Batch, message.Deviation, message.Link));
        Assert.Equal(["quality", "supervisor"], message.To);
        Assert.Contains("Subject: deviation B-0001-D1, its alarm is back", server.Taken.Single().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Musterfrau", receiver.Accepted.Last().Text + server.Taken.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_as_the_reference_libraries_of_the_standard_do()
    {
        // standard-webhooks/standard-webhooks, libraries: secret, id, timestamp, body and signature of their own test.
        var key = Webhook.Key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
        Assert.Equal("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Webhook.Sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body));
    }

    [Fact]
    public async Task Tries_again_under_the_same_id_until_the_receiver_takes_it_and_keeps_the_order()
    {
        await using var receiver = await Receiver.OpenAsync();
        receiver.Answer = HttpStatusCode.ServiceUnavailable;
        await using var site = await OpenAsync(Hook(receiver));
        await ReportAsync(site, "B-0001", hold: false);
        await ReportAgainAsync(site, "B-0001");
        await Eventually.Holds(() => receiver.Tried.Count >= 2, "it was tried twice", Deadline);
        var standing = Assert.Single(site.Get<IEnumerable<Courier>>()).Standing;
        Assert.Equal((2, true), (standing.Waiting, standing.Fault?.Contains("503", StringComparison.Ordinal)));
        receiver.Answer = HttpStatusCode.OK;
        await Eventually.Holds(() => receiver.Accepted.Count == 2, "both arrived", Deadline);
        Assert.Equal(["B-0001-D1", "B-0001-D2"], receiver.Accepted.Select(post => post.Message.Deviation));
        Assert.Single(receiver.Tried.Take(2).Select(post => post.Id).Distinct());
    }

    [Fact]
    public async Task Leaves_out_what_the_receiver_refuses_for_good_and_goes_on()
    {
        await using var receiver = await Receiver.OpenAsync();
        receiver.Answer = HttpStatusCode.UnprocessableEntity;
        await using var site = await OpenAsync(Hook(receiver));
        await ReportAsync(site, "B-0001", hold: false);
        await Eventually.Holds(() => site.Get<IEnumerable<Courier>>().Single().Standing is { Undeliverable: 1, Waiting: 0 }, "it was left out", Deadline);
        receiver.Answer = HttpStatusCode.OK;
        await ReportAgainAsync(site, "B-0001");
        await Eventually.Holds(() => receiver.Accepted.Count == 1, "the next arrived", Deadline);
        Assert.Equal("B-0001-D2", receiver.Accepted.Single().Message.Deviation);
    }

    [Fact]
    public async Task Neither_loses_nor_doubles_anything_over_a_restart()
    {
        await using var receiver = await Receiver.OpenAsync();
        using var folder = new Readings.TemporaryFolder();
        var options = Hook(receiver);
        await using (var first = await OpenAsync(options, folder.Path))
        {
            await ReportAsync(first, "B-0001", hold: false);
            await Eventually.Holds(() => receiver.Accepted.Count == 1, "the first arrived", Deadline);
            receiver.Answer = HttpStatusCode.BadGateway;
            await ReportAgainAsync(first, "B-0001");
            await Eventually.Holds(() => receiver.Tried.Count > 1, "the second was tried", Deadline);
        }

        receiver.Answer = HttpStatusCode.OK;
        await using var second = await RunningSite.OpenAsync(folder.Path, notices: options);
        await Eventually.Holds(() => receiver.Accepted.Count >= 2, "the second arrived after the restart", Deadline);
        await second.Get<NoticeBook>().CaughtUpAsync(Ct);
        await Eventually.Holds(() => second.Get<IEnumerable<Courier>>().Single().Standing.Waiting == 0, "nothing waits", Deadline);
        Assert.Equal(["B-0001-D1", "B-0001-D2"], receiver.Accepted.Select(post => post.Message.Deviation));
    }

    [Fact]
    public async Task Sends_nothing_that_was_before_it_was_set_up()
    {
        await using var receiver = await Receiver.OpenAsync();
        using var folder = new Readings.TemporaryFolder();
        await using (var first = await OpenAsync(null, folder.Path))
        {
            await ReportAsync(first, "B-0001", hold: false);
            // Opened by a reaction: cut off before it, the next start would open it, after the channel was set up.
            await Eventually.Holds(() => first.Desk.StateAsync<Deviation>("B-0001-D1", Ct).Result.Status == DeviationStatus.Open, "the deviation is open", Deadline);
        }

        await using var second = await RunningSite.OpenAsync(folder.Path, notices: Hook(receiver));
        await second.Get<NoticeBook>().CaughtUpAsync(Ct);
        Assert.NotEmpty(second.Get<NoticeBook>().Of("quality").Notices);
        await Eventually.Holds(() => second.Get<IEnumerable<Courier>>().Single().Standing is { Position: > 0, Waiting: 0 }, "nothing waits", Deadline);
        Assert.Empty(receiver.Tried);
    }

    [Fact]
    public async Task Mails_those_whose_address_is_known_without_showing_them_to_each_other()
    {
        await using var server = new MailServer();
        await using var site = await OpenAsync(ByMail(server.Port, ("quality", "q@example.org"), ("supervisor", "s@example.org"), ("operator", "o@example.org")));
        await ReportAsync(site, "B-0001", hold: true);
        await Eventually.Holds(() => server.Taken.Count == 1, "the mail was taken", Deadline);
        var mail = server.Taken.Single();
        Assert.Equal(["q@example.org", "s@example.org"], mail.To.Order(StringComparer.Ordinal));
        Assert.Contains("Subject: Urgent: deviation B-0001-D1, opened", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://mes.example.org/deviations/B-0001-D1", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail.Text, StringComparison.Ordinal);
        Assert.All(["COI-77", "Musterfrau", "q@example.org", "s@example.org"], hidden => Assert.DoesNotContain(hidden, mail.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mails_the_others_when_one_address_is_gone_for_good()
    {
        await using var server = new MailServer { Recipient = to => to[0] == 'q' ? "550 no such person" : "250 OK" };
        await using var site = await OpenAsync(ByMail(server.Port, ("quality", "q@example.org"), ("supervisor", "s@example.org")));
        await ReportAsync(site, "B-0001", hold: true);
        await Eventually.Holds(() => server.Taken.Count == 1, "the mail was taken", Deadline);
        Assert.Equal(["s@example.org"], server.Taken.Single().To);
    }

    [Fact]
    public async Task Mails_again_what_was_refused_for_now_and_sends_it_to_nobody_twice()
    {
        var refusals = 2;
        await using var server = new MailServer { Recipient = to => to[0] == 's' && Interlocked.Decrement(ref refusals) >= 0 ? "451 come again" : "250 OK" };
        await using var site = await OpenAsync(ByMail(server.Port, ("quality", "q@example.org"), ("supervisor", "s@example.org")));
        await ReportAsync(site, "B-0001", hold: true);
        await Eventually.Holds(() => site.Get<IEnumerable<Courier>>().Single().Standing is { Waiting: 0 } && server.Taken.Count > 0, "the mail was taken", Deadline);
        Assert.Equal(2, Assert.Single(server.Taken).To.Count);
        Assert.Equal(3, server.Begun);
    }

    [Fact]
    public async Task Keeps_no_webhook_waiting_for_a_mail_server_that_is_away()
    {
        await using var receiver = await Receiver.OpenAsync();
        int port;
        await using (var gone = new MailServer()) port = gone.Port;
        await using var site = await OpenAsync(Hook(receiver) with { Mail = ByMail(port, ("quality", "q@example.org")).Mail });
        await ReportAsync(site, "B-0001", hold: false);
        await Eventually.Holds(() => receiver.Accepted.Count == 1, "the webhook arrived", Deadline);
        await Eventually.Holds(() => site.Get<IEnumerable<Courier>>().Single(courier => courier.Channel == "mail").Standing is { Waiting: 1, Fault: not null }, "the mail waits", Deadline);
        using var administrator = await Terminal.SignInAsync(site.Address, "administrator", "demo-administrator-cells");
        var channels = await administrator.ReadAsync<List<ChannelStanding>>("/api/notices/channels");
        Assert.Equal(["mail", "webhook"], channels.Select(channel => channel.Channel).Order(StringComparer.Ordinal));
    }

    private static async Task<RunningSite> OpenAsync(NoticeOptions? options, string? data = null) =>
        await (await RunningSite.OpenAsync(data, notices: options)).EmployAsync();

    private static async Task ReportAsync(RunningSite site, string batch, bool hold)
    {
        var recipe = await site.AdoptAsync(HandRecipe.Text());
        await site.Team.Supervisor.MustAsync(new OrderBatch(batch, recipe.Id, recipe.Version, "ORD-1", "COI-77"), Ct);
        await site.Team.Supervisor.MustAsync(new StartBatch(batch), Ct);
        await site.DoAsync(new StartStep(batch, "S1"), new ReportDeviation(batch, "S1", "The bag of Maria Musterfrau was dropped", hold));
    }

    private static Task ReportAgainAsync(RunningSite site, string batch) => site.DoAsync(new ReportDeviation(batch, "S1", "Another", false));

    // Read back from files, as the server reads them.
    private static NoticeOptions Hook(Receiver receiver) => WithFile($$"""{"site": "https://mes.example.org/", "webhook": {"url": "{{receiver.Url}}", "secretFile": "secret"} }""");

    private static NoticeOptions ByMail(int port, params (string Person, string Address)[] people) => WithFile($$"""
        {
          "site": "https://mes.example.org",
          "mail": {
            "host": "127.0.0.1", "port": {{port}}, "security": "none", "from": "cellwright@example.org",
            "addresses": {{System.Text.Json.JsonSerializer.Serialize(people.ToDictionary(one => one.Person, one => one.Address))}}
          }
        }
        """);

    private static NoticeOptions WithFile(string text)
    {
        using var folder = new Readings.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "secret"), Secret + "\n");
        File.WriteAllText(Path.Combine(folder.Path, "notices.json"), text);
        return NoticeOptions.Read(Path.Combine(folder.Path, "notices.json"));
    }
}
