using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>A supervisor's day: batches are ordered, started, kept going and ended; people are trained and vouched for.</summary>
[Guide("supervisor")]
public sealed class SupervisorsDay(SiteUnderTest site, Chromium chromium, Diary diary) : Day(site, chromium, diary)
{
    private const string Batch = "B-2061", Reviewed = "B-2062", Paper = "B-2063";

    [HowTo, Requirement("P211-188", "P211-100")]
    public Task Order_a_batch() => TellAsync("The order carries the recipe word for word from then on, so that the executed record stands alone. A batch number is never used twice.", async tell =>
    {
        var cora = await AtAsync("cora");
        await cora.GoAsync("/", "Board");
        await tell.StepAsync(cora, "On the **Board** open **Order a batch** and choose the **Recipe version**: only those approved and in force are offered.", async () =>
        {
            await cora.UnfoldAsync("Order a batch");
            await cora.FillAsync("Recipe version", "rehearsal@1.0");
        });
        await tell.StepAsync(cora, "Give **Batch number**, **Order number** and the patient's **Chain-of-identity number**. That number is a pseudonym; never enter a name. Press **Order the batch**.", async () =>
        {
            await cora.FillAsync("Batch number", Batch);
            await cora.FillAsync("Order number", "ORD-118");
            await cora.FillAsync("Chain-of-identity number", "COI-118-7Q4");
            await tell.PictureAsync(cora, "The order of a batch, filled in");
            await cora.PressAsync("Order the batch");
            await cora.SeesAsync($"Batch {Batch} ordered");
        });
    });

    [HowTo, Requirement("P11-10f")]
    public Task Start_a_batch() => TellAsync("You are responsible for it until somebody takes over.", async tell =>
    {
        var cora = await AtAsync("cora");
        await tell.StepAsync(cora, "Press **Operate** in its row, compare patient, batch and order, and press **Start the batch**.", async () =>
        {
            await cora.FollowAsync("Operate", within: cora.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Batch }));
            await cora.Known.ListeningAsync();
            await cora.SeesAsync("Start the batch");
            await cora.Known.PressMainAsync("Start the batch");
            await cora.Known.SaidSavedAsync("started");
        });
        await tell.PictureAsync(cora, "The batch has begun and shows its first step");
    });

    [HowTo, Requirement("P211-100")]
    public Task Resume_a_paused_batch() => TellAsync("The board shows first what needs somebody: on hold or out of limit, then pressing clocks, then what waits for a person. A hold is quality's to decide; a pause is yours to end. Time limits go on meanwhile.", async tell =>
    {
        await Site.As("ada", new StartStep(Batch, "R01"));
        await Site.As("ada", new PauseBatch(Batch, "Fire alarm"));
        var cora = await AtAsync("cora");
        await cora.GoAsync("/", "Board");
        await tell.SeeAsync(cora, "A batch that was stopped is marked **Paused**. Press **Operate** in its row.", () => cora.SeesAsync("Paused"));
        await tell.PictureAsync(cora, "The board with a paused batch");
        await cora.Known.OpenAsync(Batch);
        await tell.StepAsync(cora, "Open **More**, press **Resume the batch…**, say **Why may work go on?** and press **Resume**. **Take over the batch…** and **Abort the batch…** stand there, too.", async () =>
        {
            await cora.UnfoldAsync("More");
            await cora.SeesAsync("Take over the batch…");
            await cora.SeesAsync("Abort the batch…");
            await cora.PressAsync("Resume the batch…");
            await cora.FillAsync("Why may work go on?", "The alarm was a test", cora.Dialog);
            await cora.PressAsync("Resume", cora.Dialog);
            await Expect(cora.Dialog).ToHaveCountAsync(0);
        });
        await SiteUnderTest.Until(async () => (await Site.StateAsync(Batch)).Status == BatchStatus.Running, "the batch runs again");
    });

    [HowTo, Requirement("P11-10i")]
    public Task Record_a_training() => TellAsync("Nobody acts in a batch without current training on its recipe version, and a new version needs new training. You record it never for yourself.", async tell =>
    {
        var cora = await AtAsync("cora");
        await cora.GoAsync("/people", "People");
        await tell.StepAsync(cora, "Open **People** and press **Training**: people against recipe versions, and what lapses within 30 days.", () => cora.FollowAsync("Training", "Training"));
        await tell.StepAsync(cora, "Answer **Who was trained?**, **On which recipe version?** and **Until which day?**, and press **Record**.", async () =>
        {
            await cora.FillAsync("Who was trained?", "ada");
            await cora.FillAsync("On which recipe version?", "rehearsal@1.0");
            await cora.FillAsync("Until which day?", $"{Site.Desk.Now.AddDays(20):yyyy-MM-dd}");
            await cora.PressAsync("Record");
            await cora.SeesAsync("Ada Operator trained on rehearsal@1.0");
        });
        await tell.PictureAsync(cora, "The training matrix: one training lapses within 30 days");
        await tell.StepAsync(cora, "A training is taken back on the person's page: **Take back…**, with a reason.", async () =>
        {
            await cora.GoAsync("/people/ada", "Ada Operator");
            await cora.SeesAsync("Take back…");
        });
    });

    [HowTo, Requirement("P11-200c", "P11-300")]
    public Task Approve_the_reset_of_a_password() => TellAsync("A forgotten password takes two people: the administrator asks, you approve, after the person told you that they asked for it. Who then comes with the one-time password needs you, or somebody of QA, at the screen: look at the person, then give your user id and password.", async tell =>
    {
        await Site.As("fay", new AskForPasswordReset("ben", "He asked at the desk"));
        var cora = await AtAsync("cora");
        await cora.GoAsync("/people/ben", "Ben Second");
        await tell.StepAsync(cora, "Open the person under **People** and press **Read and approve…**: you sign who asked, and why.", async () =>
        {
            await cora.PressAsync("Read and approve…");
            await Expect(cora.Dialog.Locator(".statement")).ToContainTextAsync("He asked at the desk");
        });
        await tell.PictureAsync(cora, "What the approval of a reset is signed for");
        await tell.StepAsync(cora, "Give **User id** and **Password**, and press **Sign**.", async () =>
        {
            await cora.SignAsync("cora");
            await cora.SeesAsync("Reset approved");
        });
    });

    [HowTo, Requirement("P211-192")]
    public Task Answer_what_quality_returned() => TellAsync("When quality reviews a batch it may return an exception with a reason. Say what was asked for; if a value is wrong, do not explain it but have it corrected. Either way it goes back to quality.", async tell =>
    {
        await ThirtySteps.PerformAsync(Site, Reviewed);
        var eve = await AtAsync("eve");
        await eve.GoAsync($"/batches/{Reviewed}/review", Reviewed);
        await Expect(eve.Page.Locator("h1")).ToBeFocusedAsync();
        await eve.Page.Keyboard.PressAsync("r");
        await eve.FillAsync("What is missing or wrong?", "Attach the photograph.", eve.Dialog);
        await eve.PressAsync("Return", eve.Dialog);
        await Expect(eve.Dialog).ToHaveCountAsync(0);
        var cora = await AtAsync("cora");
        await cora.GoAsync($"/batches/{Reviewed}/review", Reviewed);
        await tell.StepAsync(cora, "Open **Review** of the batch. What was **Returned** says why; press **Answer**.", async () =>
        {
            await cora.SeesAsync("Attach the photograph.");
            await cora.PressAsync("Answer");
        });
        await tell.StepAsync(cora, "Write the answer and send it.", async () =>
        {
            await cora.Dialog.GetByRole(AriaRole.Textbox).FillAsync("The photograph is attached to logbook page 12.");
            await tell.PictureAsync(cora, "An answer to what quality returned");
            await cora.Dialog.Locator("button[type=submit]").ClickAsync();
            await Expect(cora.Dialog).ToHaveCountAsync(0);
        });
    });

    [HowTo, Requirement("P11-50a", "P211-100")]
    public Task Abort_a_batch() => TellAsync("The batch ends for good. It keeps all that was recorded; nothing but corrections can be added.", async tell =>
    {
        var cora = await AtAsync("cora");
        await cora.Known.OpenAsync(Batch);
        await tell.StepAsync(cora, "Open **More**, press **Abort the batch…**, say why, and press **Go on to sign**.", async () =>
        {
            await cora.UnfoldAsync("More");
            await cora.PressAsync("Abort the batch…");
            await cora.FillAsync("Why?", "The starting material was lost", cora.Dialog);
            await cora.PressAsync("Go on to sign", cora.Dialog);
            await Expect(cora.Dialog.Locator(".statement")).ToContainTextAsync("The starting material was lost");
        });
        await tell.PictureAsync(cora, "The end of a batch before it is signed, with its reason");
        await tell.StepAsync(cora, "Read what you sign, and sign.", () => cora.SignAsync("cora"));
        await SiteUnderTest.Until(async () => (await Site.StateAsync(Batch)).Status == BatchStatus.Aborted, "the batch is aborted");
    });

    [HowTo, Requirement("P211-101")]
    public Task Receive_a_lot() => TellAsync("A lot is known by the code of its label. It goes into quarantine: nothing of it can be added to a batch before the quality unit has released it, and never by whoever received it.", async tell =>
    {
        var cora = await AtAsync("cora");
        await cora.GoAsync("/", "Board");
        await tell.StepAsync(cora, "Open **Lots** and press **Receive a lot…**.", async () =>
        {
            await cora.FollowAsync("Lots", "Lots");
            await cora.PressAsync("Receive a lot…");
        });
        await tell.StepAsync(cora, "Scan or type the **Code on its label**, give **Material**, **Supplier**, **Supplier's lot number**, **Expiry**, **Amount received** and its **Unit**, and press **Receive it**.", async () =>
        {
            await cora.FillAsync("Code on its label", "TCM-13", cora.Dialog);
            await cora.FillAsync("Material, as recipes name it", "medium", cora.Dialog);
            await cora.FillAsync("Supplier", "A supplier", cora.Dialog);
            await cora.FillAsync("Supplier's lot number", "77-4411", cora.Dialog);
            await cora.FillAsync("Expiry", $"{Site.Desk.Now.AddDays(120):yyyy-MM-dd}", cora.Dialog);
            await cora.FillAsync("Amount received", "20000", cora.Dialog);
            await cora.FillAsync("Unit of the amount", "mL", cora.Dialog);
            await tell.PictureAsync(cora, "A lot as it is received");
            await cora.PressAsync("Receive it", cora.Dialog);
            await cora.SeesAsync("Lot TCM-13 received, in quarantine");
        });
        await tell.SeeAsync(cora, "It stands first in the list, in **Quarantine**, until quality decides on it.", () => Expect(cora.Page.Locator("tr[data-lot=TCM-13]")).ToContainTextAsync("Quarantine"));
    });

    [HowTo, Requirement("A11-16", "P211-100")]
    public Task Print_a_paper_pack() => TellAsync("When the server is down, work goes on on paper: the pack says where the batch is, what each open step asks for, and leaves room for values, times and signatures. A pack that was printed makes the one before void; its number tells which is the newer.", async tell =>
    {
        var (batch, processor) = await Site.BatchAsync(Paper);
        await Site.ToThirdStepAsync(batch, processor);
        var cora = await AtAsync("cora");
        await cora.GoAsync($"/batches/{Paper}", Paper);
        await tell.StepAsync(cora, "Open the batch and press **Paper**.", () => cora.FollowAsync("Paper", $"Paper of {Paper}"));
        await tell.StepAsync(cora, "Under **Print the paper pack** press **Print pack**: its number stays with the batch, with who printed it and which copy it is.", async () =>
        {
            await cora.PressAsync("Print pack");
            await cora.SeesAsync("is printed");
        });
        await tell.PictureAsync(cora, "The paper of a batch: the pack that was printed, and the form for what was done on paper");
        Notes["pack"] = (await Site.StateAsync(Paper)).Packs.Single().Number;
        await tell.SeeAsync(cora, "**Open to print** shows it for the printer, **PDF** gives the file. The latest pack of every batch also lies on the server's disk, in the folder **packs**, so that it can be printed when the server does not answer.", () => cora.SeesAsync("Open to print"));
        await cora.Page.GotoAsync(new Uri(Site.Address, $"/api/batches/{Paper}/pack?number={Notes["pack"]}").ToString());
        await Expect(cora.Page.Locator("article.step[data-step=R03]")).ToContainTextAsync("Chamber temperature");
        await tell.PictureAsync(cora, "A paper pack: which record it shows, how to work on it, and who writes on it");
    });

    [HowTo, Requirement("P211-188", "P11-10e1")]
    public Task Enter_what_was_done_on_paper() => TellAsync("Once the server is back, an operator or a supervisor types the paper in, one step at a time, and another person, who neither did nor typed it, compares and signs. Each act is judged as at its time on the paper, and stays marked as a late entry wherever it is shown.", async tell =>
    {
        await LeaveScreensAsync();
        var stopped = await Site.DownAsync();
        var at = new DateTimeOffset(stopped.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, stopped.Offset).AddSeconds(2);
        await SiteUnderTest.Until(() => Task.FromResult(TimeProvider.System.GetUtcNow() > at.AddSeconds(2)), "the work on paper is done");
        await Site.UpAsync();
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Downtime>(Downtime.Server)).Covers(at), "the server knows that it was down");
        var cora = await AtAsync("cora");
        await cora.GoAsync($"/batches/{Paper}/paper", $"Paper of {Paper}");
        await tell.StepAsync(cora, "On **Paper of** the batch give the **Number of the pack**, the **Day on the paper**, who it was **Done by**, the **Step**, and **Why on paper**.", async () =>
        {
            await cora.FillAsync("Number of the pack", Notes["pack"]);
            await cora.FillAsync("Day on the paper", $"{at:yyyy-MM-dd}");
            await cora.FillAsync("Done by", "ada");
            await cora.FillAsync("Step", "R03");
            await cora.FillAsync("Why on paper", "The server was down.");
        });
        await tell.StepAsync(cora, "Type each line with its **Value** and its **Time**, as the paper says; a line without a time is left out.", async () =>
        {
            foreach (var (line, value) in new[] { ("chamber-temperature", "37.1"), ("co2", "5"), ("end", null) })
            {
                var fields = cora.Page.Locator($"fieldset[data-line='{line}']");
                if (value is not null) await cora.FillAsync("Value", value, fields);
                await cora.FillAsync("Time", $"{(line == "end" ? at.AddSeconds(1) : at):HH:mm:ss}", fields);
            }
        });
        await tell.PictureAsync(cora, "A step typed in from paper", whole: true);
        await tell.StepAsync(cora, "Press **Second person: compare and sign**. That person reads every act beside the paper, gives **User id** and **Password**, and presses **Sign**.", async () =>
        {
            await cora.PressAsync("Second person: compare and sign");
            await Expect(cora.Dialog.Locator(".statement")).ToContainTextAsync("by ada: step R03, chamber-temperature: 37.1 Cel");
            await tell.PictureAsync(cora, "What the second person compares with the paper");
            await cora.SignAsync("ben");
            await cora.SeesAsync($"3 acts entered from pack {Notes["pack"]}");
        });
        await cora.Page.GotoAsync(new Uri(Site.Address, $"/batches/{Paper}/step?key=R03").ToString());
        await tell.SeeAsync(cora, "The step says **Late entry** from then on, and quality reviews it as an exception.", () => cora.SeesAsync("Late entry"));
        Assert.All((await Site.StateAsync(Paper)).Step("R03")!.Late, late => Assert.Equal(("cora", "ben"), (late.EnteredBy, late.Claim.Verifier)));
    });
}
